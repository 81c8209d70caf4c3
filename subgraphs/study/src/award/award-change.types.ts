import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Length, MaxLength, Min } from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { AwardEntity } from './award.entity.ts';
import { Award } from './award.types.ts';
import { FundOfLastYear, LevyDoesNotPay, type LineRefusal } from './line-refusal.types.ts';

@InputType({ description: 'Who is awarded how much for what, and from which fund.' })
export class AwardBursaryInput extends IdempotentInput {
  @Field(() => ID, { description: 'The fund that pays; its academic year is the award’s.' })
  fundId!: string;

  @Field(() => ID, { description: 'Who studies.' })
  personId!: string;

  @Field(() => ID, { description: 'The school for which they study, and whose spend it is.' })
  schoolId!: string;

  @MaxLength(40, { message: 'programmeCode has at most 40 characters' })
  @Field(() => String, { description: 'What they study, such as `NPQSL`.' })
  programmeCode!: string;

  @Min(1, { message: 'amountPence is at least 1' })
  @Field(() => Int, { description: 'Pence, at least 1.' })
  amountPence!: number;
}

@InputType({ description: 'Which award is taken back, and why.' })
export class WithdrawAwardInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of the award.' })
  id!: string;

  @Field(() => Int, { description: 'Of the award as it was read; an older one is `CONFLICT`.' })
  version!: number;

  @Length(1, 500, { message: 'reason has 1 to 500 characters' })
  @Field(() => String, { description: 'For the person to read, 1 to 500 characters.' })
  reason!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The same by the DfE’s register of NPQs, such as `change-in-career`.',
  })
  reasonCode?: string | null;
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'The fund has less left than was asked for.',
})
export class FundTooSmall extends Refusal {
  @Field(() => Int, { description: 'What the fund has left, in pence.' })
  readonly remainingPence: number;

  constructor(remainingPence: number) {
    super('The fund has too little left.');
    this.remainingPence = remainingPence;
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'The person has an award for this programme in this academic year already.',
})
export class AlreadyAwarded extends Refusal {
  @Field(() => Award, {
    nullable: true,
    description: 'The award that stands; null where the viewer may not know of it.',
  })
  readonly award: Award | null;

  constructor(award: Award | null) {
    super('This person has an award for this programme in this academic year already.');
    this.award = award;
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'Nobody can start the programme now.',
})
export class ProgrammeNotRunning extends Refusal {
  @Field(() => Day, { description: 'First day on which somebody can start it, or could.' })
  readonly validFrom: string;

  @Field(() => Day, {
    nullable: true,
    description: 'First day on which nobody can start it any more.',
  })
  readonly validTo: string | null;

  constructor({ validFrom, validTo }: { validFrom: string; validTo: string | null }) {
    super('Nobody can start this programme on the day of the award.');
    this.validFrom = validFrom;
    this.validTo = validTo;
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'Nobody awards money to themselves, whatever else they may do.',
})
export class OwnAward extends Refusal {
  constructor() {
    super('Somebody else must award this to you.');
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'The award was taken back before.',
})
export class AlreadyWithdrawn extends Refusal {
  @Field(() => Award, { description: 'As it is.' })
  readonly award: Award;

  constructor(award: Award) {
    super('This award has been withdrawn already.');
    this.award = award;
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'The person has left, or their last day is known.',
})
export class PersonLeaving extends Refusal {
  @Field(() => Day, { description: 'First day on which the trust does not employ them.' })
  readonly leavesOn: string;

  constructor(leavesOn: string) {
    super('This person leaves the trust, so nothing new can be awarded to them.');
    this.leavesOn = leavesOn;
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'The person works here by an agency or a service agreement.',
})
export class EmployedElsewhere extends Refusal {
  constructor() {
    super('Somebody else employs this person: study money is for the trust’s own staff.');
  }
}

/** Why an award is not made. */
export type AwardRefusal =
  | FundTooSmall
  | AlreadyAwarded
  | ProgrammeNotRunning
  | OwnAward
  | PersonLeaving
  | EmployedElsewhere
  | LineRefusal;

const typeNameOf = (value: object): string =>
  value instanceof AwardEntity ? Award.name : value.constructor.name;

export const AwardBursaryResult = createUnionType({
  name: 'AwardBursaryResult',
  description: 'The award that was made, or why none was.',
  types: () =>
    [
      Award,
      FundTooSmall,
      FundOfLastYear,
      AlreadyAwarded,
      ProgrammeNotRunning,
      OwnAward,
      PersonLeaving,
      EmployedElsewhere,
      LevyDoesNotPay,
    ] as const,
  resolveType: typeNameOf,
});

export const WithdrawAwardResult = createUnionType({
  name: 'WithdrawAwardResult',
  description: 'The award as it is now, or why it was not taken back.',
  types: () => [Award, AlreadyWithdrawn] as const,
  resolveType: typeNameOf,
});
