import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, Fault, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone } from '@trellis/subgraph-kit/ids';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Refusal } from '@trellis/subgraph-kit/refusal';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { agreementsById } from '../agreement/agreement.queries.ts';
import { employmentOf } from '../employment/employment.queries.ts';
import {
  cancelInstalments,
  moveDueDays,
  reclaimInstalments,
} from '../instalment/instalment.queries.ts';
import { PersonLeaving } from './award-change.types.ts';
import {
  type AcceptAwardInput,
  AgreementNeeded,
  AwardNotOpen,
  type AwardVersionInput,
  type CancelAwardInput,
  type CompleteAwardInput,
  type DeferAwardInput,
  OfferLapsed,
} from './award-life.types.ts';
import { tellOfAwards } from './award-events.ts';
import { AwardEntity } from './award.entity.ts';
import { answersFor } from './award.queries.ts';
import { AwardStatus } from './award.types.ts';
import { LineService } from './line.service.ts';
import { deferralCodes } from './study-reason.codes.ts';

type Change = Partial<Omit<AwardEntity, 'trustId' | 'id'>>;

/** What becomes of an award between its offer and its end. */
export class AwardLifeService {
  readonly #db: Database;
  readonly #idempotency: Idempotency;
  readonly #clock: Clock;
  readonly #lines: LineService;

  constructor(db: Database, idempotency: Idempotency, clock: Clock) {
    this.#db = db;
    this.#idempotency = idempotency;
    this.#clock = clock;
    this.#lines = new LineService(db);
  }

  /**
   * The person accepts an offer and, where it asks for that, agrees to its text.
   *
   * @returns the award, or the refusal.
   * @throws NOT_FOUND unless the award is the viewer's own, CONFLICT when it has changed.
   */
  accept(viewer: Viewer, input: AcceptAwardInput): Promise<AwardEntity | Refusal> {
    return this.#change(viewer, 'acceptAward', input, ownAward, async (award) => {
      if (award.status !== AwardStatus.OFFERED) return new AwardNotOpen(award);
      const { acceptBefore, agreementId, personId } = award;
      if (acceptBefore !== null && this.#today() >= acceptBefore) {
        return new OfferLapsed(acceptBefore);
      }
      const agreedTo = input.agreementId == null ? null : idOrNone(input.agreementId);
      if (agreementId !== null && agreedTo?.toLowerCase() !== agreementId) {
        const [agreement] = await agreementsById(this.#db, viewer, [agreementId]);
        return new AgreementNeeded(agreement ?? null);
      }
      const [employment] = await employmentOf(this.#db, viewer, [personId]);
      if (employment?.leavesOn) return new PersonLeaving(employment.leavesOn);
      await tellOfAwards(this.#db, viewer, 'award.made', [award]);
      return { status: AwardStatus.ACTIVE, acceptedAt: this.#clock() };
    });
  }

  /**
   * The person declines an offer; its money goes back.
   *
   * @throws NOT_FOUND unless the award is the viewer's own, CONFLICT when it has changed.
   */
  decline(viewer: Viewer, input: AwardVersionInput): Promise<AwardEntity | Refusal> {
    return this.#change(viewer, 'declineAward', input, ownAward, async (award) => {
      if (award.status !== AwardStatus.OFFERED) return new AwardNotOpen(award);
      return this.#end(viewer, award, AwardStatus.DECLINED, 'The person declined it.');
    });
  }

  /** Interrupts study: instalments wait until it is resumed. @throws NOT_FOUND, CONFLICT. */
  defer(viewer: Viewer, input: DeferAwardInput): Promise<AwardEntity | Refusal> {
    const { reasonCode, until } = input;
    if (!deferralCodes.has(reasonCode)) {
      throw badUserInput('reasonCode is none of the deferral reasons of the register of NPQs.');
    }
    if (until != null && until <= this.#today()) throw badUserInput('until is a day to come.');
    return this.#change(viewer, 'deferAward', input, othersAward, (award) => {
      if (award.status !== AwardStatus.ACTIVE) return new AwardNotOpen(award);
      const days = { deferredOn: this.#today(), deferredUntil: until ?? null };
      return { status: AwardStatus.DEFERRED, deferralCode: reasonCode, ...days };
    });
  }

