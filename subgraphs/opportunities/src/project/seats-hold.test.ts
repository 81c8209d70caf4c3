import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import fc from 'fast-check';
import { PlacementKind } from '../placement/placement-kind.types.ts';
import { TestProject } from '../projects.testing.ts';
import { aMemberOfStaff, TestOpportunities } from '../testing.ts';

const test = new TestOpportunities();
const seats = 2;
/** First day of each month from September 2026 to August 2027. */
const months = Array.from({ length: 12 }, (_, n) =>
  new Date(Date.UTC(2026, 8 + n, 1)).toISOString().slice(0, 10),
);
const monthOf = (place: number) => months[place] ?? '';

/** What anybody may try, in any order. */
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('join' as const),
      team: fc.nat(1),
      who: fc.nat(2),
      from: fc.nat(9),
      count: fc.integer({ min: 1, max: 8 }),
    }),
  },
  fc.record({ kind: fc.constant('giveUp' as const), which: fc.nat(5) }),
  fc.record({ kind: fc.constant('leave' as const), which: fc.nat(5), at: fc.nat(10) }),
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

/** A seat that somebody has for months, the last one not included. */
interface Seat {
  readonly team: number;
  readonly who: number;
  readonly from: number;
  readonly to: number;
  readonly isFirm: boolean;
}

/** A model: who has a seat in which of two teams when. Each takes four hours a week, and six are left. */
class Teams {
  readonly held = new Map<string, Seat>();

  takes({ team, who, from, to }: Omit<Seat, 'isFirm'>): boolean {
    const others = [...this.held.values()].filter((one) => one.team === team);
    const isTwice = others.some((one) => one.who === who && one.from < to && one.to > from);
    const isFull = monthsOf(from, to).some((month) => countIn(others, month) >= seats);
    return !isTwice && !isFull;
  }

  /** Whether it leaves somebody the hours for both. */
  leavesHours({ who, from, to }: Omit<Seat, 'isFirm'>): boolean {
    const firm = [...this.held.values()].filter((one) => one.who === who && one.isFirm);
    return monthsOf(from, to).every((month) => countIn(firm, month) === 0);
  }
}

const monthsOf = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => from + n);
const countIn = (some: readonly Seat[], month: number) =>
  some.filter(({ from, to }) => from <= month && to > month).length;

describe('seats and hours', () => {
  it('hold on every day, whoever joins, gives up and leaves in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 10 }), async (steps) => {
        test.clock.set('2026-05-12T09:00:00Z');
        const project = new TestProject(test);
        const people = Array.from({ length: 3 }, () => aMemberOfStaff(project.trust.trustId));
        const ids = [await team(project), await team(project)];
        await project.employ(...people); // after that, so that nobody waits to be told
        const teams = new Teams();
        for (const one of steps) {
          await follow(project, people, ids, teams, one);
          await compare(project, people, ids, teams);
        }
      }),
      { numRuns: 8, endOnFailure: true },
    );
  }, 180_000);
});

async function team(project: TestProject): Promise<string> {
  const draft = await project.draft({ terms: { hoursPerWeek: 4 } });
  await project.plan(draft.id, { seats, startsOn: months[0], endsOn: months[11] });
  await test.publish(project.central, draft);
  return String(draft.id);
}

async function follow(
  project: TestProject,
  people: readonly Viewer[],
  ids: readonly string[],
  teams: Teams,
  one: Step,
): Promise<void> {
  const { trust } = project;
  test.clock.set('2026-05-12T09:00:00Z');
  if (one.kind === 'join') {
    const seat = { ...one, to: Math.min(one.from + one.count, 11) };
    await join(project, people[one.who], ids[one.team] ?? '', teams, seat);
    return;
  }
  const [id, seat] = [...teams.held][one.which] ?? [];
  if (id === undefined || seat === undefined) return;
  if (one.kind === 'giveUp') {
    const outcome = await trust.on(trust.central, 'cancelPlacement', id, { reason: 'No time' });
    if (outcome.result === 'Placement') teams.held.delete(id);
    return;
  }
  test.clock.set(`${monthOf(seat.from)}T09:00:00Z`);
  await project.leavesEarly(id, monthOf(one.at));
  const isEarly = seat.isFirm && one.at > seat.from && one.at < seat.to;
  if (isEarly) teams.held.set(id, { ...seat, to: one.at });
}

async function join(
  project: TestProject,
  person: Viewer | undefined,
  opportunityId: string,
  teams: Teams,
  seat: Omit<Seat, 'isFirm'>,
): Promise<void> {
  if (!person) return;
  const make = project.trust.make({
    ...{ kind: PlacementKind.PROJECT, personId: String(person.personId), opportunityId },
    ...{ homeSchoolId: project.schoolId, hostSchoolId: null, minutesAWeek: 240 },
    ...{ startsOn: monthOf(seat.from), endsOn: monthOf(seat.to) },
  });
  if (!teams.takes(seat)) {
    await expect(make).rejects.toThrow('no seat in the team for those days');
    return;
  }
  const [id = newId()] = await make;
  const { result } = await project.settle(id, person);
  const isFirm = teams.leavesHours(seat);
  expect(result).toBe(isFirm ? 'Placement' : 'PlacementIncomplete');
  teams.held.set(id, { ...seat, isFirm });
}

/** The database has whom the model has, and on no day more than there are seats, or hours. */
async function compare(
  project: TestProject,
  people: readonly Viewer[],
  ids: readonly string[],
  teams: Teams,
): Promise<void> {
  for (const [which, id] of ids.entries()) {
    const kept = await test.within(project.central, (db) =>
      db.rows<{ person: string; from: string; to: string }>(
        `SELECT person_id AS person, starts_on AS "from", ends_on AS "to" FROM project_member
          WHERE trust_id = $1 AND team_id = $2 ORDER BY starts_on, person_id`,
        [project.trust.trustId, id],
      ),
    );
    const expected = [...teams.held.values()]
      .filter((one) => one.team === which)
      .map(({ who, from, to }) => ({
        ...{ person: people[who]?.personId, from: monthOf(from), to: monthOf(to) },
      }));
    expect(kept).toHaveLength(expected.length);
    expect(kept).toEqual(expect.arrayContaining(expected));
    for (const month of months.keys()) {
      const there = kept.filter(({ from, to }) => from <= monthOf(month) && to > monthOf(month));
      expect(there.length).toBeLessThanOrEqual(seats);
      expect(new Set(there.map(({ person }) => person)).size).toBe(there.length);
    }
  }
}
