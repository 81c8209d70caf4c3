import {
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from 'graphql';

const rootTypes = ['Query', 'Mutation'];

interface Contribution {
  readonly subgraph: string;
  readonly type: ObjectTypeDefinitionNode;
}

/**
 * Finds fields through which one dead subgraph would empty more of an answer than its own part: a
 * field that a subgraph adds to another's type, that hands over to another's entity, or that stands
 * at the root of an operation, promises to be there though the process behind it may not be.
 *
 * @param schemas the subgraphs' own schemas by name. The owner of an entity is the one that says
 * most about it.
 * @returns `subgraph Type.field` for each that ought to be nullable.
 */
export function brittleBorders(schemas: ReadonlyMap<string, DocumentNode>): string[] {
  const contributions = contributionsOf(schemas);
  const owners = new Map<string, string>();
  for (const [name, parts] of contributions) {
    const [most] = [...parts].sort((a, b) => sizeOf(b) - sizeOf(a));
    if (most && parts.some(({ type }) => isEntity(type))) owners.set(name, most.subgraph);
  }
  return [...contributions].flatMap(([name, parts]) =>
    parts.flatMap(({ subgraph, type }) => {
      const isKey = keyFieldsOf(type);
      return (type.fields ?? [])
        .filter(({ type: answer }) => answer.kind === Kind.NON_NULL_TYPE)
        .filter((field) => !isKey.has(field.name.value))
        .filter((field) => {
          const parentOwner = rootTypes.includes(name) ? undefined : (owners.get(name) ?? subgraph);
          const answerOwner = owners.get(namedType(field)) ?? subgraph;
          return parentOwner !== subgraph || answerOwner !== subgraph;
        })
        .map((field) => `${subgraph} ${name}.${field.name.value}`);
    }),
  );
}

function contributionsOf(schemas: ReadonlyMap<string, DocumentNode>): Map<string, Contribution[]> {
  const found = new Map<string, Contribution[]>();
  for (const [subgraph, { definitions }] of schemas) {
    for (const type of definitions) {
      if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
      const name = type.name.value;
      found.set(name, [...(found.get(name) ?? []), { subgraph, type }]);
    }
  }
  return found;
}

function isEntity(type: ObjectTypeDefinitionNode): boolean {
  return !rootTypes.includes(type.name.value) && keyFieldsOf(type).size > 0;
}

function sizeOf({ type }: Contribution): number {
  return type.fields?.length ?? 0;
}

function keyFieldsOf(type: ObjectTypeDefinitionNode): Set<string> {
  const keys = (type.directives ?? []).filter(({ name }) => name.value === 'key');
  const texts = keys.map(({ arguments: given }) => {
    const value = given?.find(({ name }) => name.value === 'fields')?.value;
    return value?.kind === Kind.STRING ? value.value : '';
  });
  return new Set(texts.flatMap((text) => text.split(/\W+/)).filter((name) => name !== ''));
}

function namedType({ type }: FieldDefinitionNode): string {
  let inner: TypeNode = type;
  while (inner.kind !== Kind.NAMED_TYPE) inner = inner.type;
  return inner.name.value;
}
