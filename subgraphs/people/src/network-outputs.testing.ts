import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { fellow } from './networks.testing.ts';
import type { TestPeople, TestTrust } from './testing.ts';

/** An output, or a refusal, as tests read it. */
export interface ToldOutput {
  readonly __typename: string;
  readonly id: string;
  readonly version: number;
  readonly text: string;
}

const output = 'id title kind text link audience version withdrawalReason';
const inputs: Readonly<Record<string, string>> = {
  writeNetworkOutput: 'WriteNetworkOutputInput',
  reviseNetworkOutput: 'ReviseNetworkOutputInput',
  publishNetworkOutput: 'PublishNetworkOutputInput',
  withdrawNetworkOutput: 'WithdrawNetworkOutputInput',
};
const refusals: Readonly<Record<string, string>> = {
  writeNetworkOutput: '... on AuthorNotInNetwork { personIds }',
  reviseNetworkOutput: `... on OutputRevised { output { ${output} } }
    ... on AuthorNotInNetwork { personIds }`,
};

function textOf(mutation: string): string {
  return `mutation ($input: ${inputs[mutation] ?? ''}!) { done: ${mutation}(input: $input) {
    __typename ... on NetworkOutput { ${output} } ${refusals[mutation] ?? ''} } }`;
}

/** What an output says where a test does not care. */
export const said = (told: object = {}) => ({
  ...{ title: 'Checking a boiler', kind: 'PROCEDURE', text: 'Look first.', link: null },
  ...told,
});

/** Outputs of networks in one test file. */
export class TestOutputs {
  constructor(private readonly people: TestPeople) {}

  /** A network that Ada leads, with Bob and Cleo in it, and Dan who is not. */
  async network(trust: TestTrust, name = 'Sites') {
    const hire = async (givenName: string) =>
      (await this.people.hire(trust, { givenName, familyName: 'Smith' })).id;
    const ids = [await hire('Ada'), await hire('Bob'), await hire('Cleo')] as const;
    const outsiderId = await hire('Dan');
    const { id: networkId } = await this.people.network(trust, ids, { name });
    const [lead, bob, cleo] = [
      fellow(trust, ids[0]),
      fellow(trust, ids[1]),
      fellow(trust, ids[2]),
    ] as const;
    return { networkId, ids, lead, bob, cleo, outsider: fellow(trust, outsiderId), outsiderId };
  }

  async do(viewer: Viewer, mutation: string, input: object): Promise<ToldOutput> {
    const { done } = await this.people.data<{ done: ToldOutput }>(viewer, textOf(mutation), {
      input,
    });
    return done;
  }

  /** @returns codes of a change that is refused. */
  codes(viewer: Viewer, mutation: string, input: object): Promise<unknown[]> {
    return this.people.codes(viewer, textOf(mutation), { input });
  }

  /** One of which the viewer is the author, for their network unless told otherwise. */
  write(viewer: Viewer, networkId: string, told: object = {}): Promise<ToldOutput> {
    const input = { networkId, audience: 'NETWORK', authorIds: [viewer.personId], ...said(told) };
    return this.do(viewer, 'writeNetworkOutput', input);
  }

  revise(viewer: Viewer, { id, version }: ToldOutput, told: object = {}): Promise<ToldOutput> {
    const change = { id, version, whatChanged: 'More.' };
    return this.do(viewer, 'reviseNetworkOutput', { ...change, ...said(told) });
  }

  /** @returns whether the viewer reads it. */
  async reads(viewer: Viewer, { id }: { readonly id: string }): Promise<boolean> {
    const query = 'query ($id: ID!) { networkOutput(id: $id) { title } }';
    const { data } = await this.people.served.ask<{ networkOutput: object | null }>(viewer, query, {
      id,
    });
    return data.networkOutput !== null;
  }
}
