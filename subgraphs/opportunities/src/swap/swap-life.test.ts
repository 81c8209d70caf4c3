import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TestOpportunities } from '../testing.ts';
import { type Swapper, TestSwaps } from '../swaps.testing.ts';

const test = new TestOpportunities();

const steps = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wish' as const), who: fc.nat(4), where: fc.nat(4) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('match' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('prepare' as const), who: fc.nat(4) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('arrange' as const), who: fc.nat(4) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('schedule' as const), who: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('give up' as const), who: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), who: fc.nat(4) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      days: fc.integer({ min: 1, max: 40 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lapse' as const), who: fc.nat(4) }) },
);
type Step = typeof steps extends fc.Arbitrary<infer One> ? One : never;

/** One trust with five people, and what happens to them. */
class Life {
  readonly swaps = new TestSwaps(test);
  readonly people: Swapper[] = [];
  #day = Date.parse('2026-05-12T09:00:00Z');

  async begin(): Promise<void> {
    test.clock.set(new Date(this.#day).toISOString());
    for (let at = 0; at < 5; at += 1) this.people.push(await this.swaps.somebody());
    await this.swaps.clear(this.people);
    const ring = this.people.slice(0, 3).entries();
    for (const [who] of ring) await this.take({ do: 'wish', who, where: (who + 1) % 3 });
    for (const first of ['match', 'prepare', 'arrange'] as const) {
      await this.take(first === 'match' ? { do: first } : { do: first, who: 0 });
    }
  }

  async take(step: Step): Promise<void> {
    if (step.do === 'match') await this.swaps.match();
    else if (step.do === 'wait') this.wait(step.days);
    else await this.takeOf(step, this.one(step.who));
  }

  /** Agreements whose legs do not stand alike, and people who are in two places on one day. */
  async broken(): Promise<unknown[]> {
    const today = new Date(this.#day).toISOString().slice(0, 10);
    return test.asOwner(this.swaps.central, (db) =>
      db.rows(
        `SELECT agreement_id AS half, array_agg(placement_state(p, $2)) AS legs FROM placement p
          WHERE trust_id = $1 GROUP BY agreement_id
         HAVING count(DISTINCT CASE placement_state(p, $2) WHEN 'ENDED_EARLY' THEN 'CANCELLED'
                                    ELSE placement_state(p, $2) END) > 1
             OR bool_or(placement_state(p, $2) = 'ACTIVE') AND count(*) <> (
                  SELECT cardinality(person_ids) FROM swap WHERE trust_id = $1 AND id = agreement_id)
         UNION ALL
         SELECT one.person_id, array_agg(one.state) FROM placement one JOIN placement other
             ON other.trust_id = one.trust_id AND other.person_id = one.person_id AND other.id > one.id
            AND other.days && one.days AND other.state = 'SCHEDULED'
          WHERE one.trust_id = $1 AND one.state = 'SCHEDULED' GROUP BY one.person_id`,
        [this.swaps.trustId, today],
      ),
    );
  }

  private async takeOf(step: Extract<Step, { who: number }>, one: Swapper): Promise<void> {
    const { swaps, people } = this;
    const [found] = await swaps.matchedOf(one, swaps.central);
    const placementId = found ? swaps.placementOf(found, one) : '';
    if (step.do === 'wish') {
      const fromOn = new Date(this.#day + 864e5).toISOString().slice(0, 10);
      const schoolIds = [this.one(step.where).schoolId];
      await swaps.wish(one, { schoolIds, months: 1, fromOn, untilOn: '2027-01-01' });
    }
    if (step.do === 'leave') await swaps.placements.leave(one.personId);
    if (step.do === 'lapse') {
      await swaps.placements.record('DBS', { personId: one.personId, validTo: '2026-06-20' });
    }
    if (!found) return;
    if (step.do === 'prepare') await swaps.prepare(one.viewer, found.id);
    if (placementId === '') return;
    if (step.do === 'arrange') {
      await swaps.peopleAgree(
        found.id,
        people.filter((other) => swaps.placementOf(found, other)),
      );
      await swaps.headsAgree(found.id, people);
      await swaps.cover(
        found.id,
        people.filter((other) => swaps.placementOf(found, other)),
      );
    }
    if (step.do === 'schedule') await swaps.placements.schedule(placementId);
    if (step.do === 'give up') {
      await swaps.placements.on(one.viewer, 'cancelPlacement', placementId, { reason: 'Not now' });
    }
  }

  private wait(days: number): void {
    this.#day += days * 864e5;
    test.clock.set(new Date(this.#day).toISOString());
  }

  private one(at: number): Swapper {
    const one = this.people[at];
    if (!one) throw new Error('there are five');
    return one;
  }
}

describe('the life of swaps, in any order', () => {
  it('never has half a swap, nor anybody in two places on one day', async () => {
    let ran = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 8, maxLength: 24 }), async (taken) => {
        const life = new Life();
        await life.begin();
        for (const step of taken) {
          await life.take(step);
          expect(await life.broken()).toEqual([]);
        }
        ran += 1;
      }),
      { numRuns: 8 },
    );
    expect(ran).toBeGreaterThan(0);
  }, 240_000);
});
