import { Field, Int, ObjectType } from 'type-graphql';
import { FundingSource } from '../ledger/ledger.types.ts';
import { Pence } from '../pence.ts';

@ObjectType({
  simpleResolvers: true,
  description:
    'What one source has promised to awards that stand for one academic year: a point of a chart.',
})
export class CommitmentPoint {
  @Field(() => Int, { description: 'The year it starts: 2026 is 1 Sept 2026 to 31 Aug 2027.' })
  academicYear!: number;

  @Field(() => FundingSource, { description: 'Whose money it is.' })
  source!: `${FundingSource}`;

  @Field(() => Pence, { description: 'Offered or agreed, and not yet paid.' })
  committedPence!: number;

  @Field(() => Pence, { description: 'Paid, and not asked back.' })
  paidPence!: number;
}
