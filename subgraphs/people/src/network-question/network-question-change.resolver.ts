import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import {
  AnswerNetworkQuestionInput,
  AnswerNetworkQuestionResult,
  AskInNetworkInput,
  AskInNetworkResult,
  ChangeNetworkAnswerResult,
  ChangeNetworkQuestionResult,
  HideInNetworkInput,
  MarkHelpfulAnswerInput,
  NetworkAnswerInput,
  NetworkQuestionInput,
} from './network-question-change.types.ts';
import type { NetworkQuestionService } from './network-question.service.ts';
import { NetworkQuestion } from './network-question.types.ts';
import type { QuestionHidingService } from './question-hiding.service.ts';

@Resolver(() => NetworkQuestion)
export class NetworkQuestionChangeResolver {
  constructor(
    private readonly service: NetworkQuestionService,
    private readonly hiding: QuestionHidingService,
  ) {}

  @Requires('network:join')
  @Mutation(() => AskInNetworkResult, {
    nullable: true,
    description:
      'Ask those who belong to a network to which one belongs. Members hear of questions at most once a week.',
  })
  askInNetwork(
    @Arg('input', () => AskInNetworkInput, { description: 'What, and where.' })
    input: AskInNetworkInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.ask(viewer, input);
  }

  @Requires('network:join')
  @Mutation(() => AnswerNetworkQuestionResult, {
    nullable: true,
    description:
      'Answer a question in a network to which one belongs. A colleague who asked is told, at most once a day.',
  })
  answerNetworkQuestion(
    @Arg('input', () => AnswerNetworkQuestionInput, { description: 'What, and to which.' })
    input: AnswerNetworkQuestionInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.answer(viewer, input);
  }

  @Requires('network:join')
  @Mutation(() => ChangeNetworkQuestionResult, {
    nullable: true,
    description: 'Say which answer helped. Done by who asked.',
  })
  markHelpfulAnswer(
    @Arg('input', () => MarkHelpfulAnswerInput, { description: 'Which.' })
    input: MarkHelpfulAnswerInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.markHelpful(viewer, input);
  }

  @Requires('network:join')
  @Mutation(() => ChangeNetworkQuestionResult, {
    nullable: true,
    description: 'Take one’s own question back, and with it what was answered.',
  })
  withdrawNetworkQuestion(
    @Arg('input', () => NetworkQuestionInput, { description: 'Which.' })
    input: NetworkQuestionInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.withdraw(viewer, input);
  }

  @Requires('network:join')
  @Mutation(() => ChangeNetworkAnswerResult, {
    nullable: true,
    description: 'Take one’s own answer back.',
  })
  withdrawNetworkAnswer(
    @Arg('input', () => NetworkAnswerInput, { description: 'Which.' })
    input: NetworkAnswerInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.withdrawAnswer(viewer, input);
  }

  @Requires('network:join')
  @Mutation(() => ChangeNetworkQuestionResult, {
    nullable: true,
    description:
      'Hide a question, and with it what was answered, for good. Done by whoever leads the network.',
  })
  hideNetworkQuestion(
    @Arg('input', () => HideInNetworkInput, { description: 'Which, and why.' })
    input: HideInNetworkInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.hiding.hideQuestion(viewer, input);
  }

  @Requires('network:join')
  @Mutation(() => ChangeNetworkAnswerResult, {
    nullable: true,
    description: 'Hide an answer, for good. Done by whoever leads the network.',
  })
  hideNetworkAnswer(
    @Arg('input', () => HideInNetworkInput, { description: 'Which, and why.' })
    input: HideInNetworkInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.hiding.hideAnswer(viewer, input);
  }
}
