import {
  type DocumentNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  type GraphQLType,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  isInterfaceType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

type Check = (value: unknown) => boolean;

/** What stands under a response key: how deep in lists, and with which fields when it is an object. */
interface Shape {
  readonly lists: number;
  readonly fields: Map<string, Shape> | undefined;
  /** Whether these are entities that the call named itself. */
  readonly entities: boolean;
}

/**
 * The form that the answer to one operation must have. A subgraph that answers in another form would
 * otherwise cost the client the whole answer instead of that subgraph's part.
 */
export class AnswerShape {
  readonly #root: Shape;
  readonly #check: Check;

  /** @param graph the types of all subgraphs together. */
  constructor(document: DocumentNode, graph: GraphQLSchema) {
    const fields = new Map<string, Shape>();
    for (const definition of document.definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
      const root = graph.getRootType(definition.operation)?.name ?? '';
      collect(graph, document, definition.selectionSet, root, fields);
    }
    this.#root = { lists: 0, fields, entities: false };
    this.#check = objectCheck(fields);
  }

  /**
   * Paths of the fields that were asked for: of the entities where it asks for entities. Where it asks
   * for several kinds of them, their key stands in front.
   */
  askedPaths(): string[][] {
    const { fields } = this.#root;
    const paths = [...(fields ?? [])].flatMap(([key, { entities, fields: below }]) => {
      if (!entities) return [[key]];
      const above = key === '_entities' ? [] : [key];
      return [...(below?.keys() ?? [])].map((name) => [...above, name]);
    });
    return paths.filter((path) => path.at(-1) !== '__typename');
  }

  fits(data: unknown): boolean {
    return this.#check(data);
  }
}

function collect(
  graph: GraphQLSchema,
  document: DocumentNode,
  { selections }: SelectionSetNode,
  typeName: string,
  into: Map<string, Shape>,
): void {
  for (const selection of selections) {
    if (selection.kind !== Kind.FIELD) {
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT
          ? selection
          : fragmentOf(document, selection.name.value);
      if (!fragment) continue;
      const condition = fragment.typeCondition?.name.value ?? typeName;
      collect(graph, document, fragment.selectionSet, condition, into);
      continue;
    }
    const key = (selection.alias ?? selection.name).value;
    const type = fieldType(graph, typeName, selection.name.value);
    const entities = selection.name.value === '_entities';
    const shape = into.get(key) ?? {
      entities,
      lists: entities ? 1 : listsOf(type),
      fields: selection.selectionSet ? new Map<string, Shape>() : undefined,
    };
    into.set(key, shape);
    if (!selection.selectionSet || !shape.fields) continue;
    collect(
      graph,
      document,
      selection.selectionSet,
      type ? getNamedType(type).name : '',
      shape.fields,
    );
  }
}

function fragmentOf(document: DocumentNode, name: string) {
  return document.definitions
    .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
    .find((definition) => definition.name.value === name);
}

function fieldType(
  graph: GraphQLSchema,
  typeName: string,
  field: string,
): GraphQLOutputType | undefined {
  const type = graph.getType(typeName);
  if (!isCompositeType(type)) return undefined;
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[field]?.type : undefined;
}

function listsOf(type: GraphQLType | undefined): number {
  if (isNonNullType(type)) return listsOf(type.ofType);
  return isListType(type) ? 1 + listsOf(type.ofType) : 0;
}

/** @returns undefined where nothing can be out of shape: the executor looks at scalars itself. */
function checkOf({ lists, fields }: Shape): Check | undefined {
  let check = fields && objectCheck(fields);
  for (let depth = 0; depth < lists; depth += 1) check = listCheck(check);
  return check;
}

function listCheck(itemCheck: Check | undefined): Check {
  return (value) => {
    if (value === null || value === undefined) return true;
    if (!Array.isArray(value)) return false;
    return itemCheck === undefined || value.every((item) => itemCheck(item));
  };
}

function objectCheck(fields: ReadonlyMap<string, Shape>): Check {
  const checks = [...fields].flatMap(([key, shape]) => {
    const check = checkOf(shape);
    return check ? [{ key, check }] : [];
  });
  return (value) => {
    if (value === null || value === undefined) return true;
    return isObject(value) && checks.every(({ key, check }) => check(value[key]));
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
