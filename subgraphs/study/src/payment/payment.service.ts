import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type Entry, Ledger, type Line, ofLine, transfer } from '../ledger/ledger.service.ts';
import { type PaidLine, type PaymentRow, readPaidFile, writePaymentFile } from './payment-file.ts';
import {
  exportRowsSql,
  holdAwardsSql,
  holdFundsSql,
  markPaidSql,
  payableSql,
  readyForExportSql,
  takeIntoExportSql,
} from './payment.queries.ts';
import {
  type ExportPaymentsInput,
  NothingToPay,
  PaymentExport,
  RecordedPayments,
  type RecordPaymentsInput,
  type RefusedPaymentRow,
  RowProblem,
} from './payment.types.ts';

interface Payable extends Omit<Line, 'id'> {
  readonly id: string;
  readonly awardId: string;
  readonly lineId: string;
  readonly state: string;
  readonly amountPence: number;
  readonly paidOn: string | null;
  readonly paymentReference: string | null;
}

const messages: Readonly<Record<RowProblem, string>> = {
  UNREADABLE: 'The row cannot be read.',
  UNKNOWN: 'There is no instalment with that id.',
  NOT_APPROVED: 'Two people have not approved this instalment, or it was cancelled.',
  OTHER_AMOUNT: 'The amount is not that of the instalment.',
  PAID_BEFORE: 'The instalment was paid on another day or with another reference.',
  TWICE: 'An earlier row has the same instalment.',
  DAY_TO_COME: 'It cannot have been paid on a day to come.',
};

/** Asks the finance system to pay, and records what it paid. */
export class PaymentService {
  readonly #db: Database;
  readonly #ledger: Ledger;
  readonly #idempotency: Idempotency;
  readonly #clock: Clock;

  constructor(db: Database, idempotency: Idempotency, clock: Clock) {
    this.#db = db;
    this.#ledger = new Ledger(db);
    this.#idempotency = idempotency;
    this.#clock = clock;
  }

  /** @returns a file of all that is approved and in no file yet; the same key makes the same file. */
  exportAll(viewer: Viewer, input: ExportPaymentsInput): Promise<PaymentExport | NothingToPay> {
    return this.#idempotency.once<PaymentExport, NothingToPay>(
      viewer,
      'exportPayments',
      input,
      async () => {
        const ready = await this.#db.rows<{ id: string }>(readyForExportSql, [
          ...[viewer.trustId, londonDay(this.#clock())],
        ]);
        if (ready.length === 0) return new NothingToPay();
        const id = newId();
        const ids = ready.map((instalment) => instalment.id);
        await this.#db.rows(takeIntoExportSql, [viewer.trustId, id, viewer.actor.id, ids]);
        return this.#exported(viewer, id);
      },
      (id) => this.#exported(viewer, id),
    );
  }

  /**
   * Records what was paid, row by row: a row that does not fit is refused, and all others are taken.
   *
   * @throws BAD_USER_INPUT when the file is no CSV with the columns that are needed.
   */
  async record(viewer: Viewer, { csv }: RecordPaymentsInput): Promise<RecordedPayments> {
    const file = readPaidFile(csv);
    if (!file) {
      throw badUserInput(
        'csv is CSV with the columns instalment_id, amount, paid_on and reference.',
      );
    }
    const ids = file.lines.map(({ instalmentId }) => instalmentId);
    await this.#db.rows(holdAwardsSql, [viewer.trustId, ids]);
    await this.#db.rows(holdFundsSql, [viewer.trustId, ids]);
    const rows = await this.#db.rows<Payable>(payableSql, [viewer.trustId, ids]);
    const payables = new Map(rows.map((row) => [row.id, row]));
    const refused: RefusedPaymentRow[] = file.badRows.map(({ row, problem }) => ({
      ...{ row, problem: RowProblem.UNREADABLE, message: `${messages.UNREADABLE} ${problem}.` },
    }));
    const seen = new Set<string>();
    const paid: { readonly line: PaidLine; readonly payable: Payable }[] = [];
    let knownCount = 0;
    for (const line of file.lines) {
      const payable = payables.get(line.instalmentId);
      const verdict = this.#judge(line, payable, seen.has(line.instalmentId));
      seen.add(line.instalmentId);
      if (verdict === 'KNOWN') knownCount += 1;
      else if (verdict === 'PAY' && payable) paid.push({ line, payable });
      else if (verdict !== 'PAY') {
        refused.push({ row: line.row, problem: verdict, message: messages[verdict] });
      }
    }
    await this.#pay(viewer, paid);
    return Object.assign(new RecordedPayments(), {
      ...{ paidCount: paid.length, knownCount, refused: refused.sort((a, b) => a.row - b.row) },
      paidPence: paid.reduce((sum, { line }) => sum + line.amountPence, 0),
    });
  }

  #judge(line: PaidLine, payable: Payable | undefined, isTwice: boolean) {
    if (!payable) return RowProblem.UNKNOWN;
    if (isTwice) return RowProblem.TWICE;
    if (line.amountPence !== payable.amountPence) return RowProblem.OTHER_AMOUNT;
    if (payable.state === 'PAID') {
      const { paidOn, paymentReference } = payable;
      const isSame = paidOn === line.paidOn && paymentReference === line.reference;
      return isSame ? 'KNOWN' : RowProblem.PAID_BEFORE;
    }
    if (payable.state !== 'APPROVED') return RowProblem.NOT_APPROVED;
    return line.paidOn > londonDay(this.#clock()) ? RowProblem.DAY_TO_COME : 'PAY';
  }

  async #pay(
    viewer: Viewer,
    paid: readonly { readonly line: PaidLine; readonly payable: Payable }[],
  ): Promise<void> {
    if (paid.length === 0) return;
    const entryIds = await this.#ledger.enter(
      viewer,
      paid.map(({ line, payable }): Entry => {
        const { lineId: id, source, fundId, awardId } = payable;
        const from = ofLine('COMMITMENT', { id, source, fundId });
        const to = ofLine('PAYMENT', { id, source, fundId });
        const postings = transfer(from, to, line.amountPence);
        return { kind: 'PAYMENT', enteredOn: line.paidOn, awardId, postings };
      }),
    );
    const marks = paid.map(({ line }, index) => ({ ...line, entryId: entryIds[index] }));
    await this.#db.rows(markPaidSql, [viewer.trustId, JSON.stringify(marks)]);
  }

  async #exported({ trustId }: Viewer, id: string): Promise<PaymentExport> {
    const [made] = await this.#db.rows<{ exportedAt: Date }>(
      `SELECT exported_at AS "exportedAt" FROM payment_export WHERE trust_id = $1 AND id = $2`,
      [trustId, id],
    );
    if (!made) throw new Error('a payment export is gone');
    const rows = await this.#db.rows<PaymentRow>(exportRowsSql, [trustId, id]);
    return Object.assign(new PaymentExport(), {
      ...{ id, exportedAt: made.exportedAt, instalmentCount: rows.length },
      totalPence: rows.reduce((sum, { amountPence }) => sum + amountPence, 0),
      csv: writePaymentFile(rows),
    });
  }
}
