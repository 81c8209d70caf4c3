import { FetchText } from './fetch-request.ts';
import { isJsonObject } from './json.ts';
import { merge } from './merge.ts';
import type { FetchNode } from './plan.ts';
import { compileRewrites } from './rewrites.ts';
import type { Step } from './run.ts';
import { downstreamError, receivedErrors, thrownError } from './subgraph-errors.ts';
import type { SupergraphTypes } from './supergraph-types.ts';
import type { TwinFetches } from './twin-fetches.ts';

export interface FetchSettings {
  readonly types: SupergraphTypes;
  /** Most entities of one call; more are asked for in several calls at once. */
  readonly entitiesACall: number;
}

/** The same for the fetches of one plan. */
export interface PlanSettings extends FetchSettings {
  readonly twins: TwinFetches;
}

/** A fetch of root fields: its answer is part of the operation's as it stands. */
export function rootFetch(node: FetchNode, { types, twins }: PlanSettings): Step {
  const text = new FetchText(node, twins);
  const rewrite = compileRewrites(node.outputRewrites, types);
  return async (run) => {
    try {
      const { data, errors } = await run.send(text.request(run.variables));
      for (const error of receivedErrors(errors)) {
        run.errors.push(downstreamError(error, text.subgraph, error.path));
      }
      if (!isJsonObject(data)) return;
      rewrite?.(data);
      merge(run.data, data);
    } catch (thrown) {
      run.errors.push(thrownError(thrown));
    }
  };
}
