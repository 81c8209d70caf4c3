import { Day } from '@trellis/subgraph-kit/scalars';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { OfficialCode } from '../official-code.ts';

export enum LeaveKind {
  PARENTAL = 'PARENTAL',
  SICKNESS = 'SICKNESS',
  SECONDMENT = 'SECONDMENT',
  TRAINING = 'TRAINING',
  PUBLIC_DUTIES = 'PUBLIC_DUTIES',
  OTHER = 'OTHER',
}
registerEnumType(LeaveKind, {
  name: 'LeaveKind',
  description: 'Why somebody is away, broadly. We derive it from the census absence category.',
  valuesConfig: {
    PARENTAL: { description: 'Maternity, paternity and what goes with a pregnancy.' },
    SICKNESS: { description: 'Sickness.' },
    SECONDMENT: { description: 'Lent to somebody else.' },
    TRAINING: { description: 'Training.' },
    PUBLIC_DUTIES: { description: 'Public duties, such as a jury.' },
    OTHER: { description: 'Anything else, and what our list does not know.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description:
    'A stretch of days on which somebody is away from work. Personal data, some of it on health; kept so that nobody misses what is offered while they are away.',
})
export class LeavePeriod {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => LeaveKind, { description: 'Broadly.' })
  kind!: LeaveKind;

  @Field(() => OfficialCode, { description: 'Census absence category, as the source sent it.' })
  category!: OfficialCode;

  @Field(() => Day, { description: 'First day.' })
  startsOn!: string;

  @Field(() => Day, {
    nullable: true,
    description: 'First day back at work; null while no end is known.',
  })
  endsOn!: string | null;
}

/** Leave as a system of record knows it. Days are ISO text, half-open. */
export interface LeaveRecord {
  /** Names the period among those of the same record of staff. */
  readonly externalId: string;
  /** Census absence category, or whatever the source sent. */
  readonly categoryCode: string;
  readonly startsOn: string;
  readonly endsOn: string | null;
}

/** All leave that one record of staff of one source tells of a person. */
export interface LeaveOfRecord {
  readonly personId: string;
  /** The record of staff that tells of them. */
  readonly sourceRecordId: string;
  readonly periods: readonly LeaveRecord[];
}
