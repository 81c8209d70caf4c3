import { describe, expect, it } from '@jest/globals';
import { TestExpertise } from '../expertise/testing.ts';
import { giasImporter, GiasService } from '../gias/gias.service.ts';
import { aRegisteredSchool, staffViewer, testPeople, type TestTrust } from '../testing.ts';

const people = testPeople();
const expertise = new TestExpertise(people);

interface Gap {
  readonly school: { readonly name: string };
  readonly isPlaceKnown: boolean;
  readonly nearestMiles: number | null;
}

async function gaps({ central }: TestTrust, filter: object) {
  const query = `query ($filter: SpecialistGapFilter!) { schoolsWithoutSpecialist(filter: $filter) {
    edges { node { school { name } isPlaceKnown nearestMiles } } } }`;
  const { schoolsWithoutSpecialist: found } = await people.data<{
    schoolsWithoutSpecialist: { edges: { node: Gap }[] };
  }>(central, query, { filter });
  return found.edges.map(({ node: { school, isPlaceKnown, nearestMiles } }) => [
    school.name,
    isPlaceKnown,
    nearestMiles === null ? null : Math.round(nearestMiles),
  ]);
}

/** Alder, Birch 4 miles off, Cedar 15 miles off, and Dogwood, of which the register has no place. */
async function begin() {
  const trust = await people.trust('Alder', 'Birch', 'Cedar', 'Dogwood');
  for (const [school, miles] of [0, 4, 15, null].entries()) {
    await expertise.place(trust, school, miles);
  }
  return trust;
}

describe('schools without a specialist', () => {
  it('are those with none within so many miles, and say how far the nearest is', async () => {
    const trust = await begin();
    const maths = { subjectCode: 'MAT', withinMiles: 10 };
    expect(await gaps(trust, maths)).toEqual([
      ['Alder', true, null],
      ['Birch', true, null],
      ['Cedar', true, null],
      ['Dogwood', false, null],
    ]);
    await expertise.expert(trust, 1, 'Maths');

    expect(await gaps(trust, maths)).toEqual([
      ['Cedar', true, 11],
      ['Dogwood', false, null],
    ]);
    expect(await gaps(trust, { ...maths, withinMiles: 12 })).toEqual([['Dogwood', false, null]]);
  });

  it('do not lack one who works there, wherever the register puts the school', async () => {
    const trust = await begin();
    await expertise.expert(trust, 3, 'Here');

    const maths = { subjectCode: 'MAT', withinMiles: 0 };
    expect((await gaps(trust, maths)).map(([name]) => name)).toEqual(['Alder', 'Birch', 'Cedar']);
  });

  it('lack one still when somebody is confident, not endorsed, or for another phase', async () => {
    const trust = await begin();
    await expertise.expert(trust, 0, 'Confident', { level: 'CONFIDENT' });
    await expertise.expert(trust, 0, 'Primary', { theme: 'SEND', phaseCodes: ['2'] });

    expect(await gaps(trust, { subjectCode: 'MAT', withinMiles: 500 })).toHaveLength(4);
    expect(await gaps(trust, { theme: 'SEND', withinMiles: 500 })).toHaveLength(1);
    expect(await gaps(trust, { theme: 'SEND', phaseCode: '4', withinMiles: 500 })).toEqual([]);
    const { id } = await expertise.expert(trust, 0, 'Expired', { subject: 'ENG' });
    await expertise.expires(trust, id, '2020-01-01');
    expect(await gaps(trust, { subjectCode: 'ENG', withinMiles: 500 })).toHaveLength(4);
  });

  it('are open schools', async () => {
    const trust = await begin();
    const closing = `UPDATE school SET status_code = $2 WHERE trust_id = $1 AND name = $3`;
    await people.db.as(trust.central, async () => {
      await people.db.rows(closing, [trust.id, '2', 'Alder']);
      await people.db.rows(closing, [trust.id, '3', 'Birch']);
    });

    const names = (await gaps(trust, { subjectCode: 'MAT', withinMiles: 1 })).map(([name]) => name);
    expect(names).toEqual(['Birch', 'Cedar', 'Dogwood']);
  });

  it('are shown to those who answer for schools, of their own trust, for a topic', async () => {
    const trust = await begin();
    const { id } = await people.hire(trust);
    const query = `{ schoolsWithoutSpecialist(filter: { subjectCode: "MAT", withinMiles: 10 }) {
      totalCount } }`;

    expect(await people.codes(staffViewer(trust, id), query)).toEqual(['FORBIDDEN']);
    const other = await people.trust('Elm');
    expect(await gaps(other, { subjectCode: 'MAT', withinMiles: 10 })).toEqual([
      ['Elm', false, null],
    ]);
    for (const wrong of ['withinMiles: 1', 'subjectCode: "XXX", withinMiles: 1']) {
      const text = `{ schoolsWithoutSpecialist(filter: { ${wrong} }) { totalCount } }`;
      expect(await people.codes(trust.central, text)).toEqual(['BAD_USER_INPUT']);
    }
  });
});

describe('subjects without a specialist near a school', () => {
  it('are those taught there, in as many statements for many schools as for one', async () => {
    const trust = await begin();
    for (const school of [0, 2]) {
      await people.hire(trust, { posts: [{ school, subjects: ['MAT', 'ENG'] }] });
    }
    await expertise.expert(trust, 1, 'Maths');
    const query = `query ($text: String) { schools(filter: { text: $text }) { edges { node { name
      subjectsWithoutSpecialist(withinMiles: 10) { code } } } } }`;

    expect(await people.data(trust.central, query, { text: null })).toEqual({
      schools: {
        edges: [
          { node: { name: 'Alder', subjectsWithoutSpecialist: [{ code: 'ENG' }] } },
          { node: { name: 'Birch', subjectsWithoutSpecialist: [] } },
          {
            node: { name: 'Cedar', subjectsWithoutSpecialist: [{ code: 'ENG' }, { code: 'MAT' }] },
          },
          { node: { name: 'Dogwood', subjectsWithoutSpecialist: [] } },
        ],
      },
    });
    const statements = (text: string | null) =>
      people.served.statementsDuring(() => people.data(trust.central, query, { text }));
    expect(await statements(null)).toBe(await statements('Alder'));
    const far =
      '{ schools { edges { node { subjectsWithoutSpecialist(withinMiles: -1) { code } } } } }';
    expect(new Set(await people.codes(trust.central, far))).toEqual(new Set(['BAD_USER_INPUT']));
  });
});

describe('where a school is', () => {
  it('is what the register says, in metres on the National Grid', async () => {
    const trust = await people.trust('Alder');
    const viewer = giasImporter();
    const name = `Trust ${trust.uid}`;
    const own = { uid: trust.uid, name, groupId: null, companiesHouseNumber: null, ukprn: null };
    const position = { easting: 358_300, northing: 171_200 };
    const school = aRegisteredSchool({
      trustUid: trust.uid,
      urn: '100001',
      name: 'Alder',
      position,
    });
    await people.db.as(viewer, () =>
      new GiasService(people.db).record(viewer, { trusts: [own], schools: [school], problems: [] }),
    );

    const query = '{ schools { edges { node { position { easting northing } } } } }';
    expect(await people.data(trust.central, query)).toEqual({
      schools: { edges: [{ node: { position } }] },
    });
  });
});
