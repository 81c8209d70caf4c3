import { Kind, print, visit } from 'graphql';
import type { ASTVisitor, DocumentNode, FieldNode } from 'graphql';
import type { OperationCase } from './operation-case.ts';

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** The same question put so that stock has no chance to lose a type or a whole selection. */
export function withTypenames(operation: OperationCase): OperationCase {
  return changed(operation, {
    SelectionSet: {
      leave: (node) => ({ ...node, selections: [TYPENAME, ...node.selections] }),
    },
  });
}

/** The same question with answers under names that no schema has, so that a plan needs none. */
export function withOwnNames(operation: OperationCase): OperationCase {
  return changed(operation, {
    Field: {
      leave: (node) => {
        if (node.alias === undefined && !node.arguments?.length) return undefined;
        const value = `own_${(node.alias ?? node.name).value}`;
        return { ...node, alias: { kind: Kind.NAME, value } };
      },
    },
  });
}

function changed(operation: OperationCase, visitor: ASTVisitor): OperationCase {
  const document: DocumentNode = visit(operation.document, visitor);
  return { ...operation, document, source: print(document) };
}
