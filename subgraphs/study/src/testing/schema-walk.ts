import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  GraphQLID,
  GraphQLInt,
  type GraphQLOutputType,
  type GraphQLSchema,
  buildASTSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isNonNullType,
  isObjectType,
  parse,
} from 'graphql';
import { readFileSync } from 'node:fs';

/** An operation that the walk makes up. */
export interface WalkedOperation {
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const file = new URL('../schema.graphql', import.meta.url);
const schema: GraphQLSchema = buildASTSchema(parse(readFileSync(file, 'utf8')), {
  assumeValid: true,
});

/** How deep selections go; by then everything has been come to by some shorter way. */
const depth = 8;

/**
 * Operations over everything that can be read, made from the schema: each root field with all that can be
 * selected under it, for each of the ids, and each entity by each of the ids.
 *
 * @param scopes those of the schema’s that the reader has are walked; they are all in it.
 */
export function everyRead(ids: readonly string[]): WalkedOperation[] {
  const roots = Object.values(schema.getQueryType()?.getFields() ?? {});
  return [
    ...roots.flatMap((field) => idsFor(field, ids).map((id) => readOf(field, id))),
    ...entities().map((type) => entityRead(type, ids)),
  ];
}

/** Each mutation that changes something by its id and version, with the id. */
export function everyChange(id: string, version: number): WalkedOperation[] {
  const roots = Object.values(schema.getMutationType()?.getFields() ?? {});
  return roots.flatMap((field) => {
    const [argument] = field.args;
    const type = argument && getNamedType(argument.type);
    if (!type || !('getFields' in type)) return [];
    const fields = Object.values(type.getFields());
    if (!fields.some(({ name }) => name === 'id')) return [];
    const input = Object.fromEntries(
      fields
        .filter((one) => isNonNullType(one.type))
        .map((one) => [one.name, { id, version }[one.name] ?? sample(one)]),
    );
    const query = `mutation ($input: ${type.name}!) { ${field.name}(input: $input) { __typename } }`;
    return [{ name: field.name, query, variables: { input } }];
  });
}

/** All types that are reached by key from other subgraphs. */
const entities = () =>
  Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType =>
      isObjectType(type) &&
      (type.astNode?.directives ?? []).some(({ name }) => name.value === 'key') &&
      type.getFields()['id'] !== undefined,
  );

function entityRead(type: GraphQLObjectType, ids: readonly string[]): WalkedOperation {
  const fields = Object.values(type.getFields()).filter(({ name }) => name !== 'id');
  const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${type.name} {
    __typename ${fields.map((field) => selected(field, [type.name])).join(' ')} } } }`;
  const of = ids.map((id) => ({ __typename: type.name, id }));
  return { name: type.name, query, variables: { of } };
}

function readOf(field: GraphQLField<unknown, unknown>, id: string): WalkedOperation {
  return { name: field.name, query: `{ ${selected(field, [], id)} }`, variables: {} };
}

/** One run is enough where no id is asked for. */
const idsFor = ({ args }: GraphQLField<unknown, unknown>, ids: readonly string[]) =>
  args.some(({ type }) => getNamedType(type) === GraphQLID) ? ids : [''];

function selected(field: GraphQLField<unknown, unknown>, path: readonly string[], id = ''): string {
  const given = field.args.flatMap((argument) => {
    const isId = getNamedType(argument.type) === GraphQLID;
    if (isId && id !== '') return [`${argument.name}: ${JSON.stringify(id)}`];
    if (argument.name === 'first') return ['first: 100'];
    return isNonNullType(argument.type) ? [`${argument.name}: ${literal(argument)}`] : [];
  });
  const below = selection(field.type, path);
  if (below === null) return '';
  return `${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''} ${below}`;
}

/** @returns what can be selected of a type; empty for a leaf, `null` where the way goes in circles. */
function selection(type: GraphQLOutputType, path: readonly string[]): string | null {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  const types = isAbstractType(named) ? schema.getPossibleTypes(named) : [named];
  if (path.length >= depth || path.filter((one) => one === named.name).length > 1) return null;
  const parts = types.map((one) => {
    const fields = Object.values(one.getFields()).map((f) => selected(f, [...path, one.name]));
    return `... on ${one.name} { __typename ${fields.join(' ')} }`;
  });
  return `{ ${parts.join(' ')} }`;
}

const literal = (argument: GraphQLArgument): string => {
  const value = sample(argument);
  const type = getNamedType(argument.type);
  return isEnumType(type) ? String(value) : JSON.stringify(value);
};

/** Some value that an argument or input field may have. */
function sample({ name, type }: Pick<GraphQLArgument, 'name' | 'type'>): unknown {
  const named = getNamedType(type);
  if (isEnumType(named)) return named.getValues()[0]?.name;
  if (named === GraphQLInt) return name === 'academicYear' ? 2026 : 1;
  if (named.name === 'Boolean') return true;
  if (named.name === 'Date') return '2027-01-01';
  return String(type).includes('[') ? [] : 'text';
}
