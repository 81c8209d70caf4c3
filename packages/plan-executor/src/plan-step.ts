import { entityFetch, usualKey, usualVariable } from './entity-fetch.ts';
import { type FetchSettings, type PlanSettings, rootFetch } from './fetch-step.ts';
import type { FetchNode, Plan, PlanNode, PlanPath } from './plan.ts';
import type { Run, Step } from './run.ts';
import { TwinFetches } from './twin-fetches.ts';

/** An operation that this package leaves to another executor. */
export class NotCompiled extends Error {}

const nothing: Step = () => undefined;

/**
 * Compiles a plan to one function.
 *
 * @throws NotCompiled when a part of the plan is not known here.
 */
export function compilePlan({ node }: Plan, settings: FetchSettings): Step {
  if (!node) return nothing;
  if (node.kind === 'Subscription') throw new NotCompiled('subscription');
  return compileNode(node, [], { ...settings, twins: new TwinFetches() });
}

function compileNode(node: PlanNode, path: PlanPath, settings: PlanSettings): Step {
  switch (node.kind) {
    case 'Sequence':
      return sequence(node.nodes.map((each) => compileNode(each, path, settings)));
    case 'Parallel':
      return parallel(node.nodes.map((each) => compileNode(each, path, settings)));
    case 'Flatten':
      return compileNode(node.node, [...path, ...node.path], settings);
    case 'Condition': {
      const { condition, ifClause, elseClause } = node;
      const whenTrue = ifClause ? compileNode(ifClause, path, settings) : nothing;
      const whenFalse = elseClause ? compileNode(elseClause, path, settings) : nothing;
      return (run) => (run.conditions.get(condition) ? whenTrue : whenFalse)(run);
    }
    case 'Fetch':
      return compileFetch(node, path, settings);
    case 'BatchFetch':
      return entityFetch(node, node.entities, settings);
    case 'Defer':
      throw new NotCompiled('defer');
    default:
      throw new NotCompiled('a step of the plan that is not known');
  }
}

function compileFetch(node: FetchNode, path: PlanPath, settings: PlanSettings): Step {
  if (node.contextRewrites?.length) throw new NotCompiled('arguments from a context');
  const { requires, inputRewrites, outputRewrites } = node;
  if (requires) {
    const entities = { alias: usualKey, variable: usualVariable, paths: [path], requires };
    return entityFetch(node, [{ ...entities, inputRewrites, outputRewrites }], settings);
  }
  if (path.length > 0) throw new NotCompiled('root fields below the root');
  return rootFetch(node, settings);
}

/** One after the other, a failed one too: what follows finds nothing to ask about, or something. */
function sequence(steps: readonly Step[]): Step {
  return async (run: Run) => {
    for (const step of steps) {
      const done = step(run);
      if (done) await done;
    }
  };
}

function parallel(steps: readonly Step[]): Step {
  return (run: Run) => {
    const waiting = steps.flatMap((step) => step(run) ?? []);
    return waiting.length === 0 ? undefined : Promise.all(waiting).then(() => undefined);
  };
}
