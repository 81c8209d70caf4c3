import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { type CostRules, type ListSize, usualListSize } from './cost-rules.ts';
import { limits } from './limits.ts';

type Variables = Readonly<Record<string, unknown>>;

/** What an answer could amount to. */
export interface Estimate {
  readonly cost: number;
  readonly nodes: number;
  /** Whether a page has more rows than a page may have, or none. */
  readonly hasWrongPage: boolean;
}

/** Points of an object, of a plain value, of a change and of a look at the schema. */
const objectPoints = 1;
const leafPoints = 0.1;
const changePoints = 10;
const introspectionPoints = 1_000;

/** A page size that a variable says. */
interface VariableSize {
  readonly variable: string;
  readonly otherwise: number | undefined;
}

type Size = number | VariableSize;

/** A field with what it costs once, how often it is there in its parent, and what is below it. */
interface CostNode {
  readonly fieldPoints: number;
  readonly itemPoints: number;
  readonly isObject: boolean;
  readonly sizes: readonly Size[] | undefined;
  /** Pages whose size counts at a field below, and is checked here. */
  readonly pages: readonly Size[];
  readonly below: readonly CostNode[];
}

/** The cost of one operation, worked out once; the sizes of pages may come with each request. */
export class OperationCost {
  readonly #root: CostNode;
  readonly #defaults: ReadonlyMap<string, ValueNode | undefined>;
  readonly #schema: GraphQLSchema;
  readonly #rules: CostRules;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  #fixed: Estimate | undefined;
  #hasVariables = false;

