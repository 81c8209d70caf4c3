import { Field, ID, Int, ObjectType } from 'type-graphql';
import { FundingSource } from '../ledger/ledger.types.ts';
import { Pence } from '../pence.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'What one source pays of an award in one academic year, and how far it has.',
})
export class FundingLine {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => Int, { description: 'The year it starts.' })
  academicYear!: number;

  @Field(() => FundingSource, { description: 'Whose money it is.' })
  source!: FundingSource;

  @Field(() => Pence, { description: 'What it was to pay.' })
  amountPence!: number;

  @Field(() => Pence, { description: 'Promised and not paid.' })
  committedPence!: number;

  @Field(() => Pence, { description: 'Paid and kept.' })
  paidPence!: number;

  @Field(() => Pence, { description: 'Paid and owed back by the person.' })
  owedPence!: number;

  @Field(() => Pence, { description: 'Carried to a line of the next academic year at year end.' })
  carriedPence!: number;

  @Field(() => Boolean, {
    description:
      'Whether it can be owed back by who leaves: never levy money, DfE scholarships, or apprenticeship training.',
  })
  isRecoverable!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Version of the rule by which this source pays, where one decided.',
  })
  ruleVersion!: string | null;
}
