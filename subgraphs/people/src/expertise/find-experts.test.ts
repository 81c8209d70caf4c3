import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { day, staffViewer, testPeople, type TestTrust } from '../testing.ts';
import { TestExpertise } from './testing.ts';

const people = testPeople();
const expertise = new TestExpertise(people);

interface Found {
  readonly name: string;
  readonly miles: number | null;
}

async function find(viewer: Viewer, filter: object): Promise<Found[]> {
  const query = `query ($filter: ExpertFilter) { findExperts(filter: $filter) {
    edges { node { name miles } } } }`;
  const { findExperts } = await people.data<{ findExperts: { edges: { node: Found }[] } }>(
    viewer,
    query,
    { filter },
  );
  return findExperts.edges.map(({ node }) => node);
}

const codes = (viewer: Viewer, filter: object) =>
  people.codes(
    viewer,
    'query ($filter: ExpertFilter) { findExperts(filter: $filter) { totalCount } }',
    { filter },
  );

/** Alder, Birch 4 miles off, Cedar 12 miles off, and Dogwood, of which the register has no place. */
async function begin() {
  const trust = await people.trust('Alder', 'Birch', 'Cedar', 'Dogwood');
  for (const [school, miles] of [0, 4, 12, null].entries()) {
    await expertise.place(trust, school, miles);
  }
  const { id } = await people.hire(trust);
  return { trust, anybody: staffViewer(trust, id), alder: trust.schools[0]?.id ?? '' };
}

const rounded = (found: readonly Found[]) =>
  found.map(({ name, miles }) => [name, miles === null ? null : Math.round(miles * 10) / 10]);

