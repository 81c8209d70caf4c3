import { Day } from '@trellis/subgraph-kit/scalars';
import { Field, ObjectType } from 'type-graphql';
import { Pence } from '../pence.ts';

@ObjectType({
  simpleResolvers: true,
  description:
    'Where a fund’s money is at the end of a day, by the ledger. What was allocated, moved and carried is what is available, committed, paid and owed together.',
})
export class FundPosition {
  @Field(() => Day, { description: 'At the end of this day.' })
  asOf!: string;

  @Field(() => Pence, { description: 'Set aside, corrections taken off.' })
  allocatedPence!: number;

  @Field(() => Pence, {
    description: 'Moved here from other funds; below zero where more was moved away.',
  })
  movedPence!: number;

  @Field(() => Pence, {
    description:
      'Brought forward from the year before at year end; below zero where it was carried to the next.',
  })
  carriedPence!: number;

  @Field(() => Pence, { description: 'Promised to awards and not paid.' })
  committedPence!: number;

  @Field(() => Pence, { description: 'Paid for awards and kept; refunds taken off.' })
  paidPence!: number;

  @Field(() => Pence, { description: 'Paid for awards and owed back by people who left.' })
  owedPence!: number;

  @Field(() => Pence, { description: 'Not promised to anybody.' })
  availablePence!: number;
}
