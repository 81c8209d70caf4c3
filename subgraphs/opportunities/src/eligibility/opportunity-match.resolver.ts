import { notFound } from '@trellis/subgraph-kit/faults';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Opportunity } from '../opportunity/opportunity.types.ts';
import { Eligibility } from './eligibility.types.ts';
import { matchReasons } from './match-reasons.ts';
import type { MatchRow } from './opportunity-match.loaders.ts';
import {
  OpportunitiesForArgs,
  OpportunityMatch,
  OpportunityMatchConnection,
} from './opportunity-match.types.ts';

@Resolver(() => OpportunityMatch)
export class OpportunityMatchResolver {
  @Requires('opportunity:read')
  @Query(() => OpportunityMatchConnection, {
    nullable: true,
    description:
      'What takes applications now and is meant for somebody, the earliest closing first: for oneself, as a line manager for one’s reports, and with `opportunity:publish` for the people at the schools that one answers for. `NOT_FOUND` for others.',
  })
  async opportunitiesFor(
    @Args(() => OpportunitiesForArgs) { personId, ...args }: OpportunitiesForArgs,
    @Ctx() { loaders }: Context,
  ) {
    const found = await loaders.matchesOf(personId, args);
    if (!found) throw notFound('person');
    return found;
  }

  @FieldResolver(() => Opportunity, { description: 'What is on offer.' })
  opportunity(@Root() row: MatchRow) {
    return row;
  }

  @FieldResolver(() => Eligibility, {
    nullable: true,
    description: 'Whether it is meant for them, and why, in sentences for them.',
  })
  eligibility(@Root() { id, personId }: MatchRow, @Ctx() { loaders }: Context) {
    return loaders.eligibility.load({ opportunityId: id, personId, version: null });
  }

  @FieldResolver(() => [String], {
    description:
      'What of it may suit them, in sentences for them: their school, staff group, subject and hours. It decides nothing.',
  })
  async matches(@Root() row: MatchRow, @Ctx() { loaders }: Context): Promise<string[]> {
    const facts = await loaders.matchFacts.load(row.personId);
    return facts ? matchReasons(row, facts) : [];
  }
}
