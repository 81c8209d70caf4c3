import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import { ArrayMaxSize, ArrayMinSize, Length } from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { FundTooSmall, OwnAward } from '../award/award-change.types.ts';
import { Award } from '../award/award.types.ts';
import { FundOfLastYear } from '../award/line-refusal.types.ts';
import { ApprovedByYourself } from '../fund/fund-money.types.ts';
import { Pence } from '../pence.ts';

@ObjectType({
  simpleResolvers: true,
  description:
    'That what was not paid of an award’s cost moved from one school’s fund to another’s, because the person moved inside the trust.',
})
export class AwardMove {
  @Field(() => Day, { description: 'When.' })
  movedOn!: string;

  @Field(() => Pence, { description: 'What moved, in pence.' })
  amountPence!: number;

  @Field(() => String, { description: 'Why, for the auditor.' })
  reason!: string;
}

@InputType({ description: 'An award whose cost moves with the person.' })
export class MoveAwardToSchoolInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of the award.' })
  id!: string;

  @Field(() => Int, { description: 'As it was read; an older one is `CONFLICT`.' })
  version!: number;

  @Field(() => ID, { description: 'The school at which the person works now.' })
  schoolId!: string;

  @ArrayMinSize(1, { message: 'fundIds names 1 to 6 funds' })
  @ArrayMaxSize(6, { message: 'fundIds names 1 to 6 funds' })
  @Field(() => [ID], {
    description:
      'Funds of that school: one for each academic year in which another school’s fund still promises money. 1 to 6.',
  })
  fundIds!: string[];

  @Length(1, 400, { message: 'reason has 1 to 400 characters' })
  @Field(() => String, { description: 'For the auditor to read, 1 to 400 characters.' })
  reason!: string;

  @Field(() => ID, { description: 'The person who approved it; never the one who enters it.' })
  approvedById!: string;
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'No fund of another school still promises anything to this award.',
})
export class NothingToMove extends Refusal {
  constructor() {
    super('No other school’s fund still promises anything to this award.');
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'Money is promised in a year for which no fund of the new school was named.',
})
export class NoFundOfYear extends Refusal {
  @Field(() => Int, { description: 'The academic year, by the year it starts.' })
  readonly academicYear: number;

  constructor(academicYear: number) {
    super('Name a fund of the school for this academic year too.');
    this.academicYear = academicYear;
  }
}

/** Why the cost of an award does not move. */
export type MoveRefusal =
  NothingToMove | NoFundOfYear | FundTooSmall | FundOfLastYear | ApprovedByYourself | OwnAward;

export const MoveAwardToSchoolResult = createUnionType({
  name: 'MoveAwardToSchoolResult',
  description: 'The award as it is now, or why nothing moved.',
  types: () =>
    [
      ...[Award, NothingToMove, NoFundOfYear, FundTooSmall, FundOfLastYear],
      ...[ApprovedByYourself, OwnAward],
    ] as const,
  resolveType: (value: object) => (value instanceof Refusal ? value.constructor.name : Award.name),
});
