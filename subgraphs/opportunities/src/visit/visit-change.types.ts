import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import { IsOptional, Length, Max, Min } from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { VisitBooking, VisitKind, VisitSlot } from './visit.types.ts';

@InputType({ description: 'When a school receives visitors.' })
export class OfferVisitInput extends IdempotentInput {
  @Field(() => ID, { description: 'Where.' })
  schoolId!: string;

  @Field(() => VisitKind, { description: 'What visitors come for.' })
  kind!: VisitKind;

  @Length(1, 200, { message: 'theme has 1 to 200 characters' })
  @Field(() => String, { description: 'What there is to see, 1 to 200 characters.' })
  theme!: string;

  @IsOptional()
  @Length(1, 20, { message: 'subjectCode has 1 to 20 characters' })
  @Field(() => String, { nullable: true, description: 'Census subject code.' })
  subjectCode?: string | null;

  @IsOptional()
  @Length(1, 5_000, { message: 'summary has 1 to 5000 characters' })
  @Field(() => String, { nullable: true, description: 'More about it, at most 5,000 characters.' })
  summary?: string | null;

  @Field(() => Day, { description: 'First day, after today.' })
  startsOn!: string;

  @Field(() => Day, { description: 'First day after it; at most 31 days later.' })
  endsOn!: string;

  @Min(1, { message: 'capacity is 1 to 100' })
  @Max(100, { message: 'capacity is 1 to 100' })
  @Field(() => Int, { description: 'Room, 1 to 100 people.' })
  capacity!: number;
}

@InputType({ description: 'Which visit is taken back, as it was last read.' })
export class WithdrawVisitInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which.' })
  id!: string;

  @Field(() => Int, { description: 'As last read; `CONFLICT` with the current one when stale.' })
  version!: number;
}

@InputType({ description: 'Which visit somebody wants to come to.' })
export class BookVisitInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which.' })
  slotId!: string;
}

@InputType({ description: 'Which booking is given up, as it was last read.' })
export class CancelVisitBookingInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which.' })
  id!: string;

  @Field(() => Int, { description: 'As last read; `CONFLICT` with the current one when stale.' })
  version!: number;
}

@InputType({ description: 'How a trust shares out visits; it holds for what comes after.' })
export class SetVisitPolicyInput extends IdempotentInput {
  @Min(0, { message: 'headStartDays is 0 to 60' })
  @Max(60, { message: 'headStartDays is 0 to 60' })
  @Field(() => Int, { description: 'Days from offer to first booking, 0 to 60.' })
  headStartDays!: number;

  @Min(1, { message: 'mostAYear is 1 to 200' })
  @Max(200, { message: 'mostAYear is 1 to 200' })
  @Field(() => Int, { description: 'Visits of one person in an academic year, 1 to 200.' })
  mostAYear!: number;
}

@ObjectType({ implements: Refusal, description: 'The days do not make a visit.' })
export class VisitDaysUnclear extends Refusal {
  constructor(mostDays: number) {
    super(`A visit begins after today, and ends at most ${String(mostDays)} days later.`);
  }
}

@ObjectType({ implements: Refusal, description: 'Nobody books the visit now.' })
export class VisitNotBookable extends Refusal {
  @Field(() => Day, { nullable: true, description: 'From when on; null when not any more.' })
  readonly bookableOn: string | null;

  constructor(bookableOn: string | null) {
    super(
      bookableOn === null
        ? 'The visit was taken back, or has begun.'
        : `The visit is booked from ${bookableOn} on, so that everybody has seen it.`,
    );
    this.bookableOn = bookableOn;
  }
}

@ObjectType({ implements: Refusal, description: 'The person has a booking, which stands.' })
export class AlreadyBooked extends Refusal {
  @Field(() => VisitBooking, { description: 'The booking.' })
  readonly booking: VisitBooking;

  constructor(booking: VisitBooking) {
    super('You have booked this already.');
    this.booking = booking;
  }
}

@ObjectType({ implements: Refusal, description: 'The person has their share of visits.' })
export class TooManyVisits extends Refusal {
  @Field(() => Int, { description: 'Visits that one person has at most in an academic year.' })
  readonly mostAYear: number;

  constructor(mostAYear: number) {
    super(`So that there is something for everybody, one has at most ${String(mostAYear)} a year.`);
    this.mostAYear = mostAYear;
  }
}

@ObjectType({ implements: Refusal, description: 'The person is somewhere else on these days.' })
export class ElsewhereThen extends Refusal {
  constructor() {
    super('You are to be somewhere else on one of these days.');
  }
}

@ObjectType({ implements: Refusal, description: 'It is the person’s own school.' })
export class OwnSchool extends Refusal {
  constructor() {
    super('Visits are to other schools than those at which one works.');
  }
}

const named = (done: string) => (value: object) =>
  value instanceof Refusal ? value.constructor.name : done;

export const OfferVisitResult = createUnionType({
  name: 'OfferVisitResult',
  description: 'The visit, or why it cannot be.',
  types: () => [VisitSlot, VisitDaysUnclear] as const,
  resolveType: named(VisitSlot.name),
});

export const WithdrawVisitResult = createUnionType({
  name: 'WithdrawVisitResult',
  description: 'The visit, taken back with all bookings, or why it stands.',
  types: () => [VisitSlot, VisitNotBookable] as const,
  resolveType: named(VisitSlot.name),
});

export const BookVisitResult = createUnionType({
  name: 'BookVisitResult',
  description: 'The booking, or why there is none.',
  types: () =>
    [
      ...[VisitBooking, VisitNotBookable, AlreadyBooked, TooManyVisits],
      ...[ElsewhereThen, OwnSchool],
    ] as const,
  resolveType: named(VisitBooking.name),
});

export const CancelVisitBookingResult = createUnionType({
  name: 'CancelVisitBookingResult',
  description: 'The booking, CANCELLED, or why it stands.',
  types: () => [VisitBooking, VisitNotBookable] as const,
  resolveType: named(VisitBooking.name),
});