  /** Study goes on; instalments with a day are due so much later. @throws NOT_FOUND, CONFLICT. */
  resume(viewer: Viewer, input: AwardVersionInput): Promise<AwardEntity | Refusal> {
    return this.#change(viewer, 'resumeAward', input, othersAward, async (award) => {
      const { status, deferredOn } = award;
      if (status !== AwardStatus.DEFERRED || deferredOn === null) return new AwardNotOpen(award);
      await moveDueDays(this.#db, viewer, award.id, deferredOn, this.#today());
      return { status: AwardStatus.ACTIVE, deferredUntil: null };
    });
  }

  /** The person finished. What is promised stays, for instalments that are still due. */
  complete(viewer: Viewer, input: CompleteAwardInput): Promise<AwardEntity | Refusal> {
    const { completedOn, evidence } = input;
    if (completedOn > this.#today()) throw badUserInput('completedOn is today or earlier.');
    return this.#change(viewer, 'completeAward', input, othersAward, (award) => {
      if (award.status !== AwardStatus.ACTIVE) return new AwardNotOpen(award);
      if (completedOn < award.awardedOn) throw badUserInput('completedOn is before the award.');
      return { status: AwardStatus.COMPLETED, completedOn, completionEvidence: evidence };
    });
  }

  /**
   * The provider cancelled the programme: what was paid goes back to where it came from, and the person
   * may be awarded the same programme anew.
   */
  cancel(viewer: Viewer, input: CancelAwardInput): Promise<AwardEntity | Refusal> {
    return this.#change(viewer, 'cancelAward', input, othersAward, async (award) => {
      const open: AwardStatus[] = [AwardStatus.OFFERED, AwardStatus.ACTIVE, AwardStatus.DEFERRED];
      if (!open.includes(award.status)) return new AwardNotOpen(award);
      const refunds = input.refunds ?? null;
      await this.#lines.refund(viewer, award, this.#today(), input.reason, refunds);
      await reclaimInstalments(this.#db, viewer, award.id);
      if (award.status !== AwardStatus.OFFERED) {
        await tellOfAwards(this.#db, viewer, 'award.withdrawn', [award]);
      }
      return this.#end(viewer, award, AwardStatus.CANCELLED, input.reason);
    });
  }

  /** What ends an award; the money that was promised goes back. */
  async #end(
    viewer: Viewer,
    award: AwardEntity,
    status: AwardStatus.DECLINED | AwardStatus.CANCELLED,
    reason: string,
  ): Promise<Change> {
    const withdrawnOn = this.#today();
    await this.#lines.release(viewer, award, withdrawnOn, reason);
    await cancelInstalments(this.#db, viewer, award.id);
    const { kind: withdrawnByKind, id: withdrawnById } = viewer.actor;
    return { status, withdrawnOn, withdrawnReason: reason, withdrawnByKind, withdrawnById };
  }

  /** Changes an award that nobody else changes meanwhile, once for one key. */
  #change(
    viewer: Viewer,
    mutation: string,
    input: AwardVersionInput,
    mayChange: (viewer: Viewer, award: AwardEntity) => boolean,
    work: (award: AwardEntity) => Promise<Change | Refusal> | Change | Refusal,
  ): Promise<AwardEntity | Refusal> {
    const key = { trustId: viewer.trustId, id: idOrNone(input.id) };
    const change = () =>
      this.#db.transaction(async (tx) => {
        const lock = { mode: 'pessimistic_write' } as const;
        const award = await tx.findOne(AwardEntity, { where: key, lock });
        if (!award || !mayChange(viewer, award)) throw notFound('award');
        if (award.version !== input.version) {
          throw new Fault('CONFLICT', 'Somebody else changed this award first.', {
            currentVersion: award.version,
          });
        }
        const change = await work(award);
        if ('message' in change) return change;
        const next = { ...change, version: award.version + 1 };
        await tx.update(AwardEntity, key, next);
        return Object.assign(award, next);
      });
    return this.#idempotency.once<AwardEntity, Refusal>(viewer, mutation, input, change, (id) =>
      this.#db.transaction((tx) => tx.findOneByOrFail(AwardEntity, { ...key, id })),
    );
  }

  #today(): string {
    return londonDay(this.#clock());
  }
}

const ownAward = (viewer: Viewer, { personId }: AwardEntity) => personId === viewer.personId;

/** Nobody changes their own award, whatever else they may do. */
const othersAward = (viewer: Viewer, award: AwardEntity) =>
  answersFor(viewer, award.schoolId) && award.personId !== viewer.personId;
