import { describe, expect, it } from '@jest/globals';
import { SmallGraph } from './testing/small-graph.ts';

/** Asks both, expects one answer, and returns it. */
async function answerOfBoth(graph: SmallGraph, query: string) {
  const [ours, stock] = [await graph.ours(query), await graph.stock(query)];
  expect(JSON.stringify(ours)).toBe(JSON.stringify(stock));
  return ours;
}

const asked = (graph: SmallGraph) => graph.calls.map(({ subgraph }) => subgraph);

const books = new SmallGraph({
  shop: {
    sdl: `type Query { book: Book all: [Book] } type Book @key(fields: "id") { id: ID! stock: Int @override(from: "print") author: Author @provides(fields: "name") }
      type Author @key(fields: "id") { id: ID! name: String @external }`,
    roots: {
      book: {
        ...{ __typename: 'Book', id: '1', stock: 0 },
        author: { __typename: 'Author', id: 'a', name: 'provided' },
      },
    },
  },
  print: {
    sdl: 'type Book @key(fields: "id") { id: ID! stock: Int }',
    entities: { '1': { __typename: 'Book', stock: 99 } },
  },
  people: {
    sdl: 'type Author @key(fields: "id") { id: ID! name: String @shareable born: Int }',
    entities: { a: { __typename: 'Author', name: 'asked for', born: 0 } },
  },
});

describe('@provides', () => {
  it('spares the call that the field would otherwise take', async () => {
    const { data } = await answerOfBoth(books, '{ book { author { name } } }');

    expect(data).toEqual({ book: { author: { name: 'provided' } } });
    expect(asked(books)).toEqual(['shop']);
  });
});

describe('@override', () => {
  it('asks the subgraph that took the field over', async () => {
    const { data } = await answerOfBoth(books, '{ book { stock author { born } } }');

    expect(data).toEqual({ book: { stock: 0, author: { born: 0 } } });
    expect(asked(books)).toEqual(['shop', 'people']);
  });
});

describe('a compound key', () => {
  const rooms = new SmallGraph({
    site: {
      sdl: `type Query { rooms: [Room] } type Room @key(fields: "number wing { code }") { number: Int! wing: Wing! }
        type Wing @shareable { code: String! }`,
      roots: {
        rooms: [1, 1, 2].map((number, index) => ({
          ...{ __typename: 'Room', number },
          wing: { __typename: 'Wing', code: index === 1 ? 'W' : 'E' },
        })),
      },
    },
    lessons: {
      sdl: `type Room @key(fields: "number wing { code }") { number: Int! wing: Wing! seats: Int }
        type Wing @shareable { code: String! }`,
    },
  });

  it('tells entities apart by all of its parts', async () => {
    await answerOfBoth(rooms, '{ rooms { seats } }');
    await rooms.ours('{ rooms { seats } }');

    const [, lessons] = rooms.calls;
    expect(lessons?.variables['representations']).toEqual([
      { __typename: 'Room', number: 1, wing: { code: 'E' } },
      { __typename: 'Room', number: 1, wing: { code: 'W' } },
      { __typename: 'Room', number: 2, wing: { code: 'E' } },
    ]);
  });
});

describe('@interfaceObject', () => {
  const media = new SmallGraph({
    catalogue: {
      sdl: `type Query { media: [Media] } interface Media @key(fields: "id") { id: ID! }
        type Film implements Media @key(fields: "id") { id: ID! } type Song implements Media @key(fields: "id") { id: ID! }`,
      roots: {
        media: [
          { __typename: 'Film', id: '1' },
          { __typename: 'Song', id: '2' },
        ],
      },
    },
    reviews: {
      sdl: 'type Media @key(fields: "id") @interfaceObject { id: ID! stars: Int }',
      entities: { '1': { __typename: 'Media', stars: 0 }, '2': { __typename: 'Media', stars: 5 } },
    },
  });

  it('is asked for by the name of the interface, and each keeps its own type', async () => {
    const { data } = await answerOfBoth(media, '{ media { __typename stars } }');

    expect(data).toEqual({
      media: [
        { __typename: 'Film', stars: 0 },
        { __typename: 'Song', stars: 5 },
      ],
    });
    await media.ours('{ media { stars } }');
    expect(media.calls[1]?.variables['representations']).toEqual([
      { __typename: 'Media', id: '1' },
      { __typename: 'Media', id: '2' },
    ]);
  });
});

describe('fields of one name and different types', () => {
  const pets = new SmallGraph({
    home: {
      sdl: `type Query { pets: [Pet] } union Pet = Cat | Dog
        type Cat { size: Int! } type Dog { size: String }`,
      roots: {
        pets: [
          { __typename: 'Cat', size: 0 },
          { __typename: 'Dog', size: '' },
        ],
      },
    },
  });

  it('keep their values, also false ones, under the names that the client gives', async () => {
    const query = '{ pets { ... on Cat { inches: size } ... on Dog { size } } }';

    expect((await answerOfBoth(pets, query)).data).toEqual({ pets: [{ inches: 0 }, { size: '' }] });
  });
});
