import { isSmall, partsHeldBack, type Tally, toFives } from '@trellis/subgraph-kit/small-sums';
import type { StudyYear } from './study-year.queries.ts';
import { StudyFigureGroup, type StudyFigures } from './study-report.types.ts';

/** A group of staff: who is in it, and what they did in the year. */
export interface Group {
  readonly name: string;
  readonly headcount: number;
  readonly fte: number;
  readonly years: readonly StudyYear[];
}

/** A group as far as its figures may be told. */
export interface ToldGroup {
  readonly name: string;
  readonly figures: StudyFigures;
}

/** Ways to part the same whole. */
export interface Partings {
  readonly whole: Group;
  /** Teaching and leading staff, and all others. */
  readonly byKindOfStaff: readonly [others: Group, supportStaff: Group];
  readonly byStaffGroup: readonly Group[];
  readonly byWorkingPattern: readonly Group[];
  readonly bySchool: readonly Group[];
}

interface Measured extends Tally {
  readonly group: Group;
}

const all = Object.values(StudyFigureGroup);
const sum = (years: readonly StudyYear[], of: (year: StudyYear) => number) =>
  years.reduce((total, year) => total + of(year), 0);

/** How many people, once each. */
const people = (years: readonly StudyYear[], of: (year: StudyYear) => number) =>
  new Set(years.filter((year) => of(year) > 0).map(({ personId }) => personId)).size;

function shares(years: readonly StudyYear[], of: (year: StudyYear) => number) {
  const byPerson = new Map<string, number>();
  for (const year of years) {
    if (of(year) > 0) byPerson.set(year.personId, (byPerson.get(year.personId) ?? 0) + of(year));
  }
  return byPerson;
}

const none: ReadonlyMap<string, number> = new Map();

/** What must not be small, by figures that are told together. */
const tallies: Readonly<Record<StudyFigureGroup, (group: Group) => Tally>> = {
  SPEND: ({ years }) => ({
    counts: [people(years, (year) => year.spendPence)],
    shares: shares(years, (year) => year.spendPence),
  }),
  SUCCESS: ({ years }) => {
    const [applied, offered] = [people(years, (y) => y.applied), people(years, (y) => y.offered)];
    return { counts: [applied, offered, applied - offered], shares: none };
  },
  OUTCOMES: ({ years }) => ({
    counts: [
      people(years, (year) => year.completed),
      people(years, (year) => year.withdrawn),
      people(years, (year) => year.deferred),
    ],
    shares: shares(years, (year) => year.completedPence),
  }),
  RELEASE: ({ years }) => ({
    counts: [people(years, (year) => year.releaseDays)],
    shares: shares(years, (year) => year.coverPence),
  }),
  ROLE_CHANGES: ({ years }) => {
    const before = people(years, (year) => year.completedBefore);
    const changed = people(years, (year) => year.changedRole);
    return { counts: [before, changed, before - changed], shares: none };
  },
};

/**
 * One plan for all figures of a year and for every reader: what is held back in one way to part the
 * whole does not follow from another.
 *
 * @returns the partings as they may be told, in the same order.
 */
export function toldFigures(partings: Partings) {
  const held = new Map<Group, StudyFigureGroup[]>();
  for (const figures of all) {
    for (const group of groupsHeldBack(partings, figures)) {
      held.set(group, [...(held.get(group) ?? []), figures]);
    }
  }
  const told = (group: Group): ToldGroup => ({
    name: group.name,
    figures: figuresOf(group, held.get(group) ?? []),
  });
  const [, supportStaff] = partings.byKindOfStaff;
  return {
    whole: told(partings.whole),
    supportStaff: told(supportStaff),
    byStaffGroup: partings.byStaffGroup.map(told),
    byWorkingPattern: partings.byWorkingPattern.map(told),
    bySchool: partings.bySchool.map(told),
  };
}

function groupsHeldBack(partings: Partings, figures: StudyFigureGroup): Group[] {
  const { whole, byKindOfStaff, byStaffGroup, byWorkingPattern, bySchool } = partings;
  const planFor = (of: Group, groups: readonly Group[], hasInsiders = false) => {
    const parts = groups.map((group): Measured => ({ ...tallyOf(group, figures), group }));
    const held = partsHeldBack(tallyOf(of, figures), { parts, hasInsiders });
    return held && [...held].map(({ group }) => group);
  };
  const ways = [planFor(whole, byWorkingPattern), planFor(whole, bySchool, true)];
  // Each kind of staff that is told is a whole of its own, from which no group may follow.
  const isTold = planFor(whole, byKindOfStaff)?.length === 0;
  const apart = byKindOfStaff.map((kind) => planFor(kind, byStaffGroup.filter(isOf(kind))));
  if (isTold && !apart.includes(null)) ways.push(...apart);
  else ways.push([...byKindOfStaff], planFor(whole, byStaffGroup));
  if (ways.includes(null)) {
    return [whole, ...byKindOfStaff, ...byStaffGroup, ...byWorkingPattern, ...bySchool];
  }
  return ways.flatMap((held) => held ?? []);
}

