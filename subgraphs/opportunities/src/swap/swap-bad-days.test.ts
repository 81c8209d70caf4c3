import { beforeEach, describe, expect, it } from '@jest/globals';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { z } from 'zod';
import { TestSwaps } from '../swaps.testing.ts';
import { TestOpportunities } from '../testing.ts';

const test = new TestOpportunities();
let swaps: TestSwaps;

beforeEach(() => {
  test.clock.set('2026-05-12T09:00:00Z');
  swaps = new TestSwaps(test);
});

/** A swap of three that lacks nothing. */
async function cleared() {
  const ring = await swaps.ring(3);
  await swaps.peopleAgree(ring.swapId, ring.people);
  await swaps.headsAgree(ring.swapId, ring.people);
  await swaps.cover(ring.swapId, ring.people);
  await swaps.clear(ring.people);
  return ring;
}

const statesOf = async (swapId: string) => {
  const { state, legs } = await swaps.seen(swapId);
  return [state, ...legs.map(({ placement }) => placement?.state)];
};

/** The database gives up while it writes the leg of somebody, as where the machine stops. */
async function stopsAt(personId: string, state: string): Promise<void> {
  await asSuperuser(test.served.database.name, async (client) => {
    await client.query(`
      CREATE FUNCTION stop_here() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'the machine stops' USING ERRCODE = 'crash_shutdown'; END $$;
      CREATE TRIGGER stop_here BEFORE UPDATE ON placement FOR EACH ROW
        WHEN (NEW.person_id = '${personId}' AND NEW.state = '${state}') EXECUTE FUNCTION stop_here();`);
  });
}

const goesOn = () =>
  asSuperuser(test.served.database.name, (client) =>
    client.query('DROP FUNCTION stop_here() CASCADE'),
  );

describe('a crash between the legs of a swap', () => {
  it('leaves none of them firm, and it can be scheduled afterwards', async () => {
    const { swapId, people } = await cleared();
    const last = people.at(-1)?.personId ?? '';
    const [leg] = (await swaps.seen(swapId)).legs;
    const id = leg?.placement?.id ?? '';
    await stopsAt(last, 'SCHEDULED');
    const crashed = await swaps.placements.schedule(id);
    await goesOn();

    expect(crashed.result).not.toBe('Placement');
    expect(await statesOf(swapId)).toEqual(['CLEARED', 'PREPARING', 'PREPARING', 'PREPARING']);
    expect(await swaps.placements.schedule(id)).toMatchObject({ state: 'SCHEDULED' });
  });

  it('leaves all of them firm when it comes while one gives it up', async () => {
    const { swapId, people } = await swaps.scheduled(3);
    const [first, , last] = people;
    if (!first || !last) throw new Error('there are three');
    const id = swaps.placementOf(await swaps.seen(swapId), first);
    await stopsAt(last.personId, 'CANCELLED');
    await swaps.placements.on(first.viewer, 'cancelPlacement', id, { reason: 'Not now' });
    await goesOn();

    expect(await statesOf(swapId)).toEqual(Array(4).fill('SCHEDULED'));
  });
});

describe('a head of a swap who never answers', () => {
  it('is shown to be silent, is taken to have agreed to nothing, and holds all of it', async () => {
    const { swapId, people } = await swaps.ring(2);
    await swaps.peopleAgree(swapId, people);
    const [first] = people;
    if (!first) throw new Error('there are two');
    const id = swaps.placementOf(await swaps.seen(swapId), first);
    const answer = { schoolId: first.schoolId, agrees: true };
    await swaps.placements.on(first.head, 'answerPlacement', id, answer);
    test.clock.set('2026-05-27T09:00:00Z');

    const { consents } = await swaps.placements.seen(id);
    expect(consents.map(({ state }) => state)).toContain('OVERDUE');
    expect(await swaps.placements.schedule(id)).toMatchObject({ result: 'PlacementIncomplete' });
  });
});

describe('a swap between schools with other terms', () => {
  it('shows each of those who go, and their heads, on which days the other school is closed', async () => {
    const { swapId, people } = await swaps.ring(2);
    const [first, second] = people;
    if (!first || !second) throw new Error('there are two');
    const holiday = { startsOn: '2026-06-29', endsOn: '2026-07-04' };
    await asSuperuser(test.served.database.name, async (client) => {
      for (const { schoolId } of people) {
        const days = schoolId === second.schoolId ? holiday : { startsOn: null, endsOn: null };
        await client.query(
          `INSERT INTO school_calendar VALUES ($1, gen_random_uuid(), $2, 2025, now())`,
          [swaps.trustId, schoolId],
        );
        await client.query(
          `INSERT INTO school_day SELECT $1, $2, day::date, 2025
             FROM generate_series('2026-05-01'::date, '2026-08-31', interval '1 day') AS day
            WHERE extract(isodow FROM day) < 6
              AND NOT coalesce(day::date >= $3::date AND day::date < $4::date, false)`,
          [swaps.trustId, schoolId, days.startsOn, days.endsOn],
        );
      }
    });
    const found = await swaps.seen(swapId);
    const closed = async (id: string, viewer = swaps.central) => {
      const { data } = await test.served.ask(
        viewer,
        `query ($references: [_Any!]!) { _entities(representations: $references) {
           ... on Placement { hostClosedOn } } }`,
        { references: [{ __typename: 'Placement', id }] },
      );
      const shape = z.object({ hostClosedOn: z.array(z.string()).nullable() });
      return z.object({ _entities: z.array(shape) }).parse(data)._entities[0]?.hostClosedOn;
    };

    const [there, here] = [swaps.placementOf(found, first), swaps.placementOf(found, second)];
    expect(await closed(there)).toEqual([
      ...['2026-06-29', '2026-06-30', '2026-07-01', '2026-07-02', '2026-07-03'],
    ]);
    expect(await closed(here)).toEqual([]);
    expect(await closed(there, first.head)).toHaveLength(5);
  });
});
