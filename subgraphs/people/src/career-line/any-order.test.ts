import { describe, expect, it } from '@jest/globals';
import type { TrellisEvent } from '@trellis/events/event';
import { TestWorker } from '@trellis/events/testing/test-worker';
import { newId } from '@trellis/subgraph-kit/ids';
import fc from 'fast-check';
import { PersonMergeService } from '../match/person-merge.service.ts';
import { EqualityService } from '../equality/equality.service.ts';
import { StaffEventService } from '../event/staff-event.service.ts';
import { ManagerService } from '../manager/manager.service.ts';
import { testPeople, type TestTrust } from '../testing.ts';
import { keeper, LineSource, TestRecords } from './testing.ts';

const worker = new TestWorker();
const people = testPeople(worker.environment);
const records = new TestRecords(people);

/** What happens to lines (by number) of people (by number), in the order in which it happens. */
type Happening =
  | {
      readonly kind: 'told';
      readonly line: number;
      readonly person: number;
      readonly title: string;
    }
  | { readonly kind: 'removed'; readonly line: number; readonly person: number };

const line = fc.nat({ max: 3 });
const person = fc.nat({ max: 2 });
const word = fc.stringMatching(/^[a-zé’ŠΩ]{1,8}$/);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('told' as const), line, person, title: word }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('removed' as const), line, person }) },
);

/** How it is brought: shuffled by these weights, some of it twice, and who is merged after how many. */
const world = fc.record({
  happenings: fc.array(happening, { minLength: 1, maxLength: 12 }),
  weights: fc.array(fc.nat({ max: 1000 }), { minLength: 24, maxLength: 24 }),
  mergedAfter: fc.option(fc.nat({ max: 24 })),
  saidBefore: word,
});

/** What each person’s record must be in the end, by the order in which things happened alone. */
function expected(happenings: readonly Happening[], isMerged: boolean): Map<number, string[]> {
  const last = new Map<number, Happening>();
  for (const one of happenings) last.set(one.line, one);
  const lines = [...last.values()].flatMap((one) =>
    one.kind === 'told' ? [{ ...one, person: isMerged && one.person === 1 ? 0 : one.person }] : [],
  );
  const byPerson = Map.groupBy(lines, (one) => one.person);
  return new Map(
    [0, 1, 2].map((number) => [
      number,
      (byPerson.get(number) ?? []).map(({ title }) => title).toSorted(),
    ]),
  );
}

async function merge({ central }: TestTrust, goneId: string, keptId: string): Promise<void> {
  const { db } = people;
  const merges = new PersonMergeService(
    ...[db, new ManagerService(db), new EqualityService(db), new StaffEventService(db)],
  );
  await db.as(central, () => merges.merge(central, goneId, keptId));
}

describe('a career record, whatever happens and in whatever order it is heard', () => {
  it('is what a reference model says, and own words stay', async () => {
    const trust = await people.trust();
    await fc.assert(
      fc.asyncProperty(world, async ({ happenings, weights, mergedAfter, saidBefore }) => {
        const ids: string[] = [];
        for (let n = 0; n < 3; n += 1) ids.push((await people.hire(trust)).id);
        const personOf = (number: number) => ids[number] ?? '';
        const lineIds = Array.from({ length: 4 }, newId);
        const source = new LineSource(people, worker, trust);
        const events = happenings.map((one): TrellisEvent => {
          const [id, personId] = [lineIds[one.line] ?? '', personOf(one.person)];
          if (one.kind === 'removed') return source.removed(id, personId);
          const told = { personId, kind: 'PROJECT', startsOn: '2026-01-01', endsOn: null };
          return source.changed(id, { ...told, title: one.title });
        });
        const keptId = personOf(0);
        const kept = keeper(trust, keptId);
        const { id: own } = await records.change(kept, 'add', {
          ...{ kind: 'OTHER', title: 'own', startsOn: '2020-01-01', whatIDid: saidBefore },
        });
        const twice = [...events, ...events.map((event) => ({ ...event, id: newId() }))]
          .map((event, place) => ({ event, weight: weights[place] ?? 0 }))
          .toSorted((one, other) => one.weight - other.weight)
          .map(({ event }) => event);
        const cut = mergedAfter ?? twice.length;
        if (cut > 0) await source.bring(...twice.slice(0, cut));
        if (mergedAfter !== null) await merge(trust, personOf(1), keptId);
        if (cut < twice.length) await source.bring(...twice.slice(cut));

        const must = expected(happenings, mergedAfter !== null);
        for (const number of mergedAfter === null ? [0, 1, 2] : [0, 2]) {
          const lines = await records.own(keeper(trust, personOf(number)));
          const titles = lines.filter(({ id }) => id !== own).map(({ title }) => title);
          expect(titles.toSorted()).toEqual(must.get(number));
        }
        const ours = (await records.own(kept)).find(({ id }) => id === own);
        expect(ours?.ownWords).toMatchObject({ whatIDid: saidBefore });
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
