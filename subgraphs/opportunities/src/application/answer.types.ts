import { Matches, MaxLength } from 'class-validator';
import { Field, InputType, ObjectType } from 'type-graphql';
import { type Criterion, CriterionWeight } from '../opportunity/criterion.types.ts';

@InputType({ description: 'What somebody says to a criterion.' })
export class AnswerInput {
  @MaxLength(500, { message: 'criterion has at most 500 characters' })
  @Matches(/\S/, { message: 'criterion is not blank' })
  @Field(() => String, { description: 'The criterion, as the opportunity words it.' })
  criterion!: string;

  @MaxLength(4_000, { message: 'text of an answer has at most 4000 characters' })
  @Field(() => String, {
    description: 'In the person’s own words, at most 4,000 characters; blank counts as no answer.',
  })
  text!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: 'A criterion of the opportunity, and what somebody said to it in their own words.',
})
export class CriterionAnswer {
  @Field(() => CriterionWeight, {
    nullable: true,
    description: 'How much it weighs; null where the opportunity no longer asks for it.',
  })
  weight!: CriterionWeight | null;

  @Field(() => String, { description: 'The criterion, as it was worded when it was answered.' })
  criterion!: string;

  @Field(() => String, { nullable: true, description: 'The answer; null where there is none.' })
  text!: string | null;
}

/** An answer as it is kept: beside the words to which it was given, whatever becomes of them. */
export interface GivenAnswer {
  readonly criterion: string;
  readonly text: string;
}

/** @returns the answers that say something, each with its criterion and nothing else. */
export function givenAnswers(answers: readonly GivenAnswer[] | null | undefined): GivenAnswer[] {
  return (answers ?? [])
    .filter(({ text }) => /\S/.test(text))
    .map(({ criterion, text }) => ({ criterion, text }));
}

/** @returns the essential criteria to which nothing was said, in their order. */
export function unansweredEssentials(
  criteria: readonly Criterion[],
  given: readonly GivenAnswer[],
): Criterion[] {
  const answered = new Set(given.map(({ criterion }) => criterion));
  return criteria.filter(
    ({ weight, text }) => weight === CriterionWeight.ESSENTIAL && !answered.has(text),
  );
}

/** @returns each criterion with its answer, then the answers to what is no longer asked for. */
export function answersTo(
  criteria: readonly Criterion[],
  given: readonly GivenAnswer[],
): CriterionAnswer[] {
  const textOf = new Map(given.map(({ criterion, text }) => [criterion, text]));
  const asked = criteria.map(({ weight, text: criterion }) => ({
    ...{ weight, criterion },
    text: textOf.get(criterion) ?? null,
  }));
  const isAsked = new Set(criteria.map(({ text }) => text));
  const others = given
    .filter(({ criterion }) => !isAsked.has(criterion))
    .map((answer) => ({ weight: null, ...answer }));
  return [...asked, ...others];
}
