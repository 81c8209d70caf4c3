import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { composeServices } from '@apollo/composition';
import { GraphQLError, parse } from 'graphql';
import { ownName, subgraphNames } from '../config.ts';
import { rateSdl } from '../rate/rate-schema.ts';

/** One line for each thing that keeps the subgraphs from being one graph. */
export class CompositionProblem extends Error {
  constructor(problems: readonly string[]) {
    super(`The subgraphs do not compose:\n  ${problems.join('\n  ')}`);
  }
}

/** The project's own folder, seen from `src` and from `dist` alike. */
const projectFile = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** Where the composed graph is committed. */
export const supergraphFile = projectFile('gateway/supergraph.graphql');

/** The committed schema of each subgraph, and what the gateway answers itself, by name. */
export function committedSchemas(): Map<string, string> {
  const committed = subgraphNames.map((name): [string, string] => [
    name,
    readFileSync(projectFile(`subgraphs/${name}/src/schema.graphql`), 'utf8'),
  ]);
  return new Map([...committed, [ownName, rateSdl]]);
}

/**
 * Makes one graph of the subgraphs' schemas. The addresses in it are placeholders: a running
 * gateway takes them from its configuration.
 *
 * @param schemas SDL by the name of the subgraph.
 * @returns the supergraph's SDL.
 * @throws CompositionProblem naming each problem with its code and subgraph.
 */
export function composeSupergraph(schemas: ReadonlyMap<string, string>): string {
  const services = [...schemas].map(([name, sdl]) => ({
    name,
    url: `http://${name}.invalid/graphql`,
    typeDefs: parsed(name, sdl),
  }));
  const { errors, supergraphSdl } = composeServices(services);
  if (errors) throw new CompositionProblem(errors.map(describe));
  return supergraphSdl.endsWith('\n') ? supergraphSdl : `${supergraphSdl}\n`;
}

function parsed(name: string, sdl: string) {
  try {
    return parse(sdl);
  } catch (error) {
    const why = error instanceof GraphQLError ? error.message : 'cannot be read';
    throw new CompositionProblem([`INVALID_GRAPHQL [${name}] ${why}`]);
  }
}

function describe({ message, extensions }: GraphQLError): string {
  const code = extensions['code'];
  return `${typeof code === 'string' ? code : 'INVALID'} ${message}`;
}
