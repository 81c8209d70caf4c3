import { beforeEach, describe, expect, it } from '@jest/globals';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { TestOpportunities } from '../testing.ts';
import { PlacementKind } from './placement-kind.types.ts';
import { TestPlacement } from './testing.ts';

const test = new TestOpportunities();
let trust: TestPlacement;

beforeEach(async () => {
  test.clock.set('2026-05-12T09:00:00Z');
  trust = new TestPlacement(test);
  await trust.employ();
});

const asOwner = (sql: string, id: string, ...more: readonly unknown[]) =>
  test.asOwner(trust.central, (db) => db.rows(sql, [trust.trustId, id, ...more]));

describe('nobody is in two places on one day', () => {
  beforeEach(() => trust.clear());

  it('by the service, which says that the days are taken', async () => {
    await trust.schedule(await trust.whole());
    const other = await trust.whole({ startsOn: '2026-06-05', endsOn: '2026-06-20' });

    expect(await trust.schedule(other)).toMatchObject({ lacks: ['DAYS_FREE'] });
  });

  it('by the database, whoever writes', async () => {
    const [one, other] = [await trust.whole(), await trust.whole()];
    const disable = (on: string) =>
      test.asOwner(trust.central, (db) =>
        db.rows(`ALTER TABLE placement ${on} TRIGGER whole_before_scheduled`),
      );
    await disable('DISABLE');
    const force = "UPDATE placement SET state = 'SCHEDULED' WHERE trust_id = $1 AND id = $2";
    await asOwner(force, one);

    await expect(asOwner(force, other)).rejects.toThrow('one_place_a_day');
    await disable('ENABLE');
  });

  it('of two placements that are made firm at once', async () => {
    const ids = [await trust.whole(), await trust.whole()];

    const outcomes = await atOnce(
      test.served.database.name,
      'placement',
      ids.map((id) => () => trust.schedule(id)),
    );

    expect(outcomes.map(({ result }) => result).sort()).toEqual([
      ...['Placement', 'PlacementIncomplete'],
    ]);
  });

  it('but on different days of the week, and beside a project', async () => {
    const until = { endsOn: '2026-07-01' };
    const ids = [
      await trust.whole({ ...until, weekdays: [1, 2] }),
      await trust.whole({ ...until, weekdays: [3] }),
      await trust.whole({ ...until, kind: PlacementKind.PROJECT }),
    ];

    for (const id of ids) expect(await trust.schedule(id)).toMatchObject({ state: 'SCHEDULED' });
  });
});
