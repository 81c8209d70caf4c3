import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { LineService } from '../award/line.service.ts';
import { homeOf, Ledger, ofLine, transfer } from '../ledger/ledger.service.ts';
import { sharesOf } from './clawback-arithmetic.ts';

/** Moves what is owed back on the lines of an award that the caller holds. */
export class ClawbackMoneyService {
  readonly #ledger: Ledger;
  readonly #lines: LineService;

  constructor(db: Database) {
    this.#ledger = new Ledger(db);
    this.#lines = new LineService(db);
  }

  /** @returns what recoverable lines have paid and nobody owes or paid back. */
  async basePence(viewer: Viewer, awardId: string): Promise<number> {
    const lines = await this.#recoverable(viewer, awardId);
    return lines.reduce((sum, { paidPence }) => sum + paidPence, 0);
  }

  /** Part of what was paid is owed from now on, by each line in proportion. */
  async owe(viewer: Viewer, awardId: string, enteredOn: string, pence: number): Promise<void> {
    const lines = await this.#recoverable(viewer, awardId);
    const shares = sharesOf(
      pence,
      lines.map(({ paidPence }) => paidPence),
    );
    const postings = lines.flatMap((line, index) => {
      const share = shares[index] ?? 0;
      return share > 0 ? transfer(ofLine('PAYMENT', line), ofLine('RECOVERY', line), share) : [];
    });
    await this.#ledger.enter(viewer, [{ kind: 'CLAWBACK', enteredOn, awardId, postings }]);
  }

  /** What is still owed is owed no longer: it stays paid. */
  async drop(viewer: Viewer, awardId: string, enteredOn: string): Promise<void> {
    const lines = await this.#owing(viewer, awardId);
    if (lines.length === 0) return;
    const postings = lines.flatMap((line) =>
      transfer(ofLine('RECOVERY', line), ofLine('PAYMENT', line), line.owedPence),
    );
    await this.#ledger.enter(viewer, [{ kind: 'CLAWBACK_DROPPED', enteredOn, awardId, postings }]);
  }

  /** The person paid back: it goes to where it came from, by each line in proportion. */
  async repay(viewer: Viewer, awardId: string, enteredOn: string, pence: number): Promise<void> {
    const lines = await this.#owing(viewer, awardId);
    const shares = sharesOf(
      pence,
      lines.map(({ owedPence }) => owedPence),
    );
    const postings = lines.flatMap((line, index) => {
      const share = shares[index] ?? 0;
      return share > 0 ? transfer(ofLine('RECOVERY', line), homeOf(line), share) : [];
    });
    await this.#ledger.enter(viewer, [{ kind: 'REPAYMENT', enteredOn, awardId, postings }]);
  }

  async #recoverable(viewer: Viewer, awardId: string) {
    const lines = await this.#lines.holdLines(viewer, awardId);
    return lines.filter(({ isRecoverable, paidPence }) => isRecoverable && paidPence > 0);
  }

  async #owing(viewer: Viewer, awardId: string) {
    const lines = await this.#lines.holdLines(viewer, awardId);
    return lines.filter(({ owedPence }) => owedPence > 0);
  }
}
