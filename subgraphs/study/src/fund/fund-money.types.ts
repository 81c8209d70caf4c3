import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Length, Max, Min } from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { FundTooSmall } from '../award/award-change.types.ts';
import { LedgerEntry } from '../ledger/ledger.types.ts';
import { FundSource } from './fund.types.ts';

@InputType({ description: 'Why money is moved, and who agreed to it.' })
abstract class ApprovedInput extends IdempotentInput {
  @Length(1, 500, { message: 'reason has 1 to 500 characters' })
  @Field(() => String, { description: 'For the auditor to read, 1 to 500 characters.' })
  reason!: string;

  @Field(() => ID, { description: 'The person who approved it; never the one who enters it.' })
  approvedById!: string;
}

@InputType({ description: 'A fund to be opened, with what is set aside in it.' })
export class OpenFundInput extends ApprovedInput {
  @Length(1, 200, { message: 'name has 1 to 200 characters' })
  @Field(() => String, { description: 'As the trust calls it, 1 to 200 characters.' })
  name!: string;

  @Min(2000, { message: 'academicYear is from 2000 to 2100' })
  @Max(2100, { message: 'academicYear is from 2000 to 2100' })
  @Field(() => Int, { description: 'The year it starts: 2000 to 2100.' })
  academicYear!: number;

  @Field(() => FundSource, { description: 'Whose money it is.' })
  source!: FundSource;

  @Field(() => ID, { nullable: true, description: 'The school, where the source is one.' })
  schoolId?: string;

  @Min(1, { message: 'amountPence is at least 1' })
  @Field(() => Int, { description: 'Pence, at least 1.' })
  amountPence!: number;
}

@InputType({ description: 'More money for a fund.' })
export class AllocateToFundInput extends ApprovedInput {
  @Field(() => ID, { description: 'Of the fund.' })
  fundId!: string;

  @Min(1, { message: 'amountPence is at least 1' })
  @Field(() => Int, { description: 'Pence, at least 1.' })
  amountPence!: number;
}

@InputType({ description: 'Money that goes from one fund to another.' })
export class MoveBetweenFundsInput extends ApprovedInput {
  @Field(() => ID, { description: 'The fund that gives.' })
  fromFundId!: string;

  @Field(() => ID, { description: 'The fund that gets.' })
  toFundId!: string;

  @Min(1, { message: 'amountPence is at least 1' })
  @Field(() => Int, { description: 'Pence, at least 1.' })
  amountPence!: number;
}

@InputType({ description: 'An allocation or move that was a mistake.' })
export class CorrectLedgerEntryInput extends ApprovedInput {
  @Field(() => ID, { description: 'Of the entry to be taken back.' })
  entryId!: string;
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'The person who enters it is the one who is said to have approved it.',
})
export class ApprovedByYourself extends Refusal {
  constructor() {
    super('Somebody else must approve this.');
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'Levy money pays for apprenticeships alone and stays in levy funds.',
})
export class LevyStaysLevy extends Refusal {
  constructor() {
    super('Levy money can only be moved between levy funds.');
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'The entry cannot be taken back in this way.',
})
export class NotCorrectable extends Refusal {
  constructor() {
    super('Only an allocation or a move that has not been taken back can be corrected.');
  }
}

const nameOf = (value: object): string => value.constructor.name;

export const FundMoneyResult = createUnionType({
  name: 'FundMoneyResult',
  description: 'The entry that was made, or why none was.',
  types: () =>
    [LedgerEntry, FundTooSmall, ApprovedByYourself, LevyStaysLevy, NotCorrectable] as const,
  resolveType: nameOf,
});

/** Why money is not moved. */
export type FundMoneyRefusal = FundTooSmall | ApprovedByYourself | LevyStaysLevy | NotCorrectable;
