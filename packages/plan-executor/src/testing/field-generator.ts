import type { SeededRandom } from './seeded-random.ts';
import type { ArgumentModel, FieldModel, ShapedType, World } from './world.ts';

export const LEAF_TYPES = ['String', 'Int', 'Float', 'Boolean', 'ID', 'Colour', 'Day', 'Json'];

const PLAIN_SHAPES = ['T', 'T', 'T', 'T!', 'T!', '[T]', '[T!]', '[T!]!', '[T]!'];
const DEEP_SHAPES = ['[[T]]', '[[T!]!]!', '[[T!]]'];

const ARGUMENTS: readonly ArgumentModel[] = [
  { name: 'limit', type: 'Int' },
  { name: 'first', type: 'Int! = 2' },
  { name: 'text', type: 'String' },
  { name: 'exact', type: 'Boolean = true' },
  { name: 'colour', type: 'Colour = RED' },
  { name: 'colours', type: '[Colour!]' },
  { name: 'filter', type: 'Filter' },
  { name: 'wanted', type: 'Filter!' },
  { name: 'filters', type: '[Filter!]' },
  { name: 'anything', type: 'Json' },
  { name: 'day', type: 'Day!' },
];

interface FieldWish {
  readonly name: string;
  /** Subgraphs that may answer it. */
  readonly hosts: readonly string[];
  /** May have arguments, and more than one home. */
  readonly rich: boolean;
  /** Whether it returns objects, where that is not left to chance. */
  readonly composite?: boolean;
}

/** A field with no bond to another: no `@requires`, `@provides` or `@override`. */
export function plainField(random: SeededRandom, world: World, wish: FieldWish): FieldModel {
  const type =
    (wish.composite ?? random.chance(0.45))
      ? compositeType(random, world, wish.hosts)
      : leafType(random);
  const single = world.abstracts.has(type.name) || !wish.rich || !random.chance(0.25);
  const homes = single ? [random.pick(wish.hosts)] : random.some(wish.hosts, 2);
  return {
    name: wish.name,
    type,
    args: wish.rich && random.chance(0.3) ? someArguments(random) : [],
    homes: homes.map((subgraph) => ({ subgraph, shape: looser(random, type.shape, homes.length) })),
    inaccessible: false,
  };
}

export function leafType(random: SeededRandom): ShapedType {
  return { name: random.pick(LEAF_TYPES), shape: shapeOf(random) };
}

function shapeOf(random: SeededRandom): string {
  return random.chance(0.05) ? random.pick(DEEP_SHAPES) : random.pick(PLAIN_SHAPES);
}

function compositeType(random: SeededRandom, world: World, hosts: readonly string[]): ShapedType {
  const names = [...world.objects.keys()].filter((name) => name !== 'Place');
  const abstracts = [...world.abstracts.keys()];
  const name = random.chance(0.3) ? random.pick(abstracts) : random.pick(names);
  return { name: nameKnownTo(world, name, hosts), shape: shapeOf(random) };
}

/** Only one subgraph knows the objects behind an interface with a key; the others name that. */
function nameKnownTo(world: World, name: string, hosts: readonly string[]): string {
  const object = world.objects.get(name);
  if (object?.family === undefined) return name;
  return hosts.every((host) => object.keys.has(host)) ? name : object.family;
}

/** Often the one that a requirement can give a value. */
function someArguments(random: SeededRandom): ArgumentModel[] {
  if (random.chance(0.5)) return [{ name: 'limit', type: 'Int' }];
  const chosen = random.some(ARGUMENTS, random.pick([1, 1, 2]));
  return chosen.filter(
    ({ name }, index) => chosen.findIndex((other) => other.name === name) === index,
  );
}

/** Subgraphs that share a field may promise less of it than it holds. */
function looser(random: SeededRandom, shape: string, homes: number): string {
  return homes > 1 && random.chance(0.3) ? shape.replace(/!$/, '') : shape;
}
