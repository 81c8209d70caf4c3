import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import type { RoundScoringService } from './round-scoring.service.ts';
import { BursaryCandidate, ScoreBursaryCandidateInput } from './round-scoring.types.ts';
import { StartRoundScoringResult } from './round-conflict.types.ts';
import { LockStudyRoundResult, StudyRoundInput } from './round.types.ts';

@Resolver()
export class RoundScoringResolver {
  constructor(private readonly scoring: RoundScoringService) {}

  @Requires('study:read')
  @Query(() => [BursaryCandidate], {
    nullable: true,
    description:
      'Applications without whose they are, in an order that says nothing: for those who score the round and those who run it; for others none.',
  })
  bursaryCandidates(
    @Arg('roundId', () => ID, { description: 'Of the round.' }) roundId: string,
    @Ctx() { viewer }: Context,
  ) {
    return this.scoring.candidates(viewer, roundId);
  }

  @Requires('study:manage')
  @Mutation(() => StartRoundScoringResult, {
    nullable: true,
    description: 'Lays the applications of a closed round before its panel, without names.',
  })
  startRoundScoring(
    @Arg('input', () => StudyRoundInput, { description: 'Which round.' }) input: StudyRoundInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.scoring.start(viewer, input);
  }

  @Requires('study:read')
  @Mutation(() => BursaryCandidate, {
    nullable: true,
    description: 'Gives a candidate points; for members of the panel.',
  })
  scoreBursaryCandidate(
    @Arg('input', () => ScoreBursaryCandidateInput, { description: 'Whom, and how many.' })
    input: ScoreBursaryCandidateInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.scoring.score(viewer, input);
  }

  @Requires('study:manage')
  @Mutation(() => LockStudyRoundResult, {
    nullable: true,
    description: 'Fixes the order of a round; equal points are told apart by lottery.',
  })
  lockStudyRound(
    @Arg('input', () => StudyRoundInput, { description: 'Which round.' }) input: StudyRoundInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.scoring.lock(viewer, input);
  }
}
