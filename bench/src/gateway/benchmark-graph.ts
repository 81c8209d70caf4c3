import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

/** A part of a graph that a stub serves: its schema and how its fields are answered, from memory. */
export interface StubSubgraph {
  readonly name: string;
  readonly sdl: string;
  readonly resolvers: Readonly<Record<string, object>>;
}

/** An operation that every contender is asked. `TAG` is another text in each request. */
export interface BenchmarkOperation {
  readonly name: string;
  readonly query: string;
}

export interface BenchmarkGraph {
  readonly subgraphs: readonly StubSubgraph[];
  readonly operations: readonly BenchmarkOperation[];
}

export const federationLink = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@external", "@requires", "@provides", "@shareable", "@inaccessible"])`;

/** @param portOf where each subgraph's stub listens on loopback. */
export function supergraphOf(graph: BenchmarkGraph, portOf: ReadonlyMap<string, number>): string {
  const { supergraphSdl, errors } = composeServices(
    graph.subgraphs.map(({ name, sdl }) => ({
      name,
      url: `http://127.0.0.1:${portOf.get(name) ?? 0}/graphql`,
      typeDefs: parse(sdl),
    })),
  );
  if (supergraphSdl === undefined) throw new Error(String(errors));
  return supergraphSdl;
}
