import {
  buildSchema,
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  print,
} from 'graphql';
import { readFileSync } from 'node:fs';

const sdl = readFileSync(new URL('schema.graphql', import.meta.url), 'utf8');
const schema = buildSchema(sdl, { assumeValidSDL: true });

/** The fields by which each type with a key is known. */
export const keysOf: ReadonlyMap<string, readonly string[]> = new Map(
  Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap(({ name, astNode }) => {
      const [, fields] = /@key\(fields: "([^"]+)"/.exec(astNode ? print(astNode) : '') ?? [];
      return fields === undefined ? [] : [[name, fields.split(' ')] as const];
    }),
);

/** A value for what has to be given, by the name of the argument or of the input's field. */
export type Given = (name: string) => string;

/** Connections and their edges are on the way, and no step of it. */
const isOnTheWay = (type: GraphQLNamedType) => /(Connection|Edge)$/.test(type.name);

const fieldsOf = (type: GraphQLObjectType) => Object.values(type.getFields());

/** Paths through the schema as it is, so that a field which is added is walked without being named. */
export class SchemaWalk {
  /** Each field of each type that was walked, as `Type.field`. */
  readonly walked = new Set<string>();

  /**
   * @param steps how many relations deep.
   * @param given makes up what has to be given.
   */
  constructor(
    private readonly steps: number,
    private readonly given: Given,
  ) {}

  /** One operation for each field of Query and each order in which it can be asked for. */
  queries(): string[] {
    const query = schema.getQueryType();
    return (query ? fieldsOf(query) : []).flatMap((field) =>
      ordersOf(field).map((order) => `{ ${this.#field('Query', field, this.steps, [], order)} }`),
    );
  }

  /** What is selected of each type that has a key, by its name. */
  entities(): Map<string, string> {
    const selected = [...keysOf.keys()].map((name) => {
      const type = schema.getType(name);
      return [name, type ? this.#selection(type, this.steps, []) : ''] as const;
    });
    return new Map(selected);
  }

  /** Each mutation that names one of `names` in its input, as an operation with the value for it. */
  mutations(names: RegExp, value: string): Map<string, string> {
    const mutation = schema.getMutationType();
    const found = new Map<string, string>();
    for (const field of mutation ? fieldsOf(mutation) : []) {
      const input = field.args.map(({ type }) => getNamedType(type)).find(isInputObjectType);
      const named = Object.values(input?.getFields() ?? {}).find(({ name }) => names.test(name));
      if (!input || !named) continue;
      const literal = this.#literal(input, 'input', { [named.name]: valueFor(named.type, value) });
      const result = getNamedType(field.type);
      const said = isAbstractType(result) ? schema.getPossibleTypes(result) : [];
      const kinds = said.map(({ name }) => `... on ${name} { __typename }`).join(' ');
      found.set(
        field.name,
        `mutation { ${field.name}(input: ${literal}) { __typename ${kinds} } }`,
      );
    }
    return found;
  }

  /** What can be reached at all, as `walked` says it. */
  reachable(): Set<string> {
    const found = new Set<string>();
    const seen = new Set<string>();
    const follow = (type: GraphQLNamedType) => {
      if (seen.has(type.name)) return;
      seen.add(type.name);
      if (isAbstractType(type)) schema.getPossibleTypes(type).forEach(follow);
      if (!isObjectType(type)) return;
      for (const field of fieldsOf(type)) {
        found.add(`${type.name}.${field.name}`);
        follow(getNamedType(field.type));
      }
    };
    const query = schema.getQueryType();
    if (query) follow(query);
    return found;
  }

  #selection(type: GraphQLNamedType, steps: number, path: readonly string[]): string {
    if (isAbstractType(type)) {
      const kinds = schema.getPossibleTypes(type);
      return kinds
        .map((kind) => `... on ${kind.name} { ${this.#selection(kind, steps, path)} }`)
        .join(' ');
    }
    if (!isObjectType(type)) return '';
    const fields = fieldsOf(type).map((field) => this.#field(type.name, field, steps, path));
    return ['__typename', ...fields].join(' ');
  }

  #field(
    typeName: string,
    field: GraphQLField<unknown, unknown>,
    steps: number,
    path: readonly string[],
    order = '',
  ): string {
    const edge = `${typeName}.${field.name}`;
    const type = getNamedType(field.type);
    const isRelation = isObjectType(type) || isAbstractType(type);
    const left = isRelation && !isOnTheWay(type) ? steps - 1 : steps;
    if (left < 0 || path.includes(edge)) return '';
    this.walked.add(edge);
    const call = `${typeName}_${field.name}: ${field.name}${this.#args(field.args, order)}`;
    if (!isRelation) return call;
    const selected = this.#selection(type, left, [...path, edge]);
    return selected === '' ? '' : `${call} { ${selected} }`;
  }

  #args(args: readonly GraphQLArgument[], order: string): string {
    const given = args.flatMap((arg) => {
      if (arg.name === 'first') return ['first: 50'];
      if (arg.name === 'orderBy' && order) return [`orderBy: ${order}`];
      return isRequiredArgument(arg) ? [`${arg.name}: ${this.#literal(arg.type, arg.name)}`] : [];
    });
    return given.length > 0 ? `(${given.join(', ')})` : '';
  }

  #literal(
    type: GraphQLInputType,
    name: string,
    known: Readonly<Record<string, string>> = {},
  ): string {
    if (isNonNullType(type)) return this.#literal(type.ofType, name, known);
    if (isListType(type)) return `[${this.#literal(type.ofType, name, known)}]`;
    if (isEnumType(type)) return type.getValues()[0]?.name ?? 'null';
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).flatMap((field) => {
        const value = known[field.name];
        if (value !== undefined) return [`${field.name}: ${value}`];
        return isRequiredInputField(field)
          ? [`${field.name}: ${this.#literal(field.type, field.name)}`]
          : [];
      });
      return `{ ${fields.join(', ')} }`;
    }
    return scalars[type.name] ?? JSON.stringify(this.given(name));
  }
}

/** Some value of each scalar that is no text. */
const scalars: Readonly<Record<string, string>> = {
  ...{ Int: '1', Float: '1', Boolean: 'true', Date: '"2026-06-01"' },
  DateTime: '"2026-06-01T09:00:00.000Z"',
};

/** Each order that a list can be asked for in; the one that it has by itself where it has no others. */
function ordersOf({ args }: GraphQLField<unknown, unknown>): string[] {
  const order = args.find(({ name }) => name === 'orderBy');
  const type = order && getNamedType(order.type);
  return type && isEnumType(type) ? type.getValues().map(({ name }) => name) : [''];
}

const valueFor = (type: GraphQLInputType, value: string): string =>
  isListType(isNonNullType(type) ? type.ofType : type)
    ? `[${JSON.stringify(value)}]`
    : JSON.stringify(value);
