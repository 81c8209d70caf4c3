import type { AgeAtStart } from '../funding-rule/funding-rule.types.ts';
import type { FundingSource } from '../ledger/ledger.types.ts';

/** Part of an award's cost: from a fund in its academic year, or from elsewhere in the year named. */
export interface LineCommand {
  readonly fundId?: string | null;
  /** Where no fund pays. */
  readonly source?: `${FundingSource}` | null;
  readonly academicYear?: number | null;
  readonly amountPence: number;
  /** Of the rule by which this source pays, so that it can be explained later. */
  readonly ruleVersion?: string | null;
}

/** An award to be made. */
export interface AwardCommand {
  readonly id?: string;
  readonly personId: string;
  readonly schoolId: string;
  readonly programmeCode: string;
  /** What the programme costs, in pence: what the lines come to. */
  readonly costPence: number;
  readonly lines: readonly LineCommand[];
  readonly awardedOn: string;
  /** The most, in pence, that the trust and its schools may pay by the rules of the scheme. */
  readonly capPence?: number | null;
  /** Asked where levy money pays for level 7; used and not kept. */
  readonly ageAtStart?: AgeAtStart | null;
  /** Where the person has to accept it first. */
  readonly offer?: OfferTerms;
}

/** What makes an award an offer until the person accepts it. */
export interface OfferTerms {
  /** First day on which it can be accepted no longer. */
  readonly acceptBefore: string;
  /** What they agree to; null where the scheme asks for no agreement. */
  readonly agreementId: string | null;
}

/** A line whose fund is known. */
export interface PlannedLine {
  readonly source: `${FundingSource}`;
  readonly academicYear: number;
  readonly fundId: string | null;
  readonly amountPence: number;
  readonly isRecoverable: boolean;
  readonly ruleVersion: string | null;
}
