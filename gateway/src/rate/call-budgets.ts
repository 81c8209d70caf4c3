import { Fault } from '@trellis/subgraph-kit/faults';

/** Points an hour of a caller for whom nothing else was agreed. */
const usualPoints = 60_000;
const hour = 3_600_000;
/** Most callers counted at once; the one quiet for longest goes first. */
const countedCallers = 20_000;
/** Callers in one report. */
const reportSize = 500;

/** Whose points they are. */
export interface Spender {
  readonly trustId: string;
  /** A person or an API client. */
  readonly id: string;
  /** Points an hour; null for the usual ones. */
  readonly hourlyCost: number | null;
}

/** What an operation cost, and what is left. */
export interface Standing {
  readonly cost: number;
  readonly limit: number;
  readonly remaining: number;
  /** When the next hour begins, in milliseconds since 1970. */
  readonly resetAt: number;
}

/** Points that a caller spent here since the last report. */
export interface Spending {
  readonly trustId: string;
  readonly id: string;
  /** When the hour began, in milliseconds since 1970. */
  readonly hour: number;
  readonly points: number;
}

/**
 * Takes what was spent here, and says for each what has been spent everywhere in that hour.
 *
 * @throws when nobody can say; it is told again.
 */
export type ReportUsage = (spendings: readonly Spending[]) => Promise<readonly number[]>;

interface Account {
  readonly trustId: string;
  readonly id: string;
  readonly hour: number;
  /** Spent everywhere, as last heard. */
  everywhere: number;
  /** Spent here since. */
  here: number;
}

/**
 * What callers may spend in an hour, by the clock. Each gateway counts for itself and reports every
 * second, so that several agree within a second, and none waits for another.
 */
export class CallBudgets {
  readonly #report: ReportUsage;
  readonly #now: () => number;
  readonly #accounts = new Map<string, Account>();
  #reporting: Promise<void> = Promise.resolve();

  constructor(report: ReportUsage, now: () => number = Date.now) {
    this.#report = report;
    this.#now = now;
  }

  /** @throws RATE_LIMITED with `retryAfter` in seconds, when more would be spent than is left. */
  spend({ trustId, id, hourlyCost }: Spender, cost: number): Standing {
    const now = this.#now();
    const began = now - (now % hour);
    const account = this.#accountOf(trustId, id, began);
    const limit = hourlyCost ?? usualPoints;
    const spent = account.everywhere + account.here;
    const resetAt = began + hour;
    if (spent + cost > limit) {
      throw new Fault('RATE_LIMITED', 'What an hour allows is spent.', {
        retryAfter: Math.ceil((resetAt - now) / 1000),
        cost,
        remaining: Math.max(0, limit - spent),
        resetAt: new Date(resetAt).toISOString(),
      });
    }
    account.here += cost;
    return { cost, limit, remaining: limit - spent - cost, resetAt };
  }

  /** Tells what was spent here, and learns what was spent elsewhere. */
  report(): Promise<void> {
    this.#reporting = this.#reporting.then(() => this.#reportAll());
    return this.#reporting;
  }

  async #reportAll(): Promise<void> {
    const spent = [...this.#accounts.values()].filter(({ here }) => here > 0);
    for (let from = 0; from < spent.length; from += reportSize) {
      await this.#reportSome(spent.slice(from, from + reportSize));
    }
  }

  async #reportSome(accounts: readonly Account[]): Promise<void> {
    const spendings = accounts.map((account) => ({ ...account, points: account.here }));
    try {
      const totals = await this.#report(
        spendings.map(({ trustId, id, hour: began, points }) => ({
          trustId,
          id,
          hour: began,
          points,
        })),
      );
      accounts.forEach((account, place) => {
        account.here -= spendings[place]?.points ?? 0;
        account.everywhere = totals[place] ?? account.everywhere;
      });
    } catch {
      // Counted here until somebody listens: the budget of this process alone still holds.
    }
  }

  #accountOf(trustId: string, id: string, began: number): Account {
    const key = `${trustId} ${id}`;
    const known = this.#accounts.get(key);
    this.#accounts.delete(key);
    const account =
      known?.hour === began ? known : { trustId, id, hour: began, everywhere: 0, here: 0 };
    this.#accounts.set(key, account);
    const [oldest] = this.#accounts.keys();
    if (this.#accounts.size > countedCallers && oldest !== undefined) this.#accounts.delete(oldest);
    return account;
  }
}
