import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { TestOpportunities, thePeopleTeam } from '../testing.ts';
import { TestSwaps } from '../swaps.testing.ts';

const test = new TestOpportunities();
let swaps: TestSwaps;

beforeEach(() => {
  test.clock.set('2026-05-12T09:00:00Z');
  swaps = new TestSwaps(test);
});

describe('a wish to swap', () => {
  it('is the person’s own and is read by them and the people team alone', async () => {
    const ann = await swaps.somebody();
    expect(await swaps.wish(ann)).toMatchObject({ result: 'SwapWish', state: 'OPEN', months: 2 });

    expect(await swaps.wishOf(ann, ann.viewer)).toMatchObject({ person: { id: ann.personId } });
    expect(await swaps.wishOf(ann, swaps.central)).toMatchObject({ state: 'OPEN' });
    expect(await swaps.wishOf(ann, ann.head)).toBeNull();
    expect(await swaps.wishOf(ann, (await swaps.somebody()).viewer)).toBeNull();
    expect(await swaps.wishOf(ann, thePeopleTeam(newId()))).toBeNull();
  });

  it('takes the place of what one wished before', async () => {
    const ann = await swaps.somebody();
    const first = await swaps.wish(ann);
    const second = await swaps.wish(ann, { months: 1 });

    expect(second).toMatchObject({ id: first.id, months: 1, version: 2 });
  });

  it('leaves room for its months, from tomorrow on', async () => {
    const ann = await swaps.somebody();
    const unclear = { result: 'SwapWishDaysUnclear' };

    expect(await swaps.wish(ann, { fromOn: '2026-06-01', untilOn: '2026-07-31' })).toMatchObject({
      ...unclear,
      earliestUntilOn: '2026-08-01',
    });
    expect(await swaps.wish(ann, { fromOn: '2026-05-12', untilOn: '2026-09-01' })).toMatchObject(
      unclear,
    );
    expect(await swaps.wish(ann, { untilOn: '2026-08-01' })).toMatchObject({ result: 'SwapWish' });
  });

  it('names schools or says how far, and knows the schools', async () => {
    const [ann, bob] = [await swaps.somebody(), await swaps.somebody()];
    const both = { schoolIds: [bob.schoolId], withinMiles: 5 };

    expect(await swaps.wish(ann, both)).toMatchObject({ result: 'SchoolsOrMiles' });
    expect(await swaps.wish(ann, { schoolIds: [newId()] })).toMatchObject({ result: 'NOT_FOUND' });
    expect(await swaps.wish(ann, { schoolIds: ['nowhere'] })).toMatchObject({
      result: 'NOT_FOUND',
    });
  });

  it('needs a post to give', async () => {
    const ann = await swaps.somebody(['TCHR'], newId(), { assignments: [] });

    expect(await swaps.wish(ann)).toMatchObject({ result: 'NoPostToSwap' });
  });

  it('is taken back by its person, and then no matching looks at it', async () => {
    const [ann, bob] = [await swaps.somebody(), await swaps.somebody()];
    const { id, version } = await swaps.wish(ann);
    await swaps.wish(bob);
    const stale = { id, version: 9 };

    expect(await swaps.change(bob.viewer, 'takeBackSwapWish', { id, version })).toMatchObject({
      result: 'NOT_FOUND',
    });
    expect(await swaps.change(ann.viewer, 'takeBackSwapWish', stale)).toMatchObject({
      result: 'CONFLICT',
      currentVersion: 1,
    });
    expect(await swaps.change(ann.viewer, 'takeBackSwapWish', { id, version })).toMatchObject({
      state: 'TAKEN_BACK',
    });
    expect(await swaps.match()).toEqual([]);
  });
});

