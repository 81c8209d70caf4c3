import { type DirectiveNode, Kind, parse } from 'graphql';

/** @returns where a supergraph says that its subgraphs are, by name. */
export function subgraphAddresses(sdl: string): Map<string, URL> {
  const addresses = new Map<string, URL>();
  for (const definition of parse(sdl, { noLocation: true }).definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION) continue;
    for (const { directives } of definition.values ?? []) {
      const graph = directives?.find(({ name }) => name.value === 'join__graph');
      if (graph) addresses.set(textOf(graph, 'name'), new URL(textOf(graph, 'url')));
    }
  }
  return addresses;
}

function textOf(directive: DirectiveNode, argument: string): string {
  const value = directive.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.STRING ? value.value : '';
}
