import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import { day, headViewer, staffViewer, testPeople } from '../testing.ts';

const people = testPeople();

const query = `{ viewer { person { name } trust { name uid } roles scopes answersForAllSchools
  schools { edges { node { name } } } } trust { uid } }`;

describe('the viewer', () => {
  it('is told who they are, what they answer for and what they may do', async () => {
    const trust = await people.trust('Alder', 'Birch');
    const me = await people.hire(trust, { givenName: 'Ada', familyName: 'Byron' });
    const report = await people.hire(trust);
    await people.manage(trust, me.id, [report.id]);
    await people.access(trust, (access) =>
      access.grantRoles(trust.central, [
        {
          ...{ id: newId(), personId: me.id, role: 'HEAD', schoolId: trust.schools[1]?.id ?? '' },
          ...{ startsOn: day(-1), endsOn: null },
        },
      ]),
    );

    expect(await people.data(headViewer(trust, me.id, 1), query)).toEqual({
      viewer: {
        person: { name: 'Ada Byron' },
        trust: { name: `Trust ${trust.uid}`, uid: trust.uid },
        roles: ['HEAD', 'LINE_MANAGER'],
        scopes: ['headcount:read', 'staff:read'],
        answersForAllSchools: false,
        schools: { edges: [{ node: { name: 'Birch' } }] },
      },
      trust: { uid: trust.uid },
    });
  });

  it('is no line manager by a link that has ended', async () => {
    const trust = await people.trust();
    const [me, report] = [await people.hire(trust), await people.hire(trust)];
    await people.manage(trust, me.id, [report.id], { endsOn: day(0) });

    expect(await people.data(staffViewer(trust, me.id), query)).toMatchObject({
      viewer: { roles: [], schools: { edges: [] } },
    });
  });

  it('is a key or a team that answers for all schools', async () => {
    const trust = await people.trust('Alder', 'Birch');
    const key = aViewer({ trustId: trust.id, personId: null, allPlaces: true });

    expect(await people.data(key, query)).toMatchObject({
      viewer: {
        person: null,
        roles: [],
        answersForAllSchools: true,
        schools: { edges: [{ node: { name: 'Alder' } }, { node: { name: 'Birch' } }] },
      },
    });
  });

  it('has no trust that does not exist, and no schools of another', async () => {
    const trust = await people.trust('Alder');
    const placeIds = trust.schools.map(({ id }) => id);

    expect(
      await people.data(
        aViewer({ placeIds }),
        '{ viewer { schools { totalCount } trust { id } } }',
      ),
    ).toEqual({
      viewer: { schools: { totalCount: 0 }, trust: null },
    });
    expect(await people.codes(aViewer(), '{ trust { id } }')).toEqual(['NOT_FOUND']);
  });
});
