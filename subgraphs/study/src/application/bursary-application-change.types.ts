import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import {
  ArrayMaxSize,
  IsOptional,
  Length,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import {
  AlreadyAwarded,
  FundTooSmall,
  EmployedElsewhere,
  OwnAward,
  PersonLeaving,
  ProgrammeNotRunning,
} from '../award/award-change.types.ts';
import {
  CostOverCap,
  FundOfLastYear,
  LevyDoesNotPay,
  LinesMissCost,
  NoFundingSource,
} from '../award/line-refusal.types.ts';
import {
  CloseToApplicant,
  ReleaseDaysAtInput,
  ReleaseNotAgreed,
} from '../release/school-release.types.ts';
import { BursaryApplication, BursaryApplicationState } from './bursary-application.types.ts';

@InputType({ description: 'What somebody asks for.' })
export class DraftBursaryApplicationInput extends IdempotentInput {
  @Field(() => ID, { description: 'The round.' })
  roundId!: string;

  @Field(() => ID, {
    description: 'The school for which they would study; one at which they work.',
  })
  schoolId!: string;

  @Length(1, 40, { message: 'programmeCode has 1 to 40 characters' })
  @Field(() => String, { description: 'What they would study.' })
  programmeCode!: string;

  @Min(1, { message: 'costPence is 1 or more' })
  @Field(() => Int, { description: 'What it costs in all, in pence.' })
  costPence!: number;

  @Min(0, { message: 'releaseDays is 0 to 60' })
  @Max(60, { message: 'releaseDays is 0 to 60' })
  @Field(() => Int, { description: 'School days on which they would be away, 0 to 60.' })
  releaseDays!: number;

  @IsOptional()
  @ArrayMaxSize(20, { message: 'releaseAt names at most 20 schools' })
  @ValidateNested({ each: true })
  @Field(() => [ReleaseDaysAtInput], {
    nullable: true,
    description:
      'How the days fall among the schools at which they work; together releaseDays. When not given, each of those schools is asked to release them for all. At most 20.',
  })
  releaseAt?: ReleaseDaysAtInput[] | null;

  @Field(() => ID, { nullable: true, description: 'The development goal that it would serve.' })
  goalId?: string | null;

  @Length(1, 5000, { message: 'statement has 1 to 5000 characters' })
  @Field(() => String, {
    description: 'Why, in their own words; the panel reads it without a name.',
  })
  statement!: string;

  @IsOptional()
  @MaxLength(2000, { message: 'projectQuestion has at most 2000 characters' })
  @Field(() => String, {
    nullable: true,
    description: 'What their project would find out, to 2,000 characters.',
  })
  projectQuestion?: string | null;
}

@InputType({ description: 'An application as it was read.' })
export class BursaryApplicationVersionInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of the application.' })
  id!: string;

  @Field(() => Int, { description: 'As it was read; an older one is `CONFLICT`.' })
  version!: number;
}

@InputType({ description: 'What a line manager says.' })
export class CommentOnBursaryApplicationInput extends BursaryApplicationVersionInput {
  @Length(1, 2000, { message: 'comment has 1 to 2000 characters' })
  @Field(() => String, { description: 'For the applicant and the head; 1 to 2,000 characters.' })
  comment!: string;
}

@InputType({ description: 'Feedback to somebody without an offer.' })
export class GiveBursaryFeedbackInput extends BursaryApplicationVersionInput {
  @Length(1, 5000, { message: 'feedback has 1 to 5000 characters' })
  @Field(() => String, { description: 'What was good, what was lacking; 1 to 5,000 characters.' })
  feedback!: string;
}

@InputType({ description: 'What the fund of another year pays of an offer.' })
export class OtherYearInput {
  @Field(() => ID, { description: 'The fund, of another academic year than the first.' })
  fundId!: string;

  @Min(1, { message: 'amountPence is 1 or more' })
  @Field(() => Int, { description: 'Of the scheme’s share, in pence.' })
  amountPence!: number;
}

@InputType({ description: 'An offer in the order of a locked round.' })
export class OfferBursaryInput extends BursaryApplicationVersionInput {
  @Field(() => ID, {
    description: 'The fund that pays the scheme’s share, or what other years leave of it.',
  })
  fundId!: string;

  @IsOptional()
  @ArrayMaxSize(6, { message: 'otherYears has at most 6 funds' })
  @ValidateNested({ each: true })
  @Field(() => [OtherYearInput], {
    nullable: true,
    description:
      'Where study goes on for years: what the funds of other years pay. Each year’s money is promised by its own fund; together less than the scheme’s share. At most 6.',
  })
  otherYears?: OtherYearInput[] | null;

  @Field(() => Day, { description: 'First day on which it can be accepted no longer.' })
  acceptBefore!: string;
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'The rules of the round leave the application out.',
})
export class NotForThisRound extends Refusal {
  @Field(() => [String], { description: 'Which rules, in words, one by one.' })
  readonly reasons: string[];

  constructor(reasons: string[]) {
    super('The rules of the round leave this application out.');
    this.reasons = reasons;
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'They have an application in this round already.',
})
export class AppliedAlready extends Refusal {
  @Field(() => BursaryApplication, { description: 'The one that stands.' })
  readonly application: BursaryApplication;

  constructor(application: BursaryApplication) {
    super('You have an application in this round already.');
    this.application = application;
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'The application is at a point where this cannot be done.',
})
export class BursaryApplicationMovedOn extends Refusal {
  @Field(() => BursaryApplicationState, { description: 'How far it is.' })
  readonly state: BursaryApplicationState;

  constructor(state: BursaryApplicationState) {
    super('The application is at a point where this cannot be done.');
    this.state = state;
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'Somebody before them in the order has no offer yet, or each place is taken.',
})
export class NotNextInOrder extends Refusal {
  constructor() {
    super('Each place is taken, or somebody is before them in the order.');
  }
}

const named = (value: object): string =>
  'isFeedbackOwed' in value ? BursaryApplication.name : value.constructor.name;

export const ChangeBursaryApplicationResult = createUnionType({
  name: 'ChangeBursaryApplicationResult',
  description: 'The application as it is now, or why nothing was done.',
  types: () =>
    [
      ...[BursaryApplication, NotForThisRound, AppliedAlready, BursaryApplicationMovedOn],
      CloseToApplicant,
    ] as const,
  resolveType: named,
});

export const OfferBursaryResult = createUnionType({
  name: 'OfferBursaryResult',
  description: 'The application with its offer, or why there is none.',
  types: () =>
    [
      ...[BursaryApplication, BursaryApplicationMovedOn, ReleaseNotAgreed, NotNextInOrder],
      ...[FundTooSmall, AlreadyAwarded, ProgrammeNotRunning, OwnAward, PersonLeaving],
      ...[LinesMissCost, CostOverCap, FundOfLastYear, NoFundingSource, LevyDoesNotPay],
      EmployedElsewhere,
    ] as const,
  resolveType: named,
});
