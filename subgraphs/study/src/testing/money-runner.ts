import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { AwardSteps } from './award-steps.ts';
import { fundPositions } from '../fund/fund-position.queries.ts';
import { studySpendOf } from '../spend/study-spend.queries.ts';
import { finance, type testStudy } from '../testing.ts';
import { LeaverRunner } from './leaver-runner.ts';
import { MoneyApi } from './money-api.ts';
import { expectSame, type ModelAward, MoneyModel } from './money-model.ts';

type Study = ReturnType<typeof testStudy>;

/** One step; numbers choose among what there is. */
export type Step =
  | {
      readonly do: 'offer';
      readonly lines: readonly { readonly fund: number; readonly pence: number }[];
    }
  | { readonly do: 'pay'; readonly award: number; readonly line: number }
  | { readonly do: 'repay'; readonly award: number; readonly pence: number }
  | { readonly do: 'move'; readonly from: number; readonly to: number; readonly pence: number }
  | { readonly do: 'allocate'; readonly fund: number; readonly pence: number }
  | { readonly do: 'wait'; readonly days: number }
  | { readonly do: 'yearEnd' }
  | {
      readonly do:
        | 'accept'
        | 'decline'
        | 'hold'
        | 'resume'
        | 'withdraw'
        | 'cancel'
        | 'leave'
        | 'stay'
        | 'waive';
      readonly award: number;
    };

const bands = {
  tieInKind: 'BANDS',
  beforeCompletionPercent: 60,
  bands: [{ months: 120, percent: 60 }],
};

/** Does each step through the product and in the model, and says whether the two agree. */
export class MoneyRunner {
  readonly model = new MoneyModel('2026-10-01');
  readonly viewer: Viewer = finance();
  #schoolId = '';
  /** Two of 2026 and then the same two of 2027. */
  readonly funds: string[] = [];
  readonly #study: Study;
  readonly #steps: AwardSteps;
  readonly #api: MoneyApi;
  readonly #leavers: LeaverRunner;
  #agreementId = '';
  /** Whether nothing else goes on, so that the model knows what a fund has left. */
  #isAlone = true;

  constructor(study: Study) {
    this.#study = study;
    this.#steps = new AwardSteps(study);
    this.#api = new MoneyApi(study, this.viewer);
    this.#leavers = new LeaverRunner(study, this.viewer, this.#api, this.model);
  }

