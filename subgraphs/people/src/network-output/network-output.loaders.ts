import { byId, PagesByParent } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  outputList,
  withCodes,
  type OutputRow,
  outputsSql,
  outputVersionList,
  type OutputVersionRow,
  WhoseOutputs,
} from './network-output.queries.ts';
import type { NetworkOutputsArgs } from './network-output.types.ts';

/** What networks made, as far as the viewer may read it: row security says how far. */
export function networkOutputLoaders(db: Database, pages: Pages, viewer: Viewer) {
  const outputsOf = (whose: WhoseOutputs) =>
    new PagesByParent<NetworkOutputsArgs, OutputRow>((args, networkIds) => {
      const list = outputList(viewer, args.filter, whose);
      return pages.ofEach(viewer, list, args, 'output.network_id', networkIds);
    });
  return {
    networkOutput: byId(async (ids) => {
      const rows = await db.rows<OutputRow>(outputsSql, [ids]);
      return rows.map(withCodes);
    }),
    outputsOfNetwork: outputsOf(WhoseOutputs.OURS),
    outputsOfSharedNetwork: outputsOf(WhoseOutputs.ALLIES),
    versionsOfOutput: new PagesByParent<ConnectionArgs, OutputVersionRow>((args, outputIds) =>
      pages.ofEach(viewer, outputVersionList(), args, 'written.output_id', outputIds),
    ),
  };
}
