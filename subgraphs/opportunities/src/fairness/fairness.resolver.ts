import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Clock } from '@trellis/subgraph-kit/london-day';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import type { OpportunityRow } from '../opportunity/opportunity.queries.ts';
import { Opportunity } from '../opportunity/opportunity.types.ts';
import { Person } from '../person/person.types.ts';
import { toldWindow, type WindowRow } from './fairness-windows.ts';
import type { UnreachedRow } from './fairness.loaders.ts';
import { FairnessWindow } from './fairness.types.ts';
import type { ReachService } from './reach.service.ts';
import {
  LogAlternativeNoticeInput,
  LogAlternativeNoticeResult,
  Reach,
  Unreached,
  UnreachedConnection,
} from './reach.types.ts';

@Resolver(() => Opportunity)
export class FairnessResolver {
  constructor(
    private readonly reached: ReachService,
    private readonly now: Clock,
  ) {}

  @Requires('opportunity:publish')
  @Mutation(() => LogAlternativeNoticeResult, {
    nullable: true,
    description: 'Put on record that somebody whom no notice reached was told otherwise.',
  })
  logAlternativeNotice(
    @Arg('input', () => LogAlternativeNoticeInput, { description: 'Who, when and how.' })
    input: LogAlternativeNoticeInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.reached.logAlternative(viewer, input);
  }

  @Requires('opportunity:read')
  @FieldResolver(() => FairnessWindow, {
    nullable: true,
    description: 'How long everybody has before it may be decided, and what stands in the way.',
  })
  async fairnessWindow(@Root() { id }: OpportunityRow, @Ctx() { loaders, viewer }: Context) {
    const row = await loaders.window.load(id);
    return row && toldWindow(row, viewer, this.now());
  }

  @Requires('opportunity:publish')
  @FieldResolver(() => Reach, {
    nullable: true,
    description:
      'How many of those whom it is for know of it; null where the caller may not offer it.',
  })
  reach(@Root() { id, hostSchoolId }: OpportunityRow, @Ctx() { loaders, viewer }: Context) {
    const isTheirs =
      viewer.allPlaces || (hostSchoolId !== null && viewer.placeIds.includes(hostSchoolId));
    return isTheirs ? loaders.window.load(id) : null;
  }
}

@Resolver(() => Reach)
export class ReachResolver {
  @FieldResolver(() => UnreachedConnection, {
    description: 'Those who have not been told, by id: to be told otherwise.',
  })
  unreached(
    @Root() { id }: WindowRow,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.unreachedByOpportunity.load(id, args);
  }
}

@Resolver(() => Unreached)
export class UnreachedResolver {
  @FieldResolver(() => Person, { nullable: true, description: 'Who.' })
  person(@Root() { personId }: UnreachedRow): Person {
    return { id: personId };
  }
}
