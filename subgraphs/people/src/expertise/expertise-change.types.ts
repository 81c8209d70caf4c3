import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { ArrayMaxSize, Length, Max, Min, ValidateNested } from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Expertise, ExpertiseLevel, ExpertiseTopicInput } from './expertise.types.ts';

@InputType({ description: 'What the caller knows well, all of it.' })
export class StateExpertiseInput extends IdempotentInput {
  @ValidateNested()
  @Field(() => ExpertiseTopicInput, { description: 'What it is of.' })
  topic!: ExpertiseTopicInput;

  @Field(() => ExpertiseLevel, { description: 'How far it goes.' })
  level!: ExpertiseLevel;

  @ArrayMaxSize(8, { message: 'phaseCodes are phases of GIAS' })
  @Field(() => [String], { description: 'GIAS codes of phases; none means every phase.' })
  phaseCodes!: string[];

  @Length(1, 2_000, { message: 'evidence has 1 to 2,000 characters' })
  @Field(() => String, { description: 'What it rests on, 1 to 2,000 characters, for all to read.' })
  evidence!: string;

  @Min(0, { message: 'daysATerm is 0 to 70' })
  @Max(70, { message: 'daysATerm is 0 to 70' })
  @Field(() => Int, { description: 'Days a term for other schools, 0 to 70.' })
  daysATerm!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'As last read, where it was stated before; `CONFLICT` when stale.',
  })
  version?: number | null;
}

@InputType({ description: 'Which expertise.' })
export class ExpertiseInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which.' })
  id!: string;
}

@InputType({ description: 'Which expertise, as it was read.' })
export class EndorseExpertiseInput extends ExpertiseInput {
  @Field(() => Int, {
    description: 'As last read, so that nobody endorses what was changed meanwhile.',
  })
  version!: number;
}

@ObjectType({ implements: Refusal, description: 'Nobody endorses their own expertise.' })
export class OwnExpertise extends Refusal {
  constructor() {
    super('Somebody else endorses what you know: your line manager, a head or a network’s lead.');
  }
}

const whichType = (value: object) =>
  value instanceof Refusal ? value.constructor.name : Expertise.name;

export const StateExpertiseResult = createUnionType({
  name: 'StateExpertiseResult',
  description: 'What is stated now.',
  types: () => [Expertise] as const,
  resolveType: () => Expertise.name,
});

export const EndorseExpertiseResult = createUnionType({
  name: 'EndorseExpertiseResult',
  description: 'The expertise as it stands, or why it is not endorsed.',
  types: () => [Expertise, OwnExpertise] as const,
  resolveType: whichType,
});

export const WithdrawExpertiseResult = createUnionType({
  name: 'WithdrawExpertiseResult',
  description: 'What was stated, which nobody finds any more.',
  types: () => [Expertise] as const,
  resolveType: () => Expertise.name,
});
