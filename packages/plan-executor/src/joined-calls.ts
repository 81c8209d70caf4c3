import {
  Kind,
  type NameNode,
  OperationTypeNode,
  type OperationDefinitionNode,
  parse,
  print,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import { usualKey, usualVariable } from './entity-fetch.ts';
import type { BatchFetchNode, EntitiesNode, FetchNode, Plan, PlanNode, PlanPath } from './plan.ts';

/** A fetch about entities, and the steps that wait for it. */
interface Branch {
  readonly path: PlanPath;
  readonly fetch: FetchNode & Required<Pick<FetchNode, 'requires'>>;
  readonly rest: readonly PlanNode[];
}

/**
 * The same plan with one call where several fetches about entities ask one subgraph at one time. What
 * waits for one of them then waits for all, and is joined in its turn. Nobody sees the difference but the
 * subgraph, which has one request, one transaction and one turn of loading where it had several.
 */
export function withJoinedCalls({ node }: Plan): Plan {
  if (!node || node.kind === 'Subscription') return { ...(node && { node }) };
  return { node: joined(node) };
}

function joined(node: PlanNode): PlanNode {
  switch (node.kind) {
    case 'Sequence':
      return { kind: 'Sequence', nodes: node.nodes.map(joined) };
    case 'Parallel':
      return parallel(joinedBranches(node.nodes));
    case 'Condition': {
      const { ifClause, elseClause } = node;
      return {
        ...node,
        ...(ifClause && { ifClause: joined(ifClause) }),
        ...(elseClause && { elseClause: joined(elseClause) }),
      };
    }
    default:
      return node;
  }
}

/** Branches that begin with one subgraph become one, in the place of the first. */
function joinedBranches(nodes: readonly PlanNode[]): PlanNode[] {
  const groups = new Map<unknown, [PlanNode, Branch | undefined][]>();
  for (const node of nodes) {
    const branch = branchOf(node);
    const key = branch?.fetch.serviceName ?? node; // what begins otherwise stays by itself
    const group = groups.get(key) ?? [];
    groups.set(key, [...group, [node, branch]]);
  }
  return [...groups.values()].map((group) => {
    const branches = group.flatMap(([, branch]) => branch ?? []);
    const [[alone] = []] = group;
    if (alone && branches.length < 2) return joined(alone);
    const rests = branches.flatMap(({ rest }) => (rest.length === 0 ? [] : sequence(rest)));
    const call = joinedCall(branches);
    return rests.length === 0 ? call : sequence([call, parallel(joinedBranches(rests))]);
  });
}

function branchOf(node: PlanNode): Branch | undefined {
  const [first, ...rest] = node.kind === 'Sequence' ? node.nodes : [node];
  if (first?.kind === 'Sequence') {
    const inner = branchOf(first);
    return inner && { ...inner, rest: [...inner.rest, ...rest] };
  }
  const path: (string | number)[] = [];
  let step = first;
  while (step?.kind === 'Flatten') {
    path.push(...step.path);
    step = step.node;
  }
  if (step?.kind !== 'Fetch' || !canBeJoined(step)) return undefined;
  return { path, fetch: step, rest };
}

function canBeJoined(fetch: FetchNode): fetch is Branch['fetch'] {
  const { operation, operationKind, requires, contextRewrites, variableUsages = [] } = fetch;
  return (
    operationKind === OperationTypeNode.QUERY &&
    requires !== undefined &&
    !contextRewrites?.length &&
    !variableUsages.includes(usualVariable) && // a client's own of that name stays as it is
    !/\bfragment\b/.test(operation)
  );
}

/** One call with a field `_entities` for each. */
function joinedCall(branches: readonly Branch[]): BatchFetchNode {
  const parts = branches.map(({ fetch }, index) => numbered(fetch, index));
  const variables = new Map<string, VariableDefinitionNode>();
  for (const { variableDefinitions = [] } of parts) {
    for (const given of variableDefinitions) variables.set(given.variable.name.value, given);
  }
  const [first] = branches;
  const operation: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: OperationTypeNode.QUERY,
    ...(parts[0]?.name && { name: parts[0].name }),
    variableDefinitions: [...variables.values()],
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: parts.flatMap(({ selectionSet }) => selectionSet.selections),
    },
  };
  return {
    kind: 'BatchFetch',
    serviceName: first?.fetch.serviceName ?? '',
    operation: print(operation),
    operationName: first?.fetch.operationName,
    operationKind: OperationTypeNode.QUERY,
    variableUsages: [...new Set(branches.flatMap(({ fetch }) => fetch.variableUsages ?? []))],
    entities: branches.map(({ path, fetch }, index): EntitiesNode => ({
      alias: `${usualKey}${index}`,
      variable: `${usualVariable}${index}`,
      paths: [path],
      requires: fetch.requires,
      inputRewrites: fetch.inputRewrites,
      outputRewrites: fetch.outputRewrites,
    })),
  };
}

/** The operation of a fetch, with a number to the names that every fetch about entities has. */
function numbered({ operation }: FetchNode, index: number): OperationDefinitionNode {
  const [definition] = parse(operation, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('a fetch has no operation');
  const inQuestion = (name: NameNode): NameNode => ({ ...name, value: `${name.value}${index}` });
  const selections = definition.selectionSet.selections.map((root) =>
    root.kind === Kind.FIELD ? { ...root, alias: inQuestion(root.name) } : root,
  );
  return visit(
    { ...definition, selectionSet: { ...definition.selectionSet, selections } },
    {
      Variable: ({ kind, name }) =>
        name.value === usualVariable ? { kind, name: inQuestion(name) } : undefined,
    },
  );
}

function sequence(nodes: readonly PlanNode[]): PlanNode {
  const [only] = nodes;
  return only && nodes.length === 1 ? only : { kind: 'Sequence', nodes };
}

function parallel(nodes: readonly PlanNode[]): PlanNode {
  const [only] = nodes;
  return only && nodes.length === 1 ? only : { kind: 'Parallel', nodes };
}
