import { describe, expect, it } from '@jest/globals';
import { TestOutputs } from '../network-outputs.testing.ts';
import { TestQuestions } from '../network-questions.testing.ts';
import { fellow, TestNetworks } from '../networks.testing.ts';
import { TestSource, told } from '../sync/testing.ts';
import { testPeople, type TestTrust } from '../testing.ts';
import { TestReviewer } from './testing.ts';

const people = testPeople();
const outputs = new TestOutputs(people);
const questions = new TestQuestions(people);

async function merge(trust: TestTrust, keptId: string): Promise<void> {
  const reviewer = new TestReviewer(people, trust);
  await reviewer.mergeTrn('0000001', '0000002');
  const [question] = await reviewer.questions();
  expect(await reviewer.confirm(question?.id ?? '', keptId)).toMatchObject({ state: 'CONFIRMED' });
}

/** Two people who turn out to be one. */
async function twoOfOne() {
  const trust = await people.trust('Alder', 'Birch');
  const idOf = async (place: number, fields: Readonly<Record<string, unknown>>) => {
    const source = new TestSource(people, trust, 'arbor', place);
    return (await source.send([told('1', fields)])).rows[0]?.person?.id ?? '';
  };
  const goneId = await idOf(0, { trn: '0000001', familyName: 'Ek' });
  const keptId = await idOf(1, { trn: '0000002', familyName: 'Ohm' });
  return { trust, goneId, keptId };
}

describe('two people who are made one', () => {
  it.each([1, 2])('are guests of a meeting once, when %s of them were invited', async (count) => {
    const { trust, goneId, keptId } = await twoOfOne();
    const { networkId, lead } = await outputs.network(trust);
    const hours = (later: number) => new Date(Date.now() + later * 3_600_000).toISOString();
    const times = { startsAt: hours(24), endsAt: hours(25) };
    const { done } = await people.data<{ done: { id: string } }>(
      lead,
      `mutation ($input: ArrangeNetworkMeetingInput!) {
        done: arrangeNetworkMeeting(input: $input) { ... on NetworkMeeting { id } } }`,
      { input: { networkId, title: 'Boilers', place: '', agenda: '', ...times } },
    );
    const invite = `mutation ($input: InviteToNetworkMeetingInput!) {
      inviteToNetworkMeeting(input: $input) { __typename } }`;
    for (const personId of [goneId, keptId].slice(0, count)) {
      await people.data(lead, invite, { input: { meetingId: done.id, personId } });
    }
    await merge(trust, keptId);

    const own = '{ viewer { networkMeetings { title guests { person { id } } } } }';
    expect(await people.data(fellow(trust, keptId), own)).toEqual({
      viewer: { networkMeetings: [{ title: 'Boilers', guests: [{ person: { id: keptId } }] }] },
    });
  });

  it.each(['belonged to the network', 'did not'])(
    'go on with what one wrote in a network, whether the other %s',
    async (whether) => {
      const { trust, goneId, keptId } = await twoOfOne();
      const { networkId } = await outputs.network(trust);
      const [gone, kept] = [fellow(trust, goneId), fellow(trust, keptId)];
      const joining = whether === 'did not' ? [gone] : [gone, kept];
      for (const who of joining) {
        await new TestNetworks(people).do(who, 'joinNetwork', { networkId });
      }
      const draft = await outputs.write(gone, networkId, { audience: 'AUTHORS' });
      const question = await questions.ask(gone, networkId);
      expect(await outputs.reads(kept, draft)).toBe(false);
      await merge(trust, keptId);

      expect(await outputs.revise(kept, draft)).toMatchObject({ version: 2 });
      expect(await questions.seen(kept, question)).toMatchObject({ isViewers: true });
    },
  );
});
