/** A value's type: the name, and a shape in which `T` stands for the name: `T!`, `[T!]`, `[[T]]!`. */
export interface ShapedType {
  readonly name: string;
  readonly shape: string;
}

export interface ArgumentModel {
  readonly name: string;
  /** Type and default as a schema writes them: `Int = 3`. */
  readonly type: string;
}

/** Fields of the same object that a field is computed from: the directive's text, and its parts. */
export interface Requirement {
  readonly field: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Fields of the required value, where it is an object. */
  readonly parts: readonly string[];
}

/** One subgraph that answers a field, and what it says of it. */
export interface FieldHome {
  readonly subgraph: string;
  readonly shape: string;
  readonly requires?: readonly Requirement[];
  /** A field of the returned entity that this subgraph can answer here. */
  readonly provides?: string;
  /** The subgraph that had the field before, and still declares it. */
  readonly overrides?: string;
}

export interface FieldModel {
  readonly name: string;
  readonly type: ShapedType;
  readonly args: readonly ArgumentModel[];
  readonly homes: FieldHome[];
  inaccessible: boolean;
}

export interface ObjectModel {
  readonly kind: 'entity' | 'value';
  readonly name: string;
  /** Of an entity: the keys that each subgraph resolves it by. The first subgraph has them all. */
  readonly keys: Map<string, readonly string[]>;
  readonly fields: FieldModel[];
  /** Fields that a subgraph names only to require or to provide them: `subgraph.field`. */
  readonly externals: Set<string>;
  /** Fields that some subgraph provides along a path, so that their owner has to share them. */
  readonly shared: Set<string>;
  /** Of an interface with a key: the objects behind it, all in the first subgraph of `keys`. */
  readonly implementations: readonly string[];
  /** Of such an object: the interface. */
  readonly family?: string;
}

export interface AbstractModel {
  readonly kind: 'interface' | 'union';
  readonly name: string;
  readonly members: readonly string[];
  /** Of an interface: fields that every member has. */
  readonly fields: readonly FieldModel[];
}

export interface RootFieldModel extends FieldModel {
  readonly root: 'Query' | 'Mutation';
}

/** A federated graph before it is written as schemas: who answers what, and of which type. */
export interface World {
  readonly seed: string;
  readonly subgraphs: readonly string[];
  readonly objects: ReadonlyMap<string, ObjectModel>;
  readonly abstracts: ReadonlyMap<string, AbstractModel>;
  readonly roots: readonly RootFieldModel[];
}

/** How many entities of each type there are. Few, so that lists name the same one twice. */
export const ENTITY_COUNT = 4;

/** The members of a union or interface that a subgraph knows, and so may answer with. */
export function membersIn(world: World, abstract: AbstractModel, subgraph: string): string[] {
  const known = abstract.members.filter((name) => {
    const object = world.objects.get(name);
    return object?.kind === 'value' || object?.keys.has(subgraph);
  });
  return known.length > 0 ? known : abstract.members.slice(0, 1);
}

/** Whether a subgraph knows the object as the interface with a key that it is. */
export function isInterfaceIn({ implementations, keys }: ObjectModel, subgraph: string): boolean {
  return implementations.length > 0 && keys.keys().next().value === subgraph;
}

/** The field of an object, or of the interface with a key that the object stands behind. */
export function fieldOf(world: World, typeName: string, field: string): FieldModel | undefined {
  if (typeName === 'Query' || typeName === 'Mutation') {
    return world.roots.find((root) => root.root === typeName && root.name === field);
  }
  const object = world.objects.get(typeName);
  const own = object?.fields.find(({ name }) => name === field);
  if (own !== undefined || object?.family === undefined) return own;
  return fieldOf(world, object.family, field);
}
