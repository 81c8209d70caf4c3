import { membersIn } from './world.ts';
import type { FieldModel, World } from './world.ts';

/** The objects, interfaces and unions that one subgraph has to declare. */
export function typesIn(world: World, subgraph: string): Set<string> {
  const found = new Set<string>();
  const waiting = [...world.objects.values()]
    .filter(({ keys }) => keys.has(subgraph))
    .map(({ name }) => name);
  waiting.push(...declared(world.roots, subgraph));
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    waiting.push(...named(world, name, subgraph));
  }
  return found;
}

function named(world: World, name: string, subgraph: string): string[] {
  const abstract = world.abstracts.get(name);
  if (abstract) return membersIn(world, abstract, subgraph);
  const object = world.objects.get(name);
  if (object === undefined) return [];
  const external = object.fields.filter((field) =>
    object.externals.has(`${subgraph}.${field.name}`),
  );
  const here = object.kind === 'value' ? object.fields.map(({ type }) => type.name) : [];
  const keys = object.keys.get(subgraph) ?? [];
  return [
    ...here,
    ...declared(object.fields, subgraph),
    ...external.map(({ type }) => type.name),
    ...(keys.some((key) => key.includes('place')) ? ['Place'] : []),
    ...(object.keys.keys().next().value === subgraph ? object.implementations : []),
    ...interfacesOf(world, name, subgraph),
  ];
}

function declared(fields: readonly FieldModel[], subgraph: string): string[] {
  const here = fields.filter(({ homes }) =>
    homes.some((home) => home.subgraph === subgraph || home.overrides === subgraph),
  );
  return here.map(({ type }) => type.name);
}

/** A subgraph that hosts a member declares the interface too. */
function interfacesOf(world: World, name: string, subgraph: string): string[] {
  return [...world.abstracts.values()]
    .filter(({ kind, members }) => kind === 'interface' && members.includes(name))
    .filter(() => world.objects.get(name)?.keys.has(subgraph))
    .map((abstract) => abstract.name);
}
