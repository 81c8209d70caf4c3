import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import { ArrayMaxSize, IsOptional, Length } from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import {
  CareerLine,
  CareerLineAudience,
  CareerLineKind,
  CareerLineSource,
} from './career-line.types.ts';

const sharing = 'Who may read it: nobody when empty.';

@InputType({ description: 'What the caller says of a line.' })
class OwnWordsInput extends IdempotentInput {
  @IsOptional()
  @Length(1, 4_000, { message: 'whatIDid has 1 to 4,000 characters' })
  @Field(() => String, { nullable: true, description: 'What they did, 1 to 4,000 characters.' })
  whatIDid?: string | null;

  @IsOptional()
  @Length(1, 4_000, { message: 'whatCameOfIt has 1 to 4,000 characters' })
  @Field(() => String, { nullable: true, description: 'What came of it, 1 to 4,000 characters.' })
  whatCameOfIt?: string | null;
}

@InputType({ description: 'Something that the caller did, of which no source tells.' })
export class AddCareerLineInput extends OwnWordsInput {
  @Field(() => CareerLineKind, {
    description:
      '`EARLIER_JOB`, `VOLUNTEERING`, `GOVERNANCE`, `PROJECT`, `STUDY`, `CREDENTIAL` or `OTHER`: the rest comes from its source.',
  })
  kind!: CareerLineKind;

  @Length(1, 300, { message: 'title has 1 to 300 characters' })
  @Field(() => String, { description: 'What it was, 1 to 300 characters.' })
  title!: string;

  @IsOptional()
  @Length(1, 200, { message: 'organisation has 1 to 200 characters' })
  @Field(() => String, { nullable: true, description: 'Where, 1 to 200 characters.' })
  organisation?: string | null;

  @Field(() => Day, { description: 'First day: not before 1940, not to come.' })
  startsOn!: string;

  @Field(() => Day, {
    nullable: true,
    description: 'First day on which it no longer ran; null while it goes on.',
  })
  endsOn?: string | null;

  @ArrayMaxSize(2, { message: 'sharedWith names each audience once' })
  @Field(() => [CareerLineAudience], { defaultValue: [], description: sharing })
  sharedWith!: CareerLineAudience[];
}

@InputType({ description: 'What one of the caller’s own lines is to say, all of it.' })
export class ChangeCareerLineInput extends AddCareerLineInput {
  @Field(() => ID, { description: 'One that the caller has added.' })
  id!: string;

  @Field(() => Int, { description: 'As last read; `CONFLICT` when stale.' })
  version!: number;
}

@InputType({ description: 'The caller’s own words of a line, all of them.' })
export class DescribeCareerLineInput extends OwnWordsInput {
  @Field(() => ID, { description: 'One of the caller’s record.' })
  id!: string;

  @Field(() => Int, { description: 'As last read; `CONFLICT` when stale.' })
  version!: number;

  @IsOptional()
  @Length(1, 300, { message: 'title has 1 to 300 characters' })
  @Field(() => String, {
    nullable: true,
    description: 'What they call it, 1 to 300 characters; as the source has it when not given.',
  })
  title?: string | null;
}

@InputType({ description: 'Which line of the caller’s record.' })
export class CareerLineInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which.' })
  id!: string;
}

@InputType({ description: 'Which line of the caller’s record, and for whom.' })
export class ShowCareerLineInput extends CareerLineInput {
  @ArrayMaxSize(2, { message: 'sharedWith names each audience once' })
  @Field(() => [CareerLineAudience], {
    defaultValue: [],
    description: `${sharing} It is in the caller’s CV in any case.`,
  })
  sharedWith!: CareerLineAudience[];
}

@ObjectType({
  implements: Refusal,
  description:
    'A source tells of the line. It is hidden or described, and put right at its source.',
})
export class LineOfSource extends Refusal {
  @Field(() => CareerLineSource, { description: 'Which.' })
  readonly source: CareerLineSource;

  constructor(source: CareerLineSource) {
    super('You did not add this line: hide it, say something of it, or have its source put right.');
    this.source = source;
  }
}

@ObjectType({ implements: Refusal, description: 'There are as many own lines as there may be.' })
export class TooManyCareerLines extends Refusal {
  @Field(() => Int, { description: 'Most of one’s own.' })
  readonly most: number;

  constructor(most: number) {
    super(`You have added ${String(most)} lines, which is the most: remove one.`);
    this.most = most;
  }
}

@ObjectType({ simpleResolvers: true, description: 'That a line is gone for good.' })
export class CareerLineRemoved {
  @Field(() => ID, { description: 'Which it was.' })
  id!: string;
}

const lineOrRefusal = (value: object) =>
  value instanceof Refusal ? value.constructor.name : CareerLine.name;

export const AddCareerLineResult = createUnionType({
  name: 'AddCareerLineResult',
  description: 'The line as it is now, or why there is none.',
  types: () => [CareerLine, TooManyCareerLines] as const,
  resolveType: lineOrRefusal,
});

export const ChangeCareerLineResult = createUnionType({
  name: 'ChangeCareerLineResult',
  description: 'The line as it is now, or why it is not changed.',
  types: () => [CareerLine, LineOfSource] as const,
  resolveType: lineOrRefusal,
});

export const DescribeCareerLineResult = createUnionType({
  name: 'DescribeCareerLineResult',
  description: 'The line as it is now.',
  types: () => [CareerLine] as const,
  resolveType: () => CareerLine.name,
});

export const HideCareerLineResult = createUnionType({
  name: 'HideCareerLineResult',
  description: 'The line as it is now.',
  types: () => [CareerLine] as const,
  resolveType: () => CareerLine.name,
});

export const ShowCareerLineResult = createUnionType({
  name: 'ShowCareerLineResult',
  description: 'The line as it is now.',
  types: () => [CareerLine] as const,
  resolveType: () => CareerLine.name,
});

export const RemoveCareerLineResult = createUnionType({
  name: 'RemoveCareerLineResult',
  description: 'That it is gone, or why it is not.',
  types: () => [CareerLineRemoved, LineOfSource] as const,
  resolveType: (value: object) =>
    value instanceof Refusal ? value.constructor.name : CareerLineRemoved.name,
});
