import { expect } from '@jest/globals';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { TestPeople, TestTrust } from '../testing.ts';

/** An alliance, or a refusal, as tests read it. */
interface Allied {
  readonly __typename: string;
  readonly id: string;
  readonly state: string;
}

const alliance = 'id uid trustName purpose state agreedAt';
const refusals: Readonly<Record<string, string>> = {
  proposeAlliance: '... on AllianceOpen { alliance { id } }',
  agreeToAlliance: '... on AllianceEnded { message }',
};

/** The people team of a trust, with what it takes to make alliances. */
export function teamOf({ central }: TestTrust): Viewer {
  return { ...central, scopes: new Set([...central.scopes, 'alliance:manage', 'network:manage']) };
}

/** Alliances between test trusts. */
export class TestAlliances {
  constructor(private readonly people: TestPeople) {}

  readonly propose = (by: TestTrust, to: TestTrust): Promise<Allied> =>
    this.#do(by, 'ProposeAllianceInput', 'proposeAlliance', { uid: to.uid, purpose: 'Visits.' });

  readonly agree = (by: TestTrust, id: string): Promise<Allied> =>
    this.#do(by, 'AllianceInput', 'agreeToAlliance', { id });

  readonly end = (by: TestTrust, id: string): Promise<Allied> =>
    this.#do(by, 'AllianceInput', 'endAlliance', { id });

  readonly listOf = async (trust: TestTrust): Promise<Allied[]> => {
    const query = `{ trust { alliances { ${alliance} } } }`;
    const { trust: found } = await this.people.data<{ trust: { alliances: Allied[] } }>(
      teamOf(trust),
      query,
    );
    return found.alliances;
  };

  /** One that stands. @returns its id. */
  async between(one: TestTrust, other: TestTrust): Promise<string> {
    const { id } = await this.propose(one, other);
    expect(await this.agree(other, id)).toMatchObject({ state: 'STANDS' });
    return id;
  }

  /** @returns codes of proposing one to a number. */
  codes(by: TestTrust, uid: string): Promise<unknown[]> {
    const text = `mutation ($uid: String!) {
      proposeAlliance(input: { uid: $uid, purpose: "x" }) { __typename } }`;
    return this.people.codes(teamOf(by), text, { uid });
  }

  /** @returns codes of a change that is refused. */
  refused(by: TestTrust, mutation: string, id: string): Promise<unknown[]> {
    const text = `mutation ($input: AllianceInput!) { ${mutation}(input: $input) { __typename } }`;
    return this.people.codes(teamOf(by), text, { input: { id } });
  }

  async #do(by: TestTrust, type: string, mutation: string, input: object): Promise<Allied> {
    const text = `mutation ($input: ${type}!) { done: ${mutation}(input: $input) { __typename
      ... on Alliance { ${alliance} } ${refusals[mutation] ?? ''} } }`;
    return (await this.people.data<{ done: Allied }>(teamOf(by), text, { input })).done;
  }
}
