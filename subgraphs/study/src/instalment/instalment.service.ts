import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, Fault, forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone, newId } from '@trellis/subgraph-kit/ids';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Refusal } from '@trellis/subgraph-kit/refusal';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { AwardNotOpen } from '../award/award-life.types.ts';
import { answersFor, type HeldAward, holdAward } from '../award/award.queries.ts';
import { AwardStatus } from '../award/award.types.ts';
import { LineService } from '../award/line.service.ts';
import {
  type ApproveInstalmentInput,
  InstalmentNotReady,
  InstalmentPlan,
  InstalmentsMissLine,
  type PlanInstalmentsInput,
  type PlannedInstalmentInput,
  type RecordEvidenceInput,
  SecondApproverNeeded,
} from './instalment-change.types.ts';
import { instalmentsById, instalmentsOfAwards } from './instalment.queries.ts';
import { type Instalment, InstalmentStatus, InstalmentTrigger } from './instalment.types.ts';

/** Plans what is paid when, and lets two people approve it. */
export class InstalmentService {
  readonly #db: Database;
  readonly #idempotency: Idempotency;
  readonly #clock: Clock;

  constructor(db: Database, idempotency: Idempotency, clock: Clock) {
    this.#db = db;
    this.#idempotency = idempotency;
    this.#clock = clock;
  }

  /**
   * Plans all instalments of an award at once.
   *
   * @returns the plan, or the refusal.
   * @throws NOT_FOUND when the viewer answers for no such award; BAD_USER_INPUT for a line of another,
   *   or an instalment with neither a day nor a milestone.
   */
  plan(viewer: Viewer, input: PlanInstalmentsInput): Promise<InstalmentPlan | Refusal> {
    const awardId = idOrNone(input.awardId).toLowerCase();
    for (const planned of input.instalments) checkTrigger(planned);
    const recall = async (id: string) => {
      const instalments = await instalmentsOfAwards(this.#db, viewer, [id], this.#today());
      return Object.assign(new InstalmentPlan(), { id, instalments });
    };
    return this.#idempotency.once<InstalmentPlan, Refusal>(
      viewer,
      'planInstalments',
      input,
      async () => {
        const award = await this.#hold(viewer, awardId);
        const open: AwardStatus[] = [AwardStatus.OFFERED, AwardStatus.ACTIVE, AwardStatus.DEFERRED];
        const planned = await instalmentsOfAwards(this.#db, viewer, [awardId], this.#today());
        if (!open.includes(award.status) || planned.length > 0) return new AwardNotOpen(award);
        const lines = await new LineService(this.#db).holdLines(viewer, awardId);
        const asked = Map.groupBy(input.instalments, ({ lineId }) => lineId.toLowerCase());
        for (const line of lines) {
          const pence = (asked.get(line.id) ?? []).reduce((sum, one) => sum + one.amountPence, 0);
          asked.delete(line.id);
          if (pence !== line.committedPence) {
            return new InstalmentsMissLine(line.id, line.committedPence, pence);
          }
        }
        if (asked.size > 0) throw badUserInput('lineId is of a line of this award.');
        const rows = input.instalments.map(
          ({ lineId, trigger, dueOn, milestone, amountPence }, index) => ({
            ...{ id: newId(), number: index + 1 },
            ...{ lineId, trigger, dueOn, milestone, amountPence },
          }),
        );
        const values = [viewer.trustId, awardId, award.personId, JSON.stringify(rows)];
        await this.#db.rows(planSql, values);
        return recall(awardId);
      },
      recall,
    );
  }

  /** Records what was reached or shown, so that the instalment is due. */
  recordEvidence(viewer: Viewer, input: RecordEvidenceInput): Promise<Instalment | Refusal> {
    return this.#change(viewer, 'recordEvidence', input, async (instalment) => {
      const { status, trigger, id } = instalment;
      const waits = status === InstalmentStatus.PLANNED || status === InstalmentStatus.HELD;
      if (trigger === InstalmentTrigger.DATE || !waits) return new InstalmentNotReady(status);
      return this.#db.rows(
        `UPDATE instalment SET evidence = $3, evidence_on = $4, version = version + 1
          WHERE trust_id = $1 AND id = $2`,
        [viewer.trustId, id, input.evidence, this.#today()],
      );
    });
  }

  /**
   * Approves a payment that is due: two different people have to, neither of them who studies.
   *
   * @throws FORBIDDEN for a program: people approve.
   */
  approve(viewer: Viewer, input: ApproveInstalmentInput): Promise<Instalment | Refusal> {
    const { personId } = viewer;
    if (personId === null) throw forbidden('People approve payments, not programs.');
    return this.#change(viewer, 'approveInstalment', input, async (instalment, award) => {
      const { id, status, firstApprovedById } = instalment;
      const isFirst = firstApprovedById === null;
      if (personId === award.personId || personId === firstApprovedById) {
        return new SecondApproverNeeded();
      }
      if (status !== InstalmentStatus.DUE) return new InstalmentNotReady(status);
      return this.#db.rows(isFirst ? firstApprovalSql : secondApprovalSql, [
        ...[viewer.trustId, id, personId],
      ]);
    });
  }

  #change(
    viewer: Viewer,
    mutation: string,
    input: ApproveInstalmentInput,
    work: (instalment: Instalment, award: HeldAward) => Promise<unknown[] | Refusal>,
  ): Promise<Instalment | Refusal> {
    const find = async (id: string) => {
      const [found] = await instalmentsById(this.#db, viewer, [id], this.#today());
      if (!found) throw notFound('instalment');
      return found;
    };
    const act = async () => {
      const { awardId, id } = await find(idOrNone(input.id));
      const award = await this.#hold(viewer, awardId, 'instalment');
      const instalment = await find(id); // as it is now that nobody else changes it
      if (instalment.version !== input.version) {
        throw new Fault('CONFLICT', 'Somebody else changed this instalment first.', {
          currentVersion: instalment.version,
        });
      }
      const outcome = await work(instalment, award);
      return Array.isArray(outcome) ? find(id) : outcome;
    };
    return this.#idempotency.once<Instalment, Refusal>(viewer, mutation, input, act, find);
  }

  async #hold(viewer: Viewer, awardId: string, noun = 'award'): Promise<HeldAward> {
    const award = await holdAward(this.#db, viewer, awardId);
    if (!award || !answersFor(viewer, award.schoolId)) throw notFound(noun);
    return award;
  }

  #today(): string {
    return londonDay(this.#clock());
  }
}

function checkTrigger({ trigger, dueOn, milestone }: PlannedInstalmentInput): void {
  const byDay = trigger === InstalmentTrigger.DATE;
  if (byDay !== (dueOn != null) || byDay === (milestone != null)) {
    throw badUserInput('An instalment has dueOn where its trigger is DATE, and else a milestone.');
  }
}

const planSql = `
  INSERT INTO instalment (trust_id, id, award_id, person_id, line_id, number, trigger, due_on,
                          milestone, amount_pence)
  SELECT $1, id, $2, $3, "lineId", number, trigger, "dueOn", milestone, "amountPence"
    FROM json_to_recordset($4) AS planned (id uuid, number integer, "lineId" uuid, trigger text,
         "dueOn" date, milestone text, "amountPence" integer)`;

const firstApprovalSql = `
  UPDATE instalment SET first_approved_by_id = $3, version = version + 1
   WHERE trust_id = $1 AND id = $2`;

const secondApprovalSql = `
  UPDATE instalment SET second_approved_by_id = $3, state = 'APPROVED', version = version + 1
   WHERE trust_id = $1 AND id = $2`;
