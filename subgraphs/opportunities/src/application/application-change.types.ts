import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import { ArrayMaxSize, ArrayUnique, IsOptional, MaxLength, ValidateNested } from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Criterion } from '../opportunity/criterion.types.ts';
import { AnswerInput } from './answer.types.ts';
import { ApplicationState } from './application-state.types.ts';
import { Application } from './application.types.ts';

@InputType({ description: 'What the caller applies for. Nobody’s consent is needed.' })
export class ApplyForOpportunityInput extends IdempotentInput {
  @Field(() => ID, { description: 'The opportunity.' })
  opportunityId!: string;

  @IsOptional()
  @MaxLength(10_000, { message: 'statement has at most 10000 characters' })
  @Field(() => String, {
    nullable: true,
    description: 'Why, in the person’s own words; at most 10,000 characters.',
  })
  statement?: string | null;

  @IsOptional()
  @ArrayMaxSize(40, { message: 'answers are at most 40' })
  @ArrayUnique(({ criterion }: AnswerInput) => criterion, {
    message: 'answers has one for each criterion',
  })
  @ValidateNested()
  @Field(() => [AnswerInput], {
    nullable: true,
    description: 'To the criteria, of which each essential one needs an answer; at most 40.',
  })
  answers?: AnswerInput[] | null;
}

@InputType({ description: 'Which application the caller takes back.' })
export class WithdrawApplicationInput extends IdempotentInput {
  @Field(() => ID, { description: 'The application.' })
  id!: string;

  @Field(() => Int, { description: 'As last read; `CONFLICT` with the current one when stale.' })
  version!: number;
}

@ObjectType({ implements: Refusal, description: 'The opportunity takes no applications now.' })
export class NotOpen extends Refusal {
  @Field(() => Day, { nullable: true, description: 'First day on which it takes them.' })
  readonly opensOn: string | null;

  @Field(() => Day, { nullable: true, description: 'Last day on which it takes them.' })
  readonly closesOn: string | null;

  constructor(opensOn: string | null, closesOn: string | null) {
    super('The opportunity takes no applications now.');
    this.opensOn = opensOn;
    this.closesOn = closesOn;
  }
}

@ObjectType({ implements: Refusal, description: 'The caller’s application for it stands already.' })
export class AlreadyApplied extends Refusal {
  @Field(() => Application, { description: 'The one that stands.' })
  readonly application: Application;

  constructor(application: Application) {
    super('You have applied for this already.');
    this.application = application;
  }
}

@ObjectType({ implements: Refusal, description: 'Essential criteria have no answer.' })
export class CriteriaUnanswered extends Refusal {
  @Field(() => [Criterion], {
    description: 'Which, as the opportunity words them now; it may have been amended meanwhile.',
  })
  readonly criteria: readonly Criterion[];

  constructor(criteria: readonly Criterion[]) {
    super('Say something to each criterion that is essential: nobody is chosen without it.');
    this.criteria = criteria;
  }
}

@ObjectType({ implements: Refusal, description: 'It is another person’s application.' })
export class OwnOnly extends Refusal {
  constructor() {
    super('Only the person who applied can take an application back.');
  }
}

@ObjectType({ implements: Refusal, description: 'It is too late, or too early, to take it back.' })
export class ApplicationNotWithdrawable extends Refusal {
  @Field(() => ApplicationState, { description: 'Where it stands.' })
  readonly from: ApplicationState;

  @Field(() => [ApplicationState], { description: 'Where it may go from there.' })
  readonly legal: readonly ApplicationState[];

  constructor(from: ApplicationState, legal: readonly ApplicationState[]) {
    super('The application cannot be taken back where it stands now.');
    this.from = from;
    this.legal = legal;
  }
}

const resultType = (value: object) =>
  value instanceof Refusal ? value.constructor.name : Application.name;

export const ApplyForOpportunityResult = createUnionType({
  name: 'ApplyForOpportunityResult',
  description: 'The application, or why there is none.',
  types: () => [Application, NotOpen, AlreadyApplied, CriteriaUnanswered] as const,
  resolveType: resultType,
});

export const WithdrawApplicationResult = createUnionType({
  name: 'WithdrawApplicationResult',
  description: 'The withdrawn application, or why it stands.',
  types: () => [Application, OwnOnly, ApplicationNotWithdrawable] as const,
  resolveType: resultType,
});
