import { byId, manyByKey, PagesByParent } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { List, Pages } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { latestStart } from '../latest-start.ts';
import { isKnownTo } from './placement-reach.ts';
import { placementColumns, type PlacementRow } from './placement.queries.ts';
import type { PlacementListArgs, SchoolPlacementArgs } from './placement.types.ts';

/** Placements of which the viewer may know, batched. */
export function placementLoaders(db: Database, pages: Pages, now: Clock, viewer: Viewer) {
  return {
    placement: byId((ids) => {
      const parameters = new SqlParameters();
      const today = parameters.add(londonDay(now()));
      const which = [
        `p.trust_id = ${parameters.add(viewer.trustId)}`,
        `p.id = ANY (${parameters.add(ids)}::uuid[])`,
        isKnownTo(viewer, parameters, today),
      ];
      return db.rows<PlacementRow>(
        `SELECT ${placementColumns(today)} FROM placement p WHERE ${which.join(' AND ')}`,
        parameters.values,
      );
    }),

    advisersOfSchool: manyByKey<PlacementRow>(
      ({ hostSchoolId }) => hostSchoolId ?? '',
      (ids) => advisersOf(db, viewer, londonDay(now()), ids),
    ),

    placementsToAnswer: (args: ConnectionArgs) =>
      pages.of<PlacementRow>(viewer, toAnswerList(viewer, londonDay(now())), args),

    placementsByPerson: new PagesByParent<PlacementListArgs, PlacementRow>((args, ids) => {
      const list = placementList(viewer, londonDay(now()), args.activeOn);
      return pages.ofEach(viewer, list, args, 'p.person_id', ids);
    }),

    placementsAtSchool: new PagesByParent<SchoolPlacementArgs, PlacementRow>((args, ids) => {
      const list = atSchoolList(viewer, londonDay(now()), args.states ?? null);
      return pages.ofEach(viewer, list, args, 'side.school_id', ids);
    }),
  };
}

/** Those that come to a school or go from it, as far as the viewer has a say in them. */
function atSchoolList({ trustId }: Viewer, today: string, states: readonly string[] | null): List {
  const parameters = new SqlParameters();
  const where = [`p.trust_id = ${parameters.add(trustId)}`, 'is_involved(p)'];
  const day = parameters.add(today);
  if (states)
    where.push(`placement_state(p, ${day}::date) = ANY (${parameters.add(states)}::text[])`);
  return {
    ...{ name: 'School.placements', select: placementColumns(day), where, parameters },
    from: `placement p CROSS JOIN LATERAL (
      SELECT DISTINCT unnest(ARRAY[p.home_school_id, p.host_school_id]) AS school_id) side`,
    sort: latestStart('p'),
    filter: states,
  };
}

/** Who advises schools on a day, as their placements, as far as the viewer may know of them. */
function advisersOf(db: Database, viewer: Viewer, day: string, schoolIds: readonly string[]) {
  const parameters = new SqlParameters();
  const today = parameters.add(day);
  const where = [
    `p.trust_id = ${parameters.add(viewer.trustId)} AND p.kind = 'RESPONSIBILITY'`,
    `p.host_school_id = ANY (${parameters.add(schoolIds)}::uuid[])`,
    `placement_state(p, ${today}::date) IN ('ACTIVE', 'SUSPENDED')`,
    isKnownTo(viewer, parameters, today),
  ];
  return db.rows<PlacementRow>(
    `SELECT ${placementColumns(today)} FROM placement p
       JOIN opportunity o ON o.trust_id = p.trust_id AND o.id = p.opportunity_id
        AND o.terms ->> 'responsibility' = 'SCHOOL_ADVICE'
      WHERE ${where.join(' AND ')} ORDER BY p.host_school_id, p.starts_on, p.id`,
    parameters.values,
  );
}

/** What the viewer was asked and has not answered since: for themselves, or for a school of others. */
function toAnswerList(
  { trustId, personId, allPlaces, placeIds, scopes }: Viewer,
  day: string,
): List {
  const parameters = new SqlParameters();
  const columns = placementColumns(parameters.add(day));
  const me = parameters.add(personId);
  const isHead = scopes.has('opportunity:publish');
  const schools = `${parameters.add(isHead && allPlaces)}::boolean
    OR asked.school_id = ANY (${parameters.add(isHead ? placeIds : [])}::uuid[])`;
  return {
    name: 'Viewer.placementsToAnswer',
    select: columns,
    from: 'placement p',
    where: [
      `p.trust_id = ${parameters.add(trustId)} AND p.state = 'PREPARING'`,
      `EXISTS (
         SELECT 1 FROM placement_party asked
          WHERE asked.trust_id = p.trust_id AND asked.placement_id = p.id
            AND CASE WHEN p.person_id = ${me} THEN asked.party = 'PERSON'
                     ELSE asked.party <> 'PERSON' AND (${schools}) END
            AND NOT EXISTS (SELECT 1 FROM placement_consent given
                             WHERE given.trust_id = asked.trust_id AND given.party_id = asked.id
                               AND given.given_at >= asked.asked_at))`,
    ],
    parameters,
    sort: {
      name: 'EARLIEST_START',
      keys: [
        { sql: 'p.starts_on', type: 'date' },
        { sql: 'p.id', type: 'uuid' },
      ],
    },
  };
}

function placementList(viewer: Viewer, day: string, activeOn: string | null = null): List {
  const parameters = new SqlParameters();
  const today = parameters.add(day);
  const where = [
    `p.trust_id = ${parameters.add(viewer.trustId)}`,
    isKnownTo(viewer, parameters, today),
  ];
  const columns = placementColumns(today);
  if (activeOn) {
    const on = `${parameters.add(activeOn)}::date`;
    where.push(
      `p.starts_on <= ${on} AND (p.ends_on IS NULL OR p.ends_on > ${on}) AND p.state <> 'CANCELLED'
       AND (p.weekdays IS NULL OR extract(isodow FROM ${on})::smallint = ANY (p.weekdays))`,
    );
  }
  return {
    name: 'Person.placements',
    select: columns,
    from: 'placement p',
    where,
    parameters,
    sort: latestStart('p'),
    filter: activeOn,
  };
}
