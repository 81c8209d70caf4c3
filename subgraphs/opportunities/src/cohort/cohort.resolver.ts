import { notFound } from '@trellis/subgraph-kit/faults';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Opportunity } from '../opportunity/opportunity.types.ts';
import { School } from '../school/school.types.ts';
import {
  AnnounceSeatsInput,
  AnnounceSeatsResult,
  ChangeCohortInput,
  PlanCohortInput,
  PlanCohortResult,
  RecordSeatTermInput,
  RecordSeatTermResult,
} from './cohort-change.types.ts';
import type { CohortRow, SeatEndingRow } from './cohort.queries.ts';
import type { CohortService } from './cohort.service.ts';
import {
  Cohort,
  CohortConnection,
  CohortListArgs,
  CohortSeat,
  SeatEnding,
  SeatRotation,
  SeatTermConnection,
  SeatTermListArgs,
} from './cohort.types.ts';
import type { SeatAnnouncing } from './seat-announcing.service.ts';
import { ReservePlace } from './seat-change.types.ts';

@Resolver(() => Cohort)
export class CohortResolver {
  constructor(
    private readonly service: CohortService,
    private readonly announcing: SeatAnnouncing,
  ) {}

  @Requires('opportunity:read')
  @Query(() => CohortConnection, { nullable: true, description: 'The trust’s cohorts, by name.' })
  cohorts(@Args(() => CohortListArgs) args: CohortListArgs, @Ctx() { loaders }: Context) {
    return loaders.cohorts(args);
  }

  @Requires('opportunity:read')
  @Query(() => Cohort, { nullable: true, description: 'One cohort.' })
  async cohort(
    @Arg('id', () => ID, { description: 'Which.' }) id: string,
    @Ctx() { loaders }: Context,
  ) {
    const found = await loaders.cohort.load(id);
    if (!found) throw notFound('cohort');
    return found;
  }

  @Requires('opportunity:read')
  @Query(() => [SeatEnding], {
    nullable: true,
    description:
      'Seats that are free or fall free before a day, the earliest first, at most 500: what to put up for, and what the trust has to announce.',
  })
  seatsEnding(
    @Arg('before', () => Day, { description: 'The day before which they fall free.' })
    before: string,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.seatsEnding(before);
  }

  @Requires('opportunity:publish')
  @Mutation(() => PlanCohortResult, {
    nullable: true,
    description:
      'Plan a cohort with its seats and policy, for a school that the caller answers for or for the whole trust. Its seats are announced by themselves, in time for everybody to have their days.',
  })
  planCohort(
    @Arg('input', () => PlanCohortInput, { description: 'What it is, and its seats.' })
    input: PlanCohortInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.plan(viewer, input);
  }

  @Requires('opportunity:publish')
  @Mutation(() => Cohort, {
    nullable: true,
    description: 'Change what a cohort is called, what it is for and what it asks of members.',
  })
  changeCohort(
    @Arg('input', () => ChangeCohortInput, { description: 'Which, and what becomes of it.' })
    input: ChangeCohortInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.change(viewer, input);
  }

  @Requires('opportunity:publish')
  @Mutation(() => RecordSeatTermResult, {
    nullable: true,
    description: 'Put on record who had a seat before the cohort was planned here.',
  })
  recordSeatTerm(
    @Arg('input', () => RecordSeatTermInput, { description: 'Who, where and from when.' })
    input: RecordSeatTermInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.record(viewer, input);
  }

  @Requires('opportunity:publish')
  @Mutation(() => AnnounceSeatsResult, {
    nullable: true,
    description:
      'Announce the seats of a cohort that fall free, today instead of tonight, or once more where nobody was found.',
  })
  announceSeats(
    @Arg('input', () => AnnounceSeatsInput, { description: 'Of which cohort.' })
    input: AnnounceSeatsInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.announcing.announce(viewer, input);
  }

  @FieldResolver(() => School, {
    nullable: true,
    description: 'Whose it is; null when it is the whole trust’s.',
  })
  hostSchool(@Root() { hostSchoolId }: CohortRow): School | null {
    return hostSchoolId ? { id: hostSchoolId } : null;
  }

  @FieldResolver(() => [CohortSeat], { description: 'Its seats, by number.' })
  seats(@Root() { id }: CohortRow, @Ctx() { loaders }: Context) {
    return loaders.seatsOfCohort.load(id);
  }

  @FieldResolver(() => [SeatRotation], {
    description: 'How many of its seats rotate when next, the earliest first.',
  })
  rotations(@Root() { id }: CohortRow, @Ctx() { loaders }: Context) {
    return loaders.rotationsOfCohort.load(id);
  }

  @FieldResolver(() => SeatTermConnection, {
    description: 'Who has, had or will have a seat, the latest start first.',
  })
  terms(
    @Root() { id }: CohortRow,
    @Args(() => SeatTermListArgs) args: SeatTermListArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.termsOfCohort.load(id, args);
  }

  @FieldResolver(() => [ReservePlace], {
    description:
      'Who is on its reserve list, in the order in which they are asked: all for those who run it, and for others themselves.',
  })
  reserves(@Root() { id }: CohortRow, @Ctx() { loaders }: Context) {
    return loaders.reserveOfCohort.load(id);
  }
}

@Resolver(() => SeatEnding)
export class SeatEndingResolver {
  @FieldResolver(() => CohortSeat, { nullable: true, description: 'Which seat.' })
  seat(@Root() { seatId }: SeatEndingRow, @Ctx() { loaders }: Context) {
    return loaders.cohortSeat.load(seatId);
  }

  @FieldResolver(() => Opportunity, {
    nullable: true,
    description: 'What announces it; null while nothing does.',
  })
  opportunity(@Root() { opportunityId }: SeatEndingRow, @Ctx() { loaders }: Context) {
    return opportunityId === null ? null : loaders.opportunity.load(opportunityId);
  }
}
