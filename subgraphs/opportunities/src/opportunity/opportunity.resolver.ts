import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { notFound } from '@trellis/subgraph-kit/faults';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ApplicationConnection } from '../application/application.types.ts';
import type { Context } from '../context.ts';
import { Network } from '../network/network.types.ts';
import { School } from '../school/school.types.ts';
import {
  CreateOpportunityInput,
  CreateOpportunityResult,
  EditOpportunityInput,
  EditOpportunityResult,
  PublishOpportunityInput,
  PublishOpportunityResult,
} from './opportunity-change.types.ts';
import { OpenAcrossTrustArgs, OpportunityListArgs } from './opportunity-list.types.ts';
import type { OpportunityRow } from './opportunity.queries.ts';
import type { OpportunityService } from './opportunity.service.ts';
import { Opportunity, OpportunityConnection } from './opportunity.types.ts';

@Resolver(() => Opportunity)
export class OpportunityResolver {
  constructor(private readonly service: OpportunityService) {}

  @Requires('opportunity:read')
  @Query(() => OpportunityConnection, {
    nullable: true,
    description:
      'What is, was or will be on offer in the trust; drafts only to those who may publish them.',
  })
  opportunities(
    @Args(() => OpportunityListArgs) args: OpportunityListArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.opportunities(args);
  }

  @Requires('opportunity:read')
  @Query(() => OpportunityConnection, {
    nullable: true,
    description: 'What takes applications now anywhere in the trust, the earliest closing first.',
  })
  openAcrossTrust(
    @Args(() => OpenAcrossTrustArgs) args: OpenAcrossTrustArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.openAcrossTrust(args);
  }

  @Requires('opportunity:read')
  @Query(() => Opportunity, {
    nullable: true,
    description: 'One opportunity; `NOT_FOUND` when there is none that the caller may see.',
  })
  async opportunity(
    @Arg('id', () => ID, { description: 'Of the opportunity.' }) id: string,
    @Ctx() { loaders }: Context,
  ) {
    const found = await loaders.opportunity.load(id);
    if (!found) throw notFound('opportunity');
    return found;
  }

  @Requires('opportunity:publish')
  @Mutation(() => CreateOpportunityResult, {
    nullable: true,
    description: 'Write a draft, for a school that the caller answers for or for the whole trust.',
  })
  createOpportunity(
    @Arg('input', () => CreateOpportunityInput, { description: 'What is offered.' })
    input: CreateOpportunityInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.create(viewer, input);
  }

  @Requires('opportunity:publish')
  @Mutation(() => EditOpportunityResult, {
    nullable: true,
    description: 'Change a draft; one that was approved is a draft again.',
  })
  editOpportunity(
    @Arg('input', () => EditOpportunityInput, {
      description: 'Which draft, and what becomes of it.',
    })
    input: EditOpportunityInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.edit(viewer, input);
  }

  @Requires('opportunity:publish')
  @Mutation(() => PublishOpportunityResult, {
    nullable: true,
    description: 'Show a draft to everybody; it takes applications from `opensOn` to `closesOn`.',
  })
  publishOpportunity(
    @Arg('input', () => PublishOpportunityInput, { description: 'Which draft.' })
    input: PublishOpportunityInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.publish(viewer, input);
  }

  @FieldResolver(() => School, {
    nullable: true,
    description: 'Where it is; none when it is for the whole trust.',
  })
  hostSchool(@Root() { hostSchoolId }: OpportunityRow): School | null {
    return hostSchoolId ? { id: hostSchoolId } : null;
  }

  @FieldResolver(() => Network, {
    nullable: true,
    description: 'Whom it is offered through, if one.',
  })
  network(@Root() { networkId }: OpportunityRow): Network | null {
    return networkId ? { id: networkId } : null;
  }

  @Requires('opportunity:read')
  @FieldResolver(() => ApplicationConnection, {
    nullable: true,
    description:
      'The latest first: the caller’s own, and with `application:read` all of them where the caller answers for the host school, or for all schools.',
  })
  applications(
    @Root() { id }: OpportunityRow,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.applicationsByOpportunity.load(id, args);
  }
}
