import { describe, expect, it } from '@jest/globals';
import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { parse } from 'graphql';
import { PlanExecutor } from './executor.ts';
import { ApolloPlanner, TooManyWays } from './planner.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3",
  import: ["@key", "@shareable"])`;

const times = (count: number, piece: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => piece(index)).join(' ');

function supergraphOf(...schemas: string[]): string {
  const subgraphs = schemas.map((sdl, index) => ({
    name: `s${index}`,
    typeDefs: parse(`${link} ${sdl}`),
  }));
  const { supergraphSdl, errors } = composeServices(subgraphs);
  if (supergraphSdl === undefined) throw new Error(String(errors));
  return supergraphSdl;
}

/** Types that each subgraph knows, behind an interface that leads from one to the next. */
const manyTypes = supergraphOf(
  ...[0, 1].map(
    (subgraph) => `type Query { next: Named @shareable }
      interface Named { id: ID! next: Named }
      ${times(
        4,
        (type) => `type T${type} implements Named @key(fields: "id") {
          id: ID! next: Named @shareable own${subgraph}: Int }`,
      )}`,
  ),
);

/** One type, and several subgraphs that can each answer the same of it. */
const manyChoices = supergraphOf(
  'type Query { thing: Thing } type Thing @key(fields: "id") { id: ID! }',
  ...[0, 1, 2, 3].map(
    (subgraph) => `type Thing @key(fields: "id") {
      id: ID! thing: Thing @shareable own${subgraph}: Int a: Int @shareable b: Int @shareable }`,
  ),
);

const throughTypes = `{ ${'next { '.repeat(6)} id ${times(4, (type) => `... on T${type} { own0 }`)}
  ${'} '.repeat(6)} }`;
const throughChoices = `{ thing { ${'thing { a b '.repeat(6)} own0 own1 ${'} '.repeat(6)} } }`;

const planned = (sdl: string, query: string) => () =>
  new ApolloPlanner(Supergraph.build(sdl)).plan(parse(query), undefined);

describe('what is planned', () => {
  // Unbounded, the first runs out of four gigabytes, and the second takes seconds.
  it('is given up when an interface leads to more and more types', () => {
    expect(throughTypes.length).toBeLessThan(150);
    expect(planned(manyTypes, throughTypes)).toThrow(TooManyWays);
  });

  it('is given up when many subgraphs can answer each of many steps', () => {
    expect(throughChoices.length).toBeLessThan(150);
    expect(planned(manyChoices, throughChoices)).toThrow(TooManyWays);
  });

  it('is given up when it nests deeper than the stack', () => {
    const deep = `{ thing { ${'thing { '.repeat(1_500)} a ${'} '.repeat(1_500)} } }`;

    expect(planned(manyChoices, deep)).toThrow(TooManyWays);
  });

  it('is planned over the same graphs when it is of usual size', () => {
    expect(
      planned(manyTypes, '{ next { id next { id } ... on T1 { own1 } } }')().node,
    ).toBeDefined();
    expect(planned(manyChoices, '{ thing { a thing { own2 } } }')().node).toBeDefined();
  });
});

describe('wrong variables', () => {
  it('are looked for until there are fifty, as graphql-js does', async () => {
    const executor = PlanExecutor.fromSupergraph(
      supergraphOf('type Query { sum(of: [Int!]!): Int }'),
    );
    const prepared = executor.prepare(parse('query ($of: [Int!]!) { sum(of: $of) }'));
    if (prepared.kind !== 'prepared') throw new Error(prepared.reason);
    const of = Array.from({ length: 10_000 }, () => 'not a number');
    const neverAsked = () => Promise.reject(new Error('a subgraph was asked'));

    const { errors } = await executor.execute(prepared, { of }, neverAsked, {});

    expect(errors).toHaveLength(51);
    expect(errors?.at(-1)?.message).toContain('Too many errors');
  });
});
