import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsOptional,
  Length,
  Min,
  ValidateNested,
} from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Agreement } from '../agreement/agreement.types.ts';
import { AgeAtStart } from '../funding-rule/funding-rule.types.ts';
import { FundingSource } from '../ledger/ledger.types.ts';
import {
  AlreadyAwarded,
  FundTooSmall,
  OwnAward,
  EmployedElsewhere,
  PersonLeaving,
  ProgrammeNotRunning,
} from './award-change.types.ts';
import { AwardEntity } from './award.entity.ts';
import { Award } from './award.types.ts';
import {
  CostOverCap,
  FundOfLastYear,
  LevyDoesNotPay,
  LinesMissCost,
  NoFundingSource,
} from './line-refusal.types.ts';

@InputType({ description: 'What one source pays in one academic year.' })
export class FundingLineInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The fund that pays in its academic year; none where the source has no fund.',
  })
  fundId?: string | null;

  @Field(() => FundingSource, { nullable: true, description: 'Where no fund pays.' })
  source?: FundingSource | null;

  @Field(() => Int, { nullable: true, description: 'Where no fund pays: the year it starts.' })
  academicYear?: number | null;

  @Min(1, { message: 'amountPence is at least 1' })
  @Field(() => Int, { description: 'Pence, at least 1.' })
  amountPence!: number;
}

@InputType({ description: 'What is offered to whom, and what pays for it.' })
export class OfferAwardInput extends IdempotentInput {
  @Field(() => ID, { description: 'Who studies.' })
  personId!: string;

  @Field(() => ID, { description: 'The school for which they study.' })
  schoolId!: string;

  @Length(1, 40, { message: 'programmeCode has 1 to 40 characters' })
  @Field(() => String, { description: 'What they study, such as `NPQSL`.' })
  programmeCode!: string;

  @Min(1, { message: 'costPence is at least 1' })
  @Field(() => Int, {
    description: 'What it costs in all years, in pence; what the lines come to.',
  })
  costPence!: number;

  @ArrayMinSize(1, { message: 'lines are 1 to 20' })
  @ArrayMaxSize(20, { message: 'lines are 1 to 20' })
  @ValidateNested({ each: true })
  @Field(() => [FundingLineInput], { description: 'One for each source and academic year.' })
  lines!: FundingLineInput[];

  @IsOptional()
  @Min(1, { message: 'capPence is at least 1' })
  @Field(() => Int, {
    nullable: true,
    description: 'The most that the trust and its schools may pay by the scheme, in pence.',
  })
  capPence?: number | null;

  @Field(() => AgeAtStart, {
    nullable: true,
    description:
      'How old the person is on the first day. Asked where levy money pays for level 7; used for that and not kept.',
  })
  ageAtStart?: AgeAtStart | null;

  @Field(() => Day, { description: 'First day on which it can be accepted no longer.' })
  acceptBefore!: string;

  @Field(() => ID, { nullable: true, description: 'What the person has to agree to.' })
  agreementId?: string | null;
}

@InputType({ description: 'An award as it was read.' })
export class AwardVersionInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of the award.' })
  id!: string;

  @Field(() => Int, { description: 'Of the award as it was read; an older one is `CONFLICT`.' })
  version!: number;
}

@InputType({ description: 'An offer that is accepted, with what is agreed to.' })
export class AcceptAwardInput extends AwardVersionInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The agreement as it was read; it must be the offer’s.',
  })
  agreementId?: string | null;
}

@InputType({ description: 'Since when somebody interrupts their study, and why.' })
export class DeferAwardInput extends AwardVersionInput {
  @Field(() => String, {
    description: 'By the DfE’s register of NPQs, such as `parental-leave` or `other`.',
  })
  reasonCode!: string;

  @Field(() => Day, { nullable: true, description: 'The day on which they mean to go on.' })
  until?: string | null;
}

@InputType({ description: 'When somebody finished, and what shows it.' })
export class CompleteAwardInput extends AwardVersionInput {
  @Field(() => Day, { description: 'Today or earlier.' })
  completedOn!: string;

  @Length(1, 2000, { message: 'evidence has 1 to 2000 characters' })
  @Field(() => String, {
    description: 'Such as the number of a certificate; 1 to 2,000 characters.',
  })
  evidence!: string;
}

@InputType({ description: 'What the provider pays back of a funding line.' })
export class RefundInput {
  @Field(() => ID, { description: 'Of the line.' })
  lineId!: string;

  @Min(1, { message: 'amountPence is at least 1' })
  @Field(() => Int, { description: 'Pence, at least 1 and no more than was paid.' })
  amountPence!: number;
}

@InputType({ description: 'A programme that its provider cancelled.' })
export class CancelAwardInput extends AwardVersionInput {
  @Length(1, 500, { message: 'reason has 1 to 500 characters' })
  @Field(() => String, { description: 'For the person to read, 1 to 500 characters.' })
  reason!: string;

  @IsOptional()
  @ArrayMaxSize(50, { message: 'refunds are at most 50' })
  @ValidateNested({ each: true })
  @Field(() => [RefundInput], {
    nullable: true,
    description: 'What the provider pays back; all that was paid, when not given.',
  })
  refunds?: RefundInput[] | null;
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'The award is at a point where this cannot be done.',
})
export class AwardNotOpen extends Refusal {
  @Field(() => Award, { description: 'As it is.' })
  readonly award: Award;

  constructor(award: Award) {
    super('The award is at a point where this cannot be done.');
    this.award = award;
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'The offer was open until an earlier day.',
})
export class OfferLapsed extends Refusal {
  @Field(() => Day, { description: 'First day on which it could be accepted no longer.' })
  readonly acceptBefore: string;

  constructor(acceptBefore: string) {
    super('The offer can be accepted no longer.');
    this.acceptBefore = acceptBefore;
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'The person has to agree to this text, and to no other.',
})
export class AgreementNeeded extends Refusal {
  @Field(() => Agreement, { nullable: true, description: 'What the offer asks to agree to.' })
  readonly agreement: Agreement | null;

  constructor(agreement: Agreement | null) {
    super('Please agree to the text of this offer.');
    this.agreement = agreement;
  }
}

const typeNameOf = (value: object): string =>
  value instanceof AwardEntity ? Award.name : value.constructor.name;

export const OfferAwardResult = createUnionType({
  name: 'OfferAwardResult',
  description: 'The offer, or why there is none.',
  types: () =>
    [
      ...[Award, FundTooSmall, AlreadyAwarded, ProgrammeNotRunning, OwnAward, PersonLeaving],
      ...[LinesMissCost, CostOverCap, FundOfLastYear, NoFundingSource, LevyDoesNotPay],
      EmployedElsewhere,
    ] as const,
  resolveType: typeNameOf,
});

export const AcceptAwardResult = createUnionType({
  name: 'AcceptAwardResult',
  description: 'The award, or why the offer was not accepted.',
  types: () => [Award, AwardNotOpen, OfferLapsed, AgreementNeeded, PersonLeaving] as const,
  resolveType: typeNameOf,
});

export const ChangeAwardResult = createUnionType({
  name: 'ChangeAwardResult',
  description: 'The award as it is now, or why nothing was done.',
  types: () => [Award, AwardNotOpen] as const,
  resolveType: typeNameOf,
});
