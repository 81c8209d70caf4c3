import { byId, manyByKey } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Database } from '@trellis/subgraph-kit/database';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  type AccountRow,
  accountsOf,
  daysOfDeployments,
  deploymentsById,
  type LentDayRow,
  type MatchRow,
  matchesOf,
  needList,
  type NeedRow,
  needsById,
  offersById,
} from './deployment.queries.ts';

/** What schools lend each other, batched. */
export function deploymentLoaders(db: Database, pages: Pages, now: Clock, viewer: Viewer) {
  return {
    specialistNeed: byId((ids) => needsById(db, viewer, ids)),
    lendingOffer: byId((ids) => offersById(db, viewer, ids)),
    deployment: byId((ids) => deploymentsById(db, viewer, ids)),
    specialistNeeds: (args: ConnectionArgs) =>
      pages.of<NeedRow>(viewer, needList(viewer, londonDay(now())), args),
    matchesOfNeed: manyByKey<MatchRow>(
      ({ needId }) => needId,
      (ids) => matchesOf(db, viewer, ids),
    ),
    daysOfDeployment: manyByKey<LentDayRow>(
      ({ deploymentId }) => deploymentId,
      (ids) => daysOfDeployments(db, viewer, ids),
    ),
    lendingAccounts: manyByKey<AccountRow>(
      ({ personId }) => personId,
      (ids) => accountsOf(db, viewer, ids),
    ),
  };
}
