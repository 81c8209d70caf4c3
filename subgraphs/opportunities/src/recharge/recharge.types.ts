import { connectionOf } from '@trellis/subgraph-kit/connection';
import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, Length } from 'class-validator';
import { ArgsType, createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';

@ObjectType({
  simpleResolvers: true,
  description:
    'What one school owes another for days that a specialist worked there. Never changed: a mistake is taken back by another that mirrors it.',
})
export class Recharge {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => Int, { description: 'Days that were worked.' })
  days!: number;

  @Field(() => Int, { description: 'What a day costs, in pence.' })
  ratePence!: number;

  @Field(() => Int, { description: 'Days at the rate, in pence.' })
  amountPence!: number;

  @Field(() => Int, { description: '2026 is 1 Sept 2026 to 31 Aug 2027.' })
  academicYear!: number;

  @Field(() => ID, { nullable: true, description: 'Of the one that it takes back.' })
  reversesId!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it takes that back.' })
  reason!: string | null;

  @Field(() => Date, { description: 'When it was posted.' })
  postedAt!: Date;
}

export const RechargeConnection = connectionOf(Recharge);

@ObjectType({
  simpleResolvers: true,
  description: 'What a school lent and borrowed in an academic year, and what it owes and is owed.',
})
export class LendingPosition {
  @Field(() => Int, { description: '2026 is 1 Sept 2026 to 31 Aug 2027.' })
  academicYear!: number;

  @Field(() => Int, { description: 'Days that its specialists worked elsewhere.' })
  lentDays!: number;

  @Field(() => Int, { description: 'Days that specialists of others worked here.' })
  borrowedDays!: number;

  @Field(() => Int, { description: 'Lent less borrowed.' })
  netDays!: number;

  @Field(() => Int, { description: 'What it is owed for days lent, in pence.' })
  owedPence!: number;

  @Field(() => Int, { description: 'What it owes for days borrowed, in pence.' })
  owingPence!: number;

  @Field(() => Int, { description: 'Owed less owing, in pence.' })
  netPence!: number;
}

@ArgsType()
export class LendingPositionArgs {
  @Field(() => ID, { description: 'Which school.' })
  schoolId!: string;

  @Field(() => Int, { description: '2026 is 1 Sept 2026 to 31 Aug 2027.' })
  academicYear!: number;
}

@InputType({ description: 'Which lent days were worked.' })
export class ConfirmLentDaysInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of which deployment.' })
  deploymentId!: string;

  @ArrayMinSize(1, { message: 'days names 1 to 195 days' })
  @ArrayMaxSize(195, { message: 'days names 1 to 195 days' })
  @ArrayUnique({ message: 'days names each day once' })
  @Field(() => [Day], { description: 'Which; today or before.' })
  days!: string[];
}

@InputType({ description: 'Which recharge is taken back, and why.' })
export class ReverseRechargeInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which.' })
  rechargeId!: string;

  @Length(1, 2_000, { message: 'reason has 1 to 2000 characters' })
  @Field(() => String, { description: 'Why, 1 to 2,000 characters.' })
  reason!: string;
}

@ObjectType({ implements: Refusal, description: 'Some of the days cannot be confirmed.' })
export class DaysNotWorked extends Refusal {
  @Field(() => [Day], { description: 'Which are not lent, are charged already or still to come.' })
  readonly days: readonly string[];

  constructor(days: readonly string[]) {
    super('Some of these days are not lent, are charged already, or are still to come.');
    this.days = days;
  }
}

@ObjectType({ implements: Refusal, description: 'The person was not there as agreed.' })
export class DeploymentNotFirm extends Refusal {
  constructor() {
    super('Days count once the deployment has all its parts and was scheduled.');
  }
}

@ObjectType({
  implements: Refusal,
  description: 'It was taken back, or takes something back itself.',
})
export class RechargeNotReversible extends Refusal {
  constructor() {
    super('It was taken back already, or takes something back itself.');
  }
}

const named = (value: object) =>
  value instanceof Refusal ? value.constructor.name : Recharge.name;

export const ConfirmLentDaysResult = createUnionType({
  name: 'ConfirmLentDaysResult',
  description: 'What is owed for them, or why it is not.',
  types: () => [Recharge, DaysNotWorked, DeploymentNotFirm] as const,
  resolveType: named,
});

export const ReverseRechargeResult = createUnionType({
  name: 'ReverseRechargeResult',
  description: 'What takes it back, or why it stands.',
  types: () => [Recharge, RechargeNotReversible] as const,
  resolveType: named,
});
