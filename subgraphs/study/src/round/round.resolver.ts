import type { Database } from '@trellis/subgraph-kit/database';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, ID, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import type { SchemeService } from '../scheme/scheme.service.ts';
import { BursaryScheme, KeepBursarySchemeInput } from '../scheme/scheme.types.ts';
import { openRounds, type RoundRow } from './round.queries.ts';
import type { RoundService } from './round.service.ts';
import { AnnounceStudyRoundInput, AnnounceStudyRoundResult, StudyRound } from './round.types.ts';

/** What a round’s resolver asks. */
export interface RoundServices {
  readonly db: Database;
  readonly clock: Clock;
  readonly schemes: SchemeService;
  readonly rounds: RoundService;
}

@Resolver(() => StudyRound)
export class RoundResolver {
  constructor(private readonly services: RoundServices) {}

  @Requires('study:read')
  @Query(() => [StudyRound], {
    nullable: true,
    description: 'Rounds that take applications today or later, next to close first; at most 100.',
  })
  studyRounds(@Ctx() { viewer }: Context) {
    const { db, clock } = this.services;
    return openRounds(db, viewer, londonDay(clock()));
  }

  @Requires('study:read')
  @Query(() => StudyRound, { nullable: true, description: 'One round.' })
  studyRound(
    @Arg('id', () => ID, { description: 'Of the round.' }) id: string,
    @Ctx() { viewer }: Context,
  ) {
    return this.services.rounds.find(viewer, id);
  }

  @Requires('study:manage')
  @Mutation(() => BursaryScheme, {
    nullable: true,
    description: 'Opens a scheme, or changes its rules for rounds to come.',
  })
  keepBursaryScheme(
    @Arg('input', () => KeepBursarySchemeInput, { description: 'The scheme.' })
    input: KeepBursarySchemeInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.services.schemes.keep(viewer, input);
  }

  @Requires('study:manage')
  @Mutation(() => AnnounceStudyRoundResult, {
    nullable: true,
    description: 'Announces a round; everybody whom it is for is told of it as an opportunity.',
  })
  announceStudyRound(
    @Arg('input', () => AnnounceStudyRoundInput, { description: 'The round.' })
    input: AnnounceStudyRoundInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.services.rounds.announce(viewer, input);
  }

  @FieldResolver(() => BursaryScheme, { nullable: true, description: 'As its rules are today.' })
  scheme(@Root() { schemeId }: RoundRow, @Ctx() { viewer }: Context) {
    return this.services.schemes.find(viewer, schemeId);
  }
}
