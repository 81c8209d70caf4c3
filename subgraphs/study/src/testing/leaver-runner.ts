import { jobViewer } from '@trellis/subgraph-kit/job-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { AwardSteps } from './award-steps.ts';
import { LeaverService } from '../clawback/leaver.service.ts';
import type { testStudy } from '../testing.ts';
import type { MoneyApi } from './money-api.ts';
import { expectSame, type ModelAward, type ModelLine, type MoneyModel } from './money-model.ts';

/** Lets people leave, stay after all, and repay, in the product and in the model. */
export class LeaverRunner {
  constructor(
    private readonly study: ReturnType<typeof testStudy>,
    private readonly viewer: Viewer,
    private readonly api: MoneyApi,
    private readonly model: MoneyModel,
  ) {}

  async follow(award: ModelAward, isLeaving: boolean): Promise<void> {
    award.isLeaving = isLeaving;
    const before = await this.api.linesOf(award);
    await this.#tell(award, isLeaving ? '2027-06-01' : null);
    const { clawback } = award;
    if (!isLeaving && clawback?.repaid === 0) {
      for (const { owed, model } of before) if (owed > 0) this.model.owe(model, -owed);
      award.clawback = null;
    }
    const isTied = award.isAccepted && award.status !== 'CANCELLED';
    if (!isLeaving || clawback !== null || !isTied) return;
    const paid = before.reduce((sum, line) => sum + line.model.paid, 0);
    const pence = Math.floor((paid * 60) / 100);
    await this.#share(award, { pence, all: paid, partOf: (line) => line.paid }, (line, share) => {
      this.model.owe(line, share);
    });
    if (pence > 0) award.clawback = { status: 'CALCULATED', repaid: 0 };
  }

  async repay(award: ModelAward, wish: number): Promise<void> {
    if (award.clawback === null || award.clawback.status === 'WAIVED') return;
    const owed = award.lines.reduce((sum, line) => sum + line.owed, 0);
    const pence = Math.min(wish, owed);
    if (pence === 0) return;
    const { id, status, version } = await this.api.clawbackOf(award);
    const agreed =
      status === 'CALCULATED'
        ? await this.api.decide('agreeClawback', 'ClawbackReasonInput', {
            ...{ id, version, reason: 'Agreed.' },
          })
        : version;
    await this.api.decide('recordRepayment', 'RecordRepaymentInput', {
      ...{ id, version: agreed, amountPence: pence },
    });
    const repaid = award.clawback.repaid + pence;
    award.clawback = { status: pence === owed ? 'REPAID' : 'AGREED', repaid };
    await this.#share(award, { pence, all: owed, partOf: (line) => line.owed }, (line, share) => {
      this.model.repay(line, share);
    });
  }

  async waive(award: ModelAward): Promise<void> {
    const isOpen = ['CALCULATED', 'AGREED'].includes(award.clawback?.status ?? '');
    if (award.clawback === null || !isOpen) return;
    const { id, version } = await this.api.clawbackOf(award);
    await this.api.decide('waiveClawback', 'WaiveClawbackInput', {
      ...{ id, version, reason: 'Policy.', waiver: 'OTHER' },
    });
    for (const line of award.lines) this.model.owe(line, -line.owed);
    award.clawback.status = 'WAIVED';
  }

  async #tell({ personId }: ModelAward, endsOn: string | null): Promise<void> {
    await new AwardSteps(this.study).tellRoster(this.viewer, personId, { endsOn });
    const db = this.study.db();
    const job = jobViewer('test', [], this.viewer.trustId);
    const leavers = new LeaverService(db, this.study.clock.now);
    await db.as(job, () => leavers.follow(job, [personId]));
  }

  /** Takes from the product how a sum was divided, and holds it to fair shares. */
  async #share(
    award: ModelAward,
    { pence, all, partOf }: { pence: number; all: number; partOf: (line: ModelLine) => number },
    apply: (line: ModelLine, share: number) => void,
  ): Promise<void> {
    const lines = await this.api.linesOf(award);
    const shares = lines.map(({ model, owed }) => Math.abs(owed - model.owed));
    const sum = shares.reduce((so, share) => so + share, 0);
    expectSame(sum, pence);
    for (const [index, { model }] of lines.entries()) {
      const share = shares[index] ?? 0;
      const exact = all === 0 ? 0 : (pence * partOf(model)) / all;
      expectSame(Math.abs(share - exact) < 1 && share <= partOf(model), true);
      apply(model, share);
    }
  }
}
