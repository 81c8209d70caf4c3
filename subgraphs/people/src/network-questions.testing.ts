import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { TestPeople } from './testing.ts';

/** A question or an answer, or a refusal, as tests read it. */
export interface ToldWords {
  readonly __typename: string;
  readonly id: string;
}

const question = '... on NetworkQuestion { id title }';
const answer = '... on NetworkAnswer { id text }';
const changes: Readonly<Record<string, readonly [input: string, fields: string]>> = {
  askInNetwork: ['AskInNetworkInput', question],
  answerNetworkQuestion: ['AnswerNetworkQuestionInput', answer],
  markHelpfulAnswer: ['MarkHelpfulAnswerInput', question],
  withdrawNetworkQuestion: ['NetworkQuestionInput', question],
  withdrawNetworkAnswer: ['NetworkAnswerInput', answer],
  hideNetworkQuestion: ['HideInNetworkInput', question],
  hideNetworkAnswer: ['HideInNetworkInput', answer],
};

function textOf(mutation: string): string {
  const [type, fields] = changes[mutation] ?? ['', ''];
  return `mutation ($input: ${type}!) { done: ${mutation}(input: $input) { __typename ${fields} } }`;
}

/** Questions in networks in one test file. */
export class TestQuestions {
  constructor(private readonly people: TestPeople) {}

  async do(viewer: Viewer, mutation: string, input: object): Promise<ToldWords> {
    const text = textOf(mutation);
    return (await this.people.data<{ done: ToldWords }>(viewer, text, { input })).done;
  }

  /** @returns codes of a change that is refused. */
  codes(viewer: Viewer, mutation: string, input: object): Promise<unknown[]> {
    return this.people.codes(viewer, textOf(mutation), { input });
  }

  ask(viewer: Viewer, networkId: string, told: object = {}): Promise<ToldWords> {
    const input = { networkId, title: 'Who has a spare pump?', text: 'Ours leaks.', ...told };
    return this.do(viewer, 'askInNetwork', input);
  }

  answer(viewer: Viewer, { id: questionId }: ToldWords, text = 'We do.'): Promise<ToldWords> {
    return this.do(viewer, 'answerNetworkQuestion', { questionId, text });
  }

  /** The question as the viewer reads it with its answers; undefined when they do not. */
  async seen(viewer: Viewer, { id }: ToldWords) {
    const { data } = await this.people.served.ask<{ networkQuestion: SeenQuestion | null }>(
      viewer,
      `query ($id: ID!) { networkQuestion(id: $id) { title hiddenReason isViewers
        askedBy { name person { id } card { schoolName } } answers { edges { node { text helped
        hiddenReason isViewers answeredBy { name card { schoolName } } } } } } }`,
      { id },
    );
    return data.networkQuestion ?? undefined;
  }

  /** What the viewer reads of the answers to it. */
  async answersSeen(viewer: Viewer, question: ToldWords): Promise<string[] | undefined> {
    const seen = await this.seen(viewer, question);
    return seen?.answers.edges.map(({ node }) => node.text);
  }
}

interface SeenQuestion {
  readonly title: string;
  readonly hiddenReason: string | null;
  readonly answers: { readonly edges: readonly { readonly node: SeenAnswer }[] };
}

interface SeenAnswer {
  readonly text: string;
  readonly helped: boolean;
}
