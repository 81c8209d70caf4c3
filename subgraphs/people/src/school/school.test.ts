import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { giasImporter, GiasService } from '../gias/gias.service.ts';
import { aRegisteredSchool, testPeople, type TestTrust } from '../testing.ts';

const people = testPeople();

interface Schools {
  readonly schools: { readonly edges: { readonly node: { readonly name: string } }[] };
}

async function names(trust: TestTrust, args = ''): Promise<string[]> {
  const query = `{ schools${args} { edges { node { name } } } }`;
  const { schools } = await people.data<Schools>(trust.central, query);
  return schools.edges.map(({ node }) => node.name);
}

/** Registers schools of the trust. */
function register(trust: TestTrust, ...schools: Parameters<typeof aRegisteredSchool>[0][]) {
  const viewer = giasImporter();
  const name = `Trust ${trust.uid}`;
  const own = { uid: trust.uid, name, groupId: null, companiesHouseNumber: null, ukprn: null };
  return people.db.as(viewer, () =>
    new GiasService(people.db).record(viewer, {
      trusts: [own],
      schools: schools.map((told) => aRegisteredSchool({ trustUid: trust.uid, ...told })),
      problems: [],
    }),
  );
}

describe('schools', () => {
  it('come by name, whatever its case and accents', async () => {
    const trust = await people.trust('élan Academy', 'Zeal School', 'Eden School');

    expect(await names(trust)).toEqual(['Eden School', 'élan Academy', 'Zeal School']);
    expect(await names(trust, '(orderBy: { field: NAME, descending: true })')).toEqual([
      'Zeal School',
      'élan Academy',
      'Eden School',
    ]);
  });

  it('are found by phase, status, local authority and words', async () => {
    const trust = await people.trust('Alder');
    await register(
      trust,
      { urn: '200001', name: 'Birch Secondary', phaseCode: '4', town: 'Leeds' },
      { urn: '200002', name: 'Cedar Closed', statusCode: '2', localAuthorityCode: '383' },
      { urn: '200003', name: 'Whitby School', statusCode: '4', town: 'Robin Hood’s Bâche' },
    );

    expect(await names(trust, '(filter: { phaseCode: "4" })')).toEqual(['Birch Secondary']);
    expect(await names(trust, '(filter: { statusCode: "2" })')).toEqual(['Cedar Closed']);
    expect(await names(trust, '(filter: { localAuthorityCode: "383" })')).toEqual(['Cedar Closed']);
    expect(await names(trust, '(filter: { text: "leeds bÍrch" })')).toEqual(['Birch Secondary']);
    for (const text of ["hood's", 'Hood’s', 'bache', 'BÂCHE']) {
      expect(await names(trust, `(filter: { text: "${text}" })`)).toEqual(['Whitby School']);
    }
    expect(await names(trust, '(filter: { text: "200002" })')).toEqual(['Cedar Closed']);
    expect(await names(trust, '(filter: { text: "%" })')).toEqual([]);
    expect(await names(trust, '(orderBy: { field: TOWN })')).toEqual([
      ...['Alder', 'Cedar Closed'],
      ...['Birch Secondary', 'Whitby School'],
    ]);
  });

  it('keep their id when they get a new URN, and are found by either', async () => {
    const trust = await people.trust('Alder');
    const [alder] = trust.schools;
    await register(trust, { urn: '300001', formerUrn: '100001', openedOn: '2025-09-01' });

    const find = `query ($urn: String!) {
      schoolByUrn(urn: $urn) { id urn urns { urn validFrom validTo } } }`;
    const expected = {
      id: alder?.id,
      urn: '300001',
      urns: [
        { urn: '300001', validFrom: '2025-09-01', validTo: null },
        { urn: '100001', validFrom: '2012-09-01', validTo: '2025-09-01' },
      ],
    };
    for (const urn of ['100001', '300001']) {
      expect(await people.data(trust.central, find, { urn })).toEqual({ schoolByUrn: expected });
    }
  });

  it('say what their codes mean', async () => {
    const trust = await people.trust('Alder');
    const query = `{ school(id: "${trust.schools[0]?.id ?? ''}") {
      phase { code name } type { code name } status { code name } localAuthority { code name } } }`;

    expect(await people.data(trust.central, query)).toEqual({
      school: {
        phase: { code: '2', name: 'Primary' },
        type: { code: '34', name: 'Academy converter' },
        status: { code: '1', name: 'Open' },
        localAuthority: { code: '330', name: 'Birmingham' },
      },
    });
  });

  it('are not there for another trust, nor under an id that is none', async () => {
    const [ours, theirs] = [await people.trust('Alder'), await people.trust('Birch')];
    const find = 'query ($id: ID!) { school(id: $id) { name } }';

    for (const id of [theirs.schools[0]?.id, newId(), 'nonsense']) {
      expect(await people.codes(ours.central, find, { id })).toEqual(['NOT_FOUND']);
    }
    expect(await people.codes(ours.central, '{ schoolByUrn(urn: "999999") { id } }')).toEqual([
      'NOT_FOUND',
    ]);
    expect(await names(ours)).toEqual(['Alder']);
  });

  it('are found again by id and by URN, all at once', async () => {
    const trust = await people.trust('Alder', 'Birch', 'Cedar');
    const other = await people.trust('Dogwood');
    const representations = [
      ...trust.schools.map(({ id }) => ({ __typename: 'School', id })),
      ...trust.schools.map(({ urn }) => ({ __typename: 'School', urn })),
      { __typename: 'School', id: other.schools[0]?.id },
    ];
    const query = `query ($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on School { name } } }`;
    const found = { _entities: [...each('Alder', 'Birch', 'Cedar'), null] };

    const ask = () => people.data(trust.central, query, { representations });
    expect(await people.served.statementsDuring(ask)).toBeLessThanOrEqual(4);
    expect(await ask()).toEqual(found);
  });
});

function each(...schools: string[]) {
  return [...schools, ...schools].map((name) => ({ name }));
}
