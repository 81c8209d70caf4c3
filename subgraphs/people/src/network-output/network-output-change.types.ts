import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { ArrayMaxSize, IsOptional, Length, MaxLength } from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { NotInNetwork } from '../network-meeting/network-meeting.types.ts';
import { NetworkOutput, NetworkOutputAudience, NetworkOutputKind } from './network-output.types.ts';

/** What both writing and revising say, all of it. */
@InputType({ description: 'What an output says from now on, all of it.' })
export abstract class NetworkOutputContentInput extends IdempotentInput {
  @Length(1, 150, { message: 'title has 1 to 150 characters' })
  @Field(() => String, { description: '1 to 150 characters.' })
  title!: string;

  @Field(() => NetworkOutputKind, { description: 'What it is of.' })
  kind!: NetworkOutputKind;

  @Field(() => String, { nullable: true, description: 'Census subject code, if of one.' })
  subjectCode?: string | null;

  @ArrayMaxSize(8, { message: 'phaseCodes are phases of GIAS' })
  @Field(() => [String], {
    defaultValue: [],
    description: 'GIAS codes of phases; none means every phase.',
  })
  phaseCodes!: string[];

  @MaxLength(100_000, { message: 'text has at most 100,000 characters' })
  @Field(() => String, {
    description: 'Markdown, at most 100,000 characters; may be empty where there is a link.',
  })
  text!: string;

  @IsOptional()
  @MaxLength(2_000, { message: 'link has at most 2,000 characters' })
  @Field(() => String, {
    nullable: true,
    description: '`https://…`, at most 2,000 characters, without user or password.',
  })
  link?: string | null;
}

@InputType({ description: 'An output that is new.' })
export class WriteNetworkOutputInput extends NetworkOutputContentInput {
  @Field(() => ID, { description: 'Of which network.' })
  networkId!: string;

  @ArrayMaxSize(20, { message: 'authorIds has at most 20 people' })
  @Field(() => [ID], { description: 'Who writes it, all of them, 1 to 20; members.' })
  authorIds!: string[];

  @Field(() => NetworkOutputAudience, { description: 'Who reads it; `AUTHORS` for a draft.' })
  audience!: NetworkOutputAudience;
}

@InputType({ description: 'A new version of an output.' })
export class ReviseNetworkOutputInput extends NetworkOutputContentInput {
  @Field(() => ID, { description: 'Which output.' })
  id!: string;

  @Field(() => Int, {
    description: 'As last read; `OutputRevised` with the current one when stale.',
  })
  version!: number;

  @IsOptional()
  @ArrayMaxSize(20, { message: 'authorIds has at most 20 people' })
  @Field(() => [ID], {
    nullable: true,
    description:
      'Whose it is, all of them, 1 to 20: members, and those who were authors before. As before when not given.',
  })
  authorIds?: string[] | null;

  @Length(1, 500, { message: 'whatChanged has 1 to 500 characters' })
  @Field(() => String, { description: 'What is other than before, 1 to 500 characters.' })
  whatChanged!: string;
}

@InputType({ description: 'Who reads an output from now on.' })
export class PublishNetworkOutputInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which output.' })
  id!: string;

  @Field(() => Int, {
    description: 'As last read; `OutputRevised` with the current one when stale.',
  })
  version!: number;

  @Field(() => NetworkOutputAudience, {
    description: 'Not `AUTHORS`: what others have read is withdrawn, and no draft again.',
  })
  audience!: NetworkOutputAudience;
}

@InputType({ description: 'Which output, and why it holds no longer.' })
export class WithdrawNetworkOutputInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which output.' })
  id!: string;

  @Length(1, 500, { message: 'reason has 1 to 500 characters' })
  @Field(() => String, { description: 'Why, 1 to 500 characters; members read it.' })
  reason!: string;
}

@ObjectType({
  implements: Refusal,
  description:
    'Somebody else wrote a version meanwhile. Nothing of either is lost: put both together.',
})
export class OutputRevised extends Refusal {
  @Field(() => NetworkOutput, { description: 'As it is now, with what was written meanwhile.' })
  readonly output: NetworkOutput;

  constructor(output: NetworkOutput) {
    super('Somebody else wrote a version meanwhile. Put yours and theirs together and save again.');
    this.output = output;
  }
}

@ObjectType({ implements: Refusal, description: 'The output was withdrawn.' })
export class OutputWithdrawn extends Refusal {
  constructor() {
    super('This was withdrawn. Write a new one instead.');
  }
}

@ObjectType({ implements: Refusal, description: 'Somebody named is no member of the network.' })
export class AuthorNotInNetwork extends Refusal {
  @Field(() => [ID], { description: 'Who.' })
  readonly personIds: string[];

  constructor(personIds: readonly string[]) {
    super('Authors are members of the network. Ask them to join it, or leave them out.');
    this.personIds = [...personIds];
  }
}

const whichType = (value: object) =>
  value instanceof Refusal ? value.constructor.name : NetworkOutput.name;

export const WriteNetworkOutputResult = createUnionType({
  name: 'WriteNetworkOutputResult',
  description: 'The output, or why there is none.',
  types: () => [NetworkOutput, NotInNetwork, AuthorNotInNetwork] as const,
  resolveType: whichType,
});

export const ReviseNetworkOutputResult = createUnionType({
  name: 'ReviseNetworkOutputResult',
  description: 'The output with its new version, or why it has none.',
  types: () =>
    [NetworkOutput, OutputRevised, OutputWithdrawn, NotInNetwork, AuthorNotInNetwork] as const,
  resolveType: whichType,
});

export const PublishNetworkOutputResult = createUnionType({
  name: 'PublishNetworkOutputResult',
  description: 'The output as others read it, or why they do not.',
  types: () => [NetworkOutput, OutputRevised, OutputWithdrawn, NotInNetwork] as const,
  resolveType: whichType,
});

export const WithdrawNetworkOutputResult = createUnionType({
  name: 'WithdrawNetworkOutputResult',
  description: 'The output, which is withdrawn.',
  types: () => [NetworkOutput] as const,
  resolveType: () => NetworkOutput.name,
});
