import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { SmallGraph } from './testing/small-graph.ts';

/** Asks both, expects one answer, and returns it. */
async function answerOfBoth(graph: SmallGraph, query: string, variables = {}) {
  const [ours, stock] = [await graph.ours(query, variables), await graph.stock(query, variables)];
  expect(JSON.stringify(ours)).toBe(JSON.stringify(stock));
  return ours;
}

const ann = { __typename: 'Person', id: '1' };
const ben = { __typename: 'Person', id: '2' };

const staff = (entities = {}) =>
  new SmallGraph({
    people: {
      sdl: `type Query { people: [Person!]! first: Person named: [Named!] found: Found rows: [[Person]!] }
        interface Named { name: String! }
        type Person implements Named @key(fields: "id") { id: ID! name: String! size: Int level: Level }
        type School implements Named { name: String! town: String }
        union Found = Person | School
        enum Level { HIGH LOW }`,
      roots: {
        people: [ann, ben, ann].map((each) => ({
          ...each,
          name: `N${each.id}`,
          size: 3,
          level: 'LOW',
        })),
        first: { ...ann, name: 'N1' },
        named: [
          { ...ann, name: 'N1' },
          { __typename: 'School', name: 'Park', town: 'Leeds' },
        ],
        found: { __typename: 'School', name: 'Park', town: 'Leeds' },
        rows: [[{ ...ann, name: 'N1' }, null], []],
      },
    },
    study: {
      sdl: `type Person @key(fields: "id") { id: ID! goal: String promise: String! manager: Person }`,
      entities: {
        '1': { __typename: 'Person', goal: 'degree', promise: 'yes', manager: ben },
        '2': { __typename: 'Person', goal: null, promise: 'no', manager: null },
        ...entities,
      },
    },
  });

describe('an answer from several subgraphs', () => {
  it('has the fields of the operation, in its order and under its names', async () => {
    const { data } = await answerOfBoth(
      staff(),
      '{ people { goal who: name ... on Person { id size } ...F } } fragment F on Person { level t: __typename }',
    );

    expect(JSON.stringify(data)).toContain(
      '{"goal":"degree","who":"N1","id":"1","size":3,"level":"LOW","t":"Person"}',
    );
  });

  it('asks for each entity once, and gives it to each that refers to it', async () => {
    const graph = staff();

    const { data } = await answerOfBoth(graph, '{ people { id manager { id name } } }');
    await graph.ours('{ people { id goal } }');

    expect(graph.calls.map(({ variables }) => variables['representations'])).toEqual([
      undefined,
      [ann, ben],
    ]);
    const manager = { id: '2', name: 'N2' };
    expect(data).toBeDefined();
    expect(JSON.stringify(data)).not.toContain(JSON.stringify(manager)); // people has no entity 2
  });

  it('tells interfaces and unions apart', async () => {
    await answerOfBoth(
      staff(),
      '{ named { __typename name ... on Person { goal } ... on School { town } } found { ... on Person { id } ... on School { town } } }',
    );
  });

  it('goes through lists of lists', async () => {
    const { data } = await answerOfBoth(staff(), '{ rows { goal } }');

    expect(data).toEqual({ rows: [[{ goal: 'degree' }, null], []] });
  });
});

describe('conditions', () => {
  const query =
    'query ($a: Boolean!, $b: Boolean = true) { people { id @skip(if: $a) goal @include(if: $b) ... on Person @include(if: $a) { size } } }';

  it.each([{ a: true }, { a: false }, { a: true, b: false }, { a: false, b: false }])(
    'leave of an operation what the variables say: %j',
    async (variables) => {
      await answerOfBoth(staff(), query, variables);
    },
  );

  it('spare a subgraph of which nothing is left', async () => {
    const graph = staff();
    await graph.ours(query, { a: false, b: false });

    expect(graph.calls.map(({ subgraph }) => subgraph)).toEqual(['people']);
  });
});

describe('a null that was promised not to be', () => {
  it('goes up to where a null may stand', async () => {
    const lost = staff({ '2': null });

    const { data } = await answerOfBoth(lost, '{ first { id promise } people { id goal } }');
    expect(data).toMatchObject({ first: { id: '1', promise: 'yes' } });
    expect((await answerOfBoth(lost, '{ people { id promise } }')).data).toBeNull();
  });
});

describe('an error of a subgraph', () => {
  it('stands at each place that the entity has in the answer', async () => {
    const failing = staff({ '1': { __typename: 'Person', goal: new Error('no goal') } });

    const { data, errors } = await answerOfBoth(failing, '{ people { id goal } }');

    expect(data).toEqual({ people: ['1', '2', '1'].map((id) => ({ id, goal: null })) });
    expect(errors?.map(({ path }) => path)).toEqual([
      ['people', 0, 'goal'],
      ['people', 2, 'goal'],
    ]);
  });
});

describe('@requires with arguments, and a second key', () => {
  const sized = new SmallGraph({
    stock: {
      sdl: `type Query { things: [Thing] }
        type Thing @key(fields: "id") @key(fields: "code") { id: ID! code: String! weight(unit: Int = 1): Int box: Box }
        type Box @shareable { side: Int depth: Int }`,
      roots: {
        things: [
          { __typename: 'Thing', id: '1', code: 'a', weight: 7, box: { side: 2, depth: 3 } },
          { __typename: 'Thing', id: '2', code: 'b', weight: null, box: null },
          null,
        ],
      },
    },
    post: {
      sdl: `type Thing @key(fields: "id") { id: ID! weight(unit: Int = 1): Int @external box: Box @external
          cost: Int @requires(fields: "weight(unit: 2) box { side }") }
        type Box @shareable { side: Int depth: Int }`,
      entities: { '1': { __typename: 'Thing', cost: 14 }, '2': { __typename: 'Thing', cost: 0 } },
    },
    shop: {
      sdl: 'type Thing @key(fields: "code") { code: String! label: String }',
      entities: { a: { __typename: 'Thing', label: 'A' } },
    },
  });

  it('send what the other subgraph needs, and show none of it', async () => {
    const { data } = await answerOfBoth(sized, '{ things { cost label } }');

    expect(data).toEqual({ things: [{ cost: 14, label: 'A' }, { cost: 0, label: null }, null] });
  });
});

describe('what is not compiled', () => {
  it.each([
    ['{ __schema { queryType { name } } }', 'introspection'],
    ['{ people { constructor: name } }', 'an unsafe response key'],
    ['{ people { __proto__: name } }', 'an unsafe response key'],
  ])('is left to another executor: %s', (query, reason) => {
    expect(staff().executor.prepare(parse(query))).toEqual({ kind: 'uncompiled', reason });
  });
});
