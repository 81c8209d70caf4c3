import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { rechargeList, type RechargeRow } from './recharge.queries.ts';
import type { LendingPositionArgs } from './recharge.types.ts';

/** What schools owe each other, for those who answer for one of them. */
export function rechargeLoaders(pages: Pages, viewer: Viewer) {
  return {
    recharges: (which: LendingPositionArgs, args: ConnectionArgs) =>
      pages.of<RechargeRow>(viewer, rechargeList(viewer, which), args),
  };
}
