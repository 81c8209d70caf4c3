import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import type { OpportunityRow } from '../opportunity/opportunity.queries.ts';
import { Opportunity } from '../opportunity/opportunity.types.ts';
import { Person } from '../person/person.types.ts';
import type { EntryRow, OverrideRow } from './opportunity-history.queries.ts';
import { HistoryConnection, HistoryEntry } from './opportunity-history.types.ts';
import { Override, OverrideConnection, OverrideListArgs } from './override.types.ts';

const personOrNone = (id: string | null): Person | null => (id === null ? null : { id });

@Resolver(() => Opportunity)
export class OpportunityHistoryResolver {
  @Requires('opportunity:read')
  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description:
      'What became of it, the latest first. All of it for those who may offer for its host school; what was public for applicants and those whom it is for; nothing for others.',
  })
  history(
    @Root() { id }: OpportunityRow,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.historyByOpportunity.load(id, args);
  }
}

@Resolver(() => HistoryEntry)
export class HistoryEntryResolver {
  @FieldResolver(() => Person, {
    nullable: true,
    description:
      'Who did it, for those who may offer for the school; null for an API key or a job.',
  })
  madeBy(@Root() { madeById }: EntryRow): Person | null {
    return personOrNone(madeById);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Whom alone it concerns, if one.' })
  person(@Root() { personId }: EntryRow): Person | null {
    return personOrNone(personId);
  }
}

@Resolver(() => Override)
export class OverrideResolver {
  @Requires('opportunity:publish')
  @Query(() => OverrideConnection, {
    nullable: true,
    description:
      'Ways round what everybody else has to wait for that were used, the latest first; of schools that the caller answers for.',
  })
  overridesUsed(@Args(() => OverrideListArgs) args: OverrideListArgs, @Ctx() { loaders }: Context) {
    return loaders.overridesUsed(args);
  }

  @FieldResolver(() => Opportunity, { nullable: true, description: 'For what.' })
  opportunity(@Root() { opportunityId }: OverrideRow, @Ctx() { loaders }: Context) {
    return loaders.opportunity.load(opportunityId);
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Who was told or redeployed; null for acting, whose placement says who acts.',
  })
  person(@Root() { personId }: OverrideRow): Person | null {
    return personOrNone(personId);
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Who used it; null for an API key.',
  })
  usedBy(@Root() { madeById }: OverrideRow): Person | null {
    return personOrNone(madeById);
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Who approved it; null where nobody had to.',
  })
  approvedBy(@Root() { approvedById }: OverrideRow): Person | null {
    return personOrNone(approvedById);
  }
}
