import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Person } from '../person/person.types.ts';
import { Placement } from '../placement/placement.types.ts';
import { School } from '../school/school.types.ts';
import type { BookingService } from './booking.service.ts';
import {
  BookVisitInput,
  BookVisitResult,
  CancelVisitBookingInput,
  CancelVisitBookingResult,
  OfferVisitInput,
  OfferVisitResult,
  SetVisitPolicyInput,
  WithdrawVisitInput,
  WithdrawVisitResult,
} from './visit-change.types.ts';
import type { VisitBookingRow, VisitSlotRow } from './visit.queries.ts';
import type { VisitService } from './visit.service.ts';
import {
  VisitBooking,
  VisitBookingConnection,
  VisitPolicy,
  VisitsAvailableArgs,
  VisitSlot,
  VisitSlotConnection,
} from './visit.types.ts';

@Resolver(() => VisitSlot)
export class VisitSlotResolver {
  constructor(private readonly service: VisitService) {}

  @Requires('opportunity:read')
  @Query(() => VisitSlotConnection, {
    nullable: true,
    description: 'Visits that have room, the earliest first.',
  })
  visitsAvailable(
    @Args(() => VisitsAvailableArgs) args: VisitsAvailableArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.visitsAvailable(args);
  }

  @Requires('opportunity:publish')
  @Mutation(() => OfferVisitResult, {
    nullable: true,
    description: 'Offer days on which a school receives visitors; for its head.',
  })
  offerVisit(
    @Arg('input', () => OfferVisitInput, { description: 'Where, when and what to see.' })
    input: OfferVisitInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.offer(viewer, input);
  }

  @Requires('opportunity:publish')
  @Mutation(() => WithdrawVisitResult, {
    nullable: true,
    description: 'Take a visit back, with all bookings.',
  })
  withdrawVisit(
    @Arg('input', () => WithdrawVisitInput, { description: 'Which.' }) input: WithdrawVisitInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.withdraw(viewer, input);
  }

  @Requires('opportunity:publish')
  @Mutation(() => VisitPolicy, {
    nullable: true,
    description: 'Say how visits are shared out. For those who answer for all schools.',
  })
  setVisitPolicy(
    @Arg('input', () => SetVisitPolicyInput, { description: 'How.' }) input: SetVisitPolicyInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.setPolicy(viewer, input);
  }

  @FieldResolver(() => School, { nullable: true, description: 'Where.' })
  school(@Root() { schoolId }: VisitSlotRow): School {
    return { id: schoolId };
  }

  @FieldResolver(() => VisitBookingConnection, {
    description: 'Who comes, waits, or has given up, the latest first.',
  })
  bookings(
    @Root() { id }: VisitSlotRow,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.bookingsOfSlot.load(id, args);
  }
}

@Resolver(() => VisitBooking)
export class VisitBookingResolver {
  constructor(private readonly service: BookingService) {}

  @Requires('opportunity:apply')
  @Mutation(() => BookVisitResult, {
    nullable: true,
    description: 'Book a place for oneself, or wait for one where none is left.',
  })
  bookVisit(
    @Arg('input', () => BookVisitInput, { description: 'Which visit.' }) input: BookVisitInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.book(viewer, input);
  }

  @Requires('opportunity:apply')
  @Mutation(() => CancelVisitBookingResult, {
    nullable: true,
    description:
      'Give a booking up, so that the next who waits has the place: whoever has had the fewest visits this year, and then whoever has waited longest.',
  })
  cancelVisitBooking(
    @Arg('input', () => CancelVisitBookingInput, { description: 'Which booking.' })
    input: CancelVisitBookingInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.cancel(viewer, input);
  }

  @FieldResolver(() => VisitSlot, { nullable: true, description: 'Which visit.' })
  slot(@Root() { slotId }: VisitBookingRow, @Ctx() { loaders }: Context) {
    return loaders.visitSlot.load(slotId);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who.' })
  person(@Root() { personId }: VisitBookingRow): Person {
    return { id: personId };
  }

  @FieldResolver(() => Placement, {
    nullable: true,
    description: 'What is prepared for it; null while one waits.',
  })
  placement(@Root() { placementId }: VisitBookingRow, @Ctx() { loaders }: Context) {
    return placementId === null ? null : loaders.placement.load(placementId);
  }
}
