import { Requires } from '@trellis/subgraph-kit/permission';
import { Args, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { School } from '../school/school.types.ts';
import type { ExchangeRow } from './flow.queries.ts';
import {
  HostLoad,
  MonthsArgs,
  SchoolExchange,
  SchoolFlow,
  SchoolFlows,
  SubjectDays,
} from './flow.types.ts';

@Resolver(() => SchoolFlows)
export class SchoolFlowsResolver {
  @Requires('opportunity:read')
  @Query(() => SchoolFlows, {
    nullable: true,
    description:
      'Who of which school goes to which other, counted in whole months. Nothing in it tells of fewer than five people.',
  })
  schoolFlows(@Args(() => MonthsArgs) args: MonthsArgs, @Ctx() { loaders }: Context) {
    return loaders.schoolFlows(args);
  }

  @Directive('@listSize(assumedSize: 300)')
  @FieldResolver(() => [SchoolFlow], {
    description: 'Home by host by kind; a pair of schools that is not there exchanged nobody.',
  })
  flows(@Root() months: SchoolFlows, @Ctx() { loaders }: Context) {
    return loaders.flows(months);
  }

  @Directive('@listSize(assumedSize: 40)')
  @FieldResolver(() => [SchoolExchange], {
    description:
      'Each school of the trust; one with `receivesFrom` 0 is visited by nobody, one with `sendsTo` 0 sends nobody.',
  })
  schools(@Root() months: SchoolFlows, @Ctx() { loaders }: Context) {
    return loaders.exchanges(months);
  }

  @Directive('@listSize(assumedSize: 20)')
  @FieldResolver(() => [SubjectDays], { description: 'By subject.' })
  daysBySubject(@Root() months: SchoolFlows, @Ctx() { loaders }: Context) {
    return loaders.subjectDays(months);
  }
}

@Resolver(() => SchoolExchange)
export class SchoolExchangeResolver {
  @FieldResolver(() => School, { nullable: true, description: 'Which.' })
  school(@Root() { schoolId }: ExchangeRow): School {
    return { id: schoolId };
  }
}

@Resolver(() => HostLoad)
export class HostLoadResolver {
  @Requires('opportunity:publish')
  @Directive('@listSize(assumedSize: 40)')
  @Query(() => [HostLoad], {
    nullable: 'itemsAndList',
    description:
      'What schools have of people from others, month by month, beside the places that they offer to visitors: of those schools that the caller answers for.',
  })
  hostLoads(@Args(() => MonthsArgs) args: MonthsArgs, @Ctx() { loaders }: Context) {
    return loaders.hostLoads(args);
  }

  @FieldResolver(() => School, { nullable: true, description: 'Which.' })
  school(@Root() { schoolId }: { readonly schoolId: string }): School {
    return { id: schoolId };
  }
}
