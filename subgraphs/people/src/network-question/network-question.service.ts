import type { Database } from '@trellis/subgraph-kit/database';
import { forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone, newId } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { fold } from '../fold.ts';
import { oneself } from '../network-joining/network-joining.service.ts';
import { NotInNetwork } from '../network-meeting/network-meeting.types.ts';
import type { QuestionNoticeService } from './question-notice.service.ts';
import type {
  AnswerNetworkQuestionInput,
  AskInNetworkInput,
  MarkHelpfulAnswerInput,
  NetworkAnswerInput,
  NetworkQuestionInput,
} from './network-question-change.types.ts';
import {
  type AnswerNode,
  answerSql,
  answersSql,
  askSql,
  type Belonging,
  belongingSql,
  knownNetworkSql,
  markHelpfulSql,
  type QuestionNode,
  questionsSql,
  withdrawAnswerSql,
  withdrawQuestionSql,
} from './network-question.queries.ts';

/** Lets those who belong to a network ask each other. */
export class NetworkQuestionService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly notices: QuestionNoticeService,
  ) {}

  /**
   * Asks those who belong to a network, who hear of it at most once a week.
   *
   * @param newQuestionId of generated data alone, so that examples can name it.
   * @throws NOT_FOUND when neither the viewer's trust nor an ally that shares it has such a network.
   */
  ask(viewer: Viewer, input: AskInNetworkInput, newQuestionId = newId()) {
    const { networkId, title, text } = input;
    const recall = (id: string) => this.question(id);
    const work = async () => {
      const known = await this.db.rows(knownNetworkSql, [viewer.trustId, idOrNone(networkId)]);
      if (known.length === 0) throw notFound('network');
      const belonging = await this.#belonging(viewer, networkId);
      if (!belonging) return new NotInNetwork();
      await this.db.rows(askSql, [
        ...writerOf(viewer, newQuestionId, belonging),
        ...[title, text, fold(`${title} ${text}`)],
      ]);
      await this.notices.asked(viewer, belonging);
      return recall(newQuestionId);
    };
    return this.idempotency.once<QuestionNode, NotInNetwork>(
      viewer,
      'askInNetwork',
      input,
      work,
      recall,
    );
  }

  /** Says something to a question; who asked is told, at most once a day. @throws NOT_FOUND */
  answer(viewer: Viewer, input: AnswerNetworkQuestionInput) {
    const recall = (id: string) => this.answerOf(id);
    const work = async () => {
      const question = await this.question(input.questionId);
      if (question.withdrawnAt !== null) throw notFound('question');
      const belonging = await this.#belonging(viewer, question.networkId);
      if (!belonging) return new NotInNetwork();
      const id = newId();
      await this.db.rows(answerSql, [
        ...[...writerOf(viewer, id, belonging), question.trustId, question.id, input.text],
      ]);
      await this.notices.answered(viewer, question);
      return recall(id);
    };
    return this.idempotency.once<AnswerNode, NotInNetwork>(
      viewer,
      'answerNetworkQuestion',
      input,
      work,
      recall,
    );
  }

  /** Says which answer helped; who asked does. @throws NOT_FOUND, FORBIDDEN */
  markHelpful(viewer: Viewer, input: MarkHelpfulAnswerInput): Promise<QuestionNode> {
    const { questionId, answerId } = input;
    const recall = () => this.question(questionId);
    const work = async () => {
      const question = await recall();
      if (!question.isViewers) throw forbidden('Only who asked says which answer helped.');
      const answer = answerId == null ? null : await this.answerOf(answerId);
      if (answer !== null && answer.questionId !== question.id) throw notFound('answer');
      const which = [answer?.trustId ?? null, answer?.id ?? null];
      await this.db.rows(markHelpfulSql, [viewer.trustId, question.id, ...which]);
      return recall();
    };
    return this.idempotency.once<QuestionNode>(viewer, 'markHelpfulAnswer', input, work, recall);
  }

  /**
   * Takes a question of the viewer's back, with the answers to it; again changes nothing. Also by whoever
   * has left the network since.
   *
   * @throws NOT_FOUND, FORBIDDEN
   */
  withdraw(viewer: Viewer, input: NetworkQuestionInput): Promise<QuestionNode> {
    const recall = () => this.question(input.id);
    const work = async () => {
      const { id, isViewers } = await recall();
      if (!isViewers) throw forbidden('Only who asked takes it back.');
      await this.db.rows(withdrawQuestionSql, [viewer.trustId, id]);
      return recall();
    };
    return this.idempotency.once<QuestionNode>(
      viewer,
      'withdrawNetworkQuestion',
      input,
      work,
      recall,
    );
  }

  /** The same of an answer. @throws NOT_FOUND, FORBIDDEN */
  withdrawAnswer(viewer: Viewer, input: NetworkAnswerInput): Promise<AnswerNode> {
    const recall = () => this.answerOf(input.id);
    const work = async () => {
      const { id, isViewers } = await recall();
      if (!isViewers) throw forbidden('Only who answered takes it back.');
      await this.db.rows(withdrawAnswerSql, [viewer.trustId, id]);
      return recall();
    };
    return this.idempotency.once<AnswerNode>(viewer, 'withdrawNetworkAnswer', input, work, recall);
  }

  /** @throws NOT_FOUND for everybody who may not read it. */
  async question(id: string): Promise<QuestionNode> {
    const [found] = await this.db.rows<QuestionNode>(questionsSql, [[idOrNone(id)]]);
    if (!found) throw notFound('question');
    return found;
  }

  /** @throws NOT_FOUND for everybody who may not read it. */
  async answerOf(id: string): Promise<AnswerNode> {
    const [found] = await this.db.rows<AnswerNode>(answersSql, [[idOrNone(id)]]);
    if (!found) throw notFound('answer');
    return found;
  }

  async #belonging(viewer: Viewer, networkId: string): Promise<Belonging | undefined> {
    const which = [viewer.trustId, networkId, oneself(viewer), londonDay()];
    const [found] = await this.db.rows<Belonging>(belongingSql, which);
    return found;
  }
}

function writerOf({ trustId }: Viewer, id: string, belonging: Belonging) {
  const { hostTrustId, networkId, membershipId, guestId } = belonging;
  return [trustId, id, hostTrustId, networkId, membershipId, guestId];
}
