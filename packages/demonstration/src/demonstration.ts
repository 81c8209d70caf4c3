import { applicationsOf } from './applications.ts';
import { dayNumber } from './calendar.ts';
import { careersOf } from './careers.ts';
import { conversationsOf } from './conversations.ts';
import type { Employee } from './employee.ts';
import { expertiseOf } from './expertise.ts';
import { giasFiles } from './gias-files.ts';
import { Ids } from './ids.ts';
import { managerLinks } from './managers.ts';
import { meetingsOf } from './meetings.ts';
import { networkWordsOf } from './network-words.ts';
import { networksOf } from './networks.ts';
import { opportunitiesOf } from './opportunities.ts';
import { placementsOf } from './placements.ts';
import { mainUserPosts, otherUserPosts, postsOf } from './posts.ts';
import type { Post } from './posts.ts';
import { Random } from './random.ts';
import type { RoleName, RoleRecord, TrustRecord, TrustRecords, UserName } from './records.ts';
import { demonstrationSchools, endlessSchools } from './schools.ts';
import type { TrustSchool } from './schools.ts';
import { staff } from './staffing.ts';
import { studyOf } from './study.ts';
import type { TrustSetting } from './trust-setting.ts';
import { trustIdOf } from './well-known.ts';

/** What the data is made from; the same options give the same data. */
export interface DemonstrationOptions {
  readonly seed: string;
  /** ISO day; there is a year of history before it. */
  readonly today: string;
}

/** How much to make; schools and staff are divided evenly over the trusts. */
export interface SeedOptions extends DemonstrationOptions {
  readonly trusts: number;
  readonly schools: number;
  readonly staff: number;
}

interface TrustPlan {
  readonly trust: TrustRecord;
  readonly schools: readonly TrustSchool[];
  readonly posts: readonly Post[];
  readonly mailDomain: string;
  /** Which trust of the whole it is, from 0. */
  readonly number: number;
}

/** @returns the main trust of the demonstration and a second, smaller one that must not see it. */
export function demonstrationTrusts(options: DemonstrationOptions): TrustRecords[] {
  const { main, other } = demonstrationSchools();
  const plans: TrustPlan[] = [
    {
      trust: trustOf('Hawthorn Learning Trust (demonstration)', 90_001),
      schools: main,
      posts: postsOf(main, mainUserPosts),
      mailDomain: 'hawthorn.example',
      number: 0,
    },
    {
      trust: trustOf('Samphire Schools Trust (demonstration)', 90_002),
      schools: other,
      posts: postsOf(other, otherUserPosts),
      mailDomain: 'samphire.example',
      number: 1,
    },
  ];
  return plans.map((plan) => trustRecords(plan, options));
}

/** Makes a big database's worth, one trust at a time, so that memory holds one trust. */
export function* seedTrusts(options: SeedOptions): Generator<TrustRecords> {
  const { seed, trusts } = options;
  const schools = endlessSchools();
  for (let number = 0; number < trusts; number += 1) {
    const own = Array.from(
      { length: shareOf(options.schools, trusts, number) },
      () => schools.next().value,
    );
    const plan = {
      trust: trustOf(`Invented Trust ${number + 1}`, 91_001 + number),
      schools: own,
      posts: postsOf(own, [], shareOf(options.staff, trusts, number)),
      mailDomain: `trust${number + 1}.example`,
      number,
    };
    yield trustRecords(plan, { ...options, seed: `${seed}/${number}` });
  }
}

/** How many of the whole this part gets, so that all parts add up to it. */
const shareOf = (whole: number, parts: number, number: number): number =>
  Math.floor((whole * (number + 1)) / parts) - Math.floor((whole * number) / parts);

const trustOf = (name: string, uid: number): TrustRecord => ({
  id: trustIdOf(String(uid)),
  name,
  uid: String(uid),
  groupId: `TR${uid}`,
  companiesHouseNumber: `000${uid}`,
  ukprn: String(99_000_000 + uid),
});

function trustRecords(
  plan: TrustPlan,
  { seed, today: isoToday }: DemonstrationOptions,
): TrustRecords {
  const { trust, schools, posts, mailDomain, number } = plan;
  const random = new Random(`${seed}/${trust.uid}`);
  // Ids of trusts made one after the other do not lie between each other's.
  const ids = new Ids(random.branch('ids'), number * 2 ** 22);
  const today = dayNumber(isoToday);
  const firstTrn = 9_000_001 + ((number * 25_000) % 900_000);
  const employees = staff({
    ...{ posts, schools, today, ids, mailDomain, firstTrn },
    random: random.branch('staff'),
  });
  const isMain = trust.id === trustIdOf('90001');
  const setting: TrustSetting = { today, ids, random, schools, employees, isMain };
  const networks = networksOf(setting);
  const links = managerLinks(setting);
  const opportunities = opportunitiesOf(setting, networks);
  const applications = applicationsOf(setting, opportunities);
  return {
    trust,
    gias: giasFiles(trust, schools),
    schools: schools.map(({ id, urn, name }) => ({ id, urn, name })),
    people: employees.map(({ person }) => person),
    managerLinks: links,
    networks: networks.map(({ record }) => record),
    memberships: networks.flatMap(({ memberships }) => memberships),
    expertise: expertiseOf(setting, links),
    roles: rolesOf(setting),
    users: employees.flatMap(({ user, person }) =>
      user ? [{ name: user, personId: person.id }] : [],
    ),
    opportunities: opportunities.map(({ record }) => record),
    applications: applications.records,
    placements: placementsOf(setting, applications),
    ...studyOf(setting, networks),
    talks: conversationsOf(setting, {
      ...{ links, networks },
      opportunities: opportunities.map(({ record }) => record),
    }),
    meetings: meetingsOf(networks, today),
    networkWords: networkWordsOf(networks, setting),
    careers: careersOf(employees),
  };
}

const rolesOfUsers: Readonly<Partial<Record<UserName, RoleName>>> = {
  finance: 'FINANCE',
  approver: 'FINANCE',
  panel: 'PANEL',
  analyst: 'ANALYST',
};

/** Heads answer for their schools; a few of the central team for the trust. */
function rolesOf({ employees, ids }: TrustSetting): RoleRecord[] {
  const peopleTeam = employees.find(({ role }) => role === 'OCSU');
  return employees.flatMap((employee) => {
    const role = employee === peopleTeam ? 'PEOPLE_TEAM' : roleOf(employee);
    if (!role) return [];
    const schoolId = role === 'HEAD' ? employee.school.id : null;
    return [{ id: ids.next(), personId: employee.person.id, role, schoolId }];
  });
}

const roleOf = ({ user, role }: Employee): RoleName | undefined =>
  (user ? rolesOfUsers[user] : undefined) ?? (role === 'HDTR' ? 'HEAD' : undefined);
