import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Opportunity } from '../opportunity/opportunity.types.ts';
import { Person } from '../person/person.types.ts';
import { School } from '../school/school.types.ts';
import { Viewer } from '../viewer/viewer.types.ts';
import type { SeatRow } from './cohort.queries.ts';
import {
  Cohort,
  CohortSeat,
  SeatPause,
  SeatTerm,
  SeatTermConnection,
  SeatTermListArgs,
} from './cohort.types.ts';
import {
  AnswerSeatOfferInput,
  AnswerSeatOfferResult,
  ChangeSeatTermResult,
  GiveUpSeatInput,
  LeaveReserveListInput,
  OfferVacantSeatInput,
  OfferVacantSeatResult,
  ReservePlace,
  RestSeatTermInput,
  ResumeSeatTermInput,
  SeatOffer,
} from './seat-change.types.ts';
import type { SeatTermService } from './seat-term.service.ts';
import type { ReserveRow, SeatOfferRow, SeatTermRow } from './seat-term.queries.ts';
import type { VacancyService } from './vacancy.service.ts';

@Resolver(() => CohortSeat)
export class CohortSeatResolver {
  @FieldResolver(() => Cohort, { nullable: true, description: 'Of which cohort.' })
  cohort(@Root() { cohortId }: SeatRow, @Ctx() { loaders }: Context) {
    return loaders.cohort.load(cohortId);
  }

  @FieldResolver(() => [School], {
    nullable: 'itemsAndList',
    description: 'Schools for which it is kept, any of them; none for all.',
  })
  schools(@Root() { schoolIds }: SeatRow): School[] {
    return schoolIds.map((id) => ({ id }));
  }

  @FieldResolver(() => SeatTerm, {
    nullable: true,
    description: 'Who sits there today; null when nobody does.',
  })
  sitting(@Root() { id }: SeatRow, @Ctx() { loaders }: Context) {
    return loaders.whoSits.load(id);
  }

  @FieldResolver(() => SeatTermConnection, {
    description: 'Who has, had or will have it, the latest start first.',
  })
  terms(
    @Root() { id }: SeatRow,
    @Args(() => SeatTermListArgs) args: SeatTermListArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.termsOfSeat.load(id, args);
  }
}

@Resolver(() => SeatTerm)
export class SeatTermResolver {
  constructor(private readonly service: SeatTermService) {}

  @Requires('opportunity:apply')
  @Mutation(() => ChangeSeatTermResult, {
    nullable: true,
    description:
      'End a term before its time, one’s own or as somebody who runs the cohort. The next on the reserve list is offered the remainder.',
  })
  giveUpSeat(
    @Arg('input', () => GiveUpSeatInput, { description: 'Which, and from when.' })
    input: GiveUpSeatInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.giveUp(viewer, input);
  }

  @Requires('opportunity:apply')
  @Mutation(() => ChangeSeatTermResult, {
    nullable: true,
    description:
      'Let a term rest while somebody is away, one’s own or as somebody who runs the cohort. It ends as much later, and the next on the reserve list is asked to stand in. No reason is asked or kept.',
  })
  restSeatTerm(
    @Arg('input', () => RestSeatTermInput, { description: 'Which, and when.' })
    input: RestSeatTermInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.rest(viewer, input);
  }

  @Requires('opportunity:apply')
  @Mutation(() => ChangeSeatTermResult, {
    nullable: true,
    description: 'Come back to a seat earlier than was said.',
  })
  resumeSeatTerm(
    @Arg('input', () => ResumeSeatTermInput, { description: 'Which, and when.' })
    input: ResumeSeatTermInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.resume(viewer, input);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who.' })
  person(@Root() { personId }: SeatTermRow): Person {
    return { id: personId };
  }

  @FieldResolver(() => Cohort, { nullable: true, description: 'Of which cohort.' })
  cohort(@Root() { cohortId }: SeatTermRow, @Ctx() { loaders }: Context) {
    return loaders.cohort.load(cohortId);
  }

  @FieldResolver(() => CohortSeat, { nullable: true, description: 'Which seat.' })
  seat(@Root() { seatId }: SeatTermRow, @Ctx() { loaders }: Context) {
    return loaders.cohortSeat.load(seatId);
  }

  @FieldResolver(() => [SeatPause], {
    description: 'When it rests: for its person and those who run the cohort, none for others.',
  })
  pauses(@Root() { id }: SeatTermRow, @Ctx() { loaders }: Context) {
    return loaders.pausesOfTerm.load(id);
  }
}

@Resolver(() => SeatOffer)
export class SeatOfferResolver {
  constructor(private readonly service: VacancyService) {}

