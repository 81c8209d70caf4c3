import type { FetchNode, Plan, PlanNode, RequiredSelection } from '../plan.ts';
import type { Planner } from '../planner.ts';

/**
 * Plans in which nothing is asked at once: what stood side by side is asked in turn, and once more in
 * case the first needed what the last brought. Slow, and right where only the order was wrong.
 */
export function plansInTurn(planner: Planner): Planner {
  return {
    plan: (...question) => {
      const { node } = planner.plan(...question);
      return node && node.kind !== 'Subscription' ? { node: inTurn(node) } : { node };
    },
  };
}

/**
 * Plans that send no more of an entity than a key: right where the subgraphs, with help, know by
 * themselves what they require.
 */
export function plansByKeys(planner: Planner): Planner {
  return {
    plan: (...question) => {
      const { node } = planner.plan(...question);
      return node && node.kind !== 'Subscription' ? { node: byKeys(node) } : { node };
    },
  };
}

/** Whether a plan sends more of an entity than a key. */
export function sendsRequirements({ node }: Plan): boolean {
  if (node === undefined || node.kind === 'Subscription') return false;
  return fetchesIn(node).some(({ requires = [] }) => requires.flatMap(namesIn).length > 0);
}

/** Whether a plan asks, at once, for something and for what that requires. */
export function asksTooEarly({ node }: Plan): boolean {
  return node !== undefined && node.kind !== 'Subscription' && parallels(node).some(isTooEarly);
}

function inTurn(node: PlanNode): PlanNode {
  switch (node.kind) {
    case 'Sequence':
      return { ...node, nodes: node.nodes.map(inTurn) };
    case 'Parallel': {
      const nodes = node.nodes.map(inTurn);
      return { kind: 'Sequence', nodes: [...nodes, ...nodes] };
    }
    case 'Flatten':
      return { ...node, node: inTurn(node.node) };
    case 'Condition':
      return {
        ...node,
        ifClause: node.ifClause && inTurn(node.ifClause),
        elseClause: node.elseClause && inTurn(node.elseClause),
      };
    default:
      return node;
  }
}

function byKeys(node: PlanNode): PlanNode {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return { ...node, nodes: node.nodes.map(byKeys) };
    case 'Flatten':
      return { ...node, node: byKeys(node.node) };
    case 'Condition':
      return {
        ...node,
        ifClause: node.ifClause && byKeys(node.ifClause),
        elseClause: node.elseClause && byKeys(node.elseClause),
      };
    case 'Fetch':
      return node.requires ? { ...node, requires: node.requires.map(keysAlone) } : node;
    default:
      return node;
  }
}

const KEYS = ['__typename', 'id', 'code', 'place'];

function keysAlone(selection: RequiredSelection): RequiredSelection {
  if (selection.kind === 'Field') return selection;
  const selections = selection.selections
    .filter((below) => below.kind !== 'Field' || KEYS.includes(below.name))
    .map(keysAlone);
  return { ...selection, selections };
}

function parallels(node: PlanNode): (readonly PlanNode[])[] {
  switch (node.kind) {
    case 'Sequence':
      return node.nodes.flatMap(parallels);
    case 'Parallel':
      return [node.nodes, ...node.nodes.flatMap(parallels)];
    case 'Flatten':
      return parallels(node.node);
    case 'Condition':
      return [node.ifClause, node.elseClause].flatMap((each) => (each ? parallels(each) : []));
    default:
      return [];
  }
}

function isTooEarly(nodes: readonly PlanNode[]): boolean {
  const fetches = nodes.map((node) => [...fetchesIn(node)]);
  return fetches.some((own, index) => {
    const required = own.flatMap(({ requires = [] }) => requires.flatMap(namesIn));
    const others = fetches.flatMap((each, other) => (other === index ? [] : each));
    return required.some((name) =>
      others.some(({ operation }) => new RegExp(`\\b${name}\\b`).test(operation)),
    );
  });
}

function fetchesIn(node: PlanNode): FetchNode[] {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(fetchesIn);
    case 'Flatten':
      return fetchesIn(node.node);
    case 'Condition':
      return [node.ifClause, node.elseClause].flatMap((each) => (each ? fetchesIn(each) : []));
    default:
      return node.kind === 'Fetch' ? [node] : [];
  }
}

/** Names of fields but for those that any call about an entity may send and ask for. */
function namesIn(selection: RequiredSelection): string[] {
  const below = selection.selections?.flatMap(namesIn) ?? [];
  const isUsual = selection.kind !== 'Field' || ['__typename', 'id'].includes(selection.name);
  return isUsual ? below : [selection.name, ...below];
}
