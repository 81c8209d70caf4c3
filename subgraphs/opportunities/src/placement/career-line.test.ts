import { beforeEach, describe, expect, it } from '@jest/globals';
import { careerLineShape } from '@trellis/events/career-line';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { TestOpportunities } from '../testing.ts';
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

/** What people hears of the line that a placement is: whole lines, and null when it goes. */
const linesOf = (id: string) =>
  asSuperuser(test.served.database.name, async (client) => {
    const { rows } = await client.query<{ type: string; data: unknown }>(
      `SELECT type, data FROM event WHERE aggregate_id = $1 AND aggregate_type = 'CareerLine'
        ORDER BY sequence`,
      [id],
    );
    return rows.map(({ type, data }) =>
      type === 'career_line.changed' ? careerLineShape.parse(data) : null,
    );
  });

describe('a placement is a line of its person’s career record', () => {
  it('from when it is scheduled, and no more when it is given up', async () => {
    const id = await trust.whole();
    expect(await linesOf(id)).toEqual([]);
    await trust.schedule(id);
    const line = {
      ...{ personId: trust.personId, kind: 'SHADOWING', title: 'To see how they teach fractions' },
      ...{ startsOn: '2026-06-01', endsOn: '2026-06-06', schoolId: trust.host },
    };
    expect(await linesOf(id)).toMatchObject([line]);

    await trust.on(trust.homeHead, 'cancelPlacement', id, { reason: 'We need her' });
    expect(await linesOf(id)).toMatchObject([line, null]);
  });

  it('not while it is prepared, nor when that comes to nothing', async () => {
    const [id = ''] = await trust.make();
    await trust.on(trust.homeHead, 'cancelPlacement', id, { reason: 'We need her' });
    expect(await linesOf(id)).toEqual([]);
  });

  it('with the end that it came to', async () => {
    const id = await trust.whole({ endsOn: '2026-07-01' });
    await trust.schedule(id);
    test.clock.set('2026-06-03T09:00:00Z');
    const ending = { endsOn: '2026-06-10', reason: 'She is needed at home' };
    await trust.on(trust.homeHead, 'proposePlacementEnding', id, ending);
    const [proposed] = (await trust.seen(id)).endings;
    const agree = { endingId: proposed?.id, schoolId: trust.host };
    await trust.change(trust.hostHead, 'agreePlacementEnding', agree);

    const ends = (await linesOf(id)).map((line) => line?.endsOn);
    expect(ends).toEqual(['2026-07-01', '2026-06-10']);
  });

  it('once for all that stood before the database told of any', async () => {
    const id = await trust.whole({ kind: PlacementKind.COHORT_SEAT });
    await trust.schedule(id);
    await asSuperuser(test.served.database.name, async (client) => {
      await client.query(`DELETE FROM event WHERE aggregate_id = $1`, [id]);
      await client.query(
        `SELECT tell_career_line(placement) FROM placement WHERE stands_in_career(placement)`,
      );
    });
    expect(await linesOf(id)).toMatchObject([{ kind: 'COHORT' }]);
  });
});
