import type {
  FetchNodePathSegment,
  FetchRewrite,
  FlattenNodePathSegment,
  PlanNode as HiveNode,
  QueryPlanner,
  RequiresSelection,
} from '@graphql-hive/router-query-planner';
import type { FetchDataRewrite } from '@apollo/query-planner';
import { type DocumentNode, OperationTypeNode, print } from 'graphql';
import type { FetchCall, Plan, PlanNode, PlanPath, RequiredSelection } from './plan.ts';
import { NotCompiled } from './plan-step.ts';
import type { Planner, PlanOptions } from './planner.ts';

/** Above every share that a progressive `@override` may have, so that none of them is on by chance. */
const beyondAnyShare = 100;

/** The planner of Hive Router, written in Rust. Where a subgraph is asked about several things, it asks once. */
export class HivePlanner implements Planner {
  readonly #planner: QueryPlanner;

  private constructor(planner: QueryPlanner) {
    this.#planner = planner;
  }

  /**
   * The library is loaded when it is first asked for: it is native code, for glibc and macOS.
   *
   * @throws when the supergraph is none, or there is no library for this machine.
   */
  static async over(supergraphSdl: string): Promise<HivePlanner> {
    const library = await import('@graphql-hive/router-query-planner');
    return new HivePlanner(new library.QueryPlanner(supergraphSdl));
  }

  plan(
    document: DocumentNode,
    operationName: string | undefined,
    { overrideConditions }: PlanOptions = {},
  ): Plan {
    const on = [...(overrideConditions ?? [])].filter(([, isOn]) => isOn).map(([label]) => label);
    const text = print(document);
    const { node } = this.#planner.plan(text, operationName, new Set(on), beyondAnyShare);
    return node ? { node: planNode(node) } : {};
  }
}

/** @throws NotCompiled for a step that is not known. */
function planNode(node: HiveNode): PlanNode {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return { kind: node.kind, nodes: node.nodes.map(planNode) };
    case 'Flatten':
      return { kind: 'Flatten', path: planPath(node.path), node: planNode(node.node) };
    case 'Condition':
      return {
        kind: 'Condition',
        condition: node.condition,
        ifClause: node.ifClause && planNode(node.ifClause),
        elseClause: node.elseClause && planNode(node.elseClause),
      };
    case 'Fetch': {
      const { requires, inputRewrites, outputRewrites } = node;
      return {
        ...{ kind: 'Fetch', ...fetchCall(node) },
        ...(requires && { requires: requires.map(selection) }),
        ...(inputRewrites && { inputRewrites: inputRewrites.map(rewrite) }),
        ...(outputRewrites && { outputRewrites: outputRewrites.map(rewrite) }),
      };
    }
    case 'BatchFetch':
      return {
        ...{ kind: 'BatchFetch', ...fetchCall(node) },
        entities: node.entityBatch.aliases.map((each) => ({
          alias: each.alias,
          variable: each.representationsVariableName,
          paths: each.paths.map(planPath),
          requires: each.requires.map(selection),
          inputRewrites: each.inputRewrites?.map(rewrite),
          outputRewrites: each.outputRewrites?.map(rewrite),
        })),
      };
    default:
      throw new NotCompiled('a step of the plan that is not known');
  }
}

function fetchCall(
  node: Extract<HiveNode, { kind: 'Fetch' | 'BatchFetch' }>,
): Omit<FetchCall, 'variableUsages'> & { variableUsages?: string[] } {
  const { serviceName, operation, operationName, operationKind, variableUsages } = node;
  return {
    ...{ serviceName, operation, operationName },
    operationKind: operationKinds[operationKind ?? 'query'],
    ...(variableUsages && { variableUsages }),
  };
}

const operationKinds = {
  query: OperationTypeNode.QUERY,
  mutation: OperationTypeNode.MUTATION,
  subscription: OperationTypeNode.SUBSCRIPTION,
};

function planPath(path: readonly FlattenNodePathSegment[]): PlanPath {
  return path.map((step) => {
    if (step === '@') return step;
    return 'Field' in step ? step.Field : `... on ${step.TypeCondition.join('|')}`;
  });
}

function rewrite(given: FetchRewrite): FetchDataRewrite {
  if ('KeyRenamer' in given) {
    const { path, renameKeyTo } = given.KeyRenamer;
    return { kind: 'KeyRenamer', path: path.map(rewriteStep), renameKeyTo };
  }
  const { path, setValueTo } = 'ValueSetter' in given ? given.ValueSetter : given;
  return { kind: 'ValueSetter', path: path.map(rewriteStep), setValueTo };
}

function rewriteStep(step: FetchNodePathSegment): string {
  return 'Key' in step ? step.Key : `... on ${step.TypenameEquals.join('|')}`;
}

function selection(given: RequiresSelection): RequiredSelection {
  if (given.kind === 'FragmentSpread') throw new NotCompiled('a fragment in what is required');
  if (given.kind === 'Field') {
    const { kind, name, alias, selections } = given;
    return {
      // Here the alias is what the subgraph knows, and the name where the answer so far has it.
      ...(alias === undefined ? { kind, name } : { kind, name: alias, source: name }),
      ...(selections && selections.length > 0 && { selections: selections.map(selection) }),
    };
  }
  const { kind, typeCondition, selections, skipIf, includeIf } = given;
  if (skipIf ?? includeIf) throw new NotCompiled('a condition in what is required');
  return { kind, typeCondition, selections: selections.map(selection) };
}