  /** @param document valid under the schema, and within the limits of what it unfolds to. */
  constructor(
    schema: GraphQLSchema,
    rules: CostRules,
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ) {
    this.#schema = schema;
    this.#rules = rules;
    this.#fragments = fragmentsOf(document);
    this.#defaults = new Map(
      (operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [
        variable.name.value,
        defaultValue,
      ]),
    );
    const root = schema.getRootType(operation.operation)?.name ?? '';
    const isChange = operation.operation === OperationTypeNode.MUTATION;
    this.#root = {
      fieldPoints: 0,
      itemPoints: 0,
      isObject: false,
      sizes: undefined,
      pages: [],
      below: this.#below(root, [operation.selectionSet], undefined, isChange ? changePoints : 0),
    };
  }

  /** @param variables as the client sent them. */
  estimate(variables: Variables): Estimate {
    if (this.#fixed) return this.#fixed;
    const sum = { cost: 0, nodes: 0, hasWrongPage: false };
    add(this.#root, 1, variables, sum);
    const estimate = { ...sum, cost: Math.max(1, Math.ceil(sum.cost)) };
    if (!this.#hasVariables) this.#fixed = estimate;
    return estimate;
  }

  #below(
    type: string,
    sets: readonly SelectionSetNode[],
    sized: { readonly fields: ReadonlySet<string>; readonly sizes: readonly Size[] } | undefined,
    rootPoints = 0,
  ): CostNode[] {
    const fields = new Map<string, FieldEntry>();
    for (const set of sets) this.#collect(type, set, fields);
    return [...fields.values()].map(({ parent, nodes }) => {
      const [name = ''] = nodes.map((node) => node.name.value);
      const size = sized?.fields.has(name) ? sized.sizes : undefined;
      return this.#node(parent, nodes, size, rootPoints);
    });
  }

  #node(
    parent: string,
    nodes: readonly FieldNode[],
    sizeFromAbove: readonly Size[] | undefined,
    rootPoints: number,
  ): CostNode {
    const [node] = nodes;
    const name = node?.name.value ?? '';
    if (!node || name.startsWith('__'))
      return leaf(name === '__typename' ? 0 : introspectionPoints);
    const type = this.#typeOf(parent, name);
    const points = this.#rules.ofField(parent, name);
    if (!type || isLeafType(getNamedType(type))) return leaf((points ?? leafPoints) + rootPoints);
    const list = this.#rules.sizeOf(parent, name);
    const sizes = list && this.#sizes(list, node);
    const isPage = list !== undefined && list.sized.size > 0;
    const isList = isListType(isNonNullType(type) ? type.ofType : type);
    const below = getNamedType(type).name;
    const ownSize = isPage ? undefined : (sizeFromAbove ?? sizes);
    const sets = nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
    return {
      fieldPoints: (points ?? 0) + rootPoints,
      itemPoints: this.#rules.ofType(below) ?? objectPoints,
      isObject: true,
      sizes: isList ? (ownSize ?? [usualListSize]) : undefined,
      pages: (list?.slicing.length ?? 0) > 0 ? (sizes ?? []) : [],
      below: this.#below(
        below,
        sets,
        isPage ? { fields: list.sized, sizes: sizes ?? [] } : undefined,
      ),
    };
  }

  #collect(type: string, { selections }: SelectionSetNode, into: Map<string, FieldEntry>): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        // The same name may stand for another field on another type.
        const key = `${(selection.alias ?? selection.name).value} ${selection.name.value}`;
        const entry = into.get(key);
        if (entry) entry.nodes.push(selection);
        else into.set(key, { parent: type, nodes: [selection] });
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT
          ? selection
          : this.#fragments.get(selection.name.value);
      const condition = fragment?.typeCondition?.name.value ?? type;
      if (fragment) this.#collect(condition, fragment.selectionSet, into);
    }
  }

  #typeOf(parent: string, field: string): GraphQLOutputType | undefined {
    const type = this.#schema.getType(parent);
    return isObjectType(type) || isInterfaceType(type) ? type.getFields()[field]?.type : undefined;
  }

  #sizes({ assumed, slicing }: ListSize, node: FieldNode): readonly Size[] {
    const given = slicing.flatMap((argument) => {
      const value = node.arguments?.find(({ name }) => name.value === argument)?.value;
      return value ? this.#size(value) : [];
    });
    return given.length > 0 ? given : [assumed];
  }

  #size(value: ValueNode): Size[] {
    if (value.kind === Kind.INT) return [Number(value.value)];
    if (value.kind !== Kind.VARIABLE) return [];
    this.#hasVariables = true;
    const otherwise = this.#defaults.get(value.name.value);
    return [
      {
        variable: value.name.value,
        otherwise: otherwise?.kind === Kind.INT ? Number(otherwise.value) : undefined,
      },
    ];
  }
}

interface FieldEntry {
  readonly parent: string;
  readonly nodes: FieldNode[];
}

function fragmentsOf({ definitions }: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = definitions.filter(
    (definition) => definition.kind === Kind.FRAGMENT_DEFINITION,
  );
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

function leaf(points: number): CostNode {
  const nothing = { sizes: undefined, pages: [], below: [] };
  return { fieldPoints: points, itemPoints: 0, isObject: false, ...nothing };
}

interface Sum {
  cost: number;
  nodes: number;
  hasWrongPage: boolean;
}

function add(node: CostNode, times: number, variables: Variables, sum: Sum): void {
  for (const page of node.pages) {
    const rows = rowsOf(page, variables);
    if (rows !== undefined && (rows < 1 || rows > limits.pageSize)) sum.hasWrongPage = true;
  }
  const rows = node.sizes
    ? Math.max(...node.sizes.map((size) => rowsOf(size, variables) ?? usualPage))
    : 1;
  const items = times * rows;
  sum.cost += times * node.fieldPoints + items * node.itemPoints;
  if (node.isObject) sum.nodes += items;
  for (const below of node.below) add(below, items, variables, sum);
}

/** Rows of a page when the variable that would say it is not given. */
const usualPage = 25;

function rowsOf(size: Size, variables: Variables): number | undefined {
  if (typeof size === 'number') return size;
  const given = variables[size.variable];
  return typeof given === 'number' ? given : given === undefined ? size.otherwise : undefined;
}
