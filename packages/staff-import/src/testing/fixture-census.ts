import { Names } from '@trellis/demonstration/names';
import { Random } from '@trellis/demonstration/random';

/** A contract as a census has it. Roles have hours of their own unless there is a post. */
export interface CensusContract {
  readonly type: string;
  readonly start: string;
  readonly end?: string;
  readonly post?: string;
  readonly roles?: readonly string[];
  readonly hours: number;
  readonly fullTime?: number;
  readonly weeks?: number;
  readonly destination?: string;
  readonly leavingReason?: string;
}

/** A plainly invented member of staff. */
export interface CensusPerson {
  readonly kind: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly formerFamilyName?: string;
  readonly trn?: string;
  readonly birthDate: string;
  readonly statuses?: readonly string[];
  readonly contracts: readonly CensusContract[];
  readonly absences?: readonly { from: string; to?: string; kind: string }[];
  readonly subjects?: readonly string[];
}

type Shape = Pick<CensusPerson, 'kind' | 'contracts'> & Partial<CensusPerson>;

const teacher = { type: 'PRM', start: '2021-09-01', post: 'TCH', roles: ['TCHR'], hours: 32.5 };

/** What real returns have and tidy examples have not. */
const shapes: readonly Shape[] = [
  { kind: 'teacher', contracts: [teacher], statuses: ['QTS'], subjects: ['MAT'] },
  {
    kind: 'two contracts in one school',
    contracts: [
      { type: 'PRM', start: '2019-09-01', roles: ['TASS'], hours: 20, weeks: 39 },
      { type: 'FXT', start: '2025-09-01', end: '2026-12-31', roles: ['MIDS'], hours: 5, weeks: 39 },
    ],
  },
  {
    kind: 'role-only support staff',
    contracts: [{ type: 'PRM', start: '2015-01-05', roles: ['CTKR', 'CLNR'], hours: 15 }],
  },
  {
    kind: 'future starter',
    contracts: [{ ...teacher, start: '2027-01-01' }],
    statuses: ['QTS'],
  },
  {
    kind: 'fixed-term extension',
    contracts: [
      { type: 'FXT', start: '2024-09-01', end: '2025-08-31', roles: ['TASS'], hours: 27.5 },
      { type: 'FXT', start: '2025-09-01', end: '2027-08-31', roles: ['TASS'], hours: 27.5 },
    ],
    statuses: ['HLTAStatus'],
  },
  {
    kind: 'overlapping posts',
    contracts: [
      { ...teacher, hours: 16.25 },
      { type: 'PRM', start: '2022-01-01', post: 'LNT', roles: ['SENC'], hours: 13 },
    ],
    statuses: ['QTS', 'QTLS'],
  },
  {
    kind: 'maternity',
    contracts: [teacher],
    statuses: ['QTS'],
    absences: [
      { from: '2026-09-07', kind: 'MAT' },
      { from: '2026-02-02', to: '2026-02-06', kind: 'SIC' },
    ],
  },
  {
    kind: 'supply',
    contracts: [{ type: 'SAG', start: '2026-09-03', roles: ['SPLY', 'TCHR'], hours: 13 }],
  },
  {
    kind: 'known leaver',
    contracts: [
      { ...teacher, end: '2026-12-31', destination: 'LEASEC', leavingReason: 'Resignation' },
    ],
    statuses: ['QTS'],
  },
  {
    kind: 'married name',
    formerFamilyName: 'Oakbrook',
    contracts: [{ type: 'PRM', start: '2018-04-16', roles: ['ADMC'], hours: 37, weeks: 52 }],
  },
];

/** People of all awkward kinds in turn; the same ones for the same seed. */
export function* awkwardStaff(seed: string, count: number): Generator<CensusPerson> {
  const random = new Random(seed);
  const names = new Names(random);
  for (let place = 0; place < count; place += 1) {
    const shape = shapes[place % shapes.length] ?? { kind: '', contracts: [] };
    const { givenName, familyName } = names.next();
    const hasTrn = shape.statuses?.includes('QTS') ?? false;
    yield {
      ...{ givenName, familyName, ...shape },
      birthDate: `${random.integer(1960, 2003)}-0${random.integer(1, 9)}-${random.integer(10, 28)}`,
      ...(hasTrn && { trn: String(1_000_000 + place) }),
    };
  }
}

