import { createHash } from 'node:crypto';
import { ApplicationState } from '../application/application-state.types.ts';
import { type Criterion, CriterionWeight } from '../opportunity/criterion.types.ts';
import type { ApplicationExplanation, TieBreak } from './explanation.types.ts';

/** What was decided of an application, as read for the person; nulls where no panel scored it. */
export interface DecisionFacts {
  readonly applicationId: string;
  readonly opportunityId: string;
  readonly state: ApplicationState;
  /** The newest version that everybody was told of. */
  readonly toldVersion: number;
  readonly criteria: readonly Criterion[];
  readonly wasWaiting: boolean;
  readonly waitingPosition: number | null;
  readonly candidateId: string | null;
  /** Hundredths of a point, as the means are. */
  readonly total: number | null;
  readonly means: readonly number[] | null;
  readonly scorers: number;
  readonly place: number | null;
  readonly candidates: number;
  readonly room: number | null;
  readonly isShortlisted: boolean | null;
  /** Null where nobody had as many points. */
  readonly lotterySeed: string | null;
  readonly tied: number;
  readonly tiedBefore: number;
}

/** The explanation, with what it takes to say whom the opportunity was for. */
export interface ExplanationRow extends ApplicationExplanation {
  readonly applicationId: string;
  readonly opportunityId: string;
  readonly toldVersion: number;
}

/** The most that a member gives for a criterion, in hundredths of a point. */
const most = 400;

/** @returns the explanation of what was decided. */
export function explanationOf(facts: DecisionFacts): ExplanationRow {
  const { applicationId, opportunityId, toldVersion, means, total, place, room } = facts;
  const isScored = means !== null && place !== null;
  return {
    ...{ applicationId, opportunityId, toldVersion },
    reasons: [...(isScored ? panelWords(facts) : [noPanel]), ...decisionWords(facts)],
    scores: facts.criteria.flatMap(({ weight, text }, index) => {
      const mean = means?.[index];
      return mean === undefined ? [] : [{ weight, criterion: text, meanPointsHundredths: mean }];
    }),
    totalPointsHundredths: total,
    mostPointsHundredths: isScored ? most * means.length : null,
    place,
    candidates: isScored ? facts.candidates : null,
    shortlistPlaces: room,
    tieBreak: tieBreakOf(facts),
    waitingListPosition: facts.waitingPosition,
  };
}

const noPanel = 'No panel scored your application.';

function tieBreakOf({
  lotterySeed,
  candidateId,
  tied,
  tiedBefore,
}: DecisionFacts): TieBreak | null {
  if (lotterySeed === null || candidateId === null) return null;
  const draw = createHash('sha256').update(`${lotterySeed}${candidateId}`).digest('hex');
  return { seed: lotterySeed, candidateId, draw, among: tied, place: tiedBefore + 1 };
}

function panelWords(facts: DecisionFacts): string[] {
  const { total, means, scorers, place, candidates, room, isShortlisted, criteria } = facts;
  const all = points(most * (means?.length ?? 0));
  const lacking = criteria.filter(
    ({ weight }, index) => weight === CriterionWeight.ESSENTIAL && means?.[index] === 0,
  );
  return [
    `${String(scorers)} members of the panel, who did not know who you are, gave you ${points(total ?? 0)} of ${all} points on average.`,
    ...lacking.map(({ text }) => `None of them saw a sign of what is essential: ${text}`),
    `That made you ${ordinal(place ?? 0)} of ${String(candidates)}.`,
    ...lotteryWords(facts),
    `There was room for ${String(room)} on the shortlist, and you are ${isShortlisted ? '' : 'not '}on it.`,
  ];
}

function lotteryWords({ lotterySeed, tied, tiedBefore }: DecisionFacts): string[] {
  if (lotterySeed === null) return [];
  const place = ordinal(tiedBefore + 1);
  return [
    `${String(tied)} had as many points. A lottery, of which the seed is kept, made you ${place} of them; never who applied first.`,
  ];
}

function decisionWords(facts: DecisionFacts): string[] {
  const { state, isShortlisted, wasWaiting, waitingPosition } = facts;
  const owed = 'You are owed feedback that says why, and what to do next.';
  const left = isShortlisted ? ['Others on the shortlist were chosen.'] : [];
  switch (state) {
    case ApplicationState.INTERVIEWING:
      return ['You are asked to be heard.'];
    case ApplicationState.WAITLISTED:
      return [
        `You are ${ordinal(waitingPosition ?? 1)} on the waiting list: a place that is given up is offered in its order.`,
      ];
    case ApplicationState.OFFERED:
      return [
        wasWaiting ? 'A place became free and is offered to you.' : 'A place is offered to you.',
      ];
    case ApplicationState.ACCEPTED:
      return ['You took the place that you were offered.'];
    case ApplicationState.DECLINED:
      return ['You did not take the place that you were offered.'];
    case ApplicationState.UNSUCCESSFUL:
      return [...left, owed];
    case ApplicationState.REJECTED:
      return [...left, 'You have been given feedback.'];
    case ApplicationState.WITHDRAWN:
      return ['You took your application back.'];
    default:
      return [];
  }
}

const points = (hundredths: number) => String(hundredths / 100);

const rules = new Intl.PluralRules('en-GB', { type: 'ordinal' });
const endings: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> = {
  ...{ one: 'st', two: 'nd', few: 'rd' },
};
const ordinal = (place: number) => `${String(place)}${endings[rules.select(place)] ?? 'th'}`;
