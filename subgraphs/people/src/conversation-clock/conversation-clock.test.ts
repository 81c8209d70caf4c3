import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import fc from 'fast-check';
import { sourceRecord } from '../match/testing.ts';
import { day, testPeople, type TestTrust } from '../testing.ts';

const people = testPeople();

/** Days from today; no end is null. */
interface Span {
  readonly from: number;
  readonly to: number | null;
}

/** What the clock may look at, and what it must not. */
interface Life {
  readonly contracts: readonly (Span & { readonly type: string })[];
  readonly leave: readonly Span[];
  readonly talks: readonly { readonly state: string; readonly on: number }[];
  readonly fte: number;
  readonly schools: number;
  readonly isManaged: boolean;
}

interface Policy {
  readonly perYear: number;
  readonly firstWithinDays: number;
  readonly afterLeaveDays: number;
  readonly startsOn: number;
}

interface Due {
  readonly dueOn: string;
  readonly state: string;
}

const span = fc
  .record({ from: fc.integer({ min: -900, max: 60 }), days: fc.integer({ min: 1, max: 700 }) })
  .chain(({ from, days }) => fc.constantFrom({ from, to: from + days }, { from, to: null }));
const life: fc.Arbitrary<Life> = fc.record({
  contracts: fc.array(
    fc.tuple(span, fc.constantFrom('PRM', 'FXT', 'SAG')).map(([days, type]) => ({ ...days, type })),
    { maxLength: 4 },
  ),
  leave: fc.array(
    fc
      .tuple(fc.integer({ min: -500, max: 20 }), fc.integer({ min: 1, max: 90 }))
      .chain(([from, days]) =>
        fc.constantFrom<Span>(
          { from, to: from + days },
          { from, to: from + days },
          { from, to: null },
        ),
      ),
    { maxLength: 3 },
  ),
  talks: fc.array(
    fc.record({
      state: fc.constantFrom('HELD', 'DECLINED_BY_STAFF', 'CLOSED', 'CANCELLED', 'UNWILLING'),
      on: fc.integer({ min: -800, max: 0 }),
    }),
    { maxLength: 3 },
  ),
  fte: fc.constantFrom(0.1, 0.5, 1),
  schools: fc.constantFrom(1, 2),
  isManaged: fc.boolean(),
});
const policy: fc.Arbitrary<Policy> = fc.record({
  perYear: fc.constantFrom(1, 2, 3, 4, 6, 12),
  firstWithinDays: fc.integer({ min: 1, max: 120 }),
  afterLeaveDays: fc.integer({ min: 1, max: 60 }),
  startsOn: fc.integer({ min: -1200, max: 30 }),
});

/** Spans that overlap or touch are one; no end is infinity. */
function merged(spans: readonly Span[]): { from: number; to: number }[] {
  const sorted = spans
    .map(({ from, to }) => ({ from, to: to ?? Infinity }))
    .toSorted((a, b) => a.from - b.from);
  const whole: { from: number; to: number }[] = [];
  for (const next of sorted) {
    const last = whole.at(-1);
    if (last && next.from <= last.to) last.to = Math.max(last.to, next.to);
    else whole.push(next);
  }
  return whole;
}

/** So many months after a day; of a month that is too short, its last day. */
function monthsAfter(offset: number, months: number): string {
  const from = new Date(`${day(offset)}T00:00:00Z`);
  const to = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0));
  to.setUTCDate(Math.min(from.getUTCDate(), to.getUTCDate()));
  return to.toISOString().slice(0, 10);
}

const later = (days: readonly string[]) => days.toSorted().at(-1) ?? '';

/** The rules once more, in another language and without the database. */
function model({ contracts, leave, talks }: Life, rule: Policy): Due | undefined {
  const spells = merged(contracts.filter(({ type }) => type !== 'SAG'));
  const spell = spells.find(({ from, to }) => from <= 0 && to > 0);
  if (!spell) return undefined;
  const long = merged(leave).filter(({ from, to }) => to - from >= 28);
  const counted = talks.filter(
    ({ state, on }) => !['CANCELLED', 'UNWILLING'].includes(state) && on >= spell.from,
  );
  const last = Math.max(...counted.map(({ on }) => on));
  const base = Number.isFinite(last)
    ? monthsAfter(last, 12 / rule.perYear)
    : day(Math.max(spell.from, rule.startsOn) + rule.firstWithinDays);
  const back = long.filter(({ to }) => to <= 0).map(({ to }) => day(to + rule.afterLeaveDays));
  const dueOn = later([base, ...back]);
  if (long.some(({ from, to }) => from <= 0 && to > 0)) return { dueOn, state: 'NOT_REQUIRED' };
  if (dueOn < day(0)) return { dueOn, state: 'OVERDUE' };
  return { dueOn, state: dueOn <= day(28) ? 'DUE' : 'NOT_YET_DUE' };
}

