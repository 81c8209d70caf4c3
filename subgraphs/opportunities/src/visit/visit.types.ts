import { ConnectionArgs, connectionOf } from '@trellis/subgraph-kit/connection';
import { Day } from '@trellis/subgraph-kit/scalars';
import { ArgsType, Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

/** What visitors come for. */
export enum VisitKind {
  VISIT = 'VISIT',
  SHADOWING = 'SHADOWING',
}

registerEnumType(VisitKind, {
  name: 'VisitKind',
  description: 'What visitors come for.',
  valuesConfig: {
    VISIT: { description: 'To see peers at work.' },
    SHADOWING: { description: 'To follow somebody through their work.' },
  },
});

/** Where a booking stands. */
export enum VisitBookingState {
  BOOKED = 'BOOKED',
  WAITING = 'WAITING',
  CANCELLED = 'CANCELLED',
}

registerEnumType(VisitBookingState, {
  name: 'VisitBookingState',
  description: 'Where a booking stands.',
  valuesConfig: {
    BOOKED: { description: 'There is a place, and a placement that is prepared.' },
    WAITING: { description: 'There will be, should one become free.' },
    CANCELLED: { description: 'It was given up, or the visit was taken back.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType({
  simpleResolvers: true,
  description: 'Days on which a school receives visitors, and for how many there is room.',
})
export class VisitSlot {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => VisitKind, { description: 'What visitors come for.' })
  kind!: VisitKind;

  @Field(() => String, { description: 'What there is to see.' })
  theme!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Census subject code, where it is about a subject.',
  })
  subjectCode!: string | null;

  @Field(() => String, { nullable: true, description: 'More about it.' })
  summary!: string | null;

  @Field(() => Day, { description: 'First day.' })
  startsOn!: string;

  @Field(() => Day, { description: 'First day after it.' })
  endsOn!: string;

  @Field(() => Day, {
    description: 'From when on it is booked; until then everybody has time to see it.',
  })
  bookableOn!: string;

  @Field(() => Int, { description: 'Room, in people.' })
  capacity!: number;

  @Field(() => Int, { description: 'Places that are booked.' })
  taken!: number;

  @Field(() => Int, { description: 'People who wait for a place.' })
  waiting!: number;

  @Field(() => Date, { nullable: true, description: 'When the school took it back.' })
  withdrawnAt!: Date | null;

  @Field(() => Int, { description: 'Goes up by one with each change.' })
  version!: number;
}

@ObjectType({ simpleResolvers: true, description: 'That somebody wants to come.' })
export class VisitBooking {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => VisitBookingState, { description: 'Where it stands.' })
  state!: VisitBookingState;

  @Field(() => Date, { description: 'When it was made.' })
  bookedAt!: Date;

  @Field(() => Int, { description: 'Goes up by one with each change.' })
  version!: number;
}

@ObjectType({ simpleResolvers: true, description: 'How a trust shares out visits.' })
export class VisitPolicy {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => Int, {
    description: 'Days from when a visit is offered to when it is first booked.',
  })
  headStartDays!: number;

  @Field(() => Int, { description: 'Visits that one person has at most in an academic year.' })
  mostAYear!: number;
}

export const VisitSlotConnection = connectionOf(VisitSlot);
export const VisitBookingConnection = connectionOf(VisitBooking);

/** Which visits, and what part of them. */
@ArgsType()
export class VisitsAvailableArgs extends ConnectionArgs {
  @Field(() => ID, { nullable: true, description: 'At this school; at any when not given.' })
  school?: string | null;

  @Field(() => Day, { description: 'That begin on this day or later.' })
  from!: string;

  @Field(() => Day, { description: 'That begin on this day or earlier.' })
  to!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Whose theme, summary or subject code has this in it, 1 to 200 characters.',
  })
  theme?: string | null;
}
