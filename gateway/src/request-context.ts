import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { Standing } from './rate/call-budgets.ts';

/** What one client request carries through the gateway. */
export interface RequestContext {
  readonly viewer: Viewer;
  /** When the operation is given up, in milliseconds since 1970. */
  readonly deadline: number;
  /** What the operation costs its caller, and what is left. */
  readonly standing: Standing;
  /** Subgraphs that were waited for in vain: the rest of the plan does not wait for them again. */
  readonly hung: Set<string>;
}

/** Apollo Server hands contexts on as any record. */
export function isRequestContext(context: object): context is RequestContext {
  return 'viewer' in context && 'deadline' in context;
}
