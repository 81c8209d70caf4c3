import { requestIdOrNew } from './current-request.ts';
import { noId } from './ids.ts';
import type { Viewer } from './viewer.ts';

/**
 * A process of our own as a viewer: a loader, a command, the gateway itself.
 *
 * @param job its name, for the record of who did what.
 * @param scopes all that it may do; no more than the work needs.
 * @param trust whose rows it works on, each place of it; no trust's when not given.
 */
export function jobViewer(job: string, scopes: readonly string[], trust?: string): Viewer {
  return {
    trustId: trust ?? noId,
    personId: null,
    actor: { kind: 'JOB', id: job },
    placeIds: [],
    allPlaces: trust !== undefined,
    scopes: new Set(scopes),
    purpose: null,
    requestId: requestIdOrNew(),
  };
}
