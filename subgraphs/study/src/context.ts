import { byId } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { SubgraphContext, Viewer } from '@trellis/subgraph-kit/viewer';
import { AwardsOfPeople, awardsOfFunds } from './award/award.loaders.ts';
import { awardsById } from './award/award.queries.ts';
import { fundPositionLoader } from './fund/fund-position.queries.ts';
import { ledgerOfFunds } from './ledger/ledger.loaders.ts';
import { fundsById } from './fund/fund.queries.ts';
import { programmesById } from './programme/programme.queries.ts';
import { studySpendLoader } from './spend/study-spend.loaders.ts';

export type Loaders = ReturnType<typeof loadersFor>;
export type Context = SubgraphContext<Loaders>;

/** Batched reads for one operation of one viewer; none answers what the viewer may not know. */
export function loadersFor(db: Database, pages: Pages, viewer: Viewer) {
  return {
    programme: byId((ids) => programmesById(db, ids)),
    fundPosition: fundPositionLoader(db, viewer),
    ledgerOfFund: ledgerOfFunds(pages, viewer),
    fund: byId((ids) => fundsById(db, viewer, ids)),
    award: byId((ids) => awardsById(db, viewer, ids)),
    awardsOfPerson: new AwardsOfPeople(pages, viewer),
    awardsOfFund: awardsOfFunds(pages, viewer),
    studySpend: studySpendLoader(db, viewer),
  };
}
