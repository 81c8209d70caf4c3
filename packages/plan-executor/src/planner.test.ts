import { describe, expect, it } from '@jest/globals';
import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { parse } from 'graphql';
import { ApolloPlanner, TooManyWays } from './planner.ts';

const subgraph = (name: string) => ({
  name,
  typeDefs: parse(`
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])
    type Query { thing: Thing @shareable }
    type Thing @key(fields: "id") { id: ID! ${name}: Int }
  `),
});
const { supergraphSdl = '' } = composeServices(['a', 'b', 'c'].map(subgraph));
const supergraph = Supergraph.build(supergraphSdl);
const document = parse('{ thing { a b c } }');

describe('the planner', () => {
  it('gives up an operation with more ways to a field than it may follow', () => {
    const within = new ApolloPlanner(supergraph, { comparedPlans: 10, waysToAField: 10 });
    expect(within.plan(document, undefined).node).toBeDefined();

    const bounded = new ApolloPlanner(supergraph, { comparedPlans: 10, waysToAField: 1 });
    expect(() => bounded.plan(document, undefined)).toThrow(TooManyWays);
  });
});
