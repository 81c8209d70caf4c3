import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { teamOf, TestAlliances } from './alliance/testing.ts';
import { TestOutputs } from './network-outputs.testing.ts';
import { fellow } from './networks.testing.ts';
import type { TestPeople, TestTrust } from './testing.ts';

/** Networks that one trust shares with another, in one test file. */
export class TestSharedNetworks {
  readonly #alliances: TestAlliances;

  constructor(private readonly people: TestPeople) {
    this.#alliances = new TestAlliances(people);
  }

  /** A network of a trust at Alder, shared with one at Birch, where somebody is a guest and somebody not. */
  async begin() {
    const ours = await this.people.trust('Alder');
    const theirs = await this.people.trust('Birch');
    const host = await new TestOutputs(this.people).network(ours);
    const { networkId } = host;
    const allianceId = await this.#alliances.between(ours, theirs);
    await this.share(ours, { networkId, allianceId });
    const guest = await this.guest(theirs, networkId);
    const other = fellow(theirs, (await this.people.hire(theirs)).id);
    return { ours, theirs, ...host, guest, other, allianceId };
  }

  /** Somebody of the trust who joins a network that is shared with it. */
  async guest(trust: TestTrust, networkId: string): Promise<Viewer> {
    const { id } = await this.people.hire(trust, { familyName: 'Guest' });
    const guest = fellow(trust, id);
    await this.#do(guest, 'joinSharedNetwork', 'SharedNetworkInput', { networkId });
    return guest;
  }

  share(trust: TestTrust, sharing: object): Promise<unknown> {
    return this.#do(teamOf(trust), 'shareNetwork', 'NetworkSharingInput', sharing);
  }

  /** Ends what lets the guest look in. */
  async end(
    what:
      'the sharing' | 'the alliance by the host' | 'the alliance by the guest' | 'being a guest',
    { ours, theirs, guest, networkId, allianceId }: Awaited<ReturnType<typeof this.begin>>,
  ): Promise<void> {
    if (what === 'the sharing') {
      const sharing = { networkId, allianceId };
      await this.#do(teamOf(ours), 'stopSharingNetwork', 'NetworkSharingInput', sharing);
    } else if (what === 'being a guest') {
      await this.#do(guest, 'leaveSharedNetwork', 'SharedNetworkInput', { networkId });
    } else await this.#alliances.end(what.endsWith('host') ? ours : theirs, allianceId);
  }

  #do(who: Viewer, mutation: string, type: string, input: object): Promise<unknown> {
    const text = `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename } }`;
    return this.people.data(who, text, { input });
  }
}

export const endsOfSharing = [
  'the sharing',
  'the alliance by the host',
  'the alliance by the guest',
  'being a guest',
] as const;
