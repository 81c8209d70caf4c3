import type {
  ConditionNode as ApolloConditionNode,
  DeferNode,
  FetchDataRewrite,
  FetchNode as ApolloFetchNode,
  QueryPlanFieldNode,
  QueryPlanInlineFragmentNode,
  SubscriptionNode,
} from '@apollo/query-planner';

/**
 * Response keys, `@` for every item of a list, and `... on A|B` where the way goes on for objects of
 * those types alone.
 */
export type PlanPath = readonly (string | number)[];

/** What a subgraph has to be told of an entity. */
export type RequiredSelection = RequiredField | RequiredFragment;

export interface RequiredField extends Omit<QueryPlanFieldNode, 'selections'> {
  readonly selections?: readonly RequiredSelection[];
  /** The response key under which the answer so far has it, where that is another. */
  readonly source?: string;
}

interface RequiredFragment extends Omit<QueryPlanInlineFragmentNode, 'selections'> {
  readonly selections: readonly RequiredSelection[];
}

/** One call: about root fields, or about entities of one kind. */
export type FetchNode = Omit<ApolloFetchNode, 'requires'> & {
  readonly requires?: readonly RequiredSelection[];
};

/** What a call says of itself, whatever it asks for. */
export type FetchCall = Pick<
  FetchNode,
  'serviceName' | 'operation' | 'operationName' | 'operationKind' | 'variableUsages'
>;

/** One field `_entities` of a call, and what it is about. */
export interface EntitiesNode {
  /** The response key of the field. */
  readonly alias: string;
  /** The variable that takes the representations. */
  readonly variable: string;
  /** Wherever the entities are in the answer so far. */
  readonly paths: readonly PlanPath[];
  readonly requires: readonly RequiredSelection[];
  readonly inputRewrites?: readonly FetchDataRewrite[] | undefined;
  /** From an entity on. */
  readonly outputRewrites?: readonly FetchDataRewrite[] | undefined;
}

/** One call about entities of several kinds or places. Apollo's planner makes none. */
export interface BatchFetchNode extends FetchCall {
  readonly kind: 'BatchFetch';
  readonly entities: readonly EntitiesNode[];
}

interface ListNode {
  readonly kind: 'Sequence' | 'Parallel';
  readonly nodes: readonly PlanNode[];
}

interface FlattenNode {
  readonly kind: 'Flatten';
  readonly path: PlanPath;
  readonly node: PlanNode;
}

type ConditionNode = Pick<ApolloConditionNode, 'kind' | 'condition'> & {
  readonly ifClause?: PlanNode | undefined;
  readonly elseClause?: PlanNode | undefined;
};

/** A step of a plan: those of `@apollo/query-planner`, and calls about several kinds of entities. */
export type PlanNode =
  ListNode | FlattenNode | ConditionNode | FetchNode | BatchFetchNode | DeferNode;

/** Any `QueryPlan` of `@apollo/query-planner` is one. */
export interface Plan {
  readonly node?: PlanNode | SubscriptionNode | undefined;
}
