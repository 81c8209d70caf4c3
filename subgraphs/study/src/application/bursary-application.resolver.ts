import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Pages } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Award } from '../award/award.types.ts';
import { Person } from '../award/person.types.ts';
import type { Context } from '../context.ts';
import { DevelopmentGoal } from '../goal/goal.types.ts';
import { StudyRound } from '../round/round.types.ts';
import {
  type BursaryApplicationRow,
  feedbackOwedList,
  releaseOwedList,
} from './bursary-application.queries.ts';
import type { BursaryApplicationService } from './bursary-application.service.ts';
import { BursaryApplication, BursaryApplicationConnection } from './bursary-application.types.ts';

@Resolver(() => BursaryApplication)
export class BursaryApplicationResolver {
  constructor(
    private readonly applications: BursaryApplicationService,
    private readonly pages: Pages,
  ) {}

  @Requires('study:read')
  @Query(() => [BursaryApplication], {
    nullable: true,
    description:
      'Applications that the viewer may know of: own ones, their team’s and, for heads and the people team, their schools’. Newest first; at most 500.',
  })
  bursaryApplications(
    @Arg('roundId', () => ID, { nullable: true, description: 'Of this round; of each if none.' })
    roundId: string | null | undefined,
    @Ctx() { viewer }: Context,
  ) {
    return this.applications.known(viewer, roundId);
  }

  @Requires('study:manage')
  @Query(() => BursaryApplicationConnection, {
    nullable: true,
    description:
      'Applications of locked rounds without an offer, whose people have not heard why, the earliest due first.',
  })
  bursaryFeedbackOwed(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { viewer }: Context,
  ) {
    return this.pages.of<BursaryApplicationRow>(viewer, feedbackOwedList(viewer), args);
  }

  @Requires('study:manage')
  @Query(() => BursaryApplicationConnection, {
    nullable: true,
    description:
      'Applications that ask for release and wait for a school’s answer, the first handed in first. The people team may answer for a head who is close to the applicant, or who does not.',
  })
  bursaryReleaseOwed(@Args(() => ConnectionArgs) args: ConnectionArgs, @Ctx() { viewer }: Context) {
    return this.pages.of<BursaryApplicationRow>(viewer, releaseOwedList(viewer), args);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who applies.' })
  person(@Root() { personId }: BursaryApplicationRow) {
    return { id: personId };
  }

  @FieldResolver(() => StudyRound, { nullable: true, description: 'In which round.' })
  round(@Root() { roundId }: BursaryApplicationRow, @Ctx() { loaders }: Context) {
    return loaders.studyRound.load(roundId);
  }

  @FieldResolver(() => DevelopmentGoal, { nullable: true, description: 'The goal that it serves.' })
  goal(@Root() { goalId }: BursaryApplicationRow, @Ctx() { loaders }: Context) {
    return goalId === null ? null : loaders.goal.load(goalId);
  }

  @FieldResolver(() => Award, { nullable: true, description: 'What was offered.' })
  award(@Root() { awardId }: BursaryApplicationRow, @Ctx() { loaders }: Context) {
    return awardId === null ? null : loaders.award.load(awardId);
  }
}
