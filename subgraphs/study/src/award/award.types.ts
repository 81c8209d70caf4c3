import { connectionOf } from '@trellis/subgraph-kit/connection';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType({
  simpleResolvers: true,
  description:
    'One person’s share of a fund for one programme. Personal data, kept to pay and to account for study; known to the person and to those who answer for the school or the money. Withdrawn, never deleted.',
})
export class Award {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => Int, { description: 'The fund’s: the year it starts.' })
  academicYear!: number;

  @Field(() => Int, { description: 'Pence.' })
  amountPence!: number;

  @Field(() => Day, { description: 'The day on which it was made.' })
  awardedOn!: string;

  @Field(() => Day, {
    nullable: true,
    description: 'The day on which it was taken back and the money returned; null while it stands.',
  })
  withdrawnOn!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was taken back.' })
  withdrawnReason!: string | null;

  @Field(() => Int, { description: 'Goes up with each change; give it back to change it.' })
  version!: number;
}

export const AwardConnection = connectionOf(Award);
