import { expect } from '@jest/globals';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { day, staffViewer, type TestPeople, type TestTrust } from '../testing.ts';

/** A conversation, or a refusal, as tests read it. */
export interface Told {
  readonly __typename: string;
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly message?: string;
}

export const talkFields = `__typename ... on CareerConversation { id state version plannedOn offeredOn chosen
  agreedByPerson agreedByLead } ... on Refusal { message }`;

/** Somebody who may have conversations, as everybody on the staff may. */
export function talker(trust: TestTrust, personId: string): Viewer {
  const viewer = staffViewer(trust, personId);
  return { ...viewer, scopes: new Set([...viewer.scopes, 'conversation:hold']) };
}

/** Conversations in one test trust. */
export class TestConversations {
  constructor(
    private readonly people: TestPeople,
    readonly trust: TestTrust,
  ) {}

  /** Somebody with a line manager. */
  async pair() {
    const [{ id: personId }, { id: managerId }] = [
      await this.people.hire(this.trust),
      await this.people.hire(this.trust),
    ];
    await this.people.manage(this.trust, managerId, [personId]);
    const [person, manager] = [talker(this.trust, personId), talker(this.trust, managerId)];
    return { person, manager, personId, managerId };
  }

  arrange(viewer: Viewer, input: Readonly<Record<string, unknown>> = {}): Promise<Told> {
    return this.#do(viewer, 'ArrangeConversationInput', 'arrangeConversation', {
      plannedOn: day(7),
      ...input,
    });
  }

  /** @param verb such as `decline` for `declineConversation`. */
  change(viewer: Viewer, verb: string, talk: Told, told: Readonly<Record<string, unknown>> = {}) {
    const types: Readonly<Record<string, string>> = {
      answer: 'AnswerConversationInput',
      postpone: 'PostponeConversationInput',
      record: 'RecordConversationInput',
    };
    const { id, version } = talk;
    const input = { id, version, ...told };
    return this.#do(viewer, types[verb] ?? 'ConversationInput', `${verb}Conversation`, input);
  }

  /** One that both have held. */
  async held(viewer: Viewer): Promise<Told> {
    const held = await this.change(viewer, 'record', await this.arrange(viewer), {
      heldOn: day(0),
    });
    expect(held.state).toBe('HELD');
    return held;
  }

  async #do(viewer: Viewer, type: string, mutation: string, input: object): Promise<Told> {
    const text = `mutation ($input: ${type}!) { done: ${mutation}(input: $input) { ${talkFields} } }`;
    return (await this.people.data<{ done: Told }>(viewer, text, { input })).done;
  }
}
