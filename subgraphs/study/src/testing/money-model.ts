/** Where money of a fund is, as `fundPosition` names it. */
export type Place =
  | 'allocatedPence'
  | 'movedPence'
  | 'carriedPence'
  | 'committedPence'
  | 'paidPence'
  | 'owedPence'
  | 'availablePence';

/** A line of an award, as the model has it. */
export interface ModelLine {
  fund: string;
  committed: number;
  paid: number;
  owed: number;
}

/** An award, as the model has it. */
export interface ModelAward {
  readonly id: string;
  readonly personId: string;
  version: number;
  status: string;
  isAccepted: boolean;
  isLeaving: boolean;
  lines: ModelLine[];
  clawback: { status: string; repaid: number } | null;
}

const places: readonly Place[] = [
  ...(['allocatedPence', 'movedPence', 'carriedPence', 'committedPence'] as const),
  ...(['paidPence', 'owedPence', 'availablePence'] as const),
];

/**
 * The same rules as the ledger's, told another way: a list of what went where on which day, and sums
 * over it. It knows no accounts, no entries and no database.
 */
export class MoneyModel {
  readonly awards: ModelAward[] = [];
  readonly #moves: { fund: string; day: string; place: Place; pence: number }[] = [];
  today: string;

  constructor(today: string) {
    this.today = today;
  }

  move(fund: string, place: Place, pence: number): void {
    this.#moves.push({ fund, place, pence, day: this.today });
  }

  allocate(fund: string, pence: number): void {
    this.move(fund, 'allocatedPence', pence);
    this.move(fund, 'availablePence', pence);
  }

  vire(from: string, to: string, pence: number): void {
    for (const [fund, sum] of [[from, -pence] as const, [to, pence] as const]) {
      this.move(fund, 'movedPence', sum);
      this.move(fund, 'availablePence', sum);
    }
  }

  offer(award: ModelAward): void {
    this.awards.push(award);
    for (const line of award.lines) {
      this.move(line.fund, 'availablePence', -line.committed);
      this.move(line.fund, 'committedPence', line.committed);
    }
  }

  /** Gives back what is promised; with `refund` what is paid as well. */
  end(award: ModelAward, status: string, refund = false): void {
    award.status = status;
    for (const line of award.lines) {
      this.move(line.fund, 'committedPence', -line.committed);
      this.move(line.fund, 'availablePence', line.committed);
      line.committed = 0;
      if (!refund) continue;
      this.move(line.fund, 'paidPence', -line.paid);
      this.move(line.fund, 'availablePence', line.paid);
      line.paid = 0;
    }
  }

  pay(line: ModelLine): void {
    this.move(line.fund, 'committedPence', -line.committed);
    this.move(line.fund, 'paidPence', line.committed);
    line.paid += line.committed;
    line.committed = 0;
  }

  /** @param pence what of this line's payments is owed from now on; below zero, no longer. */
  owe(line: ModelLine, pence: number): void {
    this.move(line.fund, 'paidPence', -pence);
    this.move(line.fund, 'owedPence', pence);
    line.paid -= pence;
    line.owed += pence;
  }

  repay(line: ModelLine, pence: number): void {
    this.move(line.fund, 'owedPence', -pence);
    this.move(line.fund, 'availablePence', pence);
    line.owed -= pence;
  }

  /** @param next the fund of the next year for each of the old one. */
  yearEnd(next: ReadonlyMap<string, string>): void {
    for (const award of this.awards) {
      for (const line of [...award.lines]) {
        const into = next.get(line.fund);
        if (into === undefined || line.committed === 0) continue;
        this.move(line.fund, 'committedPence', -line.committed);
        this.move(line.fund, 'carriedPence', -line.committed);
        this.move(into, 'carriedPence', line.committed);
        this.move(into, 'committedPence', line.committed);
        award.lines.push({ fund: into, committed: line.committed, paid: 0, owed: 0 });
        line.committed = 0;
      }
    }
  }

  position(fund: string, asOf: string): Record<Place, number> {
    const sum = (place: Place) =>
      this.#moves
        .filter((move) => move.fund === fund && move.place === place && move.day <= asOf)
        .reduce((pence, move) => pence + move.pence, 0);
    const [a, b, c, d, e, f, g] = places.map(sum);
    return {
      ...{ allocatedPence: a ?? 0, movedPence: b ?? 0, carriedPence: c ?? 0 },
      ...{ committedPence: d ?? 0, paidPence: e ?? 0, owedPence: f ?? 0, availablePence: g ?? 0 },
    };
  }

  available(fund: string): number {
    return this.position(fund, this.today).availablePence;
  }

  /** What a school spends by the fund: promised, paid, and owed back and not repaid. */
  spent(fund: string): number {
    const { committedPence, paidPence, owedPence } = this.position(fund, this.today);
    return committedPence + paidPence + owedPence;
  }

  /** Each day on which something moved. */
  days(): string[] {
    return [...new Set(this.#moves.map(({ day }) => day))].sort();
  }
}

/** @throws Error when the product says otherwise than the model. */
export function expectSame(actual: unknown, expected: unknown): void {
  if (JSON.stringify(actual) === JSON.stringify(expected)) return;
  throw new Error(
    `the product says ${JSON.stringify(actual)}, the model ${JSON.stringify(expected)}`,
  );
}
