import {
  type DocumentNode,
  type FieldNode,
  type GraphQLError,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { forbidden } from '@trellis/subgraph-kit/faults';
import { locatedFault } from '../located-fault.ts';
import { runtimeTypeKey } from './operation-rules.ts';
import { Selections } from './selections.ts';

type Json = Readonly<Record<string, unknown>>;

/** An operation of which a viewer may not read all, as one set of variables leaves it. */
export interface DeniedOperation {
  readonly schema: GraphQLSchema;
  /** As the client sent it. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly denied: ReadonlySet<FieldNode>;
  /** Coerced, defaults included. */
  readonly variables: Json;
}

/**
 * Puts the denied fields back into an answer as nulls. A denied field that promised not to be null
 * takes its parent with it, as if it had failed: up to the nearest parent that may be null.
 */
export class DeniedFields {
  readonly #operation: DeniedOperation;
  readonly #selections: Selections;
  readonly #root: GraphQLObjectType;

  constructor(operation: DeniedOperation) {
    const { schema, document, variables } = operation;
    this.#operation = operation;
    this.#selections = new Selections(schema, document, variables);
    const root = schema.getRootType(operation.operation.operation);
    if (!root) throw new Error('the operation was validated against another schema');
    this.#root = root;
  }

  /**
   * One error for each denied field of the operation. Its path has response keys and no list
   * indices: what is denied is denied in every item, and nobody asked how many there are.
   */
  errors(): GraphQLError[] {
    const paths = new Map<string, string[]>();
    this.#findPaths([this.#operation.operation.selectionSet], [], paths);
    const fault = forbidden();
    return [...paths.values()].map((path) => locatedFault(fault, path));
  }

  /** @returns false when the answer is known without asking any subgraph. */
  needsExecution(): boolean {
    const fields = this.#rootFields();
    const lost = [...fields.values()].some(
      (nodes) => this.#isDenied(nodes) && isNonNullType(this.#typeOf(this.#root, nodes)),
    );
    const wanted = [...fields.values()].some(
      (nodes) => !this.#isDenied(nodes) && nodes[0]?.name.value !== '__typename',
    );
    return wanted && !lost;
  }

  /** @param data what the permitted part answered, with the types of objects in it. */
  complete(data: Json | null | undefined): Json | null {
    return data ? this.#object(this.#root, [this.#operation.operation.selectionSet], data) : null;
  }

  #rootFields(): Map<string, FieldNode[]> {
    return this.#selections.fields([this.#operation.operation.selectionSet], this.#root);
  }

  #isDenied(nodes: readonly FieldNode[]): boolean {
    return nodes.some((node) => this.#operation.denied.has(node));
  }

  #findPaths(
    sets: readonly SelectionSetNode[],
    above: readonly string[],
    paths: Map<string, string[]>,
  ): void {
    for (const [key, nodes] of this.#selections.fields(sets, undefined)) {
      const path = [...above, key];
      if (this.#isDenied(nodes)) paths.set(JSON.stringify(path), path);
      else this.#findPaths(selectionSetsOf(nodes), path, paths);
    }
  }

  #object(type: GraphQLObjectType, sets: readonly SelectionSetNode[], value: Json): Json | null {
    const output: Record<string, unknown> = {};
    for (const [key, nodes] of this.#selections.fields(sets, type)) {
      const name = nodes[0]?.name.value ?? '';
      if (name.startsWith('__')) {
        output[key] = name === '__typename' ? type.name : value[key];
        continue;
      }
      const fieldType = this.#typeOf(type, nodes);
      const completed = this.#isDenied(nodes) ? null : this.#value(fieldType, nodes, value[key]);
      if (completed === null && isNonNullType(fieldType)) return null;
      output[key] = completed;
    }
    return output;
  }

  #value(type: GraphQLOutputType, nodes: readonly FieldNode[], value: unknown): unknown {
    if (isNonNullType(type)) return this.#value(type.ofType, nodes, value);
    if (value === null || value === undefined) return null;
    if (isListType(type)) {
      const itemType = type.ofType;
      if (!Array.isArray(value)) return null;
      const items = value.map((item) => this.#value(itemType, nodes, item));
      return isNonNullType(itemType) && items.includes(null) ? null : items;
    }
    if (isLeafType(type)) return value;
    if (!isJson(value)) return null;
    const runtime = isObjectType(type)
      ? type
      : this.#operation.schema.getType(String(value[runtimeTypeKey]));
    return isObjectType(runtime) ? this.#object(runtime, selectionSetsOf(nodes), value) : null;
  }

  #typeOf(type: GraphQLObjectType, nodes: readonly FieldNode[]): GraphQLOutputType {
    const name = nodes[0]?.name.value ?? '';
    const field = type.getFields()[name];
    if (!field) throw new Error('the operation was validated against another schema');
    return field.type;
  }
}

function selectionSetsOf(nodes: readonly FieldNode[]): SelectionSetNode[] {
  return nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}
