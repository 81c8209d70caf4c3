import { type DocumentNode, type FieldNode, Kind, parse, print, visit } from 'graphql';

/**
 * @returns fields that one subgraph's `@requires` ask for with different arguments. The planner keeps
 * one answer under the field's name, so one of them would be given the other's.
 */
export function clashingRequirements(schema: DocumentNode): string[] {
  const asked = new Map<string, Set<string>>();
  visit(schema, {
    ObjectTypeDefinition: ({ name, fields }) => {
      for (const { directives } of fields ?? []) {
        const requires = directives?.find((directive) => directive.name.value === 'requires');
        const value = requires?.arguments?.[0]?.value;
        if (value?.kind !== Kind.STRING) continue;
        visit(parse(`{${value.value}}`), {
          Field: (field) => {
            const key = `${name.value}: ${field.name.value}`;
            asked.set(key, (asked.get(key) ?? new Set()).add(argumentsOf(field)));
          },
        });
      }
    },
  });
  return [...asked].flatMap(([key, sets]) => (sets.size > 1 ? [key] : []));
}

function argumentsOf({ arguments: given = [] }: FieldNode): string {
  return given.map(print).sort().join(' ');
}
