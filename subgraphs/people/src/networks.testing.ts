import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { staffViewer, type TestPeople, type TestTrust } from './testing.ts';

/** What came of a change, as tests read it. */
export interface Told {
  readonly __typename: string;
  readonly id: string;
  readonly state?: string;
  readonly version?: number;
  readonly term?: { readonly id: string };
}

const answers: Readonly<Record<string, readonly [input: string, fields: string]>> = {
  joinNetwork: ['NetworkInput', '... on NetworkMembership { id joinedOn }'],
  leaveNetwork: ['NetworkInput', '... on Network { id }'],
  createNetwork: ['CreateNetworkInput', '... on Network { id name joining version }'],
  changeNetwork: ['ChangeNetworkInput', '... on Network { id name joining version }'],
  inviteToNetwork: ['InviteToNetworkInput', '... on NetworkInvitation { id state }'],
  answerNetworkInvitation: [
    'AnswerNetworkInvitationInput',
    '... on NetworkInvitation { id state } ... on InvitationAnswered { state }',
  ],
  appointToNetwork: [
    'AppointToNetworkInput',
    '... on NetworkTerm { id startsOn endsOn } ... on TermsOverlap { term { id } }',
  ],
  endNetworkTerm: ['EndNetworkTermInput', '... on NetworkTerm { id endsOn }'],
};

/** Somebody who may belong to networks, as everybody on the staff may. */
export function fellow(trust: TestTrust, personId: string): Viewer {
  const viewer = staffViewer(trust, personId);
  return { ...viewer, scopes: new Set([...viewer.scopes, 'network:join']) };
}

/** A system that looks after networks as the people team does. */
export function keeper({ id: trustId, central }: TestTrust): Viewer {
  const scopes = [...central.scopes, 'network:join', 'network:manage'];
  return aViewer({ trustId, personId: null, allPlaces: true, scopes });
}

function textOf(mutation: string): string {
  const [type, fields] = answers[mutation] ?? ['', ''];
  return `mutation ($input: ${type}!) { done: ${mutation}(input: $input) { __typename ${fields} } }`;
}

/** Changes of networks in one test file. */
export class TestNetworks {
  constructor(private readonly people: TestPeople) {}

  /** Does a change that the schema lets through. */
  async do(viewer: Viewer, mutation: string, input: object): Promise<Told> {
    const text = textOf(mutation);
    return (await this.people.data<{ done: Told }>(viewer, text, { input })).done;
  }

  /** @returns codes of a change that is refused. */
  codes(viewer: Viewer, mutation: string, input: object): Promise<unknown[]> {
    return this.people.codes(viewer, textOf(mutation), { input });
  }
}
