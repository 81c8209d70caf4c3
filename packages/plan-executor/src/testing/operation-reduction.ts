import { getOperationAST, Kind, parse, print, specifiedRules, validate, visit } from 'graphql';
import type { ASTNode, DocumentNode, GraphQLSchema } from 'graphql';
import type { Case } from './comparison.ts';

const REMOVABLE: ReadonlySet<string> = new Set([
  Kind.FIELD,
  Kind.INLINE_FRAGMENT,
  Kind.FRAGMENT_SPREAD,
  Kind.DIRECTIVE,
  Kind.ARGUMENT,
  Kind.OBJECT_FIELD,
]);

/** Takes away whatever a failing operation can do without. */
export async function smallest(
  schema: GraphQLSchema,
  failing: Case,
  stillFails: (candidate: Case) => Promise<boolean>,
): Promise<Case> {
  let best = failing;
  for (let index = 0; index < countOf(best.operation.document);) {
    const candidate = caseOf(best, without(best.operation.document, index));
    if (isValid(schema, candidate) && (await stillFails(candidate))) best = candidate;
    else index++;
  }
  return best;
}

/** Whether a server would run the operation: its text parses and fits the schema. */
export function isValid(schema: GraphQLSchema, { operation }: Case): boolean {
  const definition = getOperationAST(operation.document, operation.operationName);
  if (!definition || !schema.getRootType(definition.operation)) return false;
  try {
    return validate(schema, parse(operation.source), specifiedRules).length === 0;
  } catch {
    return false;
  }
}

function countOf(document: DocumentNode): number {
  let count = 0;
  const enter = (node: ASTNode) => {
    if (REMOVABLE.has(node.kind)) count++;
  };
  visit(document, { enter });
  return count;
}

/** The document less the node of that number, and less all that only it had use for. */
function without(document: DocumentNode, index: number): DocumentNode {
  let count = 0;
  const reduced: DocumentNode = visit(document, {
    enter: (node: ASTNode) => (REMOVABLE.has(node.kind) && count++ === index ? null : undefined),
  });
  const pruned: DocumentNode = visit(reduced, {
    Field: { leave: (node) => (node.selectionSet?.selections.length === 0 ? null : undefined) },
    InlineFragment: {
      leave: (node) => (node.selectionSet.selections.length === 0 ? null : undefined),
    },
  });
  return withoutUnused(pruned);
}

function withoutUnused(document: DocumentNode): DocumentNode {
  const used = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable: (node) => void used.add(`$${node.name.value}`),
    FragmentSpread: (node) => void used.add(node.name.value),
  });
  const cleaned: DocumentNode = visit(document, {
    VariableDefinition: (node) => (used.has(`$${node.variable.name.value}`) ? undefined : null),
    FragmentDefinition: (node) => (used.has(node.name.value) ? undefined : null),
  });
  const gone = cleaned.definitions.length < document.definitions.length;
  return gone ? withoutUnused(cleaned) : cleaned;
}

/** Variables that are gone from the text are gone from the values. */
function caseOf({ operation, variables, faults }: Case, document: DocumentNode): Case {
  const source = print(document);
  const kept = Object.entries(variables).filter(([name]) => source.includes(`$${name}`));
  return {
    operation: { ...operation, document, source },
    variables: Object.fromEntries(kept),
    faults,
  };
}
