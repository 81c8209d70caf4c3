import { PagesByParent } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { ledgerList } from './ledger.queries.ts';
import type { LedgerPosting } from './ledger.types.ts';

/** What the ledger has of many funds. */
export function ledgerOfFunds(
  pages: Pages,
  viewer: Viewer,
): PagesByParent<ConnectionArgs, LedgerPosting> {
  const list = ledgerList(viewer, 'Fund.ledger');
  return new PagesByParent((args, funds) =>
    pages.ofEach<LedgerPosting>(viewer, list, args, 'posting.fund_id', funds),
  );
}
