import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { ApplicationRow } from '../application/application.queries.ts';
import { Application, ApplicationConnection } from '../application/application.types.ts';
import type { Context } from '../context.ts';
import { GiveFeedbackInput } from './feedback-change.types.ts';
import type { FeedbackService } from './feedback.service.ts';
import { Feedback, GiveFeedbackResult } from './feedback.types.ts';

@Resolver(() => Application)
export class FeedbackResolver {
  constructor(private readonly service: FeedbackService) {}

  @Requires('application:read')
  @Mutation(() => GiveFeedbackResult, {
    nullable: true,
    description: 'Tell somebody why they were not chosen, which closes their application.',
  })
  giveFeedback(
    @Arg('input', () => GiveFeedbackInput, { description: 'Whom, and what.' })
    input: GiveFeedbackInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.give(viewer, input);
  }

  @Requires('application:read')
  @Query(() => ApplicationConnection, {
    nullable: true,
    description:
      'Applications that were unsuccessful and whose people have not been told why, the latest first, of the schools that the caller answers for.',
  })
  feedbackOwed(@Args(() => ConnectionArgs) args: ConnectionArgs, @Ctx() { loaders }: Context) {
    return loaders.feedbackOwed(args);
  }

  @FieldResolver(() => Feedback, {
    nullable: true,
    description: 'What the person was told when they were not chosen.',
  })
  feedback(@Root() { id }: ApplicationRow, @Ctx() { loaders }: Context) {
    return loaders.feedbackOf.load(id);
  }
}