/**
 * A census return, piece by piece, as an MIS writes it.
 *
 * @param laestab of the school whose return it is.
 */
export function* censusXml(
  people: Iterable<CensusPerson>,
  { doctype = '', laestab = '3302000' } = {},
): Generator<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>\r\n${doctype}<Message><Header><CollectionDetails>
<Collection>School Workforce Census</Collection><Year>2026</Year>
<ReferenceDate>2026-11-05</ReferenceDate></CollectionDetails>
<Source><SourceLevel>S</SourceLevel><LEA>${laestab.slice(0, 3)}</LEA><Estab>${laestab.slice(3)}</Estab></Source></Header>
<SchoolWorkforceMembers>`;
  for (const person of people) yield memberXml(person);
  yield '</SchoolWorkforceMembers></Message>';
}

function memberXml(person: CensusPerson): string {
  const details = [
    element('TeacherNumber', person.trn),
    `<StaffMemberName>${element('PersonFamilyName', person.familyName)}<GivenNames><GivenName>${element('PersonGivenName', person.givenName)}</GivenName></GivenNames></StaffMemberName>`,
    person.formerFamilyName
      ? `<FormerFamilyNames>${element('PersonFamilyName', person.formerFamilyName)}</FormerFamilyNames>`
      : '',
    element('NINumber', 'QQ123456C'),
    element('Sex', 'F'),
    element('PersonBirthDate', person.birthDate),
    element('Ethnicity', 'NOBT'),
    element('Disability', 'NCOL'),
    ...['QTS', 'QTLS', 'EYTS', 'HLTAStatus'].map((status) =>
      element(status, String(person.statuses?.includes(status) ?? false)),
    ),
  ].join('');
  return `<SchoolWorkforceMember><StaffDetails>${details}</StaffDetails>
<ContractOrServiceGroup>${person.contracts.map(contractXml).join('')}</ContractOrServiceGroup>
<Absences>${(person.absences ?? []).map(absenceXml).join('')}</Absences>
<Curriculums>${(person.subjects ?? []).map((code) => `<Curriculum>${element('SubjectCode', code)}</Curriculum>`).join('')}</Curriculums>
</SchoolWorkforceMember>\n`;
}

function contractXml(contract: CensusContract): string {
  const hours = `<Hours>${element('HoursPerWeek', contract.hours)}${element('FTEHours', contract.fullTime ?? (contract.post ? 32.5 : 37))}${element('WeeksPerYear', contract.weeks)}</Hours>`;
  const payments = '<Payments><BasePay>31650.00</BasePay></Payments>';
  const level = contract.post ? `<PostLevelDetails>${payments}${hours}</PostLevelDetails>` : '';
  const own = contract.post ? '' : `<RoleLevelDetails>${payments}${hours}</RoleLevelDetails>`;
  const roles = (contract.roles ?? []).map(
    (code) => `<Role>${element('RoleIdentifier', code)}${own}</Role>`,
  );
  return `<ContractOrService>${[
    element('ContractType', contract.type),
    element('ContractStart', contract.start),
    element('ContractEnd', contract.end),
    element('Post', contract.post),
    element('DestinationCode', contract.destination),
    element('LeavingReason', contract.leavingReason),
  ].join('')}${level}<Roles>${roles.join('')}</Roles></ContractOrService>`;
}

function absenceXml({ from, to, kind }: { from: string; to?: string; kind: string }): string {
  return `<Absence>${element('FirstDayOfAbsence', from)}${element('LastDayOfAbsence', to)}${element('AbsenceCategory', kind)}</Absence>`;
}

function element(name: string, value: string | number | undefined): string {
  const text = String(value ?? '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');
  return value === undefined ? '' : `<${name}>${text}</${name}>`;
}
