import { hashOf } from './seeded-random.ts';
import type { Stray } from './run-context.ts';
import { ENTITY_COUNT, fieldOf, membersIn } from './world.ts';
import type { FieldModel, ObjectModel, Requirement, World } from './world.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** An object of the universe: which one of its type, and what another subgraph sent along. */
export class Thing {
  constructor(
    readonly __typename: string,
    readonly ident: string,
    readonly sent?: Fields,
  ) {}
}

/** What a subgraph answers from a field that was moved elsewhere: it must never be seen. */
const STALE = 'stale';

/**
 * All the data of a world. A value follows from type, object, field and arguments alone, so that
 * subgraphs agree without knowing of each other.
 */
export class Universe {
  constructor(private readonly world: World) {}

  /** @param stale whether the subgraph that answers has no right to. */
  value(thing: Thing, name: string, args: Fields, stale = false): unknown {
    const object = this.world.objects.get(thing.__typename);
    const key = object?.kind === 'entity' ? keyField(object, thing, name) : undefined;
    if (key !== undefined) return key;
    const place = thing.__typename === 'Place' ? placeField(thing, name) : undefined;
    if (place !== undefined) return place;
    const field = fieldOf(this.world, thing.__typename, name);
    if (field === undefined) throw new Error(`${thing.__typename} has no ${name}.`);
    const owner = object?.fields.includes(field) === false ? object.family : thing.__typename;
    const seed = [owner, thing.ident, name, canonical(args), this.required(thing, field)];
    if (stale) seed.push(STALE);
    return this.shaped(field, field.type.shape, seed.join(' '), true);
  }

  /** How what was sent along differs from what the field really requires. */
  strays({ __typename, ident, sent }: Thing, name: string): Stray[] {
    const requires = fieldOf(this.world, __typename, name)?.homes[0]?.requires ?? [];
    if (sent === undefined) return [];
    return requires.flatMap((requirement): Stray[] => {
      if (!(requirement.field in sent)) return ['field computed without what it requires'];
      const given = this.requiredValue(new Thing(__typename, ident, sent), requirement);
      const right = this.requiredValue(new Thing(__typename, ident), requirement);
      return given === right ? [] : ['field computed from another value than it requires'];
    });
  }

  /** The object that a representation speaks of. */
  find(typeName: string, representation: Fields): Thing | null {
    for (let index = 0; index < ENTITY_COUNT; index++) {
      const thing = this.entity(typeName, index, representation);
      const object = this.world.objects.get(thing.__typename);
      if (object && holdsKey(object, thing, representation)) return thing;
    }
    return null;
  }

  /** An interface with a key has objects of several types; which one, its number says. */
  private entity(typeName: string, index: number, sent?: Fields): Thing {
    const object = this.world.objects.get(typeName);
    if (object?.family !== undefined) return this.entity(object.family, index, sent);
    const types = object?.implementations ?? [];
    return new Thing(types[index % types.length] ?? typeName, String(index), sent);
  }

  private required(thing: Thing, field: FieldModel): string {
    const requires = field.homes[0]?.requires ?? [];
    return requires.map((requirement) => this.requiredValue(thing, requirement)).join(' ');
  }

  private requiredValue(thing: Thing, { field, args, parts }: Requirement): string {
    if (thing.sent === undefined) {
      return canonical(this.parts(this.value(thing, field, args), parts));
    }
    return field in thing.sent ? canonical(this.parts(thing.sent[field], parts)) : 'never sent';
  }

  private parts(value: unknown, names: readonly string[]): unknown {
    if (Array.isArray(value)) return value.map((item: unknown) => this.parts(item, names));
    if (names.length === 0 || value === null || typeof value !== 'object') return value;
    const part = (name: string): unknown =>
      value instanceof Thing ? this.value(value, name, {}) : Reflect.get(value, name);
    return names.map((name) => part(name) ?? null);
  }

  private shaped(field: FieldModel, shape: string, seed: string, nullable: boolean): unknown {
    if (shape.endsWith('!')) return this.shaped(field, shape.slice(0, -1), seed, false);
    if (nullable && hashOf(`null ${seed}`) % 9 === 0) return null;
    if (!shape.startsWith('[')) return this.single(field, seed);
    const count = hashOf(`count ${seed}`) % 4;
    const inner = shape.slice(1, -1);
    return Array.from({ length: count }, (_, index) =>
      this.shaped(field, inner, `${seed} ${index}`, true),
    );
  }

  private single(field: FieldModel, seed: string): unknown {
    const hash = hashOf(seed);
    const abstract = this.world.abstracts.get(field.type.name);
    const members = abstract && membersIn(this.world, abstract, field.homes[0]?.subgraph ?? '');
    const name = members?.[hash % members.length] ?? field.type.name;
    const object = this.world.objects.get(name);
    if (object === undefined) return leafValue(name, hash);
    if (object.kind === 'value') return new Thing(name, String(hash));
    const index = hashOf(`which ${seed}`) % ENTITY_COUNT;
    return object.family === undefined ? this.entity(name, index) : this.kin(object, index);
  }

  /** An object of one of the types behind an interface with a key. */
  private kin(object: ObjectModel, from: number): Thing {
    for (let index = from; index < from + ENTITY_COUNT; index++) {
      const thing = this.entity(object.name, index % ENTITY_COUNT);
      if (thing.__typename === object.name) return thing;
    }
    throw new Error(`There is no ${object.name}.`);
  }
}

/** Whether a value is there and yet counts for nothing in a condition of JavaScript. */
export function isEmptyValue(value: unknown): boolean {
  return value === 0 || value === false || value === '';
}

/** The same with something in place of values that count for nothing. */
export function filled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(filled);
  if (!isEmptyValue(value)) return value;
  return value === '' ? 'something' : typeof value === 'number' ? 1 : true;
}

/** JSON with the keys in order, so that equal values have equal texts. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    item !== null && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([left], [right]) => (left < right ? -1 : 1)))
      : item,
  );
}

function keyField(object: ObjectModel, { ident }: Thing, name: string): unknown {
  const family = object.family ?? object.name;
  if (name === 'id') return `${family}-${ident}`;
  if (name === 'code') return `${family.slice(0, 2)}/${ident}`;
  return name === 'place' ? new Thing('Place', ident) : undefined;
}

function placeField({ ident }: Thing, name: string): unknown {
  return name === 'region' ? Number(ident) + 10 : `zone ${ident}`;
}

function holdsKey(object: ObjectModel, thing: Thing, representation: Fields): boolean {
  const { id, code, place } = representation;
  if (id !== undefined) return keyField(object, thing, 'id') === id;
  if (code !== undefined) return keyField(object, thing, 'code') === code;
  if (place === null || typeof place !== 'object') return false;
  return Reflect.get(place, 'region') === Number(thing.ident) + 10;
}

function leafValue(name: string, hash: number): unknown {
  switch (name) {
    case 'Int':
      return (hash % 1000) - 500;
    case 'Float':
      return (hash % 100) / 4;
    case 'Boolean':
      return hash % 2 === 0;
    case 'ID':
      return String(hash % 1000);
    case 'Colour':
      return ['RED', 'GREEN', 'BLUE'][hash % 3];
    case 'Day':
      return `2026-0${(hash % 9) + 1}-01`;
    case 'Json':
      return [hash % 10, 'text', { a: hash % 7, b: [1, null] }, [hash % 5], true][hash % 5];
    default:
      return hash % 11 === 0 ? '' : `${name === 'String' ? 'ü"' : name}${hash % 1000}`;
  }
}
