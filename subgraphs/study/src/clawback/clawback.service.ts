import type { Database } from '@trellis/subgraph-kit/database';
import { Fault, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone } from '@trellis/subgraph-kit/ids';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Refusal } from '@trellis/subgraph-kit/refusal';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { holdAward } from '../award/award.queries.ts';
import { ClawbackMoneyService } from './clawback-money.service.ts';
import { changeClawbackSql, clawbackById } from './clawback.queries.ts';
import {
  type Clawback,
  ClawbackNotOpen,
  type ClawbackReasonInput,
  ClawbackStatus,
  type ClawbackVersionInput,
  type ClawbackWaiver,
  type RecordRepaymentInput,
  RepaidTooMuch,
  type WaiveClawbackInput,
} from './clawback.types.ts';

/** What becomes of a clawback. */
interface Decision {
  readonly status: ClawbackStatus;
  readonly waiver?: ClawbackWaiver;
  readonly reason?: string;
  readonly repaidPence?: number;
}

const { CALCULATED, AGREED, DISPUTED, REPAID, WAIVED, WRITTEN_OFF } = ClawbackStatus;

/** Decides on what people who left owe, and records what they repay. Deducts nothing from anybody. */
export class ClawbackService {
  readonly #db: Database;
  readonly #idempotency: Idempotency;
  readonly #clock: Clock;
  readonly #money: ClawbackMoneyService;

  constructor(db: Database, idempotency: Idempotency, clock: Clock) {
    this.#db = db;
    this.#idempotency = idempotency;
    this.#clock = clock;
    this.#money = new ClawbackMoneyService(db);
  }

  /** It is to be repaid. @throws NOT_FOUND, CONFLICT. */
  agree(viewer: Viewer, input: ClawbackReasonInput): Promise<Clawback | Refusal> {
    const decide = () => ({ status: AGREED, reason: input.reason });
    return this.#decide(viewer, 'agreeClawback', input, [CALCULATED, DISPUTED], decide);
  }

  /** The person says that it is wrong. @throws NOT_FOUND for all others, CONFLICT. */
  dispute(viewer: Viewer, input: ClawbackReasonInput): Promise<Clawback | Refusal> {
    const decide = () => ({ status: DISPUTED, reason: input.reason });
    const mayDispute = ({ personId }: Clawback) => personId === viewer.personId;
    return this.#change(viewer, 'disputeClawback', input, mayDispute, (clawback) =>
      [CALCULATED, AGREED].includes(clawback.status) ? decide() : new ClawbackNotOpen(clawback),
    );
  }

  /** It is not asked for; what is still owed stays paid. @throws NOT_FOUND, CONFLICT. */
  waive(viewer: Viewer, input: WaiveClawbackInput): Promise<Clawback | Refusal> {
    const open = [CALCULATED, AGREED, DISPUTED];
    return this.#decide(viewer, 'waiveClawback', input, open, async ({ awardId }) => {
      await this.#money.drop(viewer, awardId, this.#today());
      return { status: WAIVED, waiver: input.waiver, reason: input.reason };
    });
  }

  /** It was asked for and is given up. @throws NOT_FOUND, CONFLICT. */
  writeOff(viewer: Viewer, input: ClawbackReasonInput): Promise<Clawback | Refusal> {
    const open = [CALCULATED, AGREED, DISPUTED];
    return this.#decide(viewer, 'writeOffClawback', input, open, async ({ awardId }) => {
      await this.#money.drop(viewer, awardId, this.#today());
      return { status: WRITTEN_OFF, reason: input.reason };
    });
  }

  /** The person repaid something: it goes back to where it came from. @throws NOT_FOUND, CONFLICT. */
  recordRepayment(viewer: Viewer, input: RecordRepaymentInput): Promise<Clawback | Refusal> {
    return this.#decide(viewer, 'recordRepayment', input, [AGREED], async (clawback) => {
      const owedPence = clawback.amountPence - clawback.repaidPence;
      const { amountPence: repaidPence } = input;
      if (repaidPence > owedPence) return new RepaidTooMuch(owedPence);
      await this.#money.repay(viewer, clawback.awardId, this.#today(), repaidPence);
      return { status: repaidPence === owedPence ? REPAID : AGREED, repaidPence };
    });
  }

  /** Nobody decides on what they owe themselves, whatever else they may do. */
  #decide(
    viewer: Viewer,
    mutation: string,
    input: ClawbackVersionInput,
    from: readonly ClawbackStatus[],
    work: (clawback: Clawback) => Promise<Decision | Refusal> | Decision,
  ): Promise<Clawback | Refusal> {
    const mayDecide = ({ personId }: Clawback) => personId !== viewer.personId;
    return this.#change(viewer, mutation, input, mayDecide, (clawback) =>
      from.includes(clawback.status) ? work(clawback) : new ClawbackNotOpen(clawback),
    );
  }

  #change(
    viewer: Viewer,
    mutation: string,
    input: ClawbackVersionInput,
    may: (clawback: Clawback) => boolean,
    work: (clawback: Clawback) => Promise<Decision | Refusal> | Decision | Refusal,
  ): Promise<Clawback | Refusal> {
    const find = async (id: string) => {
      const clawback = await clawbackById(this.#db, viewer, id);
      if (!clawback) throw notFound('clawback');
      return clawback;
    };
    const act = async () => {
      const { id, awardId } = await find(idOrNone(input.id));
      await holdAward(this.#db, viewer, awardId);
      const clawback = await find(id); // as it is now that nobody else changes it
      if (!may(clawback)) throw notFound('clawback');
      if (clawback.version !== input.version) {
        throw new Fault('CONFLICT', 'Somebody else changed this clawback first.', {
          currentVersion: clawback.version,
        });
      }
      const decision = await work(clawback);
      if (!('status' in decision)) return decision;
      const { status, waiver = null, reason = clawback.reason, repaidPence = 0 } = decision;
      const { id: decidedById } = viewer.actor;
      await this.#db.rows(changeClawbackSql, [
        ...[viewer.trustId, id, status, waiver, reason, decidedById, repaidPence],
      ]);
      return find(id);
    };
    return this.#idempotency.once<Clawback, Refusal>(viewer, mutation, input, act, find);
  }

  #today(): string {
    return londonDay(this.#clock());
  }
}
