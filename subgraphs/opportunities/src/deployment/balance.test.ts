import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { TestOpportunities } from '../testing.ts';
import { schoolDays, TestLending } from '../deployments.testing.ts';

const test = new TestOpportunities();
const rate = 210_00;
const contractDays = 19;

/** What anybody may try, in any order; days are named by their place in the summer. */
const step = fc.oneof(
  fc.record({
    kind: fc.constant('lend' as const),
    from: fc.nat(29),
    count: fc.integer({ min: 1, max: 8 }),
  }),
  fc.record({
    kind: fc.constant('work' as const),
    which: fc.nat(5),
    count: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({ kind: fc.constant('takeBack' as const), which: fc.nat(5) }),
  fc.record({ kind: fc.constant('giveUp' as const), which: fc.nat(5) }),
);

const ledger = z.object({
  lentDays: z.number(),
  borrowedDays: z.number(),
  netPence: z.number(),
});

/** A model: the days of each deployment, and which of them are charged by what. */
class Books {
  readonly lent = new Map<string, Set<string>>();
  readonly charges = new Map<string, { readonly deployment: string; readonly days: string[] }>();

  get taken(): string[] {
    return [...this.lent.values()].flatMap((days) => [...days]);
  }

  get worked(): number {
    return [...this.charges.values()].reduce((sum, { days }) => sum + days.length, 0);
  }

  isCharged(day: string): boolean {
    return [...this.charges.values()].some(({ days }) => days.includes(day));
  }
}

describe('days and money', () => {
  it('balance, whatever is lent, worked, taken back and given up', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
        test.clock.set('2026-05-12T09:00:00Z');
        const lending = new TestLending(test);
        await lending.specialist(0.1); // 19 days
        await lending.trust.clear();
        const need = await lending.need();
        const offerId = await lending.offered();
        const books = new Books();
        for (const one of steps) {
          await follow(lending, books, one, String(need.id), offerId);
          await compare(lending, books);
        }
      }),
      { numRuns: 8 },
    );
  }, 180_000);
});

type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

async function follow(
  lending: TestLending,
  books: Books,
  one: Step,
  needId: string,
  offerId: string,
): Promise<void> {
  if (one.kind === 'lend')
    return lend(lending, books, schoolDays(one.from, one.count), needId, offerId);
  if (one.kind === 'takeBack') return takeBack(lending, books, one.which);
  const id = [...books.lent.keys()][one.which];
  const days = [...(books.lent.get(id ?? '') ?? [])];
  if (id === undefined) return;
  if (one.kind === 'work') {
    await work(lending, books, id, days.slice(0, one.count));
    return;
  }
  test.clock.set('2026-05-12T09:00:00Z');
  const outcome = await lending.trust.on(lending.central, 'cancelPlacement', id, { reason: 'No' });
  if (outcome.result === 'Placement') {
    const kept = days.filter((day) => books.isCharged(day));
    books.lent.set(id, new Set(kept));
  }
}

async function lend(
  lending: TestLending,
  books: Books,
  days: string[],
  needId: string,
  offerId: string,
): Promise<void> {
  test.clock.set('2026-05-12T09:00:00Z');
  const { taken } = books;
  const { result, id } = await lending.propose(needId, offerId, days);
  const isFree = days.every((day) => !taken.includes(day));
  const isWithin = taken.length + days.length <= contractDays;
  expect(result === 'Deployment').toBe(isFree && isWithin);
  if (result !== 'Deployment') return;
  books.lent.set(String(id), new Set(days));
  await lending.settle(String(id)); // it may not be firm, where its weeks cross those of another
}

async function work(lending: TestLending, books: Books, id: string, days: string[]): Promise<void> {
  test.clock.set('2026-08-01T09:00:00Z');
  const outcome = await lending.change(lending.head(lending.host), 'confirmLentDays', {
    ...{ deploymentId: id, days },
  });
  if (outcome.result !== 'Recharge') return;
  expect(days.some((day) => books.isCharged(day))).toBe(false);
  expect(outcome).toMatchObject({ amountPence: days.length * rate });
  books.charges.set(String(outcome.id), { deployment: id, days });
}

async function takeBack(lending: TestLending, books: Books, which: number): Promise<void> {
  const rechargeId = [...books.charges.keys()][which];
  if (rechargeId === undefined) return;
  const { result } = await lending.change(lending.head(lending.home), 'reverseRecharge', {
    ...{ rechargeId, reason: 'A mistake' },
  });
  expect(result).toBe('Recharge');
  books.charges.delete(rechargeId);
}

async function compare(lending: TestLending, books: Books): Promise<void> {
  const home = ledger.parse(await lending.position(lending.home));
  const host = ledger.parse(await lending.position(lending.host));
  const [account] = await test.within(lending.central, (db) =>
    db.rows<{ lent: number }>(
      `SELECT coalesce(sum(lent_days), 0)::integer AS lent FROM lending_account WHERE trust_id = $1`,
      [lending.trust.trustId],
    ),
  );

  expect(account?.lent).toBe(books.taken.length);
  expect(books.taken.length).toBeLessThanOrEqual(contractDays);
  expect([home.lentDays, host.borrowedDays]).toEqual([books.worked, books.worked]);
  expect([home.netPence, host.netPence]).toEqual([books.worked * rate, -books.worked * rate || 0]);
}
