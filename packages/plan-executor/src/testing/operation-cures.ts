import { Kind, TypeInfo, print, valueFromASTUntyped, visit, visitWithTypeInfo } from 'graphql';
import type { ASTVisitor, DocumentNode, FieldNode, GraphQLSchema, SelectionNode } from 'graphql';
import type { OperationCase } from './operation-case.ts';
import { hashOf } from './seeded-random.ts';
import type { Fields } from './universe.ts';

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** The name under which objects tell their ids. */
export const IDENTITY = 'own_identity';
const ID: FieldNode = {
  kind: Kind.FIELD,
  name: { kind: Kind.NAME, value: 'id' },
  alias: { kind: Kind.NAME, value: IDENTITY },
};

/** Stands where conditions leave nothing of a selection. */
const NOTHING: FieldNode = { ...TYPENAME, alias: { kind: Kind.NAME, value: 'own_nothing' } };

/** The same question put so that stock has no chance to lose a type or a whole selection. */
export function withTypenames(operation: OperationCase): OperationCase {
  return changed(operation, {
    SelectionSet: {
      leave: (node) => ({ ...node, selections: [TYPENAME, ...node.selections] }),
    },
  });
}

/** The same question with answers under names that no schema has, one for each field and arguments. */
export function withOwnNames(schema: GraphQLSchema, operation: OperationCase): OperationCase {
  const types = new TypeInfo(schema);
  const visitor: ASTVisitor = {
    Field: {
      leave: (node) => {
        if (!mayBeMistaken(node, types)) return undefined;
        const question = [node.name, ...(node.arguments ?? [])].map(print).join();
        const value = `own_${(node.alias ?? node.name).value}_${hashOf(question)}`;
        return { ...node, alias: { kind: Kind.NAME, value } };
      },
    },
  };
  return changed(operation, visitWithTypeInfo(types, visitor));
}

/** Whether an answer stands under a name that a plan may want for what it fetches itself. */
export function hasNamesToMistake(schema: GraphQLSchema, { document }: OperationCase): boolean {
  const types = new TypeInfo(schema);
  let found = false;
  const look = (node: FieldNode) => void (found ||= mayBeMistaken(node, types));
  visit(document, visitWithTypeInfo(types, { Field: look }));
  return found;
}

/** Through an alias, or arguments with which the plan may want another answer. */
function mayBeMistaken({ alias }: FieldNode, types: TypeInfo): boolean {
  return alias !== undefined || (types.getFieldDef()?.args.length ?? 0) > 0;
}

/** The same question without conditions: what these variables leave of it. */
export function withoutConditions(operation: OperationCase, variables: Fields): OperationCase {
  const defaults = defaultsOf(operation);
  const isLeftOut = (node: SelectionNode) =>
    (node.directives ?? []).some(({ name, arguments: given = [] }) => {
      const value = given[0] && valueFromASTUntyped(given[0].value, { ...defaults, ...variables });
      return name.value === 'skip' ? value === true : value === false;
    });
  const settled = <Node extends SelectionNode>(node: Node): Node | null =>
    isLeftOut(node) ? null : { ...node, directives: [] };
  return changed(operation, {
    Field: settled,
    InlineFragment: settled,
    FragmentSpread: settled,
    SelectionSet: {
      leave: (node) =>
        node.selections.length === 0 ? { ...node, selections: [NOTHING] } : undefined,
    },
  });
}

function defaultsOf({ document }: OperationCase): Fields {
  const found: Record<string, unknown> = {};
  visit(document, {
    VariableDefinition: ({ variable, defaultValue }) => {
      if (defaultValue) found[variable.name.value] = valueFromASTUntyped(defaultValue);
    },
  });
  return found;
}

/** The same question, each object asked for its id besides, under a name of its own. */
export function withIdentities(schema: GraphQLSchema, operation: OperationCase): OperationCase {
  const types = new TypeInfo(schema);
  const visitor: ASTVisitor = {
    SelectionSet: {
      leave: (node) => {
        const type = types.getParentType();
        const hasId = type && 'getFields' in type && 'id' in type.getFields();
        return hasId ? { ...node, selections: [...node.selections, ID] } : undefined;
      },
    },
  };
  return changed(operation, visitWithTypeInfo(types, visitor));
}

function changed(operation: OperationCase, visitor: ASTVisitor): OperationCase {
  const document: DocumentNode = visit(operation.document, visitor);
  return { ...operation, document, source: print(document) };
}
