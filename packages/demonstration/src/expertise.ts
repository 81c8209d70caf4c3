import { isoDay } from './calendar.ts';
import { type Employee, worksOn } from './employee.ts';
import type { Random } from './random.ts';
import type { ExpertiseRecord, ManagerLinkRecord } from './records.ts';
import type { TrustSetting } from './trust-setting.ts';

interface Field {
  readonly subjectCode: string | null;
  readonly theme: string | null;
  readonly evidence: string;
  readonly takes: (employee: Employee) => boolean;
}

const field = (
  of: { readonly subjectCode?: string; readonly theme?: string },
  evidence: string,
  takes: Field['takes'],
): Field => ({ subjectCode: of.subjectCode ?? null, theme: of.theme ?? null, evidence, takes });

const teaches =
  (...codes: string[]): Field['takes'] =>
  ({ subjects, role }) =>
    ['TCHR', 'HDPT', 'ASHT'].includes(role) && subjects.some((code) => codes.includes(code));
const works =
  (...roles: string[]): Field['takes'] =>
  ({ role }) =>
    roles.includes(role);

const fields: readonly Field[] = [
  field(
    { subjectCode: 'MAT' },
    'Ran the mastery project with four schools; results and planning to show.',
    teaches('MAT'),
  ),
  field(
    { subjectCode: 'ENG' },
    'Moderates writing across the trust and wrote its reading list.',
    teaches('ENG'),
  ),
  field(
    { subjectCode: 'CHM' },
    'Chartered science teacher; practical work with technicians.',
    teaches('CHM', 'SCI'),
  ),
  field({ subjectCode: 'FRE' }, 'Took languages down to year 3 in two schools.', teaches('FRE')),
  field(
    { theme: 'SEND' },
    'National award for co-ordinators; casework with the local authority.',
    works('SENC'),
  ),
  field({ theme: 'BEHAVIOUR' }, 'Trains staff in restorative practice.', works('BEHM', 'PAST')),
  field({ theme: 'ASSESSMENT' }, 'Built the trust’s question bank.', works('HDPT')),
  field({ theme: 'RESEARCH' }, 'Reads the evidence for others each half term.', works('LIBR')),
  field(
    { theme: 'PEDAGOGY' },
    'Coaches new assistants in explaining and questioning.',
    works('HLTA'),
  ),
  field(
    { theme: 'OPERATIONS' },
    'Legionella and fire safety: inspected twice without a finding.',
    works('PREM', 'CTKR'),
  ),
  field(
    { theme: 'OPERATIONS' },
    'Brought three school budgets back into balance.',
    works('BUSS', 'OMAN'),
  ),
  field({ theme: 'OPERATIONS' }, 'Registered science technician.', works('STCH', 'ICTM')),
];

const expertsAField = 7;

/** Makes what people say they know well, most of it endorsed by their line managers. */
export function expertiseOf(
  { employees, today, ids, random: all }: TrustSetting,
  links: readonly ManagerLinkRecord[],
): ExpertiseRecord[] {
  const random = all.branch('expertise');
  const managers = new Map(links.map(({ personId, managerId }) => [personId, managerId]));
  const known = new Set<string>();
  return fields.flatMap((one) => {
    const able = employees.filter(
      (employee) =>
        one.takes(employee) && worksOn(employee, today) && !employee.isAgency && isNear(employee),
    );
    const users = able.filter(({ user }) => user !== null);
    const others = random.shuffled(able.filter(({ user }) => user === null));
    return [...users, ...others].slice(0, expertsAField).flatMap((employee, place) => {
      const { id: personId } = employee.person;
      const key = `${personId} ${one.subjectCode ?? one.theme ?? ''}`;
      if (known.has(key)) return [];
      known.add(key);
      const stated = { id: ids.next(), endorsementId: ids.next(), personId, ...said(one, random) };
      return [{ ...stated, ...endorsed(managers.get(personId), place, today, random) }];
    });
  });
}

/** The school far from all others has nobody yet, so that there is a gap to be seen. */
const isNear = ({ school }: Employee): boolean => !school.postcode.startsWith('BA');

function said({ subjectCode, theme, evidence }: Field, random: Random) {
  const level = random.weighted([
    ['SPECIALIST', 5],
    ['LEADING', 2],
    ['CONFIDENT', 2],
  ] as const);
  return { subjectCode, theme, evidence, level, daysATerm: random.integer(1, 6) };
}

/** The last of a field waits for somebody to endorse it; that of the one before ended yesterday. */
function endorsed(manager: string | undefined, place: number, today: number, random: Random) {
  const isNew = manager === undefined || place === expertsAField - 1;
  if (isNew) return { endorserId: null, endorsedOn: null, expiresOn: null };
  const on = place === expertsAField - 2 ? today - 730 : today - random.integer(10, 500);
  return { endorserId: manager, endorsedOn: isoDay(on), expiresOn: isoDay(on + 730) };
}
