import { isoDay } from './calendar.ts';
import type { Employee } from './employee.ts';
import { employmentOf } from './employment.ts';
import type { Employment } from './employment.ts';
import type { Ids } from './ids.ts';
import { isTeacherRole, jobFamilyOf } from './job-families.ts';
import { Names } from './names.ts';
import type { InventedName } from './names.ts';
import type { Post } from './posts.ts';
import type { Random } from './random.ts';
import type { AssignmentRecord, ContractRecord, PersonRecord, UserName } from './records.ts';
import type { TrustSchool } from './schools.ts';
import { teachingOf } from './subjects.ts';
import { wellKnown } from './well-known.ts';
import { workingTimeOf } from './working-time.ts';

/** The people of one trust, made one after the other. */
export interface StaffingOptions {
  readonly posts: readonly Post[];
  readonly schools: readonly TrustSchool[];
  readonly today: number;
  readonly random: Random;
  readonly ids: Ids;
  /** The part of work addresses after the @. */
  readonly mailDomain: string;
  /** Which seven-digit numbers the teachers get: this and the next ones. */
  readonly firstTrn: number;
}

/** What one post of a person is, before it has dates and ids. */
interface Share {
  readonly school: TrustSchool;
  readonly roleCodes: readonly string[];
  readonly subjectCodes: readonly string[];
  readonly fte: number;
}

const userNamesOfPeople: Readonly<Record<UserName, readonly [given: string, family: string]>> = {
  central: ['Priya', 'Rowanfield'],
  head: ['Helen', 'Ashcombe'],
  manager: ['Daniel', 'Thornwick'],
  teacher: ['Zoë', 'Larkhill'],
  ta: ['Amina', 'Wrenside'],
  site: ['Gary', 'Oakstead'],
  finance: ['Imran', 'Quillbury'],
  approver: ['Grace', 'Millbrook'],
  panel: ['Ruth', 'Fernhaven'],
  leaver: ['Owen', 'Saltmarsh'],
  technician: ['Tariq', 'Copperwell'],
  office: ['Nadia', 'Bellhurst'],
  analyst: ['Siân', 'Pebbleford'],
  'other-central': ['Tamsin', 'Gorsevale'],
};

const lateUsers = ['leaver', 'technician', 'office'] as const;

/** Roles of people who rarely have a work mailbox, and how many of them have none. */
const withoutMailbox: Readonly<Partial<Record<string, number>>> = {
  CTKR: 0.75,
  CLNR: 0.97,
  OPRE: 0.9,
  COOK: 0.6,
  CATR: 0.95,
  MIDA: 0.95,
  MIDS: 0.6,
  INVG: 0.7,
};
/** Roles that one person often has at two schools. */
const sharedRoles = new Set(['TCHR', 'ICTT', 'FINC', 'PAST', 'THER', 'CTKR', 'STCH']);

/** Employs somebody in each post. */
export function staff(options: StaffingOptions): Employee[] {
  const names = new Names(options.random.branch('names'));
  let teachers = 0;
  return options.posts.map((given, index) => {
    // These are drawn as if nobody used them, so that all others stay who they are.
    const late = lateUsers.find((user) => user === given.user);
    const post: Post = late ? { ...given, user: null } : given;
    const { random, ids } = options;
    const drawn = employmentOf(post, options.today, random);
    const employment = late === 'leaver' ? inNotice(drawn, options.today) : drawn;
    const isTeacher = isTeacherRole(post.roles[0]);
    const trn = isTeacher ? String(options.firstTrn + teachers++) : null;
    const teaching = isTeacher ? teachingOf(post.school, post.roles[0], post.place, random) : null;
    const subjects = teaching?.subjects ?? [];
    const shares = sharesOf(post, subjects, options);
    const drawnName = post.user ? names.named(...userNamesOfPeople[post.user]) : names.next();
    const [givenName, familyName] = late ? userNamesOfPeople[late] : [];
    const name = givenName && familyName ? { ...drawnName, givenName, familyName } : drawnName;
    const drawnId = post.user ? wellKnown.people[post.user] : ids.next();
    const person: PersonRecord = {
      id: late ? wellKnown.people[late] : drawnId,
      givenName: name.givenName,
      familyName: name.familyName,
      preferredName: random.chance(0.04) && !post.user ? names.given() : null,
      workEmail: mailOf(post, name, employment, options),
      trn,
      contracts: contractsOf(employment, shares, `P${String(100_001 + index)}`, options),
    };
    return {
      person,
      school: post.school,
      role: post.roles[0],
      family: jobFamilyOf(post.roles[0]),
      subjects,
      department: teaching?.department ?? null,
      startsOn: employment.movedOn ?? employment.startsOn,
      endsOn: employment.endsOn,
      isAgency: employment.type === 'SAG',
      isCentral: post.isCentral,
      user: given.user,
    };
  });
}

