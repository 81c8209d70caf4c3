import { describe, expect, it } from '@jest/globals';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { talker, TestConversations } from '../conversation/testing.ts';
import { day, testPeople, type TestTrust } from '../testing.ts';

const people = testPeople();

const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
  ... on AspirationMatch { aspirations { totalCount edges { node { kind person { id } } } } } } }`;

interface Found {
  readonly _entities: readonly {
    readonly aspirations: {
      readonly totalCount: number;
      readonly edges: readonly { readonly node: { kind: string; person: { id: string } } }[];
    };
  }[];
}

/** Hopes that fit a kind of opportunity, as its page would show them to somebody. */
async function matching(viewer: Viewer, kind: string) {
  const representations = [{ __typename: 'AspirationMatch', kind }];
  const { _entities: found } = await people.data<Found>(viewer, query, { representations });
  return found.flatMap(({ aspirations }) => aspirations.edges.map(({ node }) => node));
}

async function hope(viewer: Viewer, kind: string, ...sharedWith: readonly string[]) {
  await people.data(
    viewer,
    `mutation ($input: WriteAspirationInput!) { writeAspiration(input: $input) { __typename } }`,
    { input: { kind, horizon: 'LATER', text: 'x', sharedWith } },
  );
}

async function begin() {
  const trust = await people.trust();
  const { person, manager, personId } = await new TestConversations(people, trust).pair();
  const scopes = new Set([...trust.central.scopes, 'aspiration:read']);
  const lead = (await people.hire(trust)).id;
  const team: Viewer = { ...trust.central, scopes, personId: lead };
  return { trust, person, manager, personId, team };
}

const alone = async (trust: TestTrust, more: object = {}) =>
  talker(trust, (await people.hire(trust, more)).id);

describe('aspirations matching an opportunity', () => {
  it('are those that its kind may answer, staying and going deeper among them', async () => {
    const { person, personId, manager } = await begin();
    await hope(person, 'STAY_AND_DEEPEN', 'MANAGER');
    await hope(person, 'LEAD', 'MANAGER');
    const whose = { person: { id: personId } };

    expect(await matching(manager, 'SPECIALIST_ROLE')).toEqual([
      { kind: 'STAY_AND_DEEPEN', ...whose },
    ]);
    expect(await matching(manager, 'ACTING')).toEqual([{ kind: 'LEAD', ...whose }]);
    expect(await matching(manager, 'NO_SUCH_KIND')).toEqual([]);
  });

  it('are only those that are shared with whoever asks, and never one’s own', async () => {
    const { trust, person, manager, team } = await begin();
    await hope(person, 'STUDY');
    await hope(person, 'STUDY', 'MANAGER');
    await hope(person, 'STUDY', 'PEOPLE_TEAM');
    const count = async (viewer: Viewer) => (await matching(viewer, 'STUDY_ROUND')).length;

    expect(await count(manager)).toBe(1);
    expect(await count(team)).toBe(1);
    expect(await count(person)).toBe(0);
    expect(await count(await alone(trust))).toBe(0);
    await hope(person, 'STUDY', 'TRUST');
    expect([await count(manager), await count(team)]).toEqual([2, 2]);
    expect(await count(await alone(trust))).toBe(0); // who does not see the person
    expect(await count((await begin()).team)).toBe(0);
  });

  it('leave out who has left, and stand by name whatever they are', async () => {
    const { trust, team } = await begin();
    const gone = await alone(trust, { contract: { endsOn: day(0) } });
    const [zoe, ann] = [
      await alone(trust, { familyName: 'Zebra' }),
      await alone(trust, { familyName: 'Aspen' }),
    ];
    for (const one of [gone, zoe]) await hope(one, 'STAY_AND_DEEPEN', 'TRUST');
    await hope(ann, 'WORK_ACROSS_SCHOOLS', 'TRUST');

    expect((await matching(team, 'PROJECT')).map(({ person }) => person.id)).toEqual([
      ann.personId,
      zoe.personId,
    ]);
  });
});
