import { describe, expect, it } from '@jest/globals';
import { inTurn } from '@trellis/subgraph-kit/testing/in-turn';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { day, testPeople, type TestTrust } from '../testing.ts';

const people = testPeople();

interface Listed {
  readonly people: {
    readonly edges: { readonly node: { readonly name: string }; readonly cursor: string }[];
    readonly totalCount: number;
  };
}

async function names(viewer: Viewer, filter?: object, more: object = {}): Promise<string[]> {
  const query = `query ($filter: PeopleFilter, $orderBy: PeopleOrder, $first: Int, $after: String) {
    people(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
      totalCount edges { cursor node { name } } } }`;
  const answer = await people.data<Listed>(viewer, query, { filter, ...more });
  return answer.people.edges.map(({ node }) => node.name);
}

const name = (text: string) => {
  const [givenName = '', familyName = ''] = text.split(' ');
  return { givenName, familyName };
};

describe('people in post', () => {
  it('come by family name, then given name, whatever case and accents', async () => {
    const trust = await people.trust();
    for (const text of ['Zoë adams', 'Amy Çelik', 'Bea Adams', 'Cy O’Hara', 'Di Ohara']) {
      await people.hire(trust, name(text));
    }

    const byFamily = ['Bea Adams', 'Zoë adams', 'Amy Çelik', 'Cy O’Hara', 'Di Ohara'];
    expect(await names(trust.central)).toEqual(byFamily);
    const field = 'GIVEN_NAME';
    const byGiven = ['Amy Çelik', 'Bea Adams', 'Cy O’Hara', 'Di Ohara', 'Zoë adams'];
    expect(await names(trust.central, {}, { orderBy: { field } })).toEqual(byGiven);
    const backward = { orderBy: { field, descending: true } };
    expect(await names(trust.central, {}, backward)).toEqual(byGiven.toReversed());
  });

  it('are found by any of their roles, also by the group of the lesser one', async () => {
    const trust = await people.trust();
    await people.hire(trust, { ...name('Mia Midday'), posts: [{ roles: ['MIDS', 'TASS'] }] });
    await people.hire(trust, { ...name('Tom Teacher'), posts: [{ roles: ['TCHR'] }] });

    for (const staffGroup of ['AUXILIARY', 'TEACHING_ASSISTANT']) {
      expect(await names(trust.central, { staffGroup })).toEqual(['Mia Midday']);
    }
    expect(await names(trust.central, { roleCode: 'TASS' })).toEqual(['Mia Midday']);
    expect(await names(trust.central, { staffGroup: 'TEACHER' })).toEqual(['Tom Teacher']);
  });

  it('are found at each school where they work, and once in the trust', async () => {
    const trust = await people.trust('Alder', 'Birch', 'Cedar');
    const posts = [
      { school: 0, fte: 0.6, subjects: ['MAT'] },
      { school: 1, fte: 0.4, subjects: ['PHY'], isPrimary: false },
    ];
    await people.hire(trust, { ...name('Two Schools'), posts });

    const [alder, birch, cedar] = trust.schools.map(({ id }) => id);
    expect(await names(trust.central, { schoolId: alder })).toEqual(['Two Schools']);
    expect(await names(trust.central, { schoolId: birch })).toEqual(['Two Schools']);
    expect(await names(trust.central, { schoolId: cedar })).toEqual([]);
    expect(await names(trust.central, { schoolId: alder, subjectCode: 'PHY' })).toEqual([]);
    expect(await names(trust.central)).toEqual(['Two Schools']);
  });

  it('are those of the day: leavers before they leave, starters when they have come', async () => {
    const trust = await people.trust();
    const hire = (text: string, startsOn: string, endsOn: string | null) =>
      people.hire(trust, { ...name(text), contract: { startsOn, endsOn } });
    await hire('Last Day', day(-50), day(1));
    await hire('Gone Today', day(-50), day(0));
    await hire('Comes Tomorrow', day(1), null);
    await hire('Fixed Term', day(-50), day(50));

    expect(await names(trust.central)).toEqual(['Last Day', 'Fixed Term']);
    expect(await names(trust.central, { activeOn: day(-1) })).toEqual([
      ...['Last Day', 'Fixed Term'],
      'Gone Today',
    ]);
    expect(await names(trust.central, { activeOn: day(1) })).toEqual([
      ...['Fixed Term'],
      'Comes Tomorrow',
    ]);
    expect(await names(trust.central, { activeOn: day(50) })).toEqual(['Comes Tomorrow']);
  });

  it('are found by the words of any name and the e-mail address, taken literally', async () => {
    const trust = await people.trust();
    await people.hire(trust, {
      ...name('Renée O’Brien'),
      preferredName: 'Wren',
      workEmail: 'R_Obrien@Alder.example',
    });
    await people.hire(trust, name('Rene Brown'));

    expect(await names(trust.central, { text: "o'brien RENEE" })).toEqual(['Wren O’Brien']);
    expect(await names(trust.central, { text: 'wren' })).toEqual(['Wren O’Brien']);
    expect(await names(trust.central, { text: 'r_obrien@alder' })).toEqual(['Wren O’Brien']);
    expect(await names(trust.central, { text: 'r_ne' })).toEqual([]);
    expect(await names(trust.central, { text: '%' })).toEqual([]);
    expect(await names(trust.central, { text: 'rene' })).toEqual(['Rene Brown', 'Wren O’Brien']);
  });

  it('page through without a gap, an overlap or a limit', async () => {
    const trust = await people.trust();
    for (const text of ['A A', 'B A', 'C A', 'D B', 'E B']) await people.hire(trust, name(text));
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await people.data<Listed>(
        trust.central,
        'query ($after: String) { people(first: 2, after: $after) { totalCount edges { cursor node { name } } } }',
        { after },
      );
      expect(page.people.totalCount).toBe(5);
      seen.push(...page.people.edges.map(({ node }) => node.name));
      after = page.people.edges.at(-1)?.cursor;
    } while (after !== undefined);

    expect(seen).toEqual(['A A', 'B A', 'C A', 'D B', 'E B']);
  });

  it('come once at a school where they have two posts', async () => {
    const trust = await people.trust('Alder');
    const posts = [{ roles: ['MIDA'] }, { roles: ['CLNR'], isPrimary: false }];
    await people.hire(trust, { ...name('Two Posts'), posts });
    const query = `{ schools { edges { node { staff(filter: { staffGroup: AUXILIARY }) {
      totalCount edges { node { name } } } } } } }`;

    expect(await people.data(trust.central, query)).toEqual({
      schools: {
        edges: [{ node: { staff: { totalCount: 1, edges: [{ node: { name: 'Two Posts' } }] } } }],
      },
    });
  });
});

