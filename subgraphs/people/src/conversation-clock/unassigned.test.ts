import { describe, expect, it } from '@jest/globals';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { talker, TestConversations } from '../conversation/testing.ts';
import { TestNotices } from '../notice/testing.ts';
import { day, headViewer, testPeople, type TestTrust } from '../testing.ts';

const people = testPeople();

const query = `{ conversationsUnassigned { totalCount
  edges { node { reason since days person { id } } } } }`;

interface Read {
  readonly conversationsUnassigned: {
    readonly totalCount: number;
    readonly edges: readonly {
      readonly node: {
        readonly reason: string;
        readonly since: string;
        readonly days: number;
        readonly person: { readonly id: string };
      };
    }[];
  };
}

const withRead = (viewer: Viewer): Viewer => {
  return { ...viewer, scopes: new Set([...viewer.scopes, 'conversation:read']) };
};

async function queue(viewer: Viewer): Promise<unknown[]> {
  const { conversationsUnassigned } = await people.data<Read>(withRead(viewer), query);
  const nodes = conversationsUnassigned.edges.map(({ node }) => node);
  return nodes.map(({ person, reason, since, days }) => [person.id, reason, since, days]);
}

const hire = async (trust: TestTrust, more: object = {}) => (await people.hire(trust, more)).id;

/** Somebody on the top of a trust, whom nobody manages, and who is not in question. */
async function begin() {
  const trust = await people.trust('Alder', 'Birch');
  const top = await hire(trust, { contract: { type: 'SLA' } });
  return { trust, top };
}

describe('people without a line manager', () => {
  it('are listed from the day on which they had none, who has waited longest first', async () => {
    const { trust, top } = await begin();
    const [before, joined, managed] = [
      await hire(trust),
      await hire(trust, { contract: { startsOn: day(-20) } }),
      await hire(trust),
    ];
    await people.manage(trust, top, [before], { endsOn: day(-30) });
    await people.manage(trust, top, [managed]);

    expect(await queue(trust.central)).toEqual([
      [before, 'NO_MANAGER', day(-30), 30],
      [joined, 'NO_MANAGER', day(-20), 20],
    ]);
  });

  it('are those too whose manager has left, from that day on, and not the day before', async () => {
    const { trust, top } = await begin();
    const gone = await hire(trust, { contract: { endsOn: day(0) } });
    const going = await hire(trust, { contract: { endsOn: day(1) } });
    const [left, staying] = [await hire(trust), await hire(trust)];
    await people.manage(trust, top, [going]);
    await people.manage(trust, gone, [left]);
    await people.manage(trust, going, [staying]);

    expect(await queue(trust.central)).toEqual([[left, 'MANAGER_LEFT', day(0), 0]]);
  });

  it('are those too whose manager is on long leave, and not who is on it themselves', async () => {
    const { trust, top } = await begin();
    const [away, report, alone] = [await hire(trust), await hire(trust), await hire(trust)];
    await people.manage(trust, top, [away]);
    await people.manage(trust, away, [report]);
    const notices = new TestNotices(people, trust);
    await notices.away(away, day(-10), day(40));
    await notices.away(alone, day(-10), day(40));

    expect(await queue(trust.central)).toEqual([[report, 'MANAGER_AWAY', day(-10), 10]]);
  });

  it('are shown to those who answer for them, and to nobody in another trust', async () => {
    const { trust, top } = await begin();
    const [here, there] = [await hire(trust), await hire(trust, { posts: [{ school: 1 }] })];
    const shown = async (viewer: Viewer) => (await queue(viewer)).length;

    expect(await shown(trust.central)).toBe(2);
    expect(await queue(headViewer(trust, top, 1))).toEqual([
      [there, 'NO_MANAGER', day(-1000), 1000],
    ]);
    expect(await shown((await begin()).trust.central)).toBe(0);
    expect(await people.codes(talker(trust, here), query)).toEqual(['FORBIDDEN']);
  });
});

describe('a line manager who leaves', () => {
  it('the day before, leaves their report free to choose a colleague', async () => {
    const { trust } = await begin();
    const talks = new TestConversations(people, trust);
    const [personId, goneId] = [
      await hire(trust),
      await hire(trust, { contract: { endsOn: day(0) } }),
    ];
    await people.manage(trust, goneId, [personId]);
    const colleagueId = await hire(trust);
    await people.network(trust, [colleagueId, personId], {});
    const person = talker(trust, personId);

    expect(await talks.arrange(person)).toMatchObject({ __typename: 'NobodyToTalkWith' });
    expect(await talks.arrange(person, { leadId: colleagueId })).toMatchObject({ state: 'ASKED' });
    const input = { personId, plannedOn: day(3) };
    const arrange = `mutation ($input: ArrangeConversationInput!) {
      arrangeConversation(input: $input) { __typename } }`;
    expect(await people.codes(talker(trust, goneId), arrange, { input })).toEqual(['NOT_FOUND']);
  });
});
