import { connectionOf } from '@trellis/subgraph-kit/connection';
import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Length, Min } from 'class-validator';
import {
  createUnionType,
  Field,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';
import { Pence } from '../pence.ts';

/** How far it is to get back what somebody who leaves owes. */
export enum ClawbackStatus {
  CALCULATED = 'CALCULATED',
  AGREED = 'AGREED',
  DISPUTED = 'DISPUTED',
  REPAID = 'REPAID',
  WAIVED = 'WAIVED',
  WRITTEN_OFF = 'WRITTEN_OFF',
  REVERSED = 'REVERSED',
}

registerEnumType(ClawbackStatus, {
  name: 'ClawbackStatus',
  description: 'How far it is to get back what somebody who leaves owes.',
  valuesConfig: {
    CALCULATED: { description: 'Worked out, and shown to the person.' },
    AGREED: { description: 'To be repaid, and perhaps in part repaid.' },
    DISPUTED: { description: 'The person says that it is wrong.' },
    REPAID: { description: 'Repaid to the penny.' },
    WAIVED: { description: 'Not asked for, by the trust’s policy.' },
    WRITTEN_OFF: { description: 'Asked for, and given up.' },
    REVERSED: { description: 'Nobody left, or on another day: it was never owed.' },
  },
});

/** Why what is owed is not asked for. */
export enum ClawbackWaiver {
  REDUNDANCY = 'REDUNDANCY',
  ILL_HEALTH = 'ILL_HEALTH',
  END_OF_FIXED_TERM = 'END_OF_FIXED_TERM',
  TUPE = 'TUPE',
  DEATH = 'DEATH',
  OTHER = 'OTHER',
}

registerEnumType(ClawbackWaiver, {
  name: 'ClawbackWaiver',
  description: 'Why what is owed is not asked for.',
  valuesConfig: {
    REDUNDANCY: { description: 'The post is gone.' },
    ILL_HEALTH: { description: 'They leave because of their health.' },
    END_OF_FIXED_TERM: { description: 'The contract was for a time that is over.' },
    TUPE: { description: 'Their work goes to another employer, and they with it.' },
    DEATH: { description: 'They died.' },
    OTHER: { description: 'Another reason of the trust’s policy, which is said.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description:
    'What somebody who leaves owes back by their agreement. Personal data, kept to account for study; known to the person and to those who decide on it. The product never deducts anything.',
})
export class Clawback {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  awardId!: string;
  personId!: string;

  @Field(() => Day, { description: 'First day on which the trust does not employ them.' })
  leftOn!: string;

  @Field(() => Day, { description: 'The day on which it was worked out.' })
  calculatedOn!: string;

  @Field(() => Pence, { description: 'What recoverable funding lines had paid.' })
  basePence!: number;

  @Field(() => Pence, { description: 'What is owed.' })
  amountPence!: number;

  @Field(() => Pence, { description: 'What of it has been repaid.' })
  repaidPence!: number;

  @Field(() => [String], { description: 'How it comes about, sentence by sentence.' })
  arithmetic!: string[];

  @Field(() => ClawbackStatus, { description: 'How far it is.' })
  status!: ClawbackStatus;

  @Field(() => ClawbackWaiver, { nullable: true, description: 'Why it is waived.' })
  waiver!: ClawbackWaiver | null;

  @Field(() => String, { nullable: true, description: 'What was said of the last decision.' })
  reason!: string | null;

  @Field(() => Int, { description: 'Goes up with each change; give it back to change it.' })
  version!: number;
}

export const ClawbackConnection = connectionOf(Clawback);

@ObjectType({
  simpleResolvers: true,
  description: 'Somebody whose last day is known and comes before the end of a tie-in.',
})
export class LeaverWithTieIn {
  awardId!: string;
  personId!: string;

  @Field(() => Day, { description: 'First day on which the trust does not employ them.' })
  leavesOn!: string;

  @Field(() => Day, {
    nullable: true,
    description: 'First day on which they could leave and owe nothing; null while they study.',
  })
  tieInEndsOn!: string | null;
}

export const LeaverWithTieInConnection = connectionOf(LeaverWithTieIn);

@InputType({ description: 'A clawback as it was read.' })
export class ClawbackVersionInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of the clawback.' })
  id!: string;

  @Field(() => Int, { description: 'As it was read; an older one is `CONFLICT`.' })
  version!: number;
}

@InputType({ description: 'A clawback, and why.' })
export class ClawbackReasonInput extends ClawbackVersionInput {
  @Length(1, 1000, { message: 'reason has 1 to 1000 characters' })
  @Field(() => String, { description: 'For both sides to read, 1 to 1,000 characters.' })
  reason!: string;
}

@InputType({ description: 'A clawback that is not asked for.' })
export class WaiveClawbackInput extends ClawbackReasonInput {
  @Field(() => ClawbackWaiver, { description: 'By which rule of the trust’s policy.' })
  waiver!: ClawbackWaiver;
}

@InputType({ description: 'What somebody repaid.' })
export class RecordRepaymentInput extends ClawbackVersionInput {
  @Min(1, { message: 'amountPence is at least 1' })
  @Field(() => Int, { description: 'Pence, at least 1 and no more than is still owed.' })
  amountPence!: number;
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'The clawback is at a point where this cannot be done.',
})
export class ClawbackNotOpen extends Refusal {
  @Field(() => Clawback, { description: 'As it is.' })
  readonly clawback: Clawback;

  constructor(clawback: Clawback) {
    super('This clawback is at a point where this cannot be done.');
    this.clawback = clawback;
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'More would be repaid than is owed.',
})
export class RepaidTooMuch extends Refusal {
  @Field(() => Pence, { description: 'What is still owed.' })
  readonly owedPence: number;

  constructor(owedPence: number) {
    super('This is more than is still owed.');
    this.owedPence = owedPence;
  }
}

export const ChangeClawbackResult = createUnionType({
  name: 'ChangeClawbackResult',
  description: 'The clawback as it is now, or why nothing was done.',
  types: () => [Clawback, ClawbackNotOpen, RepaidTooMuch] as const,
  resolveType: (value: object) =>
    value instanceof Refusal ? value.constructor.name : Clawback.name,
});
