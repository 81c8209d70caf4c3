import { describe, expect, it } from '@jest/globals';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { talker, TestConversations } from '../conversation/testing.ts';
import { TestNotices } from '../notice/testing.ts';
import { day, testPeople, type TestTrust } from '../testing.ts';

const people = testPeople();

const list = `{ willingColleagues { totalCount
  edges { node { id name schoolName staffGroup } } } viewer { willingToTalk } }`;
const set = `mutation ($input: SetWillingToTalkInput!) {
  done: setWillingToTalk(input: $input) { ... on WillingToTalk { willing } } }`;

const say = (viewer: Viewer, willing: boolean) => people.data(viewer, set, { input: { willing } });

interface Read {
  readonly willingColleagues: { readonly edges: readonly { readonly node: { id: string } }[] };
  readonly viewer: { readonly willingToTalk: boolean };
}

async function listed(viewer: Viewer): Promise<string[]> {
  const { willingColleagues } = await people.data<Read>(viewer, list);
  return willingColleagues.edges.map(({ node }) => node.id);
}

async function hire(trust: TestTrust, more: object = {}) {
  return talker(trust, (await people.hire(trust, more)).id);
}

describe('a colleague who is willing to talk', () => {
  it('is found by everybody in the trust, with their name, school and work', async () => {
    const trust = await people.trust('Alder', 'Birch');
    const cook = await hire(trust, {
      ...{ givenName: 'Joan', preferredName: 'Jo', familyName: 'Ash' },
      posts: [{ school: 1, roles: ['COOK'] }],
    });
    const other = await hire(trust);
    await say(cook, true);

    expect(await people.data(other, list)).toEqual({
      willingColleagues: {
        totalCount: 1,
        edges: [
          {
            node: {
              id: cook.personId,
              name: 'Jo Ash',
              schoolName: 'Birch',
              staffGroup: 'AUXILIARY',
            },
          },
        ],
      },
      viewer: { willingToTalk: false },
    });
    expect(await people.data(cook, list)).toEqual({
      willingColleagues: { totalCount: 0, edges: [] },
      viewer: { willingToTalk: true },
    });
    expect(await listed(await hire(await people.trust()))).toEqual([]);
  });

  it('can be asked, and no longer once they say that they are not', async () => {
    const trust = await people.trust();
    const [person, colleague] = [await hire(trust), await hire(trust)];
    const talks = new TestConversations(people, trust);
    await say(colleague, true);
    const asked = await talks.arrange(person, { leadId: colleague.personId });
    expect(asked).toMatchObject({ state: 'ASKED' });
    await talks.change(person, 'cancel', asked);

    await say(colleague, true);
    await say(colleague, false);
    expect(await listed(person)).toEqual([]);
    expect(await people.data(colleague, '{ viewer { willingToTalk } }')).toEqual({
      viewer: { willingToTalk: false },
    });
  });

  it('is not shown while they are away, nor once they have left', async () => {
    const trust = await people.trust();
    const [person, away, gone] = [
      await hire(trust),
      await hire(trust),
      await hire(trust, { contract: { endsOn: day(0) } }),
    ];
    for (const viewer of [away, gone]) await say(viewer, true);
    await new TestNotices(people, trust).away(away.personId ?? '', day(-1), day(60));

    expect(await listed(person)).toEqual([]);
  });
});
