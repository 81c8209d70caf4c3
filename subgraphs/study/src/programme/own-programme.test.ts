import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { aMemberOfStaff, codesOf, finance, testStudy } from '../testing.ts';

const study = testStudy();
const aTeam = () =>
  aViewer({ trustId: newId(), allPlaces: true, scopes: ['study:read', 'study:manage'] });

const keep = (viewer: Viewer, wish: object = {}) =>
  study.served.ask<{ keepOwnProgramme: { id: string; name: string; validFrom: string } }>(
    viewer,
    'mutation ($input: OwnProgrammeInput!) { keepOwnProgramme(input: $input) { id name validFrom isOwn } }',
    {
      input: {
        ...{ code: 'OWN_FOREST', name: 'Forest school leader', kind: 'PROFESSIONAL_QUALIFICATION' },
        ...{ staffGroups: ['TEACHING_ASSISTANT'], level: 3, typicalMonths: 9, costPence: 850_00 },
        ...{ provider: 'Forest Trust', entryNeeds: ['First aid'], source: 'Its prospectus' },
        ...{ completionEvidence: 'Certificate', ...wish },
      },
    },
  );

const found = async (viewer: Viewer, runningOn = '2026-11-23') => {
  const { data } = await study.served.ask<{
    programmes: { edges: { node: { code: string; name: string } }[] };
  }>(
    viewer,
    'query ($on: Date) { programmes(filter: { text: "OWN_FOREST", runningOn: $on }) { edges { node { code name } } } }',
    { on: runningOn },
  );
  return data.programmes.edges.map(({ node }) => node.name);
};

describe('a programme of a trust’s own', () => {
  it('is seen by its trust alone, which awards money for it', async () => {
    const team = aTeam();
    await keep(team);
    await keep(aTeam(), { name: 'Another trust’s' });

    expect(await found(team)).toEqual(['Forest school leader']);
    expect(await found(aMemberOfStaff())).toEqual([]);
    const viewer = finance(team.trustId);
    const fundId = await study.aFund(viewer, 900_00);
    const wish = { fundId, programmeCode: 'OWN_FOREST', amountPence: 850_00 };
    expect(await study.award(viewer, wish)).toMatchObject({ kind: 'Award' });
    const stranger = finance();
    const theirFund = await study.aFund(stranger, 900_00);
    const answer = await study.awardAnswer(stranger, { ...wish, fundId: theirFund });
    expect(codesOf(answer)).toEqual(['NOT_FOUND']);
  });

  it('keeps its identity when the provider renames it, and the award its old name', async () => {
    const team = aTeam();
    const viewer = finance(team.trustId);
    await keep(team);
    const fundId = await study.aFund(viewer, 900_00);
    const wish = { fundId, programmeCode: 'OWN_FOREST', amountPence: 850_00 };
    const { id } = await study.award(viewer, wish);
    study.clock.set('2026-12-01T09:00:00Z');
    await keep(team, { name: 'Outdoor learning leader' });
    study.clock.set('2026-11-23T09:00:00Z');

    expect(await found(team, '2026-11-30')).toEqual(['Forest school leader']);
    expect(await found(team, '2026-12-01')).toEqual(['Outdoor learning leader']);
    const { data } = await study.served.ask(
      viewer,
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Award { programme { code name } } } }',
      { of: [{ __typename: 'Award', id }] },
    );
    expect(data['_entities']).toEqual([
      { programme: { code: 'OWN_FOREST', name: 'Forest school leader' } },
    ]);
  });

  it('is corrected in place on the day on which it was added', async () => {
    const team = aTeam();
    const first = await keep(team);
    const second = await keep(team, { name: 'Forest leader' });

    expect(second.data.keepOwnProgramme.id).toBe(first.data.keepOwnProgramme.id);
    expect(await found(team)).toEqual(['Forest leader']);
  });

  it('never takes a code of the catalogue, half a month or a day gone by', async () => {
    for (const wish of [
      { code: 'NPQSL' },
      { typicalMonths: 0 },
      { endsOn: '2026-11-23' },
      { costPence: -1 },
      { level: 9 },
    ]) {
      expect(codesOf(await keep(aTeam(), wish))).toEqual(['BAD_USER_INPUT']);
    }
    expect(codesOf(await keep(aMemberOfStaff()))).toEqual(['FORBIDDEN']);
  });
});
