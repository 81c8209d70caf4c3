import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { answersTo, CriterionAnswer } from '../application/answer.types.ts';
import type { Context } from '../context.ts';
import { Person } from '../person/person.types.ts';
import type { CandidateRow } from './panel.queries.ts';
import { Candidate, CandidateScore } from './panel.types.ts';
import type { ScoringService } from './scoring.service.ts';
import {
  LockShortlistInput,
  LockShortlistResult,
  RecuseFromCandidateInput,
  RecuseFromCandidateResult,
  ScoreCandidateInput,
  ScoreCandidateResult,
} from './scoring.types.ts';

@Resolver(() => Candidate)
export class ScoringResolver {
  constructor(private readonly service: ScoringService) {}

  @Requires('opportunity:read')
  @Mutation(() => ScoreCandidateResult, {
    nullable: true,
    description: 'As a member of the panel, give a candidate points against the criteria.',
  })
  scoreCandidate(
    @Arg('input', () => ScoreCandidateInput, { description: 'Whom, and how many.' })
    input: ScoreCandidateInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.score(viewer, input);
  }

  @Requires('opportunity:read')
  @Mutation(() => RecuseFromCandidateResult, {
    nullable: true,
    description: 'As a member of the panel, leave a candidate whom one recognises to the others.',
  })
  recuseFromCandidate(
    @Arg('input', () => RecuseFromCandidateInput, { description: 'Whom.' })
    input: RecuseFromCandidateInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.recuse(viewer, input);
  }

  @Requires('application:read')
  @Mutation(() => LockShortlistResult, {
    nullable: true,
    description:
      'Order the candidates by what the panel gave them, take as many as there is room for, and let the panel know who they are. The others become UNSUCCESSFUL, and feedback is owed to them.',
  })
  lockShortlist(
    @Arg('input', () => LockShortlistInput, { description: 'Which panel, and how many.' })
    input: LockShortlistInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.lock(viewer, input);
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description:
      'Who it is: for the panel once shortlisted; null for its members before, and for those not shortlisted.',
  })
  async person(@Root() { id }: Candidate, @Ctx() { loaders }: Context): Promise<Person | null> {
    const behind = await loaders.personBehind.load(id);
    return behind && { id: behind.personId };
  }

  @FieldResolver(() => [CriterionAnswer], {
    description:
      'Each criterion with what the candidate said to it, in their own words: what these tell of who it is, they tell.',
  })
  async answers(@Root() { id, opportunityId }: CandidateRow, @Ctx() { loaders }: Context) {
    const opportunity = loaders.opportunity.load(opportunityId);
    const said = await loaders.answersOfCandidate.load(id);
    return answersTo((await opportunity)?.terms.criteria ?? [], said?.answers ?? []);
  }

  @FieldResolver(() => CandidateScore, {
    nullable: true,
    description: 'What the caller gave; what others gave is not shown.',
  })
  myScore(@Root() { id }: Candidate, @Ctx() { loaders }: Context) {
    return loaders.ownScore.load(id);
  }
}
