import type { AwardRecord, TrustRecords } from '@trellis/demonstration/records';
import type { Database } from '@trellis/subgraph-kit/database';
import { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { AgreementService } from './agreement/agreement.service.ts';
import { TieInKind } from './agreement/agreement.types.ts';
import { academicYearOf } from './academic-year.ts';
import { AwardLifeService } from './award/award-life.service.ts';
import { linesOfAwards } from './award/line.service.ts';
import { InstalmentService } from './instalment/instalment.service.ts';
import { instalmentsOfAwards } from './instalment/instalment.queries.ts';
import {
  type Instalment,
  InstalmentStatus,
  InstalmentTrigger,
} from './instalment/instalment.types.ts';
import { PaymentService } from './payment/payment.service.ts';

/** How many awards of the first year each trust has paid. */
const paidAwards = 25;

/** How many of them were completed before last summer. */
const completedAwards = 12;

/** What becomes of some awards of a generated trust: agreed to, planned, approved and paid. */
export class DemonstrationLife {
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #agreements: AgreementService;
  readonly #life: AwardLifeService;
  readonly #instalments: InstalmentService;
  readonly #payments: PaymentService;

  constructor(db: Database, clock: Clock) {
    const idempotency = new Idempotency(db);
    this.#db = db;
    this.#clock = clock;
    this.#agreements = new AgreementService(db, idempotency);
    this.#life = new AwardLifeService(db, idempotency, clock);
    this.#instalments = new InstalmentService(db, idempotency, clock);
    this.#payments = new PaymentService(db, idempotency, clock);
  }

  /** @returns id of what people agree to who accept an award. */
  async publishAgreement(viewer: Viewer): Promise<string> {
    const { id } = await this.#agreements.publish(viewer, {
      ...{ name: 'Study agreement', text: agreementText, tieInKind: TieInKind.BANDS },
      beforeCompletionPercent: 100,
      bands: [
        { months: 12, percent: 50 },
        { months: 24, percent: 25 },
      ],
    });
    return id;
  }

  /** The people who use the demonstration accept what they are offered; half is due by evidence. */
  async begin(viewer: Viewer, offered: readonly AwardRecord[], agreementId: string): Promise<void> {
    for (const { id, personId } of offered) {
      const input = { id, version: 1, agreementId };
      refuseRefusal(await this.#life.accept(asPerson(viewer, personId), input));
      await this.#plan(viewer, id, true);
    }
  }

  /** Two people of the trust approve the oldest awards that stand, and finance pays them. */
  async pay(viewer: Viewer, { awards, users }: TrustRecords): Promise<void> {
    const [first, second] = users
      .filter(({ name }) => name === 'finance' || name === 'approver')
      .map(({ personId }) => personId);
    if (!first || !second) return;
    const rows: string[] = [];
    const byDay = awards
      .filter(({ withdrawnOn, personId }) => withdrawnOn === null && isNeither(personId, users))
      .sort((a, b) => (a.awardedOn < b.awardedOn ? -1 : 1));
    for (const { id, awardedOn } of byDay.slice(0, paidAwards)) {
      for (const instalment of await this.#plan(viewer, id, false)) {
        await this.#approve(asPerson(viewer, first), instalment.id, 1);
        await this.#approve(asPerson(viewer, second), instalment.id, 2);
        const pounds = (instalment.amountPence / 100).toFixed(2);
        rows.push([instalment.id, pounds, awardedOn, `BACS ${String(rows.length + 1)}`].join(','));
      }
    }
    for (const { id } of byDay.slice(0, completedAwards)) {
      const evidence = 'Certificate seen.';
      const completedOn = `${String(academicYearOf(londonDay(this.#clock())))}-07-10`;
      refuseRefusal(await this.#life.complete(viewer, { id, version: 1, completedOn, evidence }));
    }
    for (const instalment of await this.#firstOfLeaver(viewer, { awards, users })) {
      await this.#approve(asPerson(viewer, first), instalment.id, instalment.version);
      await this.#approve(asPerson(viewer, second), instalment.id, instalment.version + 1);
      const pounds = (instalment.amountPence / 100).toFixed(2);
      const today = londonDay(this.#clock());
      rows.push([instalment.id, pounds, today, `BACS ${String(rows.length + 1)}`].join(','));
    }
    const csv = ['instalment_id,amount,paid_on,reference', ...rows].join('\n');
    const { refused } = await this.#payments.record(viewer, { csv });
    if (refused.length > 0) throw new Error(`Payments were refused: ${JSON.stringify(refused)}`);
  }

  /** What is due now for the one who leaves: so he owes something back. */
  async #firstOfLeaver(
    viewer: Viewer,
    { awards, users }: Pick<TrustRecords, 'awards' | 'users'>,
  ): Promise<Instalment[]> {
    const leaver = users.find(({ name }) => name === 'leaver')?.personId;
    const ids = awards.filter(({ personId }) => personId === leaver).map(({ id }) => id);
    const today = londonDay(this.#clock());
    const all = await instalmentsOfAwards(this.#db, viewer, ids, today);
    return all.filter(({ status }) => status === InstalmentStatus.DUE);
  }

  async #plan(viewer: Viewer, awardId: string, inHalves: boolean): Promise<Instalment[]> {
    const lines = await linesOfAwards(this.#db, viewer, [awardId]);
    const today = londonDay(this.#clock());
    const instalments = lines.flatMap(({ id: lineId, committedPence }) => {
      const later = inHalves ? Math.floor(committedPence / 2) : 0;
      const now = committedPence - later;
      const byDay = { lineId, trigger: InstalmentTrigger.DATE, dueOn: today, amountPence: now };
      const certificate = { lineId, trigger: InstalmentTrigger.EVIDENCE, milestone: 'Certificate' };
      return later > 0 ? [byDay, { ...certificate, amountPence: later }] : [byDay];
    });
    const plan = await this.#instalments.plan(viewer, { awardId, instalments });
    if (plan instanceof Refusal) throw new Error(`A plan was refused: ${plan.message}`);
    return 'instalments' in plan ? plan.instalments : [];
  }

  async #approve(viewer: Viewer, id: string, version: number): Promise<void> {
    refuseRefusal(await this.#instalments.approve(viewer, { id, version }));
  }
}

const agreementText = `The trust pays for your study. If you leave the trust before you finish, you pay
back what the trust or your school paid. If you leave within one year of finishing, you pay back half of
it, and within two years a quarter. Nothing is asked back if you move within the trust, if your post is
made redundant, if your health does not let you stay, or if your contract was for a fixed time. What the
apprenticeship levy or the DfE paid is never asked back.`;

const isNeither = (personId: string, users: TrustRecords['users']) =>
  users.every((user) => user.personId !== personId);

const asPerson = (viewer: Viewer, personId: string): Viewer => ({
  ...{ ...viewer, personId, actor: { kind: 'PERSON', id: personId } },
});

function refuseRefusal(result: object): void {
  if (result instanceof Refusal)
    throw new Error(`The generated data was refused: ${result.message}`);
}
