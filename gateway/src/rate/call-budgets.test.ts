import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { CallBudgets, type Spending } from './call-budgets.ts';

const trustId = 'trust';
const noon = Date.UTC(2027, 0, 4, 12);
const spender = (id: string, hourlyCost: number | null = 100) => ({ trustId, id, hourlyCost });

/** What people adds up, for as many gateways as ask. */
class Totals {
  isDown = false;
  readonly #points = new Map<string, number>();

  readonly report = (spendings: readonly Spending[]): Promise<readonly number[]> => {
    if (this.isDown) return Promise.reject(new Error('people is down'));
    return Promise.resolve(
      spendings.map(({ id, hour, points }) => {
        const total = (this.#points.get(`${id} ${hour}`) ?? 0) + points;
        this.#points.set(`${id} ${hour}`, total);
        return total;
      }),
    );
  };
}

function twoGateways() {
  const totals = new Totals();
  const clock = { now: noon };
  const gateway = () => new CallBudgets(totals.report, () => clock.now);
  return { totals, clock, one: gateway(), other: gateway() };
}

const limited = expect.objectContaining({ code: 'RATE_LIMITED' }) as object;

describe('the budget of a caller', () => {
  it('is one at two gateways, once each has told what was spent there', async () => {
    const { one, other } = twoGateways();
    one.spend(spender('vendor'), 60);
    other.spend(spender('vendor'), 30);

    await one.report();
    await other.report();

    expect(() => other.spend(spender('vendor'), 20)).toThrow(limited);
    expect(other.spend(spender('vendor'), 10).remaining).toBe(0);
    one.spend(spender('vendor'), 1);
    await one.report(); // hears of the 30, and of no more than was told
    expect(() => one.spend(spender('vendor'), 10)).toThrow(limited);
    expect(one.spend(spender('vendor'), 9).remaining).toBe(0);
  });

  it('is no other caller’s', async () => {
    const { one, other } = twoGateways();
    one.spend(spender('vendor'), 100);

    await one.report();

    expect(one.spend(spender('portal'), 100).remaining).toBe(0);
    expect(other.spend(spender('portal'), 10).remaining).toBe(90);
  });

  it('counts what is spent while it is told', async () => {
    const { one, other } = twoGateways();
    one.spend(spender('vendor'), 40);
    const telling = one.report();
    one.spend(spender('vendor'), 20);
    await telling;

    expect(one.spend(spender('vendor'), 0).remaining).toBe(40);
    await one.report();
    other.spend(spender('vendor'), 1);
    await other.report();
    expect(other.spend(spender('vendor'), 0).remaining).toBe(39);
  });

  it('holds at each gateway by itself while nobody adds up, and is told once somebody does', async () => {
    const { totals, one, other } = twoGateways();
    totals.isDown = true;
    one.spend(spender('vendor'), 90);
    await one.report();
    expect(() => one.spend(spender('vendor'), 20)).toThrow(limited);

    totals.isDown = false;
    await one.report();
    other.spend(spender('vendor'), 5);
    await other.report();
    expect(() => other.spend(spender('vendor'), 10)).toThrow(limited);
  });

  it('is new when the hour is, and says when that will be', () => {
    const { clock, one } = twoGateways();
    clock.now = noon + 59 * 60_000;
    const { resetAt } = one.spend(spender('vendor'), 100);
    expect(resetAt).toBe(noon + 3_600_000);

    const refused = { extensions: expect.objectContaining({ retryAfter: 60 }) as object };
    expect(() => one.spend(spender('vendor'), 1)).toThrow(expect.objectContaining(refused));

    clock.now = resetAt;
    expect(one.spend(spender('vendor'), 100).remaining).toBe(0);
  });

  it('is 60,000 points for whom nothing else was agreed', () => {
    const { one } = twoGateways();
    expect(one.spend(spender('staff', null), 5_000)).toMatchObject({
      limit: 60_000,
      remaining: 55_000,
    });
  });
});

describe('callers who are counted', () => {
  it('are 20,000 at most; the one quiet for longest is counted anew', () => {
    const { one } = twoGateways();
    one.spend(spender('busy'), 60);
    one.spend(spender('quiet'), 60);
    for (let n = 0; n < 19_998; n += 1) one.spend(spender(`caller ${String(n)}`), 1);
    expect(one.spend(spender('busy'), 10).remaining).toBe(30);

    one.spend(spender('one too many'), 1);

    expect(one.spend(spender('busy'), 10).remaining).toBe(20);
    expect(one.spend(spender('quiet'), 10).remaining).toBe(90);
  });
});

describe('what is spent while people is being told', () => {
  it('still counts, and is told next time', async () => {
    const told: number[] = [];
    let isHeard: (() => void) | undefined;
    const budgets = new CallBudgets(async (spendings) => {
      told.push(...spendings.map(({ points }) => points));
      await new Promise<void>((resolve) => {
        isHeard = resolve;
      });
      return spendings.map(() => told.reduce((sum, points) => sum + points, 0));
    });
    const spender = { trustId: 't', id: 'someone', hourlyCost: 100 };
    const answered = async (report: Promise<void>) => {
      isHeard?.();
      await report;
    };

    budgets.spend(spender, 40);
    const first = budgets.report();
    await nextTurn();
    budgets.spend(spender, 30);
    await answered(first);
    const second = budgets.report();
    await nextTurn();
    await answered(second);

    expect(told).toEqual([40, 30]);
    expect(() => budgets.spend(spender, 31)).toThrow('What an hour allows is spent.');
  });
});
