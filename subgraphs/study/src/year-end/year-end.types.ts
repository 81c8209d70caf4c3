import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Max, Min } from 'class-validator';
import { createUnionType, Field, InputType, Int, ObjectType } from 'type-graphql';
import { Pence } from '../pence.ts';

@InputType({ description: 'Which academic year is closed.' })
export class RunYearEndInput {
  @Min(2000, { message: 'academicYear is from 2000 to 2099' })
  @Max(2099, { message: 'academicYear is from 2000 to 2099' })
  @Field(() => Int, { description: 'The year it starts: 2026 is 1 Sept 2026 to 31 Aug 2027.' })
  academicYear!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What the year-end run found in a fund, and what it left.',
})
export class FundYearEnd {
  /** Of the fund and of the one of the next year. */
  readonly fundId!: string;
  readonly intoFundId!: string | null;

  @Field(() => Day, { description: 'The day from which the fund awards nothing.' })
  closedOn!: string;

  @Field(() => Pence, { description: 'Promised and not paid when the run began.' })
  committedBeforePence!: number;

  @Field(() => Pence, { description: 'Not promised when the run began.' })
  availableBeforePence!: number;

  @Field(() => Pence, { description: 'Promised and not paid when it was done: nothing.' })
  committedAfterPence!: number;

  @Field(() => Pence, { description: 'Not promised when it was done: it stays in the old fund.' })
  availableAfterPence!: number;

  @Field(() => Pence, { description: 'Carried to the next year’s fund with its promises.' })
  carriedPence!: number;

  @Field(() => Int, { description: 'How many promises that is.' })
  carriedLines!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: 'An academic year that was closed: the same report however often it is run.',
})
export class YearEnd {
  @Field(() => Int, { description: 'The year it starts.' })
  academicYear!: number;

  @Field(() => [FundYearEnd], { description: 'Each fund of the year, by name.' })
  funds!: FundYearEnd[];
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'The academic year is not over.',
})
export class YearNotOver extends Refusal {
  @Field(() => Day, { description: 'First day on which it can be closed.' })
  readonly overOn: string;

  constructor(overOn: string) {
    super('The academic year is not over yet.');
    this.overOn = overOn;
  }
}

export const RunYearEndResult = createUnionType({
  name: 'RunYearEndResult',
  description: 'The report, or why there is none.',
  types: () => [YearEnd, YearNotOver] as const,
  resolveType: (value: object) => (value instanceof YearNotOver ? YearNotOver.name : YearEnd.name),
});
