import { readFileSync } from 'node:fs';
import {
  buildASTSchema,
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  GraphQLID,
  type GraphQLNamedType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
  parse,
} from 'graphql';

const schema = buildASTSchema(
  parse(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')),
  { assumeValidSDL: true },
);

/** From a person one gets to the next, and from there no further: that is the same again. */
const often: Readonly<Record<string, number>> = { Person: 2 };
/** Things one goes through, one to another; what is further off is reached from nearer by its key. */
const steps = 4;
/** Parts of a list are not further off than the list. */
const isPart = (name: string) => name.endsWith('Connection') || name.endsWith('Edge');
/** They bear nothing of anybody, and would make each path longer. */
const dull = new Set(['PageInfo', 'OfficialCode', 'StaffRole', 'RoleProfile', 'NextStep']);

/** A question that goes down every path from one place. */
export interface Walk {
  readonly from: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Fields that no question reaches, because they ask for what only their reader knows. */
export const unasked = new Set<string>();

/**
 * Every question that the schema lets one ask, with each id where one is asked for: from each field of
 * `Query`, and from each entity by its key. Names in the answer are `Type__field`.
 */
export function walks(ids: readonly string[]): Walk[] {
  const roots = Object.values(schema.getQueryType()?.getFields() ?? {});
  return [
    ...roots.flatMap((field) => rootWalks(field, ids)),
    ...entities().flatMap((type) => {
      const selection = selectionOf(type, [type.name]);
      const representations = ids.map((id) => ({ __typename: type.name, id }));
      const query = `query ($representations: [_Any!]!) {
        _entities(representations: $representations) { ... on ${type.name} ${selection} } }`;
      return [{ from: `${type.name} by key`, query, variables: { representations } }];
    }),
  ];
}

/** What somebody who asks all the questions is told of texts, each as `name Type.field`, in order. */
export async function foundBy(
  ask: (
    query: string,
    variables: Walk['variables'],
  ) => Promise<{ readonly data?: unknown; readonly errors?: unknown }>,
  questions: readonly Walk[],
  texts: ReadonlyMap<string, string>,
): Promise<string[]> {
  const found = new Set<string>();
  for (const { query, variables } of questions) {
    const { data, errors } = await ask(query, variables);
    for (const each of findings([data, errors], texts)) found.add(each);
  }
  return [...found].toSorted();
}

/** What was found of texts in an answer, each as `name Type.field`. */
function findings(answer: unknown, texts: ReadonlyMap<string, string>, at = ''): string[] {
  if (typeof answer === 'string') {
    const found = [...texts].filter(([, text]) => answer.includes(text));
    return found.map(([name]) => `${name} ${at.replace('__', '.')}`);
  }
  if (Array.isArray(answer)) return answer.flatMap((each) => findings(each, texts, at));
  if (typeof answer !== 'object' || answer === null) return [];
  return Object.entries(answer).flatMap(([key, value]) => findings(value, texts, key));
}

function entities() {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ astNode }) =>
      astNode?.directives?.some(
        ({ name, arguments: given }) =>
          name.value === 'key' &&
          JSON.stringify(given).includes('"value":"id"') &&
          !JSON.stringify(given).includes('resolvable'),
      ),
    );
}

function rootWalks(field: GraphQLField<unknown, unknown>, ids: readonly string[]): Walk[] {
  const type = getNamedType(field.type);
  const selection = isLeafType(type) ? '' : selectionOf(type, [type.name]);
  const required = field.args.filter(isRequiredArgument);
  const [only, ...more] = required;
  const name = `Query__${field.name}: ${field.name}`;
  if (!only) return [{ from: field.name, query: `{ ${name} ${selection} }`, variables: {} }];
  const values = more.length > 0 ? [] : valuesOf(only, ids);
  if (values.length === 0) unasked.add(`Query.${field.name}`);
  return values.map((value) => {
    const query = `query ($it: ${String(only.type)}) { ${name}(${only.name}: $it) ${selection} }`;
    return { from: `${field.name} ${String(value)}`, query, variables: { it: value } };
  });
}

function valuesOf({ type, defaultValue }: GraphQLArgument, ids: readonly string[]): unknown[] {
  const named = getNamedType(type);
  if (defaultValue !== undefined) return [defaultValue];
  if (isEnumType(named)) return named.getValues().map(({ name }) => name);
  return named === GraphQLID ? [...ids] : [];
}

function selectionOf(type: GraphQLNamedType, passed: readonly string[]): string {
  if (isUnionType(type) || isInterfaceType(type)) {
    const each = schema.getPossibleTypes(type).map((one) => {
      return `... on ${one.name} ${selectionOf(one, [...passed, one.name])}`;
    });
    return `{ __typename ${each.join(' ')} }`;
  }
  if (!isObjectType(type)) return '';
  const fields = Object.values(type.getFields()).map((field) => fieldOf(type.name, field, passed));
  return `{ __typename ${fields.join(' ')} }`;
}

function fieldOf(
  owner: string,
  field: GraphQLField<unknown, unknown>,
  passed: readonly string[],
): string {
  const type = getNamedType(field.type);
  if (field.args.some(isRequiredArgument)) {
    unasked.add(`${owner}.${field.name}`);
    return '';
  }
  const name = `${owner}__${field.name}: ${field.name}`;
  if (isLeafType(type)) return name;
  const times = passed.filter((one) => one === type.name).length;
  if (dull.has(type.name) || times >= (often[type.name] ?? 1)) return '';
  if (!isPart(type.name) && passed.filter((one) => !isPart(one)).length >= steps) return '';
  const few = field.args.some((argument) => argument.name === 'first') ? '(first: 5)' : '';
  return `${name}${few} ${selectionOf(type, [...passed, type.name])}`;
}
