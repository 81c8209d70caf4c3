import { beforeAll, describe, expect, it } from '@jest/globals';
import { testPeople, type TestTrust } from './testing.ts';

const people = testPeople();

let trust: TestTrust;
beforeAll(async () => {
  trust = await people.trust('Alder', 'Birch', 'Cedar');
  for (let n = 0; n < 3; n += 1) await people.hire(trust);
});

const cursorOf = async (list: string) => {
  const data = await people.data<Record<string, { edges: { cursor: string }[] }>>(
    trust.central,
    `{ list: ${list}(first: 1) { edges { cursor } } }`,
  );
  return data['list']?.edges[0]?.cursor ?? '';
};

describe('bad input', () => {
  it.each(['people', 'schools', 'networks'])('refuses pages of %s that are none', async (list) => {
    for (const args of ['first: 0', 'first: 101', 'first: -1', 'first: 1, last: 1']) {
      expect(await people.codes(trust.central, `{ ${list}(${args}) { totalCount } }`)).toEqual([
        'BAD_USER_INPUT',
      ]);
    }
  });

  it('takes no cursor that was altered, or that belongs to another list, order, filter or trust', async () => {
    const other = await people.trust('Dogwood');
    const cursor = await cursorOf('people');
    const tampered = cursor.slice(0, -2) + (cursor.endsWith('A') ? 'BB' : 'AA');
    const ask = (after: string, args = '', viewer = trust.central, list = 'people') =>
      people.codes(
        viewer,
        `query ($after: String) { ${list}(after: $after${args}) { totalCount edges { cursor } } }`,
        {
          after,
        },
      );

    expect(await ask(cursor)).toEqual([]);
    for (const attempt of [
      ask(tampered),
      ask('nonsense'),
      ask(''),
      ask(cursor, ', orderBy: { field: GIVEN_NAME }'),
      ask(cursor, ', filter: { text: "a" }'),
      ask(cursor, '', other.central),
      ask(cursor, '', trust.central, 'schools'),
    ]) {
      expect(await attempt).toEqual(['BAD_CURSOR']);
    }
  });

  it.each(['\0', '\uD800', 'a\uDFFFb'])('refuses text that is no text: %j', async (text) => {
    const filtered = 'query ($text: String) { people(filter: { text: $text }) { totalCount } }';
    const byUrn = 'query ($text: String!) { schoolByUrn(urn: $text) { id } }';
    const byId = 'query ($text: ID!) { person(id: $text) { id } }';

    for (const query of [filtered, byUrn, byId]) {
      expect(await people.codes(trust.central, query, { text })).toEqual(['BAD_USER_INPUT']);
    }
  });

  it('refuses a search of more than 100 characters, and a day that there is not', async () => {
    const text = 'x'.repeat(101);
    const search = 'query ($text: String) { people(filter: { text: $text }) { totalCount } }';

    expect(await people.codes(trust.central, search, { text })).toEqual(['BAD_USER_INPUT']);
    const query = 'query ($day: Date) { people(filter: { activeOn: $day }) { totalCount } }';
    const day = '2026-02-30';
    expect(await people.codes(trust.central, query, { day })).toEqual(['BAD_USER_INPUT']);
  });

  it('takes explicit nulls for what was not given', async () => {
    const query = `{ people(first: null, after: null, filter: null, orderBy: null) { totalCount }
      schools(filter: { phaseCode: null, text: null }) { totalCount }
      found: people(filter: { schoolId: null, staffGroup: null, activeOn: null }) { totalCount } }`;

    expect(await people.data(trust.central, query)).toEqual({
      ...{ people: { totalCount: 3 }, schools: { totalCount: 3 }, found: { totalCount: 3 } },
    });
  });
});