describe('finding experts', () => {
  it('shows the nearest first, as the crow flies, to everybody in the trust', async () => {
    const { trust, anybody, alder } = await begin();
    await expertise.expert(trust, 2, 'Far');
    await expertise.expert(trust, 1, 'Near');
    await expertise.expert(trust, 3, 'Nowhere');
    const near = { subjectCode: 'MAT', nearSchoolId: alder };

    expect(rounded(await find(anybody, near))).toEqual([
      ['Ada Near', 4],
      ['Ada Far', 12],
      ['Ada Nowhere', null],
    ]);
    expect(rounded(await find(anybody, { ...near, withinMiles: 10 }))).toEqual([['Ada Near', 4]]);
    const exact = { ...near, withinMiles: 4.01 };
    expect(await find(anybody, exact)).toHaveLength(1);
    expect(await find(anybody, { ...near, withinMiles: 3.99 })).toEqual([]);
  });

  it('tells of an expert out of reach what they agreed to show, and no more', async () => {
    const { trust, anybody } = await begin();
    await expertise.expert(trust, 1, 'Known', { evidence: 'Wrote the curriculum.' });
    const query = `{ findExperts(filter: { subjectCode: "MAT" }) { edges { node { name workEmail
      person { name } school { name } expertise { evidence level standing } } } } }`;

    expect(await people.data(anybody, query)).toEqual({
      findExperts: {
        edges: [
          {
            node: {
              ...{ name: 'Ada Known', workEmail: null, person: null, school: { name: 'Birch' } },
              expertise: {
                ...{ evidence: 'Wrote the curriculum.', level: 'SPECIALIST', standing: 'STANDS' },
              },
            },
          },
        ],
      },
    });
  });

  it('asks for subject, theme, phase, level and days to give', async () => {
    const { trust, anybody } = await begin();
    await expertise.expert(trust, 0, 'Primary', { phaseCodes: ['2'], daysATerm: 2 });
    await expertise.expert(trust, 0, 'Every', { level: 'LEADING', daysATerm: 9 });
    await expertise.expert(trust, 0, 'Site', { theme: 'OPERATIONS', level: 'CONFIDENT' });
    const names = async (filter: object) => (await find(anybody, filter)).map(({ name }) => name);

    expect(await names({ subjectCode: 'MAT', phaseCode: '4' })).toEqual(['Ada Every']);
    expect(await names({ subjectCode: 'MAT', phaseCode: '2' })).toEqual([
      'Ada Every',
      'Ada Primary',
    ]);
    expect(await names({ theme: 'OPERATIONS' })).toEqual(['Ada Site']);
    expect(await names({ atLeast: 'SPECIALIST' })).toEqual(['Ada Every', 'Ada Primary']);
    expect(await names({ atLeast: 'LEADING' })).toEqual(['Ada Every']);
    expect(await names({ daysATerm: 3 })).toEqual(['Ada Every', 'Ada Site']);
    expect(await names({ subjectCode: 'ENG' })).toEqual([]);
  });

  it('counts from the nearest of somebody’s schools, and finds nobody who has left', async () => {
    const { trust, anybody, alder } = await begin();
    const both = { posts: [{ school: 2 }, { school: 1, isPrimary: false }] };
    const { id: personId } = await people.hire(trust, { familyName: 'Both', ...both });
    const ended = { contract: { endsOn: day(0) } };
    const { id: gone } = await people.hire(trust, { familyName: 'Gone', ...ended });
    for (const id of [personId, gone]) await endorsed(trust, id);

    expect(rounded(await find(anybody, { nearSchoolId: alder }))).toEqual([['Ada Both', 4]]);
  });

  it('says so clearly when the postcode of the school no longer exists', async () => {
    const { trust, anybody } = await begin();
    await expertise.expert(trust, 1, 'Near');
    const dogwood = { subjectCode: 'MAT', nearSchoolId: trust.schools[3]?.id ?? '' };
    const query = `query ($filter: ExpertFilter) { findExperts(filter: $filter) { totalCount } }`;
    const { errors } = await people.served.ask(anybody, query, {
      filter: { ...dogwood, withinMiles: 10 },
    });

    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('its postcode may no longer exist'),
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    expect(rounded(await find(anybody, dogwood))).toEqual([['Ada Near', null]]);
    const where = 'query ($id: ID!) { school(id: $id) { position { easting } } }';
    expect(await people.data(anybody, where, { id: dogwood.nearSchoolId })).toEqual({
      school: { position: null },
    });
  });

  it('is from a school of the trust, within miles that there are', async () => {
    const { anybody, alder } = await begin();
    const stranger = await begin();

    for (const unknown of [stranger.alder, newId(), 'nonsense']) {
      expect(await codes(anybody, { nearSchoolId: unknown })).toEqual(['NOT_FOUND']);
    }
    for (const wrong of [{ withinMiles: 10 }, { nearSchoolId: alder, withinMiles: -1 }]) {
      expect(await codes(anybody, wrong)).toEqual(['BAD_USER_INPUT']);
    }
  });

  it('pages by distance and name, and asks the database as often for many as for one', async () => {
    const { trust, anybody, alder } = await begin();
    await expertise.expert(trust, 1, 'Alpha');
    const query = `query ($near: ID!, $first: Int, $after: String) {
      findExperts(first: $first, after: $after, filter: { nearSchoolId: $near }) {
        edges { node { name person { name } school { name } expertise { level endorsedBy { name } } } }
        pageInfo { endCursor hasNextPage } } }`;
    const count = () =>
      people.served.statementsDuring(() => people.data(trust.central, query, { near: alder }));
    const few = await count();
    await expertise.expert(trust, 1, 'Beta');
    await expertise.expert(trust, 0, 'Gamma');

    expect(await count()).toBe(few);
    interface Pages {
      readonly findExperts: {
        readonly edges: readonly { readonly node: Found }[];
        readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
      };
    }
    const first = await people.data<Pages>(anybody, query, { near: alder, first: 2 });
    expect(first.findExperts.edges.map(({ node }) => node.name)).toEqual([
      'Ada Gamma',
      'Ada Alpha',
    ]);
    const after = first.findExperts.pageInfo.endCursor;
    const next = await people.data<Pages>(anybody, query, { near: alder, first: 2, after });
    expect(next.findExperts.edges.map(({ node }) => node.name)).toEqual(['Ada Beta']);
    expect(next.findExperts.pageInfo.hasNextPage).toBe(false);
  });
});

/** Gives somebody expertise that stands, also where nobody could state it any more. */
async function endorsed({ id, central }: TestTrust, personId: string): Promise<void> {
  const [expertiseId, { id: endorserId }] = [
    newId(),
    await people.hire({ id, central, uid: '', schools: [] }, { posts: [] }),
  ];
  await people.db.as(central, async () => {
    await people.db.rows(
      `INSERT INTO expertise
         (trust_id, id, person_id, subject_code, level, phase_codes, evidence, days_a_term)
       VALUES ($1, $2, $3, 'MAT', 'SPECIALIST', '{}', 'x', 1)`,
      [id, expertiseId, personId],
    );
    await people.db.rows(
      `INSERT INTO expertise_endorsement
         (trust_id, id, expertise_id, person_id, endorser_id, endorsed_on, expires_on)
       VALUES ($1, $2, $3, $4, $5, current_date, current_date + 30)`,
      [id, newId(), expertiseId, personId, endorserId],
    );
  });
}
