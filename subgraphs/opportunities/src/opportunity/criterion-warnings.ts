import {
  type Criterion,
  CriterionWarning,
  CriterionWeight,
  ExclusionRisk,
} from './criterion.types.ts';
import type { Terms } from './terms.types.ts';

interface Risk {
  readonly risk: ExclusionRisk;
  readonly wording: RegExp;
  readonly message: string;
  /** Where it is right to ask for it. */
  readonly isJustified?: (terms: Terms) => boolean;
}

const risks: readonly Risk[] = [
  {
    risk: ExclusionRisk.QTS_WITHOUT_TEACHING,
    wording: /\bQTS\b|\bqualified teacher/i,
    message: 'Nothing is taught here: does it need a qualified teacher?',
    isJustified: ({ teaches }) => teaches === true,
  },
  {
    risk: ExclusionRisk.FULL_TIME_ONLY,
    wording: /\bfull[- ]?time\b/i,
    message: 'Could it be shared, or done in part of the week?',
  },
  {
    risk: ExclusionRisk.YEARS_SERVED,
    wording:
      /\byears?\b.{0,20}\b(experience|service|served|post|role|teaching)\b|\bserved\b.{0,30}\byears?\b/i,
    message: 'What should somebody be able to do, however long it took them to learn it?',
  },
];

/**
 * What an author should think about before publishing. Only what is essential excludes anybody. As
 * the DfE advises schools: criteria set beforehand, and flexible working said up front.
 */
export function criterionWarnings(terms: Terms): CriterionWarning[] {
  return terms.criteria
    .filter(({ weight }) => weight === CriterionWeight.ESSENTIAL)
    .flatMap((criterion) => warningsOf(criterion, terms));
}

function warningsOf(criterion: Criterion, terms: Terms): CriterionWarning[] {
  return risks
    .filter(({ wording, isJustified }) => wording.test(criterion.text) && !isJustified?.(terms))
    .map(({ risk, message }) => ({ risk, criterion, message }));
}
