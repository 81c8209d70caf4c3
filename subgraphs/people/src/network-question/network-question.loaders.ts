import { byId, PagesByParent } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  answerList,
  type AnswerNode,
  questionList,
  type QuestionNode,
  questionsSql,
} from './network-question.queries.ts';
import type { NetworkQuestionsArgs } from './network-question.types.ts';

/** What is asked and answered in networks, as far as the viewer may read it. */
export function networkQuestionLoaders(db: Database, pages: Pages, viewer: Viewer) {
  const questionsOf = (ours: boolean) =>
    new PagesByParent<NetworkQuestionsArgs, QuestionNode>((args, networkIds) => {
      const list = questionList(viewer, args.filter, ours);
      return pages.ofEach(viewer, list, args, 'question.network_id', networkIds);
    });
  return {
    networkQuestion: byId((ids) => db.rows<QuestionNode>(questionsSql, [ids])),
    questionsOfNetwork: questionsOf(true),
    questionsOfSharedNetwork: questionsOf(false),
    answersOfQuestion: new PagesByParent<ConnectionArgs, AnswerNode>((args, questionIds) =>
      pages.ofEach(viewer, answerList(), args, 'answer.question_id', questionIds),
    ),
  };
}
