import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { PlanExecutor } from './executor.ts';
import { HivePlanner } from './hive-planner.ts';
import { SmallGraph, type SmallSubgraph, supergraphOf } from './testing/small-graph.ts';

type Subgraphs = Readonly<Record<string, SmallSubgraph>>;

async function graphOf(subgraphs: Subgraphs) {
  const planner = await HivePlanner.over(supergraphOf(subgraphs));
  return new SmallGraph(subgraphs, { planner });
}

const ann = { __typename: 'Person', id: '1' };
const ben = { __typename: 'Person', id: '2' };

const school: Subgraphs = {
  people: {
    sdl: `type Query { people(first: Int = 2): [Person!]! named: [Named!] found: Found }
      type Mutation { promote(name: String): Person }
      interface Named { name: String! }
      type Person implements Named @key(fields: "id") { id: ID! name: String! town: Town }
      type Town implements Named @key(fields: "id") { id: ID! name: String! }
      union Found = Person | Town`,
    roots: {
      people: [ann, ben].map((each) => ({
        ...{ ...each, name: `N${each.id}` },
        town: { __typename: 'Town', id: 't', name: 'Leeds' },
      })),
      named: [
        { ...ann, name: 'N1' },
        { __typename: 'Town', id: 't', name: 'Leeds' },
      ],
      found: { __typename: 'Town', id: 't', name: 'Leeds' },
      promote: { ...ann, name: 'N1' },
    },
    entities: { '2': { ...ben, name: 'N2' } },
  },
  study: {
    sdl: `type Person @key(fields: "id") { id: ID! name: String! @external goal(limit: Int): String mentor: Person
        greeting: String @requires(fields: "name") }
      type Town @key(fields: "id") { id: ID! people: Int }`,
    entities: {
      '1': { ...ann, goal: 'degree', mentor: ben, greeting: 'hello' },
      '2': { ...ben, goal: new Error('no goal'), mentor: null, greeting: null },
      t: { __typename: 'Town', people: 3 },
    },
  },
};

describe('with the planner of Hive Router', () => {
  let graph: SmallGraph;
  beforeAll(async () => {
    graph = await graphOf(school);
  });

  it.each([
    ['fields of one subgraph', '{ people { id who: name } }', {}],
    ['entities of another', '{ people { goal town { people name } mentor { name } } }', {}],
    ['what a field requires', '{ people { greeting } }', {}],
    [
      'interfaces',
      '{ named { __typename name ... on Person { goal } ... on Town { people } } }',
      {},
    ],
    ['unions', '{ found { ... on Person { goal } ... on Town { name people } } }', {}],
    [
      'fragments',
      '{ people { ...F } } fragment F on Person { id ...G } fragment G on Person { goal }',
      {},
    ],
    ['variables', 'query ($n: Int) { people(first: $n) { goal(limit: $n) } }', { n: 1 }],
    [
      'conditions',
      'query ($a: Boolean!) { people { id goal @skip(if: $a) town @include(if: $a) { people } } }',
      { a: true },
    ],
    [
      'the other way',
      'query ($a: Boolean!) { people { id goal @skip(if: $a) town @include(if: $a) { people } } }',
      { a: false },
    ],
    ['mutations', 'mutation ($n: String) { promote(name: $n) { name goal } }', { n: 'x' }],
    ['types alone', '{ __typename people { __typename } }', {}],
  ])('%s are answered as by @apollo/gateway', async (_, query, variables) => {
    const [ours, stock] = [await graph.ours(query, variables), await graph.stock(query, variables)];

    expect(ours).toEqual(stock);
    expect(JSON.stringify(ours.data)).toBe(JSON.stringify(stock.data));
  });

  it('asks a subgraph once for all that it needs of it', async () => {
    await graph.ours('{ people { goal town { people } } }');

    expect(graph.calls.map(({ subgraph }) => subgraph)).toEqual(['people', 'study']);
  });
});

describe('what Apollo’s planner answers wrongly', () => {
  const words = (limit: unknown) => ['one', 'two', 'three', 'four'].slice(0, Number(limit));
  const post = {
    __typename: 'Post',
    id: '1',
    words: ({ limit }: { limit?: unknown }) => words(limit),
  };
  const tone = (_: unknown, { words: sent }: { words: string[] }) => `after ${sent.length} words`;

  it('a required field that is also asked for with other arguments is right with this one', async () => {
    const blog = await graphOf({
      blog: {
        sdl: 'type Query { feed: [Post] } type Post @key(fields: "id") { id: ID! words(limit: Int!): [String] }',
        roots: { feed: [post] },
      },
      review: {
        sdl: `type Post @key(fields: "id") { id: ID! words(limit: Int!): [String] @external
          tone: String @requires(fields: "words(limit: 3)") }`,
        entities: { '1': { __typename: 'Post', tone } },
      },
    });
    const query = '{ feed { words(limit: 1) tone } }';

    expect(await blog.ours(query)).toEqual({
      data: { feed: [{ words: ['one'], tone: 'after 3 words' }] },
    });
    expect(await blog.stock(query)).toEqual({
      data: { feed: [{ words: ['one'], tone: 'after 1 words' }] },
    });
  });

  const room = (fields: object) => ({
    ...{ __typename: 'Room', id: '1', code: 'c', place: { wing: 'w', floor: 'f', door: 'd' } },
    ...fields,
  });

  it('a key of which one subgraph needs other parts than the next is loaded whole with this one', async () => {
    const place = 'type Place @shareable { wing: ID! floor: ID! door: ID! }';
    const rooms = await graphOf({
      site: {
        sdl: `type Room @key(fields: "id") @key(fields: "code") @key(fields: "place { wing floor }")
            @key(fields: "id place { floor door }") { id: ID! code: ID! place: Place! name: String! } ${place}`,
        entities: { '1': room({ name: 'Lab' }) },
      },
      lessons: {
        sdl: `type Query { lesson: Lesson } type Lesson { rooms: [Room!]! }
          type Room @key(fields: "place { wing floor }", resolvable: false) @key(fields: "id place { floor door }")
            @key(fields: "code", resolvable: false) @key(fields: "id", resolvable: false) {
            id: ID! code: ID! place: Place! name: String! @external sign: String! @requires(fields: "name") } ${place}`,
        roots: { lesson: { rooms: [room({})] } },
        entities: { '1': { __typename: 'Room', sign: 'Lab here' } },
      },
    });
    const query = '{ lesson { rooms { id name sign } } }';

    expect(await rooms.ours(query)).toEqual({
      data: { lesson: { rooms: [{ id: '1', name: 'Lab', sign: 'Lab here' }] } },
    });
    expect((await rooms.stock(query)).data).toEqual({ lesson: null });
  });
});

describe('a field that no subgraph can resolve', () => {
  it('is refused by either planner, never answered with null', async () => {
    const sdl = supergraphOf({
      catalogue: {
        sdl: `type Query { item: Item } interface Item @key(fields: "id") { id: ID! }
          type Film implements Item @key(fields: "id") { id: ID! }`,
      },
      reviews: { sdl: 'type Item @interfaceObject @key(fields: "id") { id: ID! stars: Int }' },
    }).replace('isInterfaceObject: true)\n', 'resolvable: false, isInterfaceObject: true)\n');
    const document = parse('{ item { stars } }');

    expect(sdl).toContain('resolvable: false, ');
    const planner = await HivePlanner.over(sdl);
    expect(() => PlanExecutor.fromSupergraph(sdl, { planner }).prepare(document)).toThrow('stars');
    expect(() => PlanExecutor.fromSupergraph(sdl).prepare(document)).toThrow('stars');
  });
});