/** From now to the last day of whoever leaves. */
const noticeDays = 32;

/** A year and more in the trust, and the last day is known. */
const inNotice = (drawn: Employment, today: number): Employment => ({
  ...{ ...drawn, type: 'PRM' },
  ...{ startsOn: Math.min(drawn.startsOn, today - 420), endsOn: today + noticeDays },
});

function mailOf(
  { user, roles: [role] }: Post,
  { mailbox }: InventedName,
  { type }: Employment,
  { random, mailDomain }: StaffingOptions,
): string | null {
  const share = type === 'SAG' ? 0.6 : (withoutMailbox[role] ?? 0);
  const hasNone = user ? user === 'site' : random.chance(share);
  return hasNone ? null : `${mailbox}@${mailDomain}`;
}

/** How a person's time is divided: mostly one post, sometimes two schools or two jobs. */
function sharesOf(
  { school, roles, user, isCentral }: Post,
  subjectCodes: readonly string[],
  { random, schools }: StaffingOptions,
): Share[] {
  const [role] = roles;
  const fte = user && user !== 'ta' ? 1 : workingTimeOf(role, random);
  const whole = { school, roleCodes: roles, subjectCodes, fte };
  const hasMidday = role === 'TASS' && (user === 'ta' || random.chance(0.1));
  if (hasMidday) {
    const midday = { school, roleCodes: ['MIDA'], subjectCodes: [], fte: 0.15 };
    if (user || random.chance(0.5)) return [{ ...whole, fte: Math.min(fte, 0.8) }, midday];
    return [{ ...whole, roleCodes: ['TASS', 'MIDA'] }];
  }
  const isShared = fte === 1 && !user && !isCentral && sharedRoles.has(role) && random.chance(0.05);
  const elsewhere = isShared ? random.pick(schools) : school;
  if (elsewhere.id === school.id) return [whole];
  return [
    { ...whole, fte: 0.6 },
    { ...whole, school: elsewhere, fte: 0.4 },
  ];
}

function contractsOf(
  employment: Employment,
  shares: readonly Share[],
  payrollNumber: string,
  options: StaffingOptions,
): ContractRecord[] {
  const { ids } = options;
  const { type, startsOn, endsOn, earlier, movedOn } = employment;
  const latest: ContractRecord = {
    id: ids.next(),
    type,
    payrollNumber,
    startsOn: isoDay(startsOn),
    endsOn: isoDayOrNull(endsOn),
    assignments: [
      ...(movedOn === null ? [] : assignmentsBeforeMove(shares, startsOn, movedOn, options)),
      ...assignmentsOf(shares, movedOn ?? startsOn, endsOn, ids),
    ],
  };
  if (!earlier) return [latest];
  const first = {
    ...latest,
    id: ids.next(),
    payrollNumber: `${payrollNumber}A`,
    startsOn: isoDay(earlier.startsOn),
    endsOn: isoDay(earlier.endsOn),
    assignments: assignmentsOf(shares, earlier.startsOn, earlier.endsOn, ids),
  };
  return [first, latest];
}

function assignmentsBeforeMove(
  shares: readonly Share[],
  startsOn: number,
  movedOn: number,
  { random, schools, ids }: StaffingOptions,
): AssignmentRecord[] {
  const [main] = shares;
  if (!main) return [];
  return assignmentsOf([{ ...main, school: random.pick(schools) }], startsOn, movedOn, ids);
}

function assignmentsOf(
  shares: readonly Share[],
  startsOn: number,
  endsOn: number | null,
  ids: Ids,
): AssignmentRecord[] {
  return shares.map(({ school, roleCodes, subjectCodes, fte }, index) => ({
    id: ids.next(),
    schoolId: school.id,
    roleCodes,
    subjectCodes,
    fte,
    startsOn: isoDay(startsOn),
    endsOn: isoDayOrNull(endsOn),
    isPrimary: index === 0,
  }));
}

const isoDayOrNull = (day: number | null): string | null => (day === null ? null : isoDay(day));
