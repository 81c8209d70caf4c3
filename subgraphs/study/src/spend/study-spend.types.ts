import { Field, Int, ObjectType } from 'type-graphql';
import { Pence } from '../pence.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'What a school’s staff were awarded for study in an academic year.',
})
export class StudySpend {
  @Field(() => Int, { description: 'The year it starts: 2026 is 1 Sept 2026 to 31 Aug 2027.' })
  academicYear!: number;

  @Field(() => Pence, { description: 'Sum of the awards that stand.' })
  amountPence!: number;

  @Field(() => Int, { description: 'How many awards that is.' })
  awardCount!: number;
}
