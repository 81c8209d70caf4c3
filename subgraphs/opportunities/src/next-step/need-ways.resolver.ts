import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { OpportunityMatchConnection } from '../eligibility/opportunity-match.types.ts';
import { OpportunityKind as Kind } from '../opportunity/opportunity-kind.types.ts';
import { NeedWays } from './need-ways.types.ts';

/** By which kinds of opportunity one gets what a step needs; people names the needs. */
const kindsOf: Readonly<Record<string, readonly Kind[]>> = {
  CREDENTIAL: [Kind.STUDY_ROUND],
  EXPERIENCE: [
    ...[Kind.POST, Kind.SECONDMENT, Kind.ACTING, Kind.SPECIALIST_ROLE, Kind.RESPONSIBILITY],
  ],
  LINE_MANAGEMENT: [Kind.POST, Kind.ACTING, Kind.RESPONSIBILITY, Kind.COHORT_SEAT],
  NETWORK: [Kind.PROJECT, Kind.MENTORING],
  PLACEMENT: [Kind.SHADOWING, Kind.VISIT, Kind.SWAP, Kind.PROJECT, Kind.SECONDMENT],
};

@Resolver(() => NeedWays)
export class NeedWaysResolver {
  @Requires('opportunity:read')
  @FieldResolver(() => OpportunityMatchConnection, {
    nullable: true,
    description:
      'What takes applications now, is meant for the person and is of a kind by which one gets it, the earliest closing first; null when the caller may not know what they could go for.',
  })
  opportunities(
    @Root() { personId, need }: NeedWays,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.matchesOf(
      personId,
      Object.assign(args, { isEligible: true, kinds: kindsOf[need] ?? [] }),
    );
  }
}
