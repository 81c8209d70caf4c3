import { type GraphQLSchema, isUnionType } from 'graphql';
import { badUserInput } from './faults.ts';

/** Most entities that one `_entities` field may be asked for. */
const maximumReferences = 500;

/**
 * Makes `_entities` refuse what the gateway never sends, before anything is looked up: too many
 * references, types that are no entities of this subgraph, ids that are no text.
 */
export function checkReferences(schema: GraphQLSchema): void {
  const field = schema.getQueryType()?.getFields()['_entities'];
  const entities = schema.getType('_Entity');
  if (!field?.resolve || !isUnionType(entities)) return;
  const names = new Set(entities.getTypes().map(({ name }) => name));
  const { resolve } = field;
  field.resolve = (source, args: { readonly representations: readonly unknown[] }, ...rest) => {
    const { representations } = args;
    if (representations.length > maximumReferences) {
      throw badUserInput(`Ask for at most ${String(maximumReferences)} entities at once.`);
    }
    if (!representations.every((reference) => isReference(reference, names))) {
      throw badUserInput('A representation names an entity of this subgraph and its id.');
    }
    return resolve(source, args, ...rest);
  };
}

function isReference(value: unknown, names: ReadonlySet<string>): boolean {
  if (typeof value !== 'object' || value === null || !('__typename' in value)) return false;
  const { __typename: type } = value;
  return (
    typeof type === 'string' &&
    names.has(type) &&
    (!('id' in value) || typeof value.id === 'string')
  );
}