describe('a matching', () => {
  it('is for those who answer for the whole trust', async () => {
    const ann = await swaps.somebody();

    expect(await swaps.change(ann.head, 'matchSwaps', {})).toMatchObject({ result: 'FORBIDDEN' });
    expect(await swaps.change(ann.viewer, 'matchSwaps', {})).toMatchObject({ result: 'FORBIDDEN' });
  });

  it('finds a teacher and a technician who each want the other’s work', async () => {
    const [ann, tom] = [await swaps.somebody(['TCHR']), await swaps.somebody(['STCH'])];
    await swaps.wish(ann, { roleCodes: ['STCH'] });
    await swaps.wish(tom, { roleCodes: ['TCHR'] });

    expect(await swaps.match()).toMatchObject([
      { startsOn: '2026-06-01', endsOn: '2026-08-01', points: 200, state: 'FOUND' },
    ]);
  });

  it('keeps its seed and how far from the best it may be', async () => {
    await swaps.wish(await swaps.somebody());
    await swaps.wish(await swaps.somebody());
    await swaps.wish(await swaps.somebody());
    const made = await swaps.change(swaps.central, 'matchSwaps', {});

    expect(made).toMatchObject({ wishes: 3, people: 3, mostPeople: 3, points: 300, isBest: true });
    expect(made['seed']).toMatch(/^[0-9a-f]{32}$/);
  });

  it('goes by miles and phases as people has them of schools', async () => {
    const at = (easting: number, code: string) =>
      test.people.addSchoolWith(swaps.trustId, {
        phase: { code },
        position: { easting, northing: 300_000 },
      });
    const ann = await swaps.somebody(['TCHR'], at(400_000, '2'));
    const near = await swaps.somebody(['TCHR'], at(407_000, '2'));
    const secondary = await swaps.somebody(['TCHR'], at(400_100, '4'));
    for (const one of [ann, near, secondary]) {
      await swaps.wish(one, { withinMiles: 5, phases: ['2'] });
    }
    const [found] = await swaps.match();

    expect(found?.legs.map(({ person }) => person.id).sort()).toEqual(
      [ann.personId, near.personId].sort(),
    );
    await swaps.wish(ann, { withinMiles: 4, phases: ['2'] });
    expect(await swaps.match()).toEqual([]);
  });

  it('leaves out who has left, and whose first day is over', async () => {
    const [ann, bob] = [await swaps.somebody(), await swaps.somebody()];
    await swaps.wish(ann);
    await swaps.wish(bob);
    expect(await swaps.match()).toHaveLength(1);

    await swaps.placements.leave(bob.personId);
    expect(await swaps.match()).toEqual([]);
    await swaps.wish(await swaps.somebody());
    test.clock.set('2026-06-01T09:00:00Z');
    expect(await swaps.match()).toEqual([]);
  });

  it('is seen by those whom it moves; what a later one sets aside no longer', async () => {
    const [ann, bob] = [await swaps.somebody(), await swaps.somebody()];
    const other = await swaps.somebody();
    await swaps.wish(ann, { schoolIds: [bob.schoolId] });
    await swaps.wish(bob, { schoolIds: [ann.schoolId] });
    const [first] = await swaps.match();

    expect(await swaps.matchedOf(ann)).toMatchObject([{ id: first?.id, state: 'FOUND' }]);
    expect(await swaps.matchedOf(ann, other.viewer)).toEqual([]);
    expect(await swaps.matchedOf(ann, bob.head)).toEqual([]);
    expect(await swaps.matchedOf(ann, thePeopleTeam(newId()))).toEqual([]);
    const [second] = await swaps.match();
    expect(await swaps.matchedOf(bob)).toMatchObject([{ id: second?.id, state: 'FOUND' }]);
    expect(await swaps.seen(String(first?.id))).toMatchObject({ state: 'SUPERSEDED' });
    expect(await swaps.prepare(ann.viewer, String(first?.id))).toMatchObject({
      result: 'SwapGone',
    });
  });
});

describe('taking a swap up', () => {
  it('makes a placement of each leg, and asks all but whoever takes it up', async () => {
    const { people, swapId, first } = await swaps.ring(3);
    const { state, legs } = await swaps.seen(swapId);

    expect(state).toBe('PROPOSED');
    expect(legs.map(({ placement }) => placement?.state)).toEqual(Array(3).fill('PREPARING'));
    for (const one of people) {
      const { placement } = legs.find(({ person }) => person.id === one.personId) ?? {};
      expect(placement?.missing?.includes('PERSON_CONSENT')).toBe(one !== first);
    }
    expect(await swaps.matchedOf(first, people[1]?.head)).toMatchObject([{ id: swapId }]);
  });

  it('is for those whom it moves, and the people team', async () => {
    const [ann, bob] = [await swaps.somebody(), await swaps.somebody()];
    await swaps.wish(ann);
    await swaps.wish(bob);
    const [found] = await swaps.match();
    const id = String(found?.id);

    expect(await swaps.prepare((await swaps.somebody()).viewer, id)).toMatchObject({
      result: 'NOT_FOUND',
    });
    expect(await swaps.prepare(thePeopleTeam(newId()), id)).toMatchObject({ result: 'NOT_FOUND' });
    expect(await swaps.prepare({ ...swaps.central, scopes: bob.viewer.scopes }, id)).toMatchObject({
      result: 'NOT_FOUND',
    });
    expect(await swaps.prepare(bob.viewer, id)).toMatchObject({ result: 'Swap' });
  });

  it('is too late once a wish was changed or taken back', async () => {
    const [ann, bob] = [await swaps.somebody(), await swaps.somebody()];
    await swaps.wish(ann);
    await swaps.wish(bob);
    const [found] = await swaps.match();
    await swaps.wish(bob, { months: 1 });

    expect(await swaps.prepare(ann.viewer, String(found?.id))).toMatchObject({
      result: 'SwapGone',
    });
  });

  it('happens once when two of a swap take it up at once', async () => {
    const [ann, bob] = [await swaps.somebody(), await swaps.somebody()];
    await swaps.wish(ann);
    await swaps.wish(bob);
    const [found] = await swaps.match();
    const id = String(found?.id);

    const answers = await atOnce(test.served.database.name, 'placement', [
      () => swaps.prepare(ann.viewer, id),
      () => swaps.prepare(bob.viewer, id),
    ]);

    expect(answers.map(({ result }) => result).sort()).toEqual(['Swap', 'SwapGone']);
    expect((await swaps.seen(id)).legs).toHaveLength(2);
  });

  it('keeps the wishes from other swaps until it is given up', async () => {
    const { people, swapId, first } = await swaps.ring(2);
    await swaps.wish(await swaps.somebody());

    expect(await swaps.wishOf(first, first.viewer)).toMatchObject({ state: 'BEING_MET' });
    expect(await swaps.wish(first)).toMatchObject({ result: 'SwapUnderWay' });
    expect(await swaps.match()).toEqual([]);

    const placementId = swaps.placementOf(await swaps.seen(swapId), first);
    const reason = 'My daughter is ill';
    await swaps.placements.on(first.viewer, 'cancelPlacement', placementId, { reason });
    expect(await swaps.seen(swapId)).toMatchObject({
      state: 'CANCELLED',
      legs: people.map(() => ({ placement: { state: 'CANCELLED' } })),
    });
    expect(await swaps.wishOf(first, first.viewer)).toMatchObject({ state: 'OPEN' });
  });
});
