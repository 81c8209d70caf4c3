import { describe, expect, it } from '@jest/globals';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import { day, headViewer, testPeople } from '../testing.ts';

const people = testPeople();

const schools = `{ schools { edges { node { name headcount { staffGroup people fte } } } } }`;
const whole = `query ($on: Date) { trust { headcount(activeOn: $on) { staffGroup people fte } } }`;

describe('headcount', () => {
  it('has somebody at two schools in each of them, and once in the trust', async () => {
    const trust = await people.trust('Alder', 'Birch');
    await people.hire(trust, {
      posts: [
        { school: 0, fte: 0.6 },
        { school: 1, fte: 0.4, isPrimary: false },
      ],
    });
    const teachers = (fte: number) => [{ staffGroup: 'TEACHER', people: 1, fte }];

    expect(await people.data(trust.central, schools)).toEqual({
      schools: {
        edges: [
          { node: { name: 'Alder', headcount: teachers(0.6) } },
          { node: { name: 'Birch', headcount: teachers(0.4) } },
        ],
      },
    });
    expect(await people.data(trust.central, whole)).toEqual({ trust: { headcount: teachers(1) } });
  });

  it('has somebody of two staff groups once, under the main role', async () => {
    const trust = await people.trust();
    const lesser = { roles: ['MIDS'], fte: 0.7, isPrimary: false };
    await people.hire(trust, { posts: [lesser, { roles: ['TASS', 'MIDA'], fte: 0.3 }] });

    expect(await people.data(trust.central, whole)).toEqual({
      trust: { headcount: [{ staffGroup: 'TEACHING_ASSISTANT', people: 1, fte: 1 }] },
    });
  });

  it('leaves out agency workers, leavers and those who are to come', async () => {
    const trust = await people.trust();
    await people.hire(trust, { contract: { type: 'SAG' } });
    await people.hire(trust, { contract: { endsOn: day(0) } });
    await people.hire(trust, { contract: { startsOn: day(1) } });
    await people.hire(trust, { contract: { type: 'FXT', endsOn: day(1) } });

    const one = (fte: number) => [{ staffGroup: 'TEACHER', people: fte, fte }];
    expect(await people.data(trust.central, whole)).toEqual({ trust: { headcount: one(1) } });
    expect(await people.data(trust.central, whole, { on: day(-1) })).toEqual({
      trust: { headcount: one(2) },
    });
  });

  it('of a school is for those who answer for it', async () => {
    const trust = await people.trust('Mine', 'Other');
    const { id } = await people.hire(trust);
    const teachers = [{ staffGroup: 'TEACHER', people: 1, fte: 1 }];

    expect(await people.data(headViewer(trust, id, 0), schools)).toEqual({
      schools: {
        edges: [
          { node: { name: 'Mine', headcount: teachers } },
          { node: { name: 'Other', headcount: null } },
        ],
      },
    });
    const teacher = aViewer({ trustId: trust.id, personId: id, scopes: ['staff:read'] });
    expect(await people.codes(teacher, schools)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });

  it('of the trust is for those who may see its totals, and shows its own alone', async () => {
    const [ours, theirs] = [await people.trust(), await people.trust()];
    const { id } = await people.hire(theirs);

    expect(await people.data(ours.central, whole)).toEqual({ trust: { headcount: [] } });
    expect(await people.codes(headViewer(theirs, id, 0), whole)).toEqual(['FORBIDDEN']);
    const analyst = aViewer({ trustId: theirs.id, scopes: ['trust:read'] });
    expect(await people.data(analyst, whole)).toMatchObject({
      trust: { headcount: [{ people: 1 }] },
    });
  });
});
