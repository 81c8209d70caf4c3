import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parseConstValue,
  type TypeNode,
  visit,
} from 'graphql';

/** Rows of a page whose size nobody says; `page.ts` gives as many. */
const usualPage = 25;

/** Points of counting a whole list: a statement of its own. */
const totalPoints = 5;

/**
 * Says in the schema what lists cost: each field that answers with a connection takes the size of its
 * pages from `first` or `last`; connections, edges and page information cost nothing themselves,
 * and a total costs a statement. So no list has to say it for itself, and none can forget to.
 */
export function withListCosts(document: DocumentNode): DocumentNode {
  return visit(document, {
    FieldDefinition: (field) => (isPaged(field) ? withDirective(field, pageSize) : undefined),
    ObjectTypeDefinition: {
      leave: (type) =>
        isWrapper(type) ? withDirective(withTotalCost(type), costOf(0)) : undefined,
    },
  });
}

function isPaged({ type, arguments: given = [] }: FieldDefinitionNode): boolean {
  return nameOf(type).endsWith('Connection') && given.some(({ name }) => name.value === 'first');
}

function isWrapper({ name: { value } }: ObjectTypeDefinitionNode): boolean {
  return value === 'PageInfo' || /.(Connection|Edge)$/.test(value);
}

function withTotalCost(type: ObjectTypeDefinitionNode): ObjectTypeDefinitionNode {
  const fields = type.fields?.map((field) =>
    field.name.value === 'totalCount' ? withDirective(field, costOf(totalPoints)) : field,
  );
  return fields ? { ...type, fields } : type;
}

function withDirective<Node extends { readonly directives?: readonly ConstDirectiveNode[] }>(
  node: Node,
  directive: ConstDirectiveNode,
): Node {
  return { ...node, directives: [...(node.directives ?? []), directive] };
}

const pageSize = directive('listSize', {
  assumedSize: String(usualPage),
  slicingArguments: '["first", "last"]',
  sizedFields: '["edges"]',
  requireOneSlicingArgument: 'false',
});

function costOf(points: number): ConstDirectiveNode {
  return directive('cost', { weight: String(points) });
}

function directive(name: string, given: Readonly<Record<string, string>>): ConstDirectiveNode {
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: name },
    arguments: Object.entries(given).map(([argument, value]) => ({
      kind: Kind.ARGUMENT,
      name: { kind: Kind.NAME, value: argument },
      value: parseConstValue(value, { noLocation: true }),
    })),
  };
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}
