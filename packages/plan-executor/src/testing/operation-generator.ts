import { Kind, OperationTypeNode, print, specifiedRules, validate } from 'graphql';
import type {
  DefinitionNode,
  DocumentNode,
  GraphQLObjectType,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import { nameFragments } from './fragment-naming.ts';
import type { OperationCase } from './operation-case.ts';
import { SeededRandom } from './seeded-random.ts';
import { SelectionGenerator } from './selection-generator.ts';
import { VariablePool } from './variable-pool.ts';

/** Makes operations that are valid under an API schema. */
export class OperationGenerator {
  /** How many were made, and how many of those the schema took. */
  readonly tally = { made: 0, valid: 0 };

  constructor(private readonly schema: GraphQLSchema) {}

  generate(seed: string): OperationCase {
    for (let attempt = 0; attempt < 50; attempt++) {
      this.tally.made++;
      const made = this.attempt(new SeededRandom(`operation ${seed} ${attempt}`));
      if (validate(this.schema, made.document, specifiedRules).length > 0) continue;
      this.tally.valid++;
      return made;
    }
    throw new Error(`No valid operation comes of ${seed}.`);
  }

  private attempt(random: SeededRandom): OperationCase {
    const pool = new VariablePool(random);
    const { operation, type } = this.rootType(random);
    const selections = new SelectionGenerator(this.schema, random, pool).selectionSet(type);
    const single = random.chance(0.5) && !random.chance(0.3);
    const definition: OperationDefinitionNode = {
      kind: Kind.OPERATION_DEFINITION,
      operation,
      ...(single ? {} : { name: { kind: Kind.NAME, value: 'Wanted' } }),
      variableDefinitions: pool.definitions(),
      selectionSet: selections,
    };
    const definitions: DefinitionNode[] = nameFragments(random, definition);
    const several = !single && random.chance(0.2);
    if (several) definitions.unshift(...otherOperation());
    const document: DocumentNode = { kind: Kind.DOCUMENT, definitions };
    const variables = Array.from({ length: 2 }, () => pool.values());
    const operationName = several || (!single && random.chance(0.5)) ? 'Wanted' : undefined;
    return { document, source: print(document), operationName, variables };
  }

  private rootType(random: SeededRandom): {
    operation: OperationTypeNode;
    type: GraphQLObjectType;
  } {
    const mutation = this.schema.getMutationType();
    const query = this.schema.getQueryType();
    if (mutation && random.chance(0.35))
      return { operation: OperationTypeNode.MUTATION, type: mutation };
    if (!query) throw new Error('There is nothing to query.');
    return { operation: OperationTypeNode.QUERY, type: query };
  }
}

/** Asks only for the root's type, so that its answer cannot be taken for the wanted one. */
function otherOperation(): OperationDefinitionNode[] {
  const field = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const;
  const alias = { kind: Kind.NAME, value: 'unwanted' } as const;
  return [
    {
      kind: Kind.OPERATION_DEFINITION,
      operation: OperationTypeNode.QUERY,
      name: { kind: Kind.NAME, value: 'Unwanted' },
      selectionSet: { kind: Kind.SELECTION_SET, selections: [{ ...field, alias }] },
    },
  ];
}
