import { LEAF_TYPES } from './field-generator.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { FieldHome, FieldModel, ObjectModel, Requirement, World } from './world.ts';

/** Lets fields be computed from fields of other subgraphs. Only from earlier ones: no circle. */
export function addRequirements(random: SeededRandom, world: World): void {
  for (const object of keyedObjects(world)) {
    for (const [index, field] of object.fields.entries()) {
      const home = onlyHome(field);
      if (home === undefined || !mayRequire(object, home) || !random.chance(0.5)) continue;
      const earlier = object.fields.slice(0, index);
      const sources = earlier.filter((source) => mayBeRequired(world, source, home.subgraph));
      const withArguments = sources.filter(({ args }) => args.length > 0);
      const likely = withArguments.length > 0 && random.chance(0.7) ? withArguments : sources;
      const chosen = random.some(likely, random.pick([1, 1, 2]));
      if (chosen.length === 0) continue;
      const requires = chosen.map((source) => requirementOf(random, world, source));
      field.homes[0] = { ...home, requires };
      for (const { name } of chosen) object.externals.add(`${home.subgraph}.${name}`);
    }
  }
}

/** An interface itself cannot require; the subgraphs that add fields to it can. */
function mayRequire(object: ObjectModel, { subgraph }: FieldHome): boolean {
  if (object.keys.size < 2) return false;
  return object.implementations.length === 0 || firstSubgraph(object) !== subgraph;
}

function mayBeRequired(world: World, field: FieldModel, subgraph: string): boolean {
  const [argument, ...others] = field.args;
  const plainArguments =
    others.length === 0 && (argument === undefined || argument.name === 'limit');
  if (!plainArguments || field.homes.length === 0) return false;
  if (field.homes.some((home) => home.subgraph === subgraph)) return false;
  return isLeaf(field) || world.objects.get(field.type.name)?.kind === 'value';
}

function requirementOf(random: SeededRandom, world: World, field: FieldModel): Requirement {
  const args = field.args.length > 0 && random.chance(0.8) ? { limit: random.whole(1, 3) } : {};
  const leaves = world.objects.get(field.type.name)?.fields.filter(isLeaf) ?? [];
  const parts = random.some(leaves, random.whole(1, 2)).map(({ name }) => name);
  return { field: field.name, args, parts };
}

/** Lets a field that returns an entity bring along what another subgraph owns. */
export function addProvisions(random: SeededRandom, world: World): void {
  const parents = [...world.objects.values()].flatMap(({ fields }) => fields);
  for (const field of [...world.roots, ...parents]) {
    const home = onlyHome(field);
    const entity = world.objects.get(field.type.name);
    if (home === undefined || entity?.kind !== 'entity' || !random.chance(0.5)) continue;
    if (entity.family !== undefined || entity.implementations.length > 0) continue;
    const sources = entity.fields.filter((source) => mayBeProvided(source, home.subgraph));
    if (sources.length === 0) continue;
    const { name } = random.pick(sources);
    field.homes[0] = { ...home, provides: name };
    entity.externals.add(`${home.subgraph}.${name}`);
    entity.shared.add(name);
  }
}

function mayBeProvided(field: FieldModel, subgraph: string): boolean {
  const plain = field.homes.every(({ requires }) => requires === undefined);
  const elsewhere = field.homes.every((home) => home.subgraph !== subgraph);
  return isLeaf(field) && field.args.length === 0 && plain && elsewhere;
}

/** Moves fields from one subgraph to another, the old one still declaring them. */
export function addOverrides(random: SeededRandom, world: World): void {
  for (const object of keyedObjects(world)) {
    if (object.implementations.length > 0) continue;
    for (const field of object.fields) {
      const home = onlyHome(field);
      if (home === undefined || object.shared.has(field.name) || !random.chance(0.25)) continue;
      if (!isLeaf(field) || home.requires !== undefined) continue;
      const before = [...object.keys.keys()].filter(
        (host) => host !== home.subgraph && !object.externals.has(`${host}.${field.name}`),
      );
      if (before.length > 0) field.homes[0] = { ...home, overrides: random.pick(before) };
    }
  }
}

/** Takes fields out of what clients see, though subgraphs may still need them. */
export function hideSome(random: SeededRandom, world: World): void {
  const inInterfaces = new Set(
    [...world.abstracts.values()].flatMap(({ fields }) => fields.map(({ name }) => name)),
  );
  for (const object of world.objects.values()) {
    for (const field of object.kind === 'entity' ? object.fields : []) {
      if (!inInterfaces.has(field.name) && random.chance(0.06)) field.inaccessible = true;
    }
  }
}

/** Entities that stand for themselves: not the objects behind an interface with a key. */
function keyedObjects(world: World): ObjectModel[] {
  return [...world.objects.values()].filter(
    ({ kind, family }) => kind === 'entity' && family === undefined,
  );
}

function onlyHome(field: FieldModel): FieldHome | undefined {
  return field.homes.length === 1 ? field.homes[0] : undefined;
}

function firstSubgraph(object: ObjectModel): string | undefined {
  return object.keys.keys().next().value;
}

function isLeaf(field: FieldModel): boolean {
  return LEAF_TYPES.includes(field.type.name);
}
