import { byId, PagesByParent } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { List, Pages } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { placementColumns, type PlacementRow, placementsById } from './placement.queries.ts';
import type { PlacementListArgs } from './placement.types.ts';

/** Placements, batched. Whoever may see a person may see what they do. */
export function placementLoaders(db: Database, pages: Pages, now: Clock, viewer: Viewer) {
  return {
    placement: byId((ids) => placementsById(db, viewer, londonDay(now()), ids)),

    placementsByPerson: new PagesByParent<PlacementListArgs, PlacementRow>((args, ids) => {
      const list = placementList(viewer, londonDay(now()), args.activeOn);
      return pages.ofEach(viewer, list, args, 'p.person_id', ids);
    }),
  };
}

function placementList({ trustId }: Viewer, today: string, activeOn: string | null = null): List {
  const parameters = new SqlParameters();
  const where = [`p.trust_id = ${parameters.add(trustId)}`];
  const columns = placementColumns(parameters.add(today));
  if (activeOn) {
    const day = `${parameters.add(activeOn)}::date`;
    where.push(
      `p.starts_on <= ${day} AND (p.ends_on IS NULL OR p.ends_on > ${day}) AND p.state <> 'CANCELLED'
       AND (p.weekdays IS NULL OR extract(isodow FROM ${day})::smallint = ANY (p.weekdays))`,
    );
  }
  return {
    name: 'Person.placements',
    select: columns,
    from: 'placement p',
    where,
    parameters,
    sort: {
      name: 'LATEST_START',
      keys: [
        { sql: 'p.starts_on', type: 'date' },
        { sql: 'p.id', type: 'uuid' },
      ],
      descending: true,
    },
    filter: activeOn,
  };
}
