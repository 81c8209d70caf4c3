import { academicYearOf } from '../academic-year.ts';
import type { lockFunds } from '../fund/fund.queries.ts';
import { rulingsOf } from '../funding-rule/funding-rule.service.ts';
import { FundingAnswer } from '../funding-rule/funding-rule.types.ts';
import { FundingSource } from '../ledger/ledger.types.ts';
import { ProgrammeKind } from '../programme/programme-kind.types.ts';
import { FundTooSmall } from './award-change.types.ts';
import {
  CostOverCap,
  FundOfLastYear,
  LevyDoesNotPay,
  type LineRefusal,
  LinesMissCost,
  NoFundingSource,
} from './line-refusal.types.ts';
import type { AwardCommand, LineCommand, PlannedLine } from './award.command.ts';

/** What is paid for. */
export interface PaidProgramme {
  readonly code: string;
  readonly kind: ProgrammeKind;
  readonly level: number | null;
}

type Funds = Awaited<ReturnType<typeof lockFunds>>;

/** Plans what pays for awards, and keeps count of what is left of the funds meanwhile. */
export class FundLines {
  readonly #funds: Funds;
  readonly #left: Map<string, number>;

  constructor(funds: Funds) {
    this.#funds = funds;
    this.#left = new Map([...funds.values()].map((fund) => [fund.id, fund.remainingPence]));
  }

  /** @returns the lines, or why these may not pay. */
  plan(command: AwardCommand, programme: PaidProgramme): PlannedLine[] | LineRefusal {
    const { kind } = programme;
    const { lines, costPence, capPence, awardedOn } = command;
    const linesPence = lines.reduce((sum, { amountPence }) => sum + amountPence, 0);
    if (linesPence !== costPence) return new LinesMissCost(costPence, linesPence);
    const planned: PlannedLine[] = [];
    for (const line of lines) {
      const fund = line.fundId == null ? undefined : this.#funds.get(line.fundId);
      const source = fund?.source ?? line.source;
      const academicYear = fund?.academicYear ?? line.academicYear;
      if (source == null || academicYear == null || (!fund && needsFund(source))) {
        return new NoFundingSource();
      }
      const isOver = fund?.closedOn != null || academicYear < academicYearOf(awardedOn);
      if (isOver) return new FundOfLastYear(academicYear);
      const barred = source === 'LEVY' ? levyBars(programme, command) : [];
      if (barred.length > 0) return new LevyDoesNotPay(barred);
      // Apprenticeship training may not be reclaimed from the apprentice, whoever paid for it.
      const isRecoverable =
        (source === 'TRUST' || source === 'SCHOOL') && kind !== ProgrammeKind.APPRENTICESHIP;
      planned.push({ ...plain(line), source, academicYear, isRecoverable });
    }
    const owned = planned.filter(({ source }) => source === 'TRUST' || source === 'SCHOOL');
    const ownPence = owned.reduce((sum, { amountPence }) => sum + amountPence, 0);
    return capPence != null && ownPence > capPence ? new CostOverCap(capPence) : planned;
  }

  /** Takes the money from the funds, unless one has too little left. */
  take(lines: readonly PlannedLine[]): FundTooSmall | null {
    const asked = new Map<string, number>();
    for (const { fundId, amountPence } of lines) {
      if (fundId !== null) asked.set(fundId, (asked.get(fundId) ?? 0) + amountPence);
    }
    for (const [fundId, pence] of asked) {
      const left = this.#left.get(fundId) ?? 0;
      if (pence > left) return new FundTooSmall(left);
    }
    for (const [fundId, pence] of asked) {
      this.#left.set(fundId, (this.#left.get(fundId) ?? 0) - pence);
    }
    return null;
  }
}

/** Why the levy may not pay, by the rules of the day of the offer; nothing where it may. */
function levyBars(programme: PaidProgramme, { awardedOn, ageAtStart }: AwardCommand): string[] {
  const facts = { startsOn: awardedOn, age: ageAtStart ?? null, hasLevy: true, wasFunded: false };
  const ruling = rulingsOf({ programme: { ...programme, costPence: null }, ...facts }).find(
    ({ source }) => source === FundingSource.LEVY,
  );
  if (!ruling) return ['The levy pays for apprenticeships alone.'];
  if (ruling.answer === FundingAnswer.PAYS) return [];
  return ruling.answer === FundingAnswer.DEPENDS ? ruling.conditions : ruling.reasons;
}

const needsFund = (source: string) => ['TRUST', 'SCHOOL', 'LEVY'].includes(source);

const plain = ({ fundId, amountPence, ruleVersion }: LineCommand) => ({
  ...{ fundId: fundId ?? null, amountPence, ruleVersion: ruleVersion ?? null },
});
