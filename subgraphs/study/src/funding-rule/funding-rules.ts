import { ProgrammeKind } from '../programme/programme-kind.types.ts';
import { AgeAtStart, FundingAnswer } from './funding-rule.types.ts';

/** What rules look at; what is not known is null, and makes a condition. */
export interface FundingFacts {
  readonly programme: {
    readonly code: string;
    readonly kind: ProgrammeKind;
    readonly level: number | null;
    readonly costPence: number | null;
  };
  readonly startsOn: string;
  readonly age: AgeAtStart | null;
  /** The trust has a fund of levy money for the academic year in which training starts. */
  readonly hasLevy: boolean;
  /** A scholarship has paid for the same programme before. */
  readonly wasFunded: boolean;
}

/** What a rule says. */
export interface Ruling {
  readonly answer: FundingAnswer;
  /** Share of the price, in percent. */
  readonly percent: number;
  readonly conditions: readonly string[];
  readonly reasons: readonly string[];
}

/** How one source pays for those who start in its dates. Sources: `reference/SOURCES.md`. */
export interface FundingRule {
  readonly name: string;
  readonly source: 'LEVY' | 'DFE_SCHOLARSHIP' | 'OTHER';
  /** Half-open: from this day … */
  readonly validFrom: string;
  /** … and on this one no longer. */
  readonly validTo: string | null;
  readonly covers: (facts: FundingFacts) => boolean;
  readonly rule: (facts: FundingFacts) => Ruling;
}

const pays = (...reasons: string[]): Ruling => ({
  ...{ answer: FundingAnswer.PAYS, percent: 100, conditions: [], reasons },
});
const doesNotPay = (...reasons: string[]): Ruling => ({
  ...{ answer: FundingAnswer.DOES_NOT_PAY, percent: 0, conditions: [], reasons },
});
const depends = (conditions: string[], ...reasons: string[]): Ruling => ({
  ...{ answer: FundingAnswer.DEPENDS, percent: 100, conditions, reasons },
});

const isNpq = ({ programme: { kind } }: FundingFacts) =>
  kind === ProgrammeKind.NPQ || kind === ProgrammeKind.HEADSHIP_SUPPORT;
const forAllSchools = new Set(['NPQH', 'EHCO', 'NPQLPM', 'NPQSENCO']);
const isForAllSchools = (facts: FundingFacts) =>
  isNpq(facts) && forAllSchools.has(facts.programme.code);
const isForSome = (facts: FundingFacts) => isNpq(facts) && !isForAllSchools(facts);
const isLevel7 = ({ programme: { kind, level } }: FundingFacts) =>
  kind === ProgrammeKind.APPRENTICESHIP && level === 7;
const isBelow7 = (facts: FundingFacts) =>
  facts.programme.kind === ProgrammeKind.APPRENTICESHIP && !isLevel7(facts);

const once = (rule: FundingRule['rule']): FundingRule['rule'] => {
  return (facts) =>
    facts.wasFunded ? doesNotPay('A scholarship has paid for this NPQ before.') : rule(facts);
};

const withLevy = (rule: FundingRule['rule']): FundingRule['rule'] => {
  return (facts) =>
    facts.hasLevy ? rule(facts) : doesNotPay('The trust has no levy money for this academic year.');
};

const youngEnough: FundingRule['rule'] = ({ age }) => {
  if (age === null) {
    return depends([
      'On the first day of training they are 16 to 21, or under 25 with an education, health and care plan or after being in care.',
    ]);
  }
  if (age === AgeAtStart.TWENTY_TWO_OR_OVER) {
    return doesNotPay(
      'From 1 January 2026 level 7 is paid only for those who start it at 16 to 21, or under 25 with an education, health and care plan or after being in care.',
    );
  }
  return pays('They are young enough for level 7.');
};

const shared: FundingRule['rule'] = (facts) => {
  if (facts.hasLevy) return doesNotPay('The trust has levy money for this academic year.');
  const part = 'Without a levy the government pays 95 percent and the employer 5.';
  return { answer: FundingAnswer.PAYS, percent: 95, conditions: [], reasons: [part] };
};

const sharedOrYoung: FundingRule['rule'] = (facts) =>
  !facts.hasLevy && facts.age === AgeAtStart.SIXTEEN_TO_21
    ? pays('Without a levy the government pays all for those under 22.')
    : shared(facts);

const onTheList = 'Their school is on the DfE’s list for the recruitment period.';
const inTheHalf = 'Their school is in the half of schools with most pupil premium.';

/** All rules that were ever known, each with its dates; one is closed and never changed. */
export const fundingRules: readonly FundingRule[] = [
  {
    ...{ name: 'NPQ_SCHOLARSHIP', source: 'DFE_SCHOLARSHIP' },
    ...{ validFrom: '2021-09-01', validTo: '2024-09-01', covers: isNpq },
    rule: once(() => pays('Scholarships were for all state-funded schools.')),
  },
  {
    ...{ name: 'NPQ_SCHOLARSHIP_ALL', source: 'DFE_SCHOLARSHIP' },
    ...{ validFrom: '2024-09-01', validTo: '2025-09-01', covers: isForAllSchools },
    rule: once(() => pays('Scholarships for this NPQ were for all state-funded schools.')),
  },
  {
    ...{ name: 'NPQ_SCHOLARSHIP_SOME', source: 'DFE_SCHOLARSHIP' },
    ...{ validFrom: '2024-09-01', validTo: '2025-09-01', covers: isForSome },
    rule: once(() => depends([inTheHalf])),
  },
  {
    ...{ name: 'NPQ_SCHOLARSHIP_LIST', source: 'DFE_SCHOLARSHIP' },
    ...{ validFrom: '2025-09-01', validTo: null, covers: isNpq },
    rule: once(() => depends([onTheList])),
  },
  {
    ...{ name: 'LEVY', source: 'LEVY', validFrom: '2017-05-01', validTo: null, covers: isBelow7 },
    rule: withLevy(() => pays('The levy pays for training up to the funding band, at any age.')),
  },
  {
    ...{ name: 'LEVY_LEVEL_7', source: 'LEVY', covers: isLevel7 },
    ...{ validFrom: '2017-05-01', validTo: '2026-01-01' },
    rule: withLevy(() => pays('The levy paid for level 7 at any age.')),
  },
  {
    ...{ name: 'LEVY_LEVEL_7', source: 'LEVY', covers: isLevel7 },
    ...{ validFrom: '2026-01-01', validTo: null },
    rule: withLevy(youngEnough),
  },
  {
    ...{ name: 'CO_INVESTMENT', source: 'OTHER', covers: isBelow7 },
    ...{ validFrom: '2019-04-01', validTo: '2024-04-01', rule: shared },
  },
  {
    ...{ name: 'CO_INVESTMENT', source: 'OTHER', covers: isBelow7 },
    ...{ validFrom: '2024-04-01', validTo: null, rule: sharedOrYoung },
  },
];
