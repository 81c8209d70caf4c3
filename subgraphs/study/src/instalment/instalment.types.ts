import { connectionOf } from '@trellis/subgraph-kit/connection';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

/** What makes an instalment due. */
export enum InstalmentTrigger {
  DATE = 'DATE',
  MILESTONE = 'MILESTONE',
  EVIDENCE = 'EVIDENCE',
}

registerEnumType(InstalmentTrigger, {
  name: 'InstalmentTrigger',
  description: 'What makes an instalment due.',
  valuesConfig: {
    DATE: { description: 'A day.' },
    MILESTONE: { description: 'Something that the programme reaches, once it is recorded.' },
    EVIDENCE: { description: 'Something that the person shows, once it is recorded.' },
  },
});

/** How far an instalment is. */
export enum InstalmentStatus {
  PLANNED = 'PLANNED',
  DUE = 'DUE',
  HELD = 'HELD',
  APPROVED = 'APPROVED',
  PAID = 'PAID',
  CANCELLED = 'CANCELLED',
  RECLAIMED = 'RECLAIMED',
}

registerEnumType(InstalmentStatus, {
  name: 'InstalmentStatus',
  description: 'How far an instalment is.',
  valuesConfig: {
    PLANNED: { description: 'Not due yet.' },
    DUE: { description: 'Two people may approve it.' },
    HELD: { description: 'Study rests, so this does too; it is not cancelled.' },
    APPROVED: { description: 'Two people approved it: finance may pay.' },
    PAID: { description: 'Finance paid.' },
    CANCELLED: { description: 'The award ended first.' },
    RECLAIMED: { description: 'Paid, and paid back by the provider.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'Part of what a funding line pays, at one time.',
})
export class Instalment {
  @Field(() => ID, { description: 'Opaque; in payment files as well.' })
  id!: string;

  /** Of the line and people that have approved it. */
  awardId!: string;
  lineId!: string;
  firstApprovedById!: string | null;
  secondApprovedById!: string | null;

  @Field(() => Int, { description: 'From 1, in the order of the plan.' })
  number!: number;

  @Field(() => InstalmentTrigger, { description: 'What makes it due.' })
  trigger!: InstalmentTrigger;

  @Field(() => Day, { nullable: true, description: 'From when it is due, where a day decides.' })
  dueOn!: string | null;

  @Field(() => String, { nullable: true, description: 'What has to be reached or shown.' })
  milestone!: string | null;

  @Field(() => String, { nullable: true, description: 'What was recorded of it.' })
  evidence!: string | null;

  @Field(() => Int, { description: 'Pence.' })
  amountPence!: number;

  @Field(() => InstalmentStatus, { description: 'How far it is today.' })
  status!: InstalmentStatus;

  @Field(() => Day, { nullable: true, description: 'When it was paid.' })
  paidOn!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The finance system’s, such as a bank line.',
  })
  paymentReference!: string | null;

  @Field(() => Int, { description: 'Goes up with each change; give it back to change it.' })
  version!: number;
}

export const InstalmentConnection = connectionOf(Instalment);