/** Few people are known to each other: of a tiny group nothing is told but that nothing was. */
function tallyOf(group: Group, figures: StudyFigureGroup): Tally {
  const { counts, shares: money } = tallies[figures](group);
  const isTiny = isSmall(group.headcount) && counts.some((count) => count > 0);
  return { counts: isTiny ? counts.map(() => 1) : counts, shares: money };
}

const isOf = (kind: Group) => {
  const names = new Set(kind.name.split(' '));
  return ({ name }: Group) => names.has(name);
};

const percent = (part: number, whole: number) =>
  whole > 0 ? Math.round((part / whole) * 1000) / 10 : null;
const each = (pence: number, count: number) =>
  count > 0 ? Math.round(pence / count / 100) * 100 : null;
const toHundreds = (pence: number) => Math.round(pence / 100_00) * 100_00;

function figuresOf(group: Group, heldBack: StudyFigureGroup[]): StudyFigures {
  const isTold = (figures: StudyFigureGroup) => !heldBack.includes(figures);
  const { years, fte } = group;
  const headcount = isSmall(group.headcount) ? null : group.headcount;
  return {
    heldBack,
    headcount: headcount === null ? null : toFives(headcount),
    fte: headcount === null ? null : Math.round(fte * 10) / 10,
    ...(isTold(StudyFigureGroup.SPEND) ? spendOf(years, headcount, fte) : noSpend),
    ...(isTold(StudyFigureGroup.SUCCESS) ? successOf(years) : noSuccess),
    ...(isTold(StudyFigureGroup.OUTCOMES) ? outcomesOf(years) : noOutcomes),
    ...(isTold(StudyFigureGroup.RELEASE) ? releaseOf(years) : noRelease),
    ...(isTold(StudyFigureGroup.ROLE_CHANGES) ? roleChangesOf(years) : noRoleChanges),
  };
}

const noSpend = { funded: null, spendPence: null, spendPerHeadPence: null, spendPerFtePence: null };
const noSuccess = { applied: null, offered: null, successPercent: null };
const noOutcomes = {
  ...{ completed: null, withdrawn: null, deferred: null },
  ...{ completionPercent: null, costPerCompletionPence: null },
};
const noRelease = { released: null, releaseDays: null, coverPence: null };
const noRoleChanges = {
  completedTwoYearsBefore: null,
  changedRole: null,
  changedRolePercent: null,
};

function spendOf(years: readonly StudyYear[], headcount: number | null, fte: number) {
  const spendPence = sum(years, (year) => year.spendPence);
  return {
    funded: toFives(people(years, (year) => year.spendPence)),
    spendPence: toHundreds(spendPence),
    spendPerHeadPence: headcount === null ? null : each(spendPence, headcount),
    spendPerFtePence: headcount === null ? null : each(spendPence, fte),
  };
}

function successOf(years: readonly StudyYear[]) {
  const [applied, offered] = [people(years, (y) => y.applied), people(years, (y) => y.offered)];
  return {
    ...{ applied: toFives(applied), offered: toFives(offered) },
    successPercent: percent(offered, applied),
  };
}

function outcomesOf(years: readonly StudyYear[]) {
  const completed = people(years, (year) => year.completed);
  const withdrawn = people(years, (year) => year.withdrawn);
  return {
    ...{ completed: toFives(completed), withdrawn: toFives(withdrawn) },
    deferred: toFives(people(years, (year) => year.deferred)),
    completionPercent: percent(completed, completed + withdrawn),
    costPerCompletionPence: each(
      sum(years, (year) => year.completedPence),
      completed,
    ),
  };
}

const releaseOf = (years: readonly StudyYear[]) => ({
  released: toFives(people(years, (year) => year.releaseDays)),
  releaseDays: toFives(sum(years, (year) => year.releaseDays)),
  coverPence: toHundreds(sum(years, (year) => year.coverPence)),
});

function roleChangesOf(years: readonly StudyYear[]) {
  const before = people(years, (year) => year.completedBefore);
  const changed = people(years, (year) => year.changedRole);
  return {
    ...{ completedTwoYearsBefore: toFives(before), changedRole: toFives(changed) },
    changedRolePercent: percent(changed, before),
  };
}
