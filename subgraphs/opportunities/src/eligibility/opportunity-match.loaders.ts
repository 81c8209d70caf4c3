import { byId, PagesByParent } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { List, Page, Pages } from '@trellis/subgraph-kit/page';
import { isId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import DataLoader from 'dataloader';
import type { OpportunityKind } from '../opportunity/opportunity-kind.types.ts';
import { OpportunityOrder } from '../opportunity/opportunity-list.types.ts';
import { opportunityList, type OpportunityRow } from '../opportunity/opportunity.queries.ts';
import { isMeantForSql, matchFactsSql } from './eligibility.queries.ts';
import type { MatchFacts } from './match-reasons.ts';
import type { OpportunityMatchArgs } from './opportunity-match.types.ts';
import { withinReach } from './reach-of-viewer.ts';

/** An opportunity beside the person from whom it is seen. */
export interface MatchRow extends OpportunityRow {
  readonly personId: string;
}

/** Which of what people could go for; of all kinds when none is given. */
interface MatchArgs extends OpportunityMatchArgs {
  readonly kinds?: readonly OpportunityKind[];
}

/** What people could go for now, as far as the viewer may know, batched. */
export function opportunityMatchLoaders(db: Database, pages: Pages, now: Clock, viewer: Viewer) {
  const today = londonDay(now());
  const matches = new PagesByParent<MatchArgs, MatchRow>((args, ids) =>
    pages.ofEach(viewer, matchList(viewer, today, args), args, 'person.id', ids),
  );
  const reach = new DataLoader<string, boolean>(async (ids) => {
    const reached = await withinReach(db, viewer, today, ids.filter(isId));
    return ids.map((id) => reached.has(id));
  });
  return {
    /** Null where they are not the viewer's business. */
    matchesOf: async (personId: string, args: MatchArgs): Promise<Page<MatchRow> | null> =>
      (await reach.load(personId)) ? matches.load(personId, args) : null,
    matchFacts: byId((ids) =>
      db.rows<MatchFacts & { readonly id: string }>(matchFactsSql, [viewer.trustId, ids, today]),
    ),
  };
}

/** What takes applications today, the earliest closing first, beside each person. */
function matchList(viewer: Viewer, today: string, { isEligible, kinds }: MatchArgs): List {
  const name = 'Person.opportunities';
  const list = opportunityList(
    viewer,
    today,
    name,
    kinds ? { isOpen: true, kinds: [...kinds] } : { isOpen: true },
    OpportunityOrder.EARLIEST_CLOSING,
  );
  return {
    ...list,
    filter: { isEligible, kinds },
    select: `${list.select}, person.id AS "personId"`,
    from: `${list.from} JOIN roster_person AS person ON person.trust_id = o.trust_id`,
    where: [...list.where, `${isEligible ? '' : 'NOT '}${isMeantForSql('london.today')}`],
  };
}
