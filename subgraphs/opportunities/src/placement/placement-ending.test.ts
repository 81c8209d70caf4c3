import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { aMemberOfStaff, TestOpportunities } from '../testing.ts';
import { PlacementKind } from './placement-kind.types.ts';
import { TestPlacement } from './testing.ts';

const test = new TestOpportunities();
let trust: TestPlacement;

beforeEach(async () => {
  test.clock.set('2026-05-12T09:00:00Z');
  trust = new TestPlacement(test);
  await trust.employ();
  await trust.clear();
});

const running = async (): Promise<string> => {
  const id = await trust.whole({ endsOn: '2026-07-01' });
  await trust.schedule(id);
  test.clock.set('2026-06-03T09:00:00Z');
  return id;
};
const propose = (viewer = trust.homeHead, id = '', endsOn = '2026-06-10') =>
  trust.on(viewer, 'proposePlacementEnding', id, { endsOn, reason: 'She is needed at home' });

/** What others heard of a placement. */
const newsOf = (id: string) =>
  asSuperuser(test.served.database.name, async (client) => {
    const { rows } = await client.query<{ type: string }>(
      `SELECT type FROM event WHERE aggregate_id = $1 AND aggregate_type = 'Placement' ORDER BY sequence`,
      [id],
    );
    return rows.map(({ type }) => type);
  });

describe('an end before its time', () => {
  it('needs both heads, and frees the days', async () => {
    const id = await running();
    await propose(trust.homeHead, id);
    const [ending] = (await trust.seen(id)).endings;
    expect(ending).toMatchObject({ endsOn: '2026-06-10', agreedBy: ['HOME_HEAD'] });
    expect(await trust.seen(id)).toMatchObject({ state: 'ACTIVE', endsOn: '2026-07-01' });

    const agree = { endingId: ending?.id, schoolId: trust.host };
    expect(await trust.change(trust.homeHead, 'agreePlacementEnding', agree)).toMatchObject({
      result: 'NotAsked',
    });
    expect(await trust.change(trust.hostHead, 'agreePlacementEnding', agree)).toMatchObject({
      ...{ state: 'ENDED_EARLY', endsOn: '2026-06-10' },
    });
    const next = await trust.whole({ startsOn: '2026-06-10', endsOn: '2026-06-20' });
    expect(await trust.schedule(next)).toMatchObject({ result: 'Placement' });
  });

  it('is proposed by whoever goes too, without their agreeing for a school', async () => {
    const id = await running();

    expect(await propose(trust.person, id)).toMatchObject({ state: 'ACTIVE' });
    expect((await trust.seen(id)).endings).toMatchObject([{ agreedBy: [] }]);
  });

  it('comes while it runs, and before its end', async () => {
    const id = await running();

    expect(await propose(trust.homeHead, id, '2026-07-01')).toMatchObject({
      result: 'PlacementDaysUnclear',
    });
    expect(await propose(trust.homeHead, id, '2026-06-01')).toMatchObject({
      result: 'PlacementDaysUnclear',
    });
    test.clock.set('2026-07-01T09:00:00Z');
    expect(await propose(trust.homeHead, id)).toMatchObject({ from: 'COMPLETED' });
  });

  it('is no cancelling, which is for what has not begun', async () => {
    const id = await running();

    expect(
      await trust.on(trust.homeHead, 'cancelPlacement', id, { reason: 'We need her' }),
    ).toMatchObject({ result: 'PlacementNotChangeable', from: 'ACTIVE' });
  });
});

describe('placements of one agreement', () => {
  let legs: string[];
  let other: TestPlacement['person'];

  /** Two people change places. */
  beforeEach(async () => {
    other = aMemberOfStaff(trust.trustId);
    await trust.employ(String(other.personId));
    const agreementId = newId();
    const swap = { kind: PlacementKind.SWAP, agreementId };
    legs = await trust.make(swap, {
      ...{ ...swap, personId: String(other.personId) },
      ...{ homeSchoolId: trust.host, hostSchoolId: trust.home },
    });
  });

  const [there, back] = [() => legs[0] ?? '', () => legs[1] ?? ''];
  const states = async () => {
    const seen = await Promise.all(legs.map((id) => trust.seen(id)));
    return seen.map(({ state }) => state);
  };

  const complete = async () => {
    await trust.clear(String(other.personId));
    for (const id of legs) {
      await trust.on(trust.central, 'answerPlacement', id, {
        ...{ schoolId: trust.home, agrees: true },
      });
      await trust.on(trust.central, 'answerPlacement', id, {
        ...{ schoolId: trust.host, agrees: true },
      });
      const cover = { isNeeded: false, plan: 'Each covers for the other', costPence: 0 };
      await trust.on(trust.central, 'planCover', id, { ...cover, paidBy: 'HOME' });
    }
    await trust.on(trust.person, 'answerPlacement', there(), { agrees: true });
    await trust.on(other, 'answerPlacement', back(), { agrees: true });
  };

  it('become firm together, once none lacks anything', async () => {
    await trust.agree(there());
    await trust.cover(there());
    expect(await trust.schedule(there())).toMatchObject({
      result: 'PlacementIncomplete',
      lacks: ['CLEARANCE', 'COVER', 'HOME_CONSENT', 'HOST_CONSENT', 'PERSON_CONSENT'],
    });
    expect(await states()).toEqual(['PREPARING', 'PREPARING']);

    await complete();
    expect(await trust.schedule(there(), trust.person)).toMatchObject({ state: 'SCHEDULED' });
    expect(await states()).toEqual(['SCHEDULED', 'SCHEDULED']);
  });

  it('never stand apart in the database, whoever writes', async () => {
    await complete();
    const half = "UPDATE placement SET state = 'SCHEDULED' WHERE trust_id = $1 AND id = $2";
    const work = test.asOwner(trust.central, (db) => db.rows(half, [trust.trustId, there()]));

    await expect(work).rejects.toThrow('do not stand alike');
  });

  it('are all given up when one is', async () => {
    await complete();
    await trust.schedule(there());
    await trust.on(other, 'cancelPlacement', back(), { reason: 'My mother is ill' });

    expect(await states()).toEqual(['CANCELLED', 'CANCELLED']);
    expect(await newsOf(there())).toEqual([
      ...['placement.agreed', 'placement.scheduled', 'placement.cancelled'],
    ]);
  });

  it('are all given up when somebody leaves the day before', async () => {
    await complete();
    await trust.schedule(there());
    test.clock.set('2026-05-31T09:00:00Z');
    await trust.leave(String(other.personId));

    expect(await states()).toEqual(['CANCELLED', 'CANCELLED']);
  });

  it('all end on the day on which somebody leaves who is away', async () => {
    await complete();
    await trust.schedule(there());
    test.clock.set('2026-06-03T09:00:00Z');
    await trust.leave(String(other.personId));

    expect(await states()).toEqual(['ENDED_EARLY', 'ENDED_EARLY']);
    expect(await newsOf(back())).toContain('placement.ended');
    expect(await trust.seen(there())).toMatchObject({ endsOn: '2026-06-03' });
  });

  it('leave alone what is over', async () => {
    await complete();
    await trust.schedule(there());
    test.clock.set('2026-06-08T09:00:00Z');
    await trust.leave(String(other.personId));

    expect(await states()).toEqual(['COMPLETED', 'COMPLETED']);
  });
});
