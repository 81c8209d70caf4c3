import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import fc from 'fast-check';
import type { SeenCohort } from '../cohort-answers.testing.ts';
import { type Somebody, TestCohorts } from '../cohorts.testing.ts';
import { TestOpportunities } from '../testing.ts';
import { againstTheRules, type Rules, type SatTerm } from './seat-model.testing.ts';

const test = new TestOpportunities();

const groups = ['TEACHER', 'TECHNICIAN'] as const;
const who = fc.nat(5);
const happening = fc.oneof(
  fc.record({ kind: fc.constant('passes' as const), days: fc.integer({ min: 20, max: 200 }) }),
  fc.record({ kind: fc.constant('isOffered' as const), who, which: fc.nat(3) }),
  fc.record({ kind: fc.constant('isOffered' as const), who, which: fc.nat(3) }),
  fc.record({ kind: fc.constant('waits' as const), who, which: fc.nat(3) }),
  fc.record({ kind: fc.constant('answers' as const), who, takesIt: fc.boolean() }),
  fc.record({ kind: fc.constant('answers' as const), who, takesIt: fc.constant(true) }),
  fc.record({ kind: fc.constant('givesUp' as const), who }),
  fc.record({ kind: fc.constant('rests' as const), who, days: fc.integer({ min: 30, max: 400 }) }),
  fc.record({ kind: fc.constant('resumes' as const), who }),
  fc.record({ kind: fc.constant('leaves' as const), who }),
  fc.record({ kind: fc.constant('changes' as const), who, group: fc.constantFrom(...groups) }),
  fc.record({ kind: fc.constant('moves' as const), who }),
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

const day = (iso: string, days: number) =>
  new Date(Date.parse(iso) + days * 86_400_000).toISOString().slice(0, 10);

/** A cohort as it is, and what is known of its people without asking it. */
class Watched {
  today = '2024-05-13';
  /** How often the model and the cohort agreed that somebody could, and could not, have a seat. */
  readonly seen = { taken: 0, refused: 0, rested: 0 };
  readonly #groupOf = new Map<string, string>();
  readonly #gone = new Set<string>();
  readonly #fitted = new Set<string>();

  constructor(
    readonly team: TestCohorts,
    readonly cohort: SeenCohort,
    readonly people: readonly Somebody[],
    readonly rules: Rules,
  ) {
    people.forEach(({ personId }, at) => this.#groupOf.set(personId, groups[at % 2] ?? ''));
  }

  async happens(one: Happening): Promise<void> {
    if (one.kind === 'passes') {
      this.today = day(this.today, one.days);
      return this.team.dayBegins(this.today);
    }
    const person = this.people[one.who];
    if (!person || this.#gone.has(person.personId)) return;
    const [latest] = await this.team.termsOf(person);
    const own = { id: latest?.id, version: latest?.version };
    switch (one.kind) {
      case 'isOffered':
        return this.#offered(person, one.which);
      case 'waits':
        return this.#waits(person, one.which);
      case 'answers': {
        const { result } = await this.team.answer(person, one.takesIt);
        expect(result).not.toBe('INTERNAL_SERVER_ERROR');
        return;
      }
      case 'givesUp':
        await this.team.change(person, 'giveUpSeat', { ...own, from: this.today });
        return;
      case 'rests': {
        const from = latest && latest.startsOn > this.today ? latest.startsOn : this.today;
        const days = { from, until: day(from, one.days) };
        const { result } = await this.team.change(person, 'restSeatTerm', { ...own, ...days });
        expect(result).not.toBe('INTERNAL_SERVER_ERROR');
        if (result === 'SeatTerm') this.seen.rested += 1;
        return;
      }
      case 'resumes': {
        const { result } = await this.team.change(person, 'resumeSeatTerm', {
          ...{ ...own, on: day(this.today, 1) },
        });
        expect(result).not.toBe('INTERNAL_SERVER_ERROR');
        return;
      }
      case 'leaves':
        this.#gone.add(person.personId);
        return this.team.leave(person);
      case 'changes':
        this.#groupOf.set(person.personId, one.group);
        await this.team.somebody({ staffGroups: [one.group] }, person);
        return;
      case 'moves': {
        const staffGroups = [this.#groupOf.get(person.personId) ?? ''];
        await this.team.somebody({ schoolId: newId(), staffGroups }, person);
      }
    }
  }

  /** A panel has chosen them; the seat is theirs if the model says so, and only then. */
  async #offered(person: Somebody, which: number): Promise<void> {
    const open = await this.#open();
    const told = open[which % Math.max(open.length, 1)];
    if (!told) return;
    const id = await this.#application(person, told.id, 'OFFERED', [told.startsOn, told.endsOn]);
    if (id === undefined) return;
    const days = {
      personId: person.personId,
      seatId: '',
      startsOn: told.startsOn,
      endsOn: told.endsOn,
    };
    const asked: SatTerm = { id: 'asked', ...days, rests: [] };
    const fits = !told.isKept || this.#groupOf.get(person.personId) === 'TECHNICIAN';
    const others = (await this.#terms()).filter(({ personId }) => personId === person.personId);
    const may = fits && againstTheRules([...others, asked], this.rules) === null;
    const { result } = await this.team.test.mutate(
      ...([person, 'acceptOffer', { id, version: 1 }] as const),
      '... on Application { id state } ... on SeatNotForThem { reasons }',
      'MoveApplicationInput!',
    );
    expect({ result, may, asked }).toEqual({
      ...{ result: may ? 'Application' : 'SeatNotForThem', may, asked },
    });
    this.seen[may ? 'taken' : 'refused'] += 1;
    if (!may) {
      await this.#quietly(
        `WITH freed AS (UPDATE opportunity_place SET offered = offered - 1, undecided = undecided - 1
                         WHERE opportunity_id = $2)
         UPDATE application SET state = 'DECLINED' WHERE id = $1`,
        [id, told.id],
      );
    }
    await this.#endIfFull(told.id);
  }

  async #waits(person: Somebody, which: number): Promise<void> {
    const open = await this.#open();
    const told = open[which % Math.max(open.length, 1)];
    if (!told) return;
    const id = await this.#application(person, told.id, 'UNSUCCESSFUL', [null, null]);
    if (id === undefined) return;
    await this.#quietly(
      `INSERT INTO cohort_reserve (trust_id, id, cohort_id, person_id, opportunity_id, place, until_on)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [this.team.trustId, id, this.cohort.id, person.personId, told.id, 1, told.endsOn],
    );
  }

  #open() {
    return this.team.sql<{ id: string; startsOn: string; endsOn: string; isKept: boolean }>(
      `SELECT o.id, min(told.starts_on)::text AS "startsOn", min(told.ends_on)::text AS "endsOn",
              bool_or(s.kept_reason IS NOT NULL) AS "isKept"
         FROM seat_announcement told JOIN opportunity o ON o.id = told.opportunity_id
         JOIN cohort_seat s ON s.id = told.seat_id
        WHERE told.cohort_id = $1 AND is_undecided(o.trust_id, o.id) AND told.ends_on > $2
        GROUP BY o.id ORDER BY 2, o.id`,
      [this.cohort.id, this.today],
    );
  }

  /** As if it had been handed in, read and chosen: undefined where they applied already. */
  async #application(
    { personId }: Somebody,
    opportunityId: string,
    state: string,
    [startsOn, endsOn]: readonly (string | null)[],
  ): Promise<string | undefined> {
    const known = await this.team.sql(
      'SELECT 1 FROM application WHERE opportunity_id = $1 AND person_id = $2',
      [opportunityId, personId],
    );
    if (known.length > 0) return undefined;
    const id = newId();
    await this.#quietly(
      `WITH closed AS (UPDATE opportunity SET state = 'CLOSED' WHERE id = $3),
       told AS (UPDATE opportunity_notice SET reached_at = '2024-01-08', days = 0 WHERE opportunity_id = $3),
       over AS (UPDATE opportunity_version SET closes_on = '2024-01-10' WHERE opportunity_id = $3)
       INSERT INTO application (trust_id, id, opportunity_id, person_id, state, submitted_at, version, answers,
                                offered_at, offer_starts_on, offer_ends_on)
       VALUES ($1, $2, $3, $4, $5, now(), 1, '[]', CASE WHEN $6::date IS NULL THEN NULL ELSE now() END, $6, $7)`,
      [this.team.trustId, id, opportunityId, personId, state, startsOn, endsOn],
    );
    await this.#quietly(
      `UPDATE opportunity SET closes_on = '2024-01-10', opens_on = '2024-01-08' WHERE id = $1`,
      [opportunityId],
    );
    if (state === 'OFFERED') {
      await this.#quietly(
        'UPDATE opportunity_place SET offered = offered + 1, undecided = undecided + 1 WHERE opportunity_id = $1',
        [opportunityId],
      );
    }
    return id;
  }

  #endIfFull(opportunityId: string) {
    return this.#quietly(
      `UPDATE opportunity o SET state = 'FILLED' FROM opportunity_place p
        WHERE o.id = $1 AND p.opportunity_id = o.id AND p.accepted >= p.places`,
      [opportunityId],
    );
  }

  /** No trigger minds. */
  async #quietly(sql: string, values: readonly unknown[]): Promise<void> {
    await asSuperuser(this.team.test.served.database.name, async (client) => {
      await client.query("SET session_replication_role = 'replica'");
      await client.query(sql, [...values]);
      await client.query("SET session_replication_role = 'origin'");
    });
  }

  #terms(): Promise<SatTerm[]> {
    return this.team.sql<SatTerm>(
      `SELECT t.id, t.person_id AS "personId", t.seat_id AS "seatId", t.starts_on::text AS "startsOn",
              t.ends_on::text AS "endsOn",
              coalesce((SELECT json_agg(json_build_object('from', p.from_on, 'until', p.until_on))
                 FROM seat_pause p WHERE p.term_id = t.id), '[]') AS rests
         FROM seat_term t WHERE t.cohort_id = $1 AND t.state = 'STANDS' ORDER BY t.starts_on`,
      [this.cohort.id],
    );
  }

  /** On every date: nobody shares a seat, has two, or sits beyond the limit; kept seats went to who fitted. */
  async check(): Promise<void> {
    const terms = await this.#terms();
    expect(againstTheRules(terms, this.rules)).toBeNull();
    const kept = new Set(
      this.cohort.seats.filter(({ keptReason }) => keptReason !== null).map(({ id }) => id),
    );
    for (const { id, personId, seatId } of terms) {
      if (this.#fitted.has(id)) continue;
      this.#fitted.add(id); // new since the last look, so that they fit now
      if (kept.has(seatId)) expect(this.#groupOf.get(personId)).toBe('TECHNICIAN');
    }
  }
}

describe('seats of a cohort, whatever happens', () => {
  it('hold their limits, whom they are kept for, repeats and cooling-off at every date', async () => {
    const all = { taken: 0, refused: 0, rested: 0 };
    const history = fc.array(happening, { minLength: 14, maxLength: 26 });
    const policy = fc.record({
      termYears: fc.constantFrom(1, 2),
      mostTerms: fc.constantFrom(1, 2),
      coolingOffMonths: fc.constantFrom(6, 12),
      keepsSeatOnMove: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(policy, history, async (rules, happenings) => {
        const team = new TestCohorts(test);
        const people: Somebody[] = [];
        for (let at = 0; at < 6; at += 1) {
          people.push(await team.somebody({ staffGroups: [groups[at % 2] ?? ''] }));
        }
        const kept = { count: 1, staffGroups: ['TECHNICIAN'], reason: 'They are few.' };
        const cohort = await team.plan({ ...rules, seats: [kept, { count: 2 }] });
        const watched = new Watched(team, cohort, people, rules);
        await watched.happens({ kind: 'passes', days: 60 });
        for (const at of [0, 1, 2, 3]) {
          await watched.happens({ kind: 'isOffered', who: at, which: at });
        }
        for (const one of happenings) {
          await watched.happens(one);
          await watched.check();
        }
        all.taken += watched.seen.taken;
        all.refused += watched.seen.refused;
        all.rested += watched.seen.rested;
      }),
      { numRuns: 14, seed: 20_260_512, endOnFailure: true },
    );
    expect(Math.min(all.taken, all.refused, all.rested)).toBeGreaterThan(3); // each was tried
  }, 240_000);
});
