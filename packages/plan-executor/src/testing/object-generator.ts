import { leafType } from './field-generator.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { AbstractModel, FieldModel, ObjectModel, ShapedType } from './world.ts';

const ENTITY_NAMES = ['Person', 'School', 'Course', 'Post'];
const VALUE_NAMES = ['Note', 'Sum'];
const KEYS = ['id', 'code', 'place { region zone }', 'id place { region }', 'code id'];

/** Types without a key, the same in every subgraph. `Place` is part of compound keys. */
export function values(random: SeededRandom): ObjectModel[] {
  const place = objectOf('value', 'Place');
  place.fields.push(everywhere('region', { name: 'Int', shape: 'T!' }));
  place.fields.push(everywhere('zone', { name: 'String', shape: 'T!' }));
  return [place, ...VALUE_NAMES.map((name) => valueObject(random, name))];
}

function valueObject(random: SeededRandom, name: string): ObjectModel {
  const object = objectOf('value', name);
  object.fields.push(everywhere('size', { name: 'Int', shape: random.pick(['T', 'T!']) }));
  object.fields.push(everywhere(`${name.toLowerCase()}Text`, leafType(random)));
  if (random.chance(0.5)) {
    const type = { name: 'Person', shape: random.pick(['T', 'T!', '[T!]']) };
    object.fields.push(everywhere(`${name.toLowerCase()}Of`, type));
  }
  if (name === 'Sum' && random.chance(0.5)) {
    object.fields.push(everywhere('notes', { name: 'Note', shape: random.pick(['[T]', '[T!]!']) }));
  }
  return object;
}

/** Objects with keys, each in one to all of the subgraphs. */
export function entities(
  random: SeededRandom,
  subgraphs: readonly string[],
  abstracts: ReadonlyMap<string, AbstractModel>,
): ObjectModel[] {
  return ENTITY_NAMES.map((name) => {
    const interfaces = [...abstracts.values()].filter(
      ({ kind, members }) => kind === 'interface' && members.includes(name),
    );
    const object = objectOf('entity', name);
    addKeys(random, object, random.shuffled(subgraphs), interfaces.length > 0);
    return object;
  });
}

function addKeys(
  random: SeededRandom,
  object: ObjectModel,
  subgraphs: readonly string[],
  always: boolean,
): void {
  const keys = ['id', ...random.some(KEYS.slice(1), random.pick([0, 1, 1, 2, 3]))];
  const [first, ...others] = subgraphs;
  if (first !== undefined) object.keys.set(first, keys);
  for (const subgraph of others.filter(() => random.chance(0.7))) {
    const rare = keys.length > 1 && random.chance(0.5) ? keys.slice(1) : keys;
    const some = random.some(rare, random.pick([1, 1, 2]));
    object.keys.set(subgraph, always && !some.includes('id') ? ['id', ...some] : some);
  }
}

/** An interface that is an entity: one subgraph knows its objects, others add fields to them all. */
export function interfaceWithKey(
  random: SeededRandom,
  subgraphs: readonly string[],
): ObjectModel[] {
  if (!random.chance(0.7)) return [];
  const [home = '', ...others] = random.shuffled(subgraphs);
  const names = ['Film', 'Book', 'Song'].slice(0, random.whole(1, 3));
  const media = objectOf('entity', 'Media', { implementations: names });
  media.keys.set(home, ['id']);
  for (const subgraph of random.some(others, random.whole(1, others.length))) {
    media.keys.set(subgraph, ['id']);
  }
  const objects = names.map((name) => {
    const object = objectOf('entity', name, { family: 'Media' });
    object.keys.set(home, ['id']);
    return object;
  });
  return [media, ...objects];
}

function objectOf(
  kind: ObjectModel['kind'],
  name: string,
  more: Partial<Pick<ObjectModel, 'implementations' | 'family'>> = {},
): ObjectModel {
  const parts = {
    keys: new Map(),
    fields: [],
    externals: new Set<string>(),
    shared: new Set<string>(),
  };
  return { kind, name, ...parts, implementations: [], ...more };
}

function everywhere(name: string, type: ShapedType): FieldModel {
  return { name, type, args: [], homes: [], inaccessible: false };
}
