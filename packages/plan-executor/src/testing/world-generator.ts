import { entities, interfaceWithKey, values } from './object-generator.ts';
import { abstracts } from './abstract-generator.ts';
import { plainField } from './field-generator.ts';
import { addOverrides, addProvisions, addRequirements, hideSome } from './relation-generator.ts';
import { SeededRandom } from './seeded-random.ts';
import type { ObjectModel, RootFieldModel, World } from './world.ts';

const SUBGRAPH_NAMES = ['anna', 'ben', 'cleo', 'dan'];

/** Makes a graph of two to four subgraphs that, nearly always, composes. */
export function generateWorld(seed: string): World {
  const random = new SeededRandom(`world ${seed}`);
  const subgraphs = SUBGRAPH_NAMES.slice(0, random.pick([2, 2, 3, 3, 4]));
  const objects = new Map<string, ObjectModel>();
  for (const object of values(random)) objects.set(object.name, object);
  for (const object of interfaceWithKey(random, subgraphs)) objects.set(object.name, object);
  const abstractModels = abstracts(random);
  for (const object of entities(random, subgraphs, abstractModels))
    objects.set(object.name, object);
  const draft: World = { seed, subgraphs, objects, abstracts: abstractModels, roots: [] };
  fillFields(random, draft);
  addInterfaceFields(random, draft);
  const world = { ...draft, roots: rootFields(random, draft) };
  addRequirements(random, world);
  addProvisions(random, world);
  addOverrides(random, world);
  hideSome(random, world);
  return world;
}

function fillFields(random: SeededRandom, world: World): void {
  for (const object of world.objects.values()) {
    if (object.kind === 'value') continue;
    const hosts = [...object.keys.keys()];
    for (let index = random.whole(2, 5); index > 0; index--) {
      const name = `${object.name.toLowerCase()}${index}`;
      object.fields.push(plainField(random, world, { name, hosts, rich: true }));
    }
  }
}

/** Each member has the interface's fields: at times promising more, at times in two subgraphs. */
function addInterfaceFields(random: SeededRandom, world: World): void {
  for (const { kind, members, fields } of world.abstracts.values()) {
    const mixed = members.some((name) => world.objects.get(name)?.kind === 'value');
    for (const field of kind === 'interface' ? fields : []) {
      for (const object of members.map((name) => world.objects.get(name))) {
        const shape = random.chance(0.3) ? `${field.type.shape}!` : field.type.shape;
        const hosts = random.some(
          [...(object?.keys.keys() ?? [])],
          mixed ? 4 : random.pick([1, 2, 3]),
        );
        const homes = hosts.map((subgraph) => ({ subgraph, shape }));
        object?.fields.push({ ...field, type: { ...field.type, shape }, homes });
      }
    }
  }
}

function rootFields(random: SeededRandom, world: World): RootFieldModel[] {
  const fields: RootFieldModel[] = [];
  const withMutations = random.chance(0.5);
  for (const [index, subgraph] of world.subgraphs.entries()) {
    for (let count = random.whole(index === 0 ? 2 : 1, 3); count > 0; count--) {
      fields.push({ ...rootField(random, world, `${subgraph}${count}`, subgraph), root: 'Query' });
    }
    for (let count = withMutations ? random.whole(1, 2) : 0; count > 0; count--) {
      const name = `${subgraph}Does${count}`;
      fields.push({ ...rootField(random, world, name, subgraph), root: 'Mutation' });
    }
  }
  return fields;
}

function rootField(random: SeededRandom, world: World, name: string, subgraph: string) {
  const others = world.subgraphs.filter((other) => other !== subgraph);
  const hosts = random.chance(0.15) ? [subgraph, random.pick(others)] : [subgraph];
  return plainField(random, world, { name, hosts, rich: true, composite: random.chance(0.9) });
}
