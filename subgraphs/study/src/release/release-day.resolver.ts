import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Award } from '../award/award.types.ts';
import type { Context } from '../context.ts';
import type { ReleaseDayService } from './release-day.service.ts';
import {
  PlanReleaseDayInput,
  PlanReleaseDayResult,
  RecordCoverCostInput,
  ReleaseDay,
} from './release-day.types.ts';

@Resolver(() => Award)
export class ReleaseDayResolver {
  constructor(private readonly days: ReleaseDayService) {}

  @FieldResolver(() => [ReleaseDay], {
    description: 'Days on which the person is released to study, by day.',
  })
  releaseDays(@Root() { id }: Award, @Ctx() { loaders }: Context) {
    return loaders.releaseDaysOfAward.load(id);
  }

  @Requires('bursary:award')
  @Mutation(() => PlanReleaseDayResult, {
    nullable: true,
    description: 'Plans a day on which somebody is released to study, with the cost of cover.',
  })
  planReleaseDay(
    @Arg('input', () => PlanReleaseDayInput, { description: 'The day.' })
    input: PlanReleaseDayInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.days.plan(viewer, input);
  }

  @Requires('bursary:award')
  @Mutation(() => ReleaseDay, {
    nullable: true,
    description: 'Records what cover cost on a day of release.',
  })
  recordCoverCost(
    @Arg('input', () => RecordCoverCostInput, { description: 'Which day, and how much.' })
    input: RecordCoverCostInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.days.recordCost(viewer, input);
  }
}
