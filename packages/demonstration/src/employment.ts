import { academicYearOf, academicYearStart, termStartBefore } from './calendar.ts';
import { isTeacherRole } from './job-families.ts';
import type { Post } from './posts.ts';
import type { Random } from './random.ts';

/** A person's employment; days are day numbers, an end is the first day on which it no longer runs. */
export interface Employment {
  /** Census contract type. */
  readonly type: string;
  readonly startsOn: number;
  readonly endsOn: number | null;
  /** An earlier contract of somebody who left and came back. */
  readonly earlier: { readonly startsOn: number; readonly endsOn: number } | null;
  /** When the person came from another school of the trust. */
  readonly movedOn: number | null;
}

type Situation =
  | 'STEADY'
  | 'FIXED_TERM'
  | 'LEAVING'
  | 'LEFT'
  | 'STARTING'
  | 'AGENCY'
  | 'CAME_BACK'
  | 'MOVED_SCHOOL';

const situations: readonly (readonly [Situation, number])[] = [
  ['STEADY', 85.5],
  ['FIXED_TERM', 6],
  ['LEAVING', 2],
  ['LEFT', 3],
  ['STARTING', 1],
  ['AGENCY', 0],
  ['CAME_BACK', 0.5],
  ['MOVED_SCHOOL', 2],
];
/** Agencies send supply teachers, assistants and cleaners. */
const agencyRoles = new Set(['TCHR', 'TASS', 'LSEN', 'COVR', 'CLNR']);
const withAgency = situations.map(
  ([situation, weight]) => [situation, situation === 'AGENCY' ? 3.5 : weight] as const,
);
/** Others report to these, so their holders stay. */
const steadyRoles = new Set([
  ...['HDTR', 'EXHT', 'DPHT', 'SENC', 'HDPT', 'BUSS', 'OMAN', 'PREM', 'ICTM', 'COOK', 'MIDS'],
]);

/** How the holder of a post is employed: most for long and without end, some in every other way. */
export function employmentOf(post: Post, today: number, random: Random): Employment {
  const isSteady = post.user !== null || post.isCentral || steadyRoles.has(post.roles[0]);
  const situation = isSteady
    ? 'STEADY'
    : random.weighted(agencyRoles.has(post.roles[0]) ? withAgency : situations);
  const longAgo = today - 420 - Math.floor(random.fraction() ** 2 * 5500);
  const begins = isTeacherRole(post.roles[0]) ? termStartBefore(longAgo) : longAgo;
  const open = { type: 'PRM', startsOn: begins, endsOn: null, earlier: null, movedOn: null };
  switch (situation) {
    case 'STEADY':
      return random.chance(0.12) && !isSteady
        ? { ...open, startsOn: today - random.integer(15, 400) }
        : open;
    case 'FIXED_TERM':
      return {
        ...open,
        type: random.chance(0.8) ? 'FXT' : 'TMP',
        startsOn: today - random.integer(15, 500),
        endsOn: academicYearStart(academicYearOf(today) + 1),
      };
    case 'LEAVING':
      return { ...open, endsOn: today + random.integer(20, 120) };
    case 'LEFT':
      return { ...open, endsOn: today - random.integer(5, 330) };
    case 'STARTING':
      return { ...open, startsOn: today + random.integer(7, 60) };
    case 'AGENCY': {
      const endsOn = today + random.integer(20, 120);
      return { ...open, type: 'SAG', startsOn: today - random.integer(10, 90), endsOn };
    }
    case 'CAME_BACK': {
      const left = today - random.integer(150, 330);
      const startsOn = left + random.integer(60, 100);
      return { ...open, startsOn, earlier: { startsOn: begins, endsOn: left } };
    }
    case 'MOVED_SCHOOL':
      return { ...open, movedOn: today - random.integer(40, 300) };
  }
}
