import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import fc from 'fast-check';
import { ManagerService } from '../manager/manager.service.ts';
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
  /** Hours, one after the other: a change within each contract. */
  readonly ftes: readonly number[];
  readonly schools: number;
  /** Line managers one after the other, by days on which the next one begins. */
  readonly managers: readonly number[];
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
  ftes: fc.array(fc.constantFrom(0.1, 0.3, 0.5), { minLength: 1, maxLength: 3 }),
  schools: fc.constantFrom(1, 2),
  managers: fc.uniqueArray(fc.integer({ min: -800, max: 30 }), { maxLength: 3 }),
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

/** A contract in stretches of its hours, each a month, the last to the end. */
function hoursOf({ from, to }: Span, ftes: readonly number[]) {
  return ftes.flatMap((fte, place) => {
    const [starts, next] = [from + 30 * place, from + 30 * (place + 1)];
    if (to !== null && starts >= to) return [];
    const isLast = place === ftes.length - 1 || (to !== null && next >= to);
    return [{ fte, from: starts, to: isLast ? to : next }];
  });
}

/** Writes a life as the tables have it. */
async function lived(trust: TestTrust, one: Life) {
  const { contracts, leave, talks, ftes, schools, managers } = one;
  const { id } = await people.hire(trust, { contract: { type: 'SAG', startsOn: day(-2) } });
  const other = await people.hire(trust);
  const record = await sourceRecord(people, trust, id);
  const changes = managers.toSorted((a, b) => a - b);
  const next = await people.hire(trust);
  const links = changes.map((from, place) => ({
    ...{ id: newId(), personId: id, managerId: [other.id, next.id][place % 2] ?? '' },
    startsOn: day(from),
    endsOn: changes[place + 1] === undefined ? null : day(changes[place + 1] ?? 0),
  }));
  const { central } = trust;
  await people.db.as(central, () => new ManagerService(people.db).record(central, links));
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
      const posts = trust.schools
        .slice(0, schools)
        .flatMap((school) => hoursOf(days, ftes).map((hours) => ({ school, ...hours })));
      for (const { school, fte, ...held } of posts) {
        const post = [
          ...[trust.id, newId(), id, contractId, school.id, fte],
          ...[day(held.from), to(held.to)],
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
  it('says the same as its rules, over joins, rehires, leave, changes of hours, of managers and two schools', async () => {
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
      { numRuns: 30 },
    );
  }, 120_000);

  const plain: Life = {
    ...{ contracts: [{ from: -300, to: null, type: 'PRM' }], leave: [] },
    ...{ talks: [{ state: 'HELD', on: -100 }], ftes: [0.5], schools: 1, managers: [-300] },
  };

  async function dueOf(one: Life): Promise<Due | null> {
    const trust = await people.trust('Alder', 'Birch');
    const id = await lived(trust, one);
    const scopes = new Set([...trust.central.scopes, 'conversation:read']);
    const { person } = await people.data<{ person: { conversationDue: Due | null } }>(
      { ...trust.central, scopes },
      query,
      { id },
    );
    return person.conversationDue;
  }

  it.each([
    ['one person, two schools 0.6/0.4', { schools: 2 }],
    ['part-time and term-time only', { ftes: [0.1] }],
    ['fewer hours from one month to the next', { ftes: [0.5, 0.3, 0.1] }],
    ['line manager leaves: the next one takes over', { managers: [-300, -50] }],
    ['nobody manages them', { managers: [] }],
    [
      'fixed-term ends / extended',
      {
        contracts: [
          { from: -300, to: -20, type: 'FXT' },
          { from: -20, to: null, type: 'FXT' },
        ],
      },
    ],
  ])('is the same for everybody: %s', async (_case, other) => {
    expect(await dueOf({ ...plain, ...other })).toEqual(await dueOf(plain));
  });

  it('begins anew after a gap: leaver, then rehire in 3 months', async () => {
    const contracts = [
      { from: -300, to: -95, type: 'PRM' },
      { from: -5, to: null, type: 'PRM' },
    ];

    expect(await dueOf(plain)).toEqual({ dueOn: monthsAfter(-100, 12), state: 'NOT_YET_DUE' });
    expect(await dueOf({ ...plain, contracts })).toEqual({ dueOn: day(85), state: 'NOT_YET_DUE' });
    const gone = { ...plain, contracts: contracts.slice(0, 1) };
    expect(await dueOf(gone)).toBeNull();
  });
});