/** Writes a life as the tables have it. */
async function lived(trust: TestTrust, { contracts, leave, talks, fte, schools, isManaged }: Life) {
  const { id } = await people.hire(trust, { contract: { type: 'SAG', startsOn: day(-2) } });
  const other = await people.hire(trust);
  const record = await sourceRecord(people, trust, id);
  if (isManaged) await people.manage(trust, other.id, [id]);
  const to = (offset: number | null) => (offset === null ? null : day(offset));
  await people.db.as(trust.central, async () => {
    for (const { type, ...days } of contracts) {
      const contractId = newId();
      const values = [trust.id, contractId, id, type, day(days.from), to(days.to)];
      await people.db.rows(
        `INSERT INTO contract (trust_id, id, person_id, type_code, starts_on, ends_on)
        VALUES ($1, $2, $3, $4, $5, $6)`,
        values,
      );
      for (const school of trust.schools.slice(0, schools)) {
        const post = [
          trust.id,
          newId(),
          id,
          contractId,
          school.id,
          fte,
          day(days.from),
          to(days.to),
        ];
        await people.db.rows(
          `INSERT INTO assignment (trust_id, id, person_id, contract_id, school_id,
          role_codes, staff_group, staff_groups, subject_codes, fte, starts_on, ends_on, is_primary)
          VALUES ($1, $2, $3, $4, $5, '{TASS}', 'TEACHING_ASSISTANT', '{TEACHING_ASSISTANT}', '{}', $6,
          $7, $8, true)`,
          post,
        );
      }
    }
    for (const days of leave) {
      await people.db.rows(
        `INSERT INTO leave_period (trust_id, id, person_id, source_record_id,
        external_id, category_code, starts_on, ends_on) VALUES ($1, $2, $3, $4, gen_random_uuid()::text, 'MAT', $5, $6)`,
        [trust.id, newId(), id, record, day(days.from), to(days.to)],
      );
    }
    for (const { state, on } of talks) {
      const counts = state !== 'CANCELLED' && state !== 'UNWILLING';
      await people.db.rows(
        `INSERT INTO career_conversation (trust_id, id, person_id, lead_id, chosen,
        situation, state, planned_on, offered_on, person_agreed_at, lead_agreed_at)
        VALUES ($1, $2, $3, $4, false, 'ANY', $5, $6, $7, now(), now())`,
        [trust.id, newId(), id, other.id, state, day(on), counts ? day(on) : null],
      );
    }
  });
  return id;
}

const query = `query ($id: ID!) { person(id: $id) { conversationDue { dueOn state } } }`;

describe('the clock of conversations', () => {
  it('says the same as its rules, over joins, leave, hours, schools and managers', async () => {
    await fc.assert(
      fc.asyncProperty(
        policy,
        fc.array(life, { minLength: 6, maxLength: 6 }),
        async (rule, lives) => {
          const trust = await people.trust('Alder', 'Birch');
          await people.db.as(trust.central, () =>
            people.db.rows(
              `INSERT INTO conversation_policy (trust_id, per_year, first_within_days, after_leave_days,
               starts_on) VALUES ($1, $2, $3, $4, $5)`,
              [
                trust.id,
                rule.perYear,
                rule.firstWithinDays,
                rule.afterLeaveDays,
                day(rule.startsOn),
              ],
            ),
          );
          const told: unknown[] = [];
          for (const each of lives) {
            const id = await lived(trust, each);
            const seer = {
              ...trust.central,
              scopes: new Set([...trust.central.scopes, 'conversation:read']),
            };
            const { person } = await people.data<{ person: { conversationDue: Due | null } }>(
              seer,
              query,
              { id },
            );
            told.push(person.conversationDue ?? undefined);
          }

          expect(told).toEqual(lives.map((each) => model(each, rule)));
        },
      ),
      { numRuns: 40 },
    );
  });
});
