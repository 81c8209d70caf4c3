import { connectionOf } from '@trellis/subgraph-kit/connection';
import { Day, Instant } from '@trellis/subgraph-kit/scalars';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

/** How far an award is. */
export enum AwardStatus {
  OFFERED = 'OFFERED',
  ACTIVE = 'ACTIVE',
  DEFERRED = 'DEFERRED',
  COMPLETED = 'COMPLETED',
  WITHDRAWN = 'WITHDRAWN',
  DECLINED = 'DECLINED',
  CANCELLED = 'CANCELLED',
}

registerEnumType(AwardStatus, {
  name: 'AwardStatus',
  description: 'How far an award is.',
  valuesConfig: {
    OFFERED: { description: 'The person has not answered yet; the money is promised.' },
    ACTIVE: { description: 'The person studies.' },
    DEFERRED: { description: 'Interrupted; instalments wait.' },
    COMPLETED: { description: 'The person finished, and showed it.' },
    WITHDRAWN: { description: 'Taken back, or the person left the programme.' },
    DECLINED: { description: 'The person did not want it.' },
    CANCELLED: { description: 'The provider cancelled the programme.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType({
  simpleResolvers: true,
  description:
    'What one person is given to study one programme. Personal data, kept to pay and to account for study; known to the person and to those who answer for the school or the money. Withdrawn, never deleted.',
})
export class Award {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => Int, { description: 'The first in which it pays, by the year it starts.' })
  academicYear!: number;

  @Field(() => Int, { description: 'What it costs in all years, in pence.' })
  amountPence!: number;

  @Field(() => AwardStatus, { description: 'How far it is.' })
  status!: AwardStatus;

  @Field(() => Day, {
    nullable: true,
    description:
      'First day on which the offer can be accepted no longer; null where none was made.',
  })
  acceptBefore!: string | null;

  @Field(() => Instant, { nullable: true, description: 'When the person agreed to it.' })
  acceptedAt!: Date | null;

  @Field(() => Day, { nullable: true, description: 'The day on which the person finished.' })
  completedOn!: string | null;

  @Field(() => Day, {
    nullable: true,
    description: 'While it is deferred: the day on which the person means to go on, where known.',
  })
  deferredUntil!: string | null;

  @Field(() => Day, { description: 'The day on which it was made.' })
  awardedOn!: string;

  @Field(() => Day, {
    nullable: true,
    description: 'The day on which it was taken back, declined or cancelled; null while it stands.',
  })
  withdrawnOn!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was taken back.' })
  withdrawnReason!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The same by the DfE’s register of NPQs, such as `change-in-career`.',
  })
  withdrawalCode!: string | null;

  @Field(() => Int, { description: 'Goes up with each change; give it back to change it.' })
  version!: number;
}

export const AwardConnection = connectionOf(Award);
