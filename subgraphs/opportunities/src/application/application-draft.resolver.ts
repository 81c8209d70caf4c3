import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Opportunity } from '../opportunity/opportunity.types.ts';
import { Person } from '../person/person.types.ts';
import { answersTo, CriterionAnswer } from './answer.types.ts';
import { ApplyForOpportunityResult } from './application-change.types.ts';
import type { DraftRow } from './application-draft.queries.ts';
import type { ApplicationDraftService } from './application-draft.service.ts';
import {
  ApplicationDraft,
  ApplicationDraftConnection,
  DiscardApplicationDraftInput,
  DiscardApplicationDraftResult,
  SaveApplicationDraftInput,
  SaveApplicationDraftResult,
  SubmitApplicationDraftInput,
} from './application-draft.types.ts';

@Resolver(() => ApplicationDraft)
export class ApplicationDraftResolver {
  constructor(private readonly service: ApplicationDraftService) {}

  @Requires('opportunity:apply')
  @Mutation(() => SaveApplicationDraftResult, {
    nullable: true,
    description: 'Keep what one has written so far; one may begin before the opportunity opens.',
  })
  saveApplicationDraft(
    @Arg('input', () => SaveApplicationDraftInput, { description: 'What for, and what.' })
    input: SaveApplicationDraftInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.save(viewer, input);
  }

  @Requires('opportunity:apply')
  @Mutation(() => ApplyForOpportunityResult, {
    nullable: true,
    description:
      'Say "consider me" with what one has written. The draft is gone then; where that is refused, as after the closing day, it stays as it was.',
  })
  submitApplicationDraft(
    @Arg('input', () => SubmitApplicationDraftInput, { description: 'Which draft.' })
    input: SubmitApplicationDraftInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.submit(viewer, input);
  }

  @Requires('opportunity:apply')
  @Mutation(() => DiscardApplicationDraftResult, {
    nullable: true,
    description: 'Throw a draft away.',
  })
  discardApplicationDraft(
    @Arg('input', () => DiscardApplicationDraftInput, { description: 'Which draft.' })
    input: DiscardApplicationDraftInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.discard(viewer, input);
  }

  @FieldResolver(() => Opportunity, { nullable: true, description: 'What it is for.' })
  opportunity(@Root() { opportunityId }: DraftRow, @Ctx() { loaders }: Context) {
    return loaders.opportunity.load(opportunityId);
  }

  @FieldResolver(() => [CriterionAnswer], {
    description:
      'Each criterion of the opportunity as it stands, with what is written to it so far; then what was written to criteria that it had before.',
  })
  async answers(@Root() { opportunityId, answers }: DraftRow, @Ctx() { loaders }: Context) {
    const opportunity = await loaders.opportunity.load(opportunityId);
    return answersTo(opportunity?.terms.criteria ?? [], answers);
  }
}

@Resolver(() => Opportunity)
export class DraftOfOpportunityResolver {
  @Requires('opportunity:read')
  @FieldResolver(() => ApplicationDraft, {
    nullable: true,
    description:
      'What the caller has written to apply for it and not handed in; null when nothing.',
  })
  myApplicationDraft(@Root() { id }: Opportunity, @Ctx() { loaders }: Context) {
    return loaders.draftOf.load(id);
  }
}

@Resolver(() => Person)
export class DraftsOfPersonResolver {
  @Requires('opportunity:read')
  @FieldResolver(() => ApplicationDraftConnection, {
    nullable: true,
    description: 'What the caller is writing, the last saved first; null for everybody else.',
  })
  applicationDrafts(
    @Root() { id }: Person,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.draftsOf(id, args);
  }
}
