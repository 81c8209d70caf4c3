import type { Database } from '@trellis/subgraph-kit/database';
import { Fault, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone } from '@trellis/subgraph-kit/ids';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { InstalmentNotReady } from '../instalment/instalment-change.types.ts';
import { instalmentsById } from '../instalment/instalment.queries.ts';
import type { Instalment } from '../instalment/instalment.types.ts';
import { Ledger, type Line, ofLine, transfer } from '../ledger/ledger.service.ts';
import { holdAwardsSql, holdFundsSql, markUnpaidSql, paidSql } from './payment.queries.ts';
import type { TakePaymentBackInput } from './payment.types.ts';

interface Paid extends Omit<Line, 'id'> {
  readonly id: string;
  readonly awardId: string;
  readonly lineId: string;
  readonly entryId: string | null;
  readonly state: string;
  readonly version: number;
  readonly amountPence: number;
  readonly paidPence: number;
  readonly awardStands: boolean;
}

/** Puts right what was recorded as paid and was not. */
export class PaymentCorrectionService {
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

  /**
   * Takes a payment back by an entry of its own: the instalment is approved again, and a file can record
   * it anew. Not while the money is owed back, nor after the award has given back what was promised.
   *
   * @returns the instalment, or the refusal.
   * @throws NOT_FOUND when the trust has no such instalment, CONFLICT when it has changed.
   */
  takeBack(viewer: Viewer, input: TakePaymentBackInput): Promise<Instalment | InstalmentNotReady> {
    const id = idOrNone(input.instalmentId).toLowerCase();
    const find = (known: string) => this.#instalment(viewer, known);
    return this.#idempotency.once<Instalment, InstalmentNotReady>(
      viewer,
      'takePaymentBack',
      input,
      async () => {
        await this.#db.rows(holdAwardsSql, [viewer.trustId, [id]]);
        await this.#db.rows(holdFundsSql, [viewer.trustId, [id]]);
        const [paid] = await this.#db.rows<Paid>(paidSql, [viewer.trustId, id]);
        if (!paid) throw notFound('instalment');
        if (paid.version !== input.version) {
          throw new Fault('CONFLICT', 'Somebody else changed this instalment first.', {
            currentVersion: paid.version,
          });
        }
        const { state, entryId, amountPence, paidPence, awardStands } = paid;
        const mayBe = state === 'PAID' && paidPence >= amountPence && awardStands;
        if (!mayBe || entryId === null) {
          return new InstalmentNotReady((await find(id)).status);
        }
        await this.#enter(viewer, paid, entryId, input.reason);
        await this.#db.rows(markUnpaidSql, [viewer.trustId, id]);
        return find(id);
      },
      find,
    );
  }

  async #enter(viewer: Viewer, paid: Paid, correctsId: string, reason: string): Promise<void> {
    const { lineId: id, source, fundId, awardId, amountPence } = paid;
    const line = { id, source, fundId };
    const postings = transfer(ofLine('PAYMENT', line), ofLine('COMMITMENT', line), amountPence);
    const enteredOn = londonDay(this.#clock());
    const entry = { kind: 'PAYMENT', enteredOn, awardId, reason, correctsId, postings } as const;
    await this.#ledger.enter(viewer, [entry]);
  }

  async #instalment(viewer: Viewer, id: string): Promise<Instalment> {
    const today = londonDay(this.#clock());
    const [instalment] = await instalmentsById(this.#db, viewer, [id], today);
    if (!instalment) throw notFound('instalment');
    return instalment;
  }
}