describe('a person', () => {
  it('has the contracts and posts that were, are and will be', async () => {
    const trust = await people.trust('Alder', 'Birch');
    const { id } = await people.hire(trust, {
      posts: [
        { school: 0, startsOn: day(-300), endsOn: day(-100), roles: ['TASS'] },
        { school: 1, startsOn: day(-100), fte: 0.6, subjects: ['MAT'] },
        { school: 0, startsOn: day(30), fte: 0.4, roles: ['HDPT', 'TCHR'], isPrimary: false },
      ],
    });
    const query = `query ($id: ID!, $later: Date!) { person(id: $id) {
      assignments { school { name } fte isPrimary subjects { name } roles { code staffGroup } }
      later: assignments(activeOn: $later) { fte }
      contracts { type { name } startsOn endsOn assignments { startsOn staffGroup } } } }`;

    expect(await people.data(trust.central, query, { id, later: day(30) })).toEqual({
      person: {
        assignments: [
          {
            ...{ school: { name: 'Birch' }, fte: 0.6, isPrimary: true },
            subjects: [{ name: 'Mathematics' }],
            roles: [{ code: 'TCHR', staffGroup: 'TEACHER' }],
          },
        ],
        later: [{ fte: 0.6 }, { fte: 0.4 }],
        contracts: [
          {
            ...{ type: { name: 'Permanent' }, startsOn: day(-1000), endsOn: null },
            assignments: [
              { startsOn: day(-300), staffGroup: 'TEACHING_ASSISTANT' },
              { startsOn: day(-100), staffGroup: 'TEACHER' },
              { startsOn: day(30), staffGroup: 'TEACHER' },
            ],
          },
        ],
      },
    });
  });

  it('is not there for another trust, nor under an id that is none', async () => {
    const [ours, theirs] = [await people.trust(), await people.trust()];
    const { id } = await people.hire(theirs);
    const find = 'query ($id: ID!) { person(id: $id) { name } }';

    for (const unknown of [id, newId(), 'nonsense', '']) {
      expect(await people.codes(ours.central, find, { id: unknown })).toEqual(['NOT_FOUND']);
    }
    expect(await names(ours.central)).toEqual([]);
    expect(await names(ours.central, { schoolId: theirs.schools[0]?.id })).toEqual([]);
    expect(await names(ours.central, { schoolId: 'nonsense' })).toEqual([]);
  });
});

describe('statements', () => {
  const query = `{ people(first: 100) { edges { node { name
    assignments { school { name } roles { code } } contracts { assignments { fte } }
    manager { name } reports(first: 5) { edges { node { name } } } networks { name } } } }
    schools { edges { node { urns { urn } staff(first: 5) { edges { node { name } } }
      headcount { people } } } } }`;

  async function statements(trust: TestTrust): Promise<number> {
    return people.served.statementsDuring(() => people.data(trust.central, query));
  }

  it('do not grow with the rows', async () => {
    const [small, big] = [await people.trust('One'), await people.trust('One', 'Two', 'Three')];
    for (const [trust, count] of [
      [small, 5],
      [big, 50],
    ] as const) {
      const hired = await inTurn(Array.from({ length: count }), (_, place) =>
        people.hire(trust, { posts: [{ school: place % trust.schools.length }] }),
      );
      const [first, ...others] = hired.map(({ id }) => id);
      await people.manage(trust, first ?? '', others);
      await people.network(
        trust,
        hired.map(({ id }) => id),
        {},
      );
    }

    expect(await statements(big)).toBe(await statements(small));
    expect(await statements(big)).toBeLessThanOrEqual(12);
  });
});
