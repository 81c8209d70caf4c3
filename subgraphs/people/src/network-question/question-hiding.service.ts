import type { Database } from '@trellis/subgraph-kit/database';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { forbidden } from '@trellis/subgraph-kit/faults';
import { oneself } from '../network-joining/network-joining.service.ts';
import type { NetworkLeadingService } from '../network-term/network-leading.service.ts';
import type { HideInNetworkInput } from './network-question-change.types.ts';
import { type AnswerNode, hideSql, type QuestionNode } from './network-question.queries.ts';
import type { NetworkQuestionService } from './network-question.service.ts';

/** Lets whoever leads a network hide what is written in it, also by guests; its writer reads why. */
export class QuestionHidingService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly leading: NetworkLeadingService,
    private readonly questions: NetworkQuestionService,
  ) {}

  /** Hides a question with the answers to it; again changes nothing. @throws NOT_FOUND, FORBIDDEN */
  hideQuestion(viewer: Viewer, input: HideInNetworkInput): Promise<QuestionNode> {
    const recall = () => this.questions.question(input.id);
    const work = async () => {
      const question = await recall();
      await this.#hide(viewer, question, [question.id, null], input.reason);
      return recall();
    };
    return this.idempotency.once<QuestionNode>(viewer, 'hideNetworkQuestion', input, work, recall);
  }

  /** Hides an answer; again changes nothing. @throws NOT_FOUND, FORBIDDEN */
  hideAnswer(viewer: Viewer, input: HideInNetworkInput): Promise<AnswerNode> {
    const recall = () => this.questions.answerOf(input.id);
    const work = async () => {
      const answer = await recall();
      await this.#hide(viewer, answer, [null, answer.id], input.reason);
      return recall();
    };
    return this.idempotency.once<AnswerNode>(viewer, 'hideNetworkAnswer', input, work, recall);
  }

  async #hide(
    viewer: Viewer,
    { networkId, hostTrustId, trustId }: QuestionNode | AnswerNode,
    which: readonly (string | null)[],
    reason: string,
  ): Promise<void> {
    const member = await this.leading.membershipOf(viewer, networkId, oneself(viewer));
    const isOurs = hostTrustId === viewer.trustId;
    if (!isOurs || member === undefined || !(await this.leading.mayLead(viewer, networkId))) {
      throw forbidden('Only those of its members who lead the network hide what is written in it.');
    }
    await this.db.rows(hideSql, [
      ...[viewer.trustId, newId(), networkId, trustId, ...which, reason, member],
    ]);
  }
}
