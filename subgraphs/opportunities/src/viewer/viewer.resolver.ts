import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Args, Ctx, FieldResolver, Resolver } from 'type-graphql';
import { ApplicationConnection } from '../application/application.types.ts';
import type { Context } from '../context.ts';
import {
  OpportunityMatchArgs,
  OpportunityMatchConnection,
} from '../eligibility/opportunity-match.types.ts';
import { Viewer } from './viewer.types.ts';

@Resolver(() => Viewer)
export class ViewerResolver {
  @Requires('opportunity:read')
  @FieldResolver(() => OpportunityMatchConnection, {
    nullable: true,
    description:
      'What takes applications now and is meant for the caller, the earliest closing first; null for an API key.',
  })
  opportunities(
    @Args(() => OpportunityMatchArgs) args: OpportunityMatchArgs,
    @Ctx() { viewer, loaders }: Context,
  ) {
    return viewer.personId === null ? null : loaders.matchesOf(viewer.personId, args);
  }

  @Requires('opportunity:read')
  @FieldResolver(() => ApplicationConnection, {
    nullable: true,
    description: 'What the caller applied for, the latest first; null for an API key.',
  })
  applications(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { viewer, loaders }: Context,
  ) {
    return viewer.personId === null ? null : loaders.applicationsOf(viewer.personId, args);
  }
}