  async begin(): Promise<void> {
    this.#setClock();
    this.#schoolId = this.#study.people.add('School', this.viewer);
    this.#agreementId = await this.#api.publish({ name: 'Study', text: 'I stay.', ...bands });
    for (const academicYear of [2026, 2027]) {
      for (const name of ['First', 'Second']) {
        const input = { name, academicYear, amountPence: 1_000 };
        this.funds.push(await this.#api.openFund(input));
      }
    }
    for (const fund of this.funds) this.model.allocate(fund, 1_000);
  }

  /** @returns what the product says of each fund on each day, beside what the model says. */
  async compare() {
    const { model, viewer } = this;
    const days = ['2026-09-30', ...model.days(), model.today];
    const asked = this.funds.flatMap((fundId) => days.map((asOf) => ({ fundId, asOf })));
    const db = this.#study.db();
    const { found, rows, spends } = await db.as(viewer, async () => ({
      spends: await studySpendOf(
        db,
        viewer,
        [2026, 2027].map((academicYear) => ({ schoolId: this.#schoolId, academicYear })),
      ),
      found: await fundPositions(db, viewer, asked),
      rows: await db.rows<{ id: string; left: number }>(
        'SELECT id, amount_pence - committed_pence AS left FROM fund WHERE id = ANY ($1)',
        [this.funds],
      ),
    }));
    const expected = asked.map((one) => ({ ...one, ...model.position(one.fundId, one.asOf) }));
    const key = (one: { fundId: string; asOf: string }) => `${one.fundId} ${one.asOf}`;
    const actual = new Map(found.map((position) => [key(position), position]));
    return {
      expected: [
        { spentPence: this.funds.reduce((sum, fund) => sum + model.spent(fund), 0) },
        ...expected,
        ...this.funds.map((id) => ({ id, left: model.available(id) })),
      ],
      actual: [
        { spentPence: spends.reduce((sum, { amountPence }) => sum + amountPence, 0) },
        ...asked.map((one) => actual.get(key(one))),
        ...this.funds.map((id) => rows.find((row) => row.id === id)),
      ],
    };
  }

  /**
   * Does the steps at once, one for each award; what a fund had left for each of them nobody knows, so
   * the product's word is taken for that, and for nothing else.
   */
  async takeAtOnce(steps: readonly Step[]): Promise<void> {
    const isYearEnd = steps.some((step) => step.do === 'yearEnd');
    const count = Math.max(1, this.model.awards.length);
    const taken = new Set<number>();
    const together = steps.filter((step) => {
      if (step.do === 'wait') return false;
      if (!('award' in step)) return true;
      const place = step.award % count;
      if (isYearEnd || taken.has(place)) return false;
      taken.add(place);
      return true;
    });
    this.#isAlone = false;
    await Promise.all(together.map((step) => this.take(step)));
    this.#isAlone = true;
    for (const fund of this.funds) expectSame(this.model.available(fund) >= 0, true);
  }

  /** Does the step in both. */
  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'wait':
        this.#wait(step.days);
        return;
      case 'offer':
        return this.#offer(step.lines);
      case 'allocate':
        return this.#allocate(this.#fund(step.fund), step.pence);
      case 'move':
        return this.#move(this.#fund(step.from), this.#fund(step.to), step.pence);
      case 'yearEnd':
        return this.#yearEnd();
      default:
    }
    const award = this.model.awards[step.award % Math.max(1, this.model.awards.length)];
    if (!award) return;
    if (step.do === 'pay') return this.#pay(award, step.line);
    if (step.do === 'repay') return this.#leavers.repay(award, step.pence);
    if (step.do === 'leave' || step.do === 'stay')
      return this.#leavers.follow(award, step.do === 'leave');
    if (step.do === 'waive') return this.#leavers.waive(award);
    return this.#change(award, step.do);
  }

  #wait(days: number): void {
    const time = Date.parse(`${this.model.today}T00:00:00Z`) + days * 86_400_000;
    this.model.today = new Date(time).toISOString().slice(0, 10);
    this.#setClock();
  }

  async #offer(wish: readonly { readonly fund: number; readonly pence: number }[]): Promise<void> {
    const byFund = new Map(wish.map(({ fund, pence }) => [this.#fund(fund), pence]));
    const lines = [...byFund].map(([fundId, amountPence]) => ({ fundId, amountPence }));
    const personId = this.#study.people.add('Person', this.viewer);
    const { kind, id, version } = await this.#steps.offer(this.viewer, {
      ...{ personId, schoolId: this.#schoolId, lines },
      ...{ agreementId: this.#agreementId, acceptBefore: '2040-01-01' },
    });
    const isOver = (fund: string) =>
      this.funds.indexOf(fund) < 2 && this.model.today >= '2027-09-01';
    const isLate = lines.some(({ fundId }) => isOver(fundId));
    const fits = lines.every(
      ({ fundId, amountPence }) => amountPence <= this.model.available(fundId),
    );
    if (this.#isAlone)
      expectSame(kind, isLate ? 'FundOfLastYear' : fits ? 'Award' : 'FundTooSmall');
    if (kind !== 'Award') return;
    const known = await this.#steps.linesOf(this.viewer, id);
    const instalments = known.map((line) => ({
      ...{
        lineId: line.id,
        amountPence: line.committedPence,
        trigger: 'DATE',
        dueOn: '2026-09-01',
      },
    }));
    await this.#steps.act(this.viewer, 'planInstalments', { awardId: id, instalments });
    this.model.offer({
      ...{ id, personId, version, status: 'OFFERED', isAccepted: false, isLeaving: false },
      ...{ clawback: null },
      lines: lines.map(({ fundId, amountPence }) => ({
        ...{ fund: fundId, committed: amountPence, paid: 0, owed: 0 },
      })),
    });
  }

  async #change(award: ModelAward, step: string): Promise<void> {
    const { id, version } = award;
    const student = aViewer({
      ...{ trustId: this.viewer.trustId, personId: award.personId, scopes: ['study:read'] },
    });
    const isOwn = step === 'accept' || step === 'decline';
    const input = {
      ...(step === 'accept' && { agreementId: this.#agreementId }),
      ...(step === 'hold' && { reasonCode: 'other' }),
      ...((step === 'withdraw' || step === 'cancel') && { reason: 'So it is.' }),
    };
    const field = step === 'hold' ? 'deferAward' : `${step}Award`;
    const viewer = isOwn ? student : this.viewer;
    const { kind, version: next } = await this.#steps.act(viewer, field, { id, version, ...input });
    const { isAllowed, status } = ruleOf(award, step);
    expectSame([step, kind === 'Award'], [step, isAllowed]);
    if (!isAllowed) return;
    award.version = next;
    if (step === 'accept') award.isAccepted = true;
    if (['decline', 'withdraw', 'cancel'].includes(step)) {
      this.model.end(award, status, step === 'cancel');
    } else award.status = status;
  }

  async #pay(award: ModelAward, index: number): Promise<void> {
    const lines = await this.#api.linesOf(award);
    const line = lines[index % lines.length];
    if (!line) return;
    const open = await this.#steps.instalmentsOf(this.viewer, award.id);
    const instalment = open.find(({ id }) => id === line.instalmentId);
    const isDue = instalment?.status === 'DUE';
    expectSame(isDue, line.model.committed > 0 && ['ACTIVE', 'COMPLETED'].includes(award.status));
    if (!instalment || !isDue) return;
    await this.#steps.approve(this.viewer, instalment);
    const pounds = (line.model.committed / 100).toFixed(2);
    const row = [instalment.id, pounds, this.model.today, 'B'];
    expectSame(await this.#steps.record(this.viewer, row), {
      ...{ paidCount: 1, paidPence: line.model.committed, knownCount: 0, refused: [] },
    });
    this.model.pay(line.model);
  }

  async #allocate(fund: string, amountPence: number): Promise<void> {
    expectSame(
      await this.#api.money('allocateToFund', { fundId: fund, amountPence }),
      'LedgerEntry',
    );
    this.model.allocate(fund, amountPence);
  }

  async #move(fromFundId: string, toFundId: string, amountPence: number): Promise<void> {
    if (fromFundId === toFundId) return;
    const kind = await this.#api.money('moveBetweenFunds', { fromFundId, toFundId, amountPence });
    const fits = amountPence <= this.model.available(fromFundId);
    if (this.#isAlone) expectSame(kind, fits ? 'LedgerEntry' : 'FundTooSmall');
    if (kind === 'LedgerEntry') this.model.vire(fromFundId, toFundId, amountPence);
  }

  async #yearEnd(): Promise<void> {
    if (this.model.today < '2027-09-01') this.model.today = '2027-09-01';
    this.#setClock();
    await this.#api.runYearEnd();
    const [a, b, nextA, nextB] = this.funds;
    const next = new Map([[a ?? '', nextA ?? ''] as const, [b ?? '', nextB ?? ''] as const]);
    this.model.yearEnd(next);
  }

  #fund(index: number): string {
    return this.funds[index % this.funds.length] ?? '';
  }

  #setClock(): void {
    this.#study.clock.set(`${this.model.today}T09:00:00Z`);
  }
}

/** Whether the model lets the step be done, and what the award is then. */
function ruleOf({ status, isLeaving }: ModelAward, step: string) {
  const open = ['OFFERED', 'ACTIVE', 'DEFERRED'].includes(status);
  const rules: Readonly<Record<string, { isAllowed: boolean; status: string }>> = {
    accept: { isAllowed: status === 'OFFERED' && !isLeaving, status: 'ACTIVE' },
    decline: { isAllowed: status === 'OFFERED', status: 'DECLINED' },
    hold: { isAllowed: status === 'ACTIVE', status: 'DEFERRED' },
    resume: { isAllowed: status === 'DEFERRED', status: 'ACTIVE' },
    withdraw: { isAllowed: open, status: 'WITHDRAWN' },
    cancel: { isAllowed: open, status: 'CANCELLED' },
  };
  return rules[step] ?? { isAllowed: false, status };
}
