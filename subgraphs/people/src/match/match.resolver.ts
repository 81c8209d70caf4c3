import type { Page, Pages } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { withNodes } from '../page-nodes.ts';
import { Person } from '../person/person.types.ts';
import { School } from '../school/school.types.ts';
import {
  ConfirmMatchInput,
  ConfirmMatchResult,
  RecordTrnChangeInput,
  RecordTrnChangeResult,
  SeparatePersonInput,
  SeparatePersonResult,
} from './match-change.types.ts';
import type { CandidateNode } from './match.loaders.ts';
import type { ReviewService } from './review.service.ts';
import { matchList, type MatchNode, matchOf, type MatchRow } from './staff-match.queries.ts';
import {
  StaffMatch,
  StaffMatchCandidate,
  StaffMatchConnection,
  StaffMatchesArgs,
} from './staff-match.types.ts';
import type { TrnService } from './trn.service.ts';

@Resolver(() => StaffMatch)
export class StaffMatchResolver {
  constructor(
    private readonly pages: Pages,
    private readonly reviews: ReviewService,
    private readonly trns: TrnService,
  ) {}

  @Requires('staff:review')
  @Query(() => StaffMatchConnection, {
    nullable: true,
    description: 'Records of which somebody has to say whom they are about, the oldest first.',
  })
  async staffMatches(
    @Args(() => StaffMatchesArgs) args: StaffMatchesArgs,
    @Ctx() { viewer }: Context,
  ): Promise<Page<StaffMatch>> {
    return withNodes(
      await this.pages.of<MatchRow>(viewer, matchList(viewer, args.state), args),
      matchOf,
    );
  }

  @Requires('staff:review')
  @Mutation(() => ConfirmMatchResult, {
    nullable: true,
    description: 'Say that it is somebody whom the trust knows; the record is taken in.',
  })
  confirmMatch(
    @Arg('input', () => ConfirmMatchInput, { description: 'Which question, and who it is.' })
    input: ConfirmMatchInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.reviews.confirm(viewer, input);
  }

  @Requires('staff:review')
  @Mutation(() => SeparatePersonResult, {
    nullable: true,
    description:
      'Say that it is somebody else; they become a person of their own and are not suggested again.',
  })
  separatePerson(
    @Arg('input', () => SeparatePersonInput, { description: 'Which two are not one.' })
    input: SeparatePersonInput,
    @Ctx() { viewer, loaders }: Context,
  ) {
    return this.reviews.separate(viewer, input, (id) => loaders.person.load(id));
  }

  @Requires('staff:review')
  @Mutation(() => RecordTrnChangeResult, {
    nullable: true,
    description: 'Say that a TRN was merged into another.',
  })
  recordTrnChange(
    @Arg('input', () => RecordTrnChangeInput, { description: 'Which into which.' })
    input: RecordTrnChangeInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.trns.record(viewer, input);
  }

  @FieldResolver(() => [StaffMatchCandidate], {
    description: 'Whom it may be, as things are now; empty once it was decided.',
  })
  candidates(@Root() match: MatchNode, @Ctx() { loaders }: Context): Promise<CandidateNode[]> {
    return loaders.candidatesOfMatch.load(match);
  }

  @FieldResolver(() => [School], {
    description: 'Where the person works by the record; empty once it was decided.',
  })
  async schools(@Root() match: MatchNode, @Ctx() { loaders }: Context): Promise<School[]> {
    const found = await Promise.all(match.schoolIds.map((id) => loaders.school.load(id)));
    return found.filter((school) => school !== null);
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Who it was; of two people in question, the one about whom it is asked.',
  })
  person(@Root() match: MatchNode, @Ctx() { loaders }: Context): Promise<Person | null> | null {
    const id = match.keptPersonId ?? match.personId;
    return id === null ? null : loaders.person.load(id);
  }
}

@Resolver(() => StaffMatchCandidate)
export class StaffMatchCandidateResolver {
  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Who; null when out of the caller’s reach.',
  })
  person(@Root() { personId }: CandidateNode, @Ctx() { loaders }: Context): Promise<Person | null> {
    return loaders.person.load(personId);
  }
}
