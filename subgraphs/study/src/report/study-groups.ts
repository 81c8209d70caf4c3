import { type Group, type Partings, toldFigures } from './study-figures.ts';
import { type StudyReport, WorkingPattern } from './study-report.types.ts';
import type { StaffMember, StudyYear } from './study-year.queries.ts';

/** Staff groups that are not support staff: those who teach, and those who lead and do not. */
const others = new Set(['TEACHER', 'LEADERSHIP_NON_TEACHER', 'NONE']);

/**
 * @param staff everybody who is in `years`, and all who are employed.
 * @returns the report of a year, as it may be told.
 */
export function reportOf(
  staff: readonly StaffMember[],
  years: readonly StudyYear[],
): Omit<StudyReport, 'academicYear' | 'toldOn'> {
  const partings = partingsOf(staff, years);
  const { whole, supportStaff, byStaffGroup, byWorkingPattern, bySchool } = toldFigures(partings);
  const [, support] = partings.byKindOfStaff;
  const isSpendTold = whole.figures.spendPence !== null && supportStaff.figures.spendPence !== null;
  return {
    whole: whole.figures,
    supportStaff: {
      spendPercent: isSpendTold ? share(spendOf(support), spendOf(partings.whole)) : null,
      headcountPercent: share(support.headcount, partings.whole.headcount),
      ftePercent: share(support.fte, partings.whole.fte),
      figures: supportStaff.figures,
    },
    byStaffGroup: byStaffGroup.map(({ name, figures }) => ({ staffGroup: name, figures })),
    byWorkingPattern: byWorkingPattern.map(({ name, figures }) => ({
      ...{ workingPattern: patternNamed(name), figures },
    })),
    bySchool: bySchool.map(({ name, figures }) => ({ schoolId: name, figures })),
  };
}

function partingsOf(staff: readonly StaffMember[], years: readonly StudyYear[]): Partings {
  const members = new Map(staff.map((one) => [one.personId, one]));
  const memberOf = ({ personId }: StudyYear) => {
    const found = members.get(personId);
    if (!found) throw new Error('somebody who studied is not among the staff');
    return found;
  };
  const employed = staff.filter(({ isEmployed }) => isEmployed);
  const parted = (name: string, nameOf: (one: StaffMember) => string): Group =>
    groupOf(
      name,
      employed.filter((one) => nameOf(one) === name),
      years.filter((year) => nameOf(memberOf(year)) === name),
    );
  const groups = [...new Set([...employed, ...years.map(memberOf)].map(staffGroupOf))].sort();
  const kind = (isSupport: boolean): Group => {
    const named = groups.filter((group) => others.has(group) !== isSupport);
    return groupOf(
      named.join(' '),
      employed.filter((one) => named.includes(staffGroupOf(one))),
      years.filter((year) => named.includes(staffGroupOf(memberOf(year)))),
    );
  };
  return {
    whole: groupOf('', employed, years),
    byKindOfStaff: [kind(false), kind(true)],
    byStaffGroup: groups.map((name) => parted(name, staffGroupOf)),
    byWorkingPattern: Object.values(WorkingPattern).map((name) => parted(name, patternOf)),
    bySchool: schoolsOf(employed, years),
  };
}

function groupOf(name: string, staff: readonly StaffMember[], years: readonly StudyYear[]): Group {
  const fte = staff.reduce((sum, one) => sum + one.fte, 0);
  return { name, headcount: staff.length, fte, years };
}

/** Who works at two schools counts in the headcount of each, with the time that they work there. */
function schoolsOf(employed: readonly StaffMember[], years: readonly StudyYear[]): Group[] {
  const posts = employed.flatMap(({ personId, posts: own }) =>
    own.map((post) => ({ ...post, personId })),
  );
  const postsAt = Map.groupBy(posts, ({ schoolId }) => schoolId);
  const yearsAt = Map.groupBy(years, ({ schoolId }) => schoolId);
  return [...new Set([...postsAt.keys(), ...yearsAt.keys()])].sort().map((name) => {
    const own = postsAt.get(name) ?? [];
    return {
      ...{ name, years: yearsAt.get(name) ?? [] },
      headcount: new Set(own.map(({ personId }) => personId)).size,
      fte: own.reduce((sum, { fte }) => sum + fte, 0),
    };
  });
}

const staffGroupOf = ({ staffGroup }: Pick<StaffMember, 'staffGroup'>) => staffGroup ?? 'NONE';

/** Time is kept to two decimals; three posts of a third are a whole one. */
const patternOf = ({ fte }: Pick<StaffMember, 'fte'>) =>
  fte >= 0.99 ? WorkingPattern.FULL_TIME : WorkingPattern.PART_TIME;

const patternNamed = (name: string) =>
  name === WorkingPattern.FULL_TIME.valueOf() ? WorkingPattern.FULL_TIME : WorkingPattern.PART_TIME;

const spendOf = ({ years }: Group) => years.reduce((sum, { spendPence }) => sum + spendPence, 0);

const share = (part: number, whole: number) =>
  whole > 0 ? Math.round((part / whole) * 1000) / 10 : null;
