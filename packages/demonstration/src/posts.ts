import type { UserName } from './records.ts';
import type { TrustSchool } from './schools.ts';
import { centralPlan, staffingPlans } from './staffing-plans.ts';
import type { PlanLine } from './staffing-plans.ts';

/** A job at a school, before somebody holds it. */
export interface Post {
  readonly school: TrustSchool;
  /** Role codes, the main one first. */
  readonly roles: readonly [string, ...string[]];
  /** Which of the school's posts with this main role it is, from 0. */
  readonly place: number;
  readonly isCentral: boolean;
  /** The demonstration user who is to hold it. */
  readonly user: UserName | null;
}

/** Where a demonstration user works: which school of the trust, which role, at the school or centrally. */
interface UserPost {
  readonly user: UserName;
  readonly school: number;
  readonly role: string;
  readonly isCentral: boolean;
  /** Which of the posts with this role, from 0; the first when not said. */
  readonly place?: number;
}

/** The users of the main trust. */
export const mainUserPosts: readonly UserPost[] = [
  { user: 'central', school: 0, role: 'OCSU', isCentral: true },
  { user: 'finance', school: 0, role: 'FINC', isCentral: true },
  { user: 'approver', school: 0, role: 'FINC', isCentral: true, place: 1 },
  { user: 'analyst', school: 0, role: 'DATA', isCentral: true },
  { user: 'head', school: 0, role: 'HDTR', isCentral: false },
  { user: 'manager', school: 0, role: 'HDPT', isCentral: false },
  { user: 'teacher', school: 0, role: 'TCHR', isCentral: false },
  { user: 'ta', school: 0, role: 'TASS', isCentral: false },
  { user: 'site', school: 0, role: 'CTKR', isCentral: false },
  { user: 'leaver', school: 0, role: 'HDYR', isCentral: false },
  { user: 'technician', school: 2, role: 'STCH', isCentral: false },
  { user: 'office', school: 1, role: 'OMAN', isCentral: false },
  { user: 'panel', school: 1, role: 'ASHT', isCentral: false },
];

/** The user of the second trust. */
export const otherUserPosts: readonly UserPost[] = [
  { user: 'other-central', school: 0, role: 'OCSU', isCentral: true },
];

/**
 * The posts of a trust.
 *
 * @param staff how many in all; by default what is usual for its schools.
 */
export function postsOf(
  schools: readonly TrustSchool[],
  users: readonly UserPost[],
  staff?: number,
): Post[] {
  const usual = schools.reduce((sum, school) => sum + school.usualStaff, 0);
  const central = Math.max(6, Math.round((staff ?? usual) * 0.012));
  const inSchools = (staff ?? usual + central) - central;
  const hub = schools[0];
  if (!hub) throw new Error('A trust has at least one school.');
  let shared = 0;
  let given = 0;
  const posts = schools.flatMap((school, index) => {
    shared += school.usualStaff;
    const upToHere = Math.round((inSchools * shared) / usual);
    const count = upToHere - given;
    given = upToHere;
    const own = users.filter((user) => user.school === index && !user.isCentral);
    return filled(school, staffingPlans[school.kind], count, own, false);
  });
  const centralUsers = users.filter((user) => user.isCentral);
  return [...filled(hub, centralPlan, central, centralUsers, true), ...posts];
}

function filled(
  school: TrustSchool,
  plan: readonly PlanLine[],
  count: number,
  users: readonly UserPost[],
  isCentral: boolean,
): Post[] {
  const counts = countsOf(plan, count);
  return plan.flatMap(({ roles }, index) =>
    Array.from({ length: counts[index] ?? 0 }, (_, place) => {
      const holder = users.find((one) => one.role === roles[0] && (one.place ?? 0) === place);
      return { school, roles, place, isCentral, user: holder?.user ?? null };
    }),
  );
}

/** How many posts each line gets, so that they add up to the count. */
function countsOf(plan: readonly PlanLine[], count: number): number[] {
  const counts = plan.map(({ least, percent }) =>
    Math.max(least, Math.round((count * percent) / 100)),
  );
  const shares = plan.map(({ percent }) => percent);
  const widest = shares.indexOf(Math.max(...shares));
  let left = count - counts.reduce((sum, part) => sum + part, 0);
  if (left > 0) counts[widest] = (counts[widest] ?? 0) + left;
  while (left < 0) {
    // Too many for a small school: the line with most to spare goes first, the last lines after it.
    const spare = counts.map((part, index) => part - (plan[index]?.least ?? 0));
    const most = Math.max(...spare);
    const index = most > 0 ? spare.indexOf(most) : counts.findLastIndex((part) => part > 0);
    counts[index] = (counts[index] ?? 0) - 1;
    left += 1;
  }
  return counts;
}
