import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Length, MaxLength } from 'class-validator';
import { createUnionType, Field, ID, InputType } from 'type-graphql';
import { NotInNetwork } from '../network-meeting/network-meeting.types.ts';
import { NetworkAnswer, NetworkQuestion } from './network-question.types.ts';

@InputType({ description: 'A question to those who belong to a network.' })
export class AskInNetworkInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which; also one of an allied trust in which one is a guest.' })
  networkId!: string;

  @Length(1, 150, { message: 'title has 1 to 150 characters' })
  @Field(() => String, { description: 'The question in a line, 1 to 150 characters.' })
  title!: string;

  @MaxLength(5_000, { message: 'text has at most 5,000 characters' })
  @Field(() => String, { defaultValue: '', description: 'More of it, at most 5,000 characters.' })
  text!: string;
}

@InputType({ description: 'What one says to a question.' })
export class AnswerNetworkQuestionInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which question.' })
  questionId!: string;

  @Length(1, 10_000, { message: 'text has 1 to 10,000 characters' })
  @Field(() => String, { description: '1 to 10,000 characters.' })
  text!: string;
}

@InputType({ description: 'Which answer helped whoever asked.' })
export class MarkHelpfulAnswerInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which question, of the caller.' })
  questionId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Which answer to it; null when none does after all.',
  })
  answerId?: string | null;
}

@InputType({ description: 'Which question of one’s own.' })
export class NetworkQuestionInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which.' })
  id!: string;
}

@InputType({ description: 'Which answer of one’s own.' })
export class NetworkAnswerInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which.' })
  id!: string;
}

@InputType({ description: 'Which question or answer, and why nobody is to read it.' })
export class HideInNetworkInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of the question or the answer.' })
  id!: string;

  @Length(1, 500, { message: 'reason has 1 to 500 characters' })
  @Field(() => String, { description: 'Why, 1 to 500 characters; its writer reads it.' })
  reason!: string;
}

const whichType = (value: object) =>
  value instanceof Refusal ? value.constructor.name : undefined;

export const AskInNetworkResult = createUnionType({
  name: 'AskInNetworkResult',
  description: 'The question, or why there is none.',
  types: () => [NetworkQuestion, NotInNetwork] as const,
  resolveType: (value) => whichType(value) ?? NetworkQuestion.name,
});

export const AnswerNetworkQuestionResult = createUnionType({
  name: 'AnswerNetworkQuestionResult',
  description: 'The answer, or why there is none.',
  types: () => [NetworkAnswer, NotInNetwork] as const,
  resolveType: (value) => whichType(value) ?? NetworkAnswer.name,
});

export const ChangeNetworkQuestionResult = createUnionType({
  name: 'ChangeNetworkQuestionResult',
  description: 'The question as it is now.',
  types: () => [NetworkQuestion] as const,
  resolveType: () => NetworkQuestion.name,
});

export const ChangeNetworkAnswerResult = createUnionType({
  name: 'ChangeNetworkAnswerResult',
  description: 'The answer as it is now.',
  types: () => [NetworkAnswer] as const,
  resolveType: () => NetworkAnswer.name,
});
