import {
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  print,
  visit,
} from 'graphql';
import { hashOf, type TrustedDocument } from './manifest.ts';

/** A frontend's documents that cannot be published. */
export class UnusableDocuments extends Error {}

/** A file of a frontend that holds operations or fragments. */
export interface DocumentFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Makes of each operation a document of its own, with the fragments that it uses from whatever file.
 *
 * @throws UnusableDocuments naming the file, and never quoting it.
 */
export function extractDocuments(
  files: readonly DocumentFile[],
): (TrustedDocument & { type: 'query' | 'mutation' })[] {
  const definitions = files.flatMap((file) => definitionsOf(file));
  const fragments = uniqueByName(definitions.filter(isFragment));
  const operations = uniqueByName(definitions.filter(isOperation));
  return [...operations].map(([name, operation]) => {
    const { operation: type } = operation;
    if (type === OperationTypeNode.SUBSCRIPTION)
      throw new UnusableDocuments(`${name} is a subscription.`);
    const used = [...fragmentsOf(name, operation, fragments)].sort();
    const document: DocumentNode = {
      kind: Kind.DOCUMENT,
      definitions: [operation, ...used.flatMap((fragment) => fragments.get(fragment) ?? [])],
    };
    const text = print(document);
    return { hash: hashOf(text), name, type, text };
  });
}

function definitionsOf({ name, text }: DocumentFile): readonly DefinitionNode[] {
  try {
    return parse(text, { noLocation: true }).definitions;
  } catch {
    throw new UnusableDocuments(`${name} is not GraphQL.`);
  }
}

function uniqueByName<Node extends OperationDefinitionNode | FragmentDefinitionNode>(
  nodes: readonly Node[],
): Map<string, Node> {
  const byName = new Map<string, Node>();
  for (const node of nodes) {
    const name = node.name?.value;
    if (name === undefined) throw new UnusableDocuments('An operation has no name.');
    if (byName.has(name)) throw new UnusableDocuments(`${name} is defined twice.`);
    byName.set(name, node);
  }
  return byName;
}

function fragmentsOf(
  operationName: string,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Set<string> {
  const used = new Set<string>();
  const collect = (node: OperationDefinitionNode | FragmentDefinitionNode) => {
    visit(node, {
      FragmentSpread: ({ name: { value } }) => {
        if (used.has(value)) return;
        used.add(value);
        const fragment = fragments.get(value);
        if (!fragment)
          throw new UnusableDocuments(`${operationName} spreads no fragment ${value}.`);
        collect(fragment);
      },
    });
  };
  collect(operation);
  return used;
}

function isFragment(node: DefinitionNode): node is FragmentDefinitionNode {
  return node.kind === Kind.FRAGMENT_DEFINITION;
}

function isOperation(node: DefinitionNode): node is OperationDefinitionNode {
  return node.kind === Kind.OPERATION_DEFINITION;
}