  @Requires('opportunity:apply')
  @Mutation(() => AnswerSeatOfferResult, {
    nullable: true,
    description: 'Take the seat that one was offered from the reserve list, or leave it.',
  })
  answerSeatOffer(
    @Arg('input', () => AnswerSeatOfferInput, { description: 'Which, and yes or no.' })
    input: AnswerSeatOfferInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.answer(viewer, input);
  }

  @Requires('opportunity:publish')
  @Mutation(() => OfferVacantSeatResult, {
    nullable: true,
    description:
      'Offer a seat that is vacant in mid-term to the next on the reserve list, be it because somebody did not answer in time.',
  })
  offerVacantSeat(
    @Arg('input', () => OfferVacantSeatInput, { description: 'Which seat.' })
    input: OfferVacantSeatInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.offerVacant(viewer, input);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'To whom.' })
  person(@Root() { personId }: SeatOfferRow): Person {
    return { id: personId };
  }

  @FieldResolver(() => CohortSeat, { nullable: true, description: 'Which seat.' })
  seat(@Root() { seatId }: SeatOfferRow, @Ctx() { loaders }: Context) {
    return loaders.cohortSeat.load(seatId);
  }
}

@Resolver(() => ReservePlace)
export class ReservePlaceResolver {
  constructor(private readonly service: VacancyService) {}

  @Requires('opportunity:apply')
  @Mutation(() => ReservePlace, {
    nullable: true,
    description: 'Leave a reserve list. An offer that waits for an answer goes to the next.',
  })
  leaveReserveList(
    @Arg('input', () => LeaveReserveListInput, { description: 'Which place.' })
    input: LeaveReserveListInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.leaveList(viewer, input);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who.' })
  person(@Root() { personId }: ReserveRow): Person {
    return { id: personId };
  }
}

@Resolver(() => Opportunity)
export class SeatsOfOpportunityResolver {
  @FieldResolver(() => [CohortSeat], {
    description: 'The seats of a cohort that it announces; none for what announces none.',
  })
  announcedSeats(@Root() { id }: Opportunity, @Ctx() { loaders }: Context) {
    return loaders.seatsOfOpportunity.load(id);
  }
}

@Resolver(() => Person)
export class CohortsOfPersonResolver {
  @Requires('opportunity:read')
  @FieldResolver(() => SeatTermConnection, {
    nullable: true,
    description: 'Seats that the person has, had or will have, the latest start first.',
  })
  cohorts(
    @Root() { id }: Person,
    @Args(() => SeatTermListArgs) args: SeatTermListArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.termsOfPerson.load(id, args);
  }

  @Requires('opportunity:read')
  @FieldResolver(() => [SeatOffer], {
    nullable: true,
    description:
      'Seats that they were offered from reserve lists, the latest first: for themselves, and those who run the cohort; none for others.',
  })
  seatOffers(@Root() { id }: Person, @Ctx() { loaders }: Context) {
    return loaders.seatOffersOfPerson.load(id);
  }
}

@Resolver(() => Viewer)
export class CohortsOfViewerResolver {
  @Requires('opportunity:read')
  @FieldResolver(() => SeatTermConnection, {
    nullable: true,
    description: 'Seats that the caller has, had or will have; null for an API key.',
  })
  cohorts(
    @Args(() => SeatTermListArgs) args: SeatTermListArgs,
    @Ctx() { viewer, loaders }: Context,
  ) {
    return viewer.personId === null ? null : loaders.termsOfPerson.load(viewer.personId, args);
  }

  @Requires('opportunity:read')
  @FieldResolver(() => [SeatOffer], {
    nullable: true,
    description: 'Seats that the caller was offered from reserve lists; null for an API key.',
  })
  seatOffers(@Ctx() { viewer, loaders }: Context) {
    return viewer.personId === null ? null : loaders.seatOffersOfPerson.load(viewer.personId);
  }
}
