import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { notFound } from '@trellis/subgraph-kit/faults';
import type { Page } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Network } from '../network/network.types.ts';
import { NetworkContributor } from '../network-contributor/network-contributor.types.ts';
import { SharedNetwork } from '../shared-network/shared-network.types.ts';
import type { AnswerNode, QuestionNode } from './network-question.queries.ts';
import {
  NetworkAnswer,
  NetworkAnswerConnection,
  NetworkQuestion,
  NetworkQuestionConnection,
  NetworkQuestionsArgs,
} from './network-question.types.ts';

@Resolver(() => NetworkQuestion)
export class NetworkQuestionResolver {
  @Requires('staff:read')
  @Query(() => NetworkQuestion, {
    nullable: true,
    description: 'A question in a network to which the caller belongs, or of their own.',
  })
  async networkQuestion(
    @Arg('id', () => ID, { description: 'Opaque.' }) id: string,
    @Ctx() { loaders }: Context,
  ): Promise<NetworkQuestion> {
    const question = await loaders.networkQuestion.load(id);
    if (!question) throw notFound('question');
    return question;
  }

  @FieldResolver(() => NetworkContributor, { nullable: true, description: 'Who asked.' })
  askedBy(@Root() { writerId }: QuestionNode, @Ctx() { loaders }: Context) {
    return loaders.contributor.load(writerId);
  }

  @Requires('staff:read')
  @FieldResolver(() => NetworkAnswerConnection, {
    nullable: true,
    description: 'What was answered, the first one first.',
  })
  answers(
    @Root() { id }: NetworkQuestion,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Page<NetworkAnswer>> {
    return loaders.answersOfQuestion.load(id, args);
  }
}

@Resolver(() => NetworkAnswer)
export class NetworkAnswerResolver {
  @FieldResolver(() => NetworkContributor, { nullable: true, description: 'Who answered.' })
  answeredBy(@Root() { writerId }: AnswerNode, @Ctx() { loaders }: Context) {
    return loaders.contributor.load(writerId);
  }
}

@Resolver(() => Network)
export class NetworkQuestionsResolver {
  @Requires('staff:read')
  @FieldResolver(() => NetworkQuestionConnection, {
    nullable: true,
    description:
      'What is asked in it, the latest first: for its members, and of everybody what they asked.',
  })
  questions(
    @Root() { id }: Network,
    @Args(() => NetworkQuestionsArgs) args: NetworkQuestionsArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Page<NetworkQuestion>> {
    return loaders.questionsOfNetwork.load(id, args);
  }
}

@Resolver(() => SharedNetwork)
export class SharedNetworkQuestionsResolver {
  @Requires('staff:read')
  @FieldResolver(() => NetworkQuestionConnection, {
    nullable: true,
    description:
      'What its members and guests of the caller’s trust ask, for whom is a guest in it; the latest first.',
  })
  questions(
    @Root() { id }: SharedNetwork,
    @Args(() => NetworkQuestionsArgs) args: NetworkQuestionsArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Page<NetworkQuestion>> {
    return loaders.questionsOfSharedNetwork.load(id, args);
  }
}
