import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { ApplicationConnection } from '../application/application.types.ts';
import type { Context } from '../context.ts';
import {
  OpportunityMatchArgs,
  OpportunityMatchConnection,
} from '../eligibility/opportunity-match.types.ts';
import { Clearance } from '../clearance/clearance.types.ts';
import { VisitBookingConnection } from '../visit/visit.types.ts';
import { WorkingDay } from '../working-day/working-day.types.ts';
import { LendingAccount } from '../deployment/deployment.types.ts';
import { PlacementConnection, PlacementListArgs } from '../placement/placement.types.ts';
import { Person } from './person.types.ts';

@Resolver(() => Person)
export class PersonResolver {
  @Requires('opportunity:read')
  @FieldResolver(() => OpportunityMatchConnection, {
    nullable: true,
    description:
      'What takes applications now and is meant for the person, the earliest closing first. Everybody knows their own, line managers their reports’; with `opportunity:publish` one knows those of the people at the schools that one answers for; null when the caller may not know.',
  })
  opportunities(
    @Root() { id }: Person,
    @Args(() => OpportunityMatchArgs) args: OpportunityMatchArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.matchesOf(id, args);
  }

  @Requires('opportunity:read')
  @FieldResolver(() => ApplicationConnection, {
    nullable: true,
    description:
      'What the person applied for, the latest first. Everybody knows their own; with `application:read` one knows those for schools that one answers for; null when the caller may not know.',
  })
  applications(
    @Root() { id }: Person,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.applicationsOf(id, args);
  }

  @Requires('opportunity:read')
  @FieldResolver(() => PlacementConnection, {
    nullable: true,
    description:
      'What the person does or did outside their post, the latest start first, as far as the caller may know: their own and their reports’; with `opportunity:publish`, and as an API key, what goes from and to the schools that they answer for, and of those who work there; all of it for those who answer for the whole trust.',
  })
  placements(
    @Root() { id }: Person,
    @Args(() => PlacementListArgs) args: PlacementListArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.placementsByPerson.load(id, args);
  }

  @Requires('opportunity:read')
  @FieldResolver(() => [Clearance], {
    nullable: true,
    description:
      'What is known last of each check of the person: for themselves, the heads of their schools and of those that expect them, and the people team; none for others.',
  })
  clearances(@Root() { id }: Person, @Ctx() { loaders }: Context) {
    return loaders.clearances.load(id);
  }

  @Requires('opportunity:read')
  @FieldResolver(() => [WorkingDay], {
    nullable: true,
    description: 'On which days of the week the person is where, as far as it was said.',
  })
  workingDays(@Root() { id }: Person, @Ctx() { loaders }: Context) {
    return loaders.workingDays.load(id);
  }

  @Requires('opportunity:read')
  @FieldResolver(() => VisitBookingConnection, {
    nullable: true,
    description: 'Visits that the person booked, waits for or gave up, the latest first.',
  })
  visitBookings(
    @Root() { id }: Person,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.bookingsOfPerson.load(id, args);
  }

  @Requires('opportunity:read')
  @FieldResolver(() => [LendingAccount], {
    nullable: true,
    description:
      'How much of their contract is lent to other schools, by academic year, the latest first: for themselves, the heads of their schools and the people team; none for others.',
  })
  lendingAccounts(@Root() { id }: Person, @Ctx() { loaders }: Context) {
    return loaders.lendingAccounts.load(id);
  }
}
