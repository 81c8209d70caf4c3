import { byId } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { alliancesById, alliancesOf } from './alliance.queries.ts';

/** Alliances in which the viewer's trust is named. */
export function allianceLoaders(db: Database, viewer: Viewer) {
  return {
    alliance: byId((ids) => alliancesById(db, viewer, ids)),
    alliancesOfTrust: () => alliancesOf(db, viewer),
  };
}
