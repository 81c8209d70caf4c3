import type { Database } from '@trellis/subgraph-kit/database';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { latestStart } from '../latest-start.ts';
import type { Swap, SwapLeg, SwapMatching } from './swap.types.ts';
import type { SwapWish } from './swap-wish.types.ts';

/** A wish as read. */
export interface SwapWishRow extends SwapWish {
  readonly personId: string;
  readonly schoolIds: string[];
}

/** A leg as read. */
export interface SwapLegRow extends SwapLeg {
  readonly swapId: string;
  readonly personId: string;
  readonly homeSchoolId: string;
  readonly hostSchoolId: string;
  /** Null until the swap is prepared. */
  readonly placementId: string | null;
}

/** A swap as read. */
export interface SwapRow extends Swap {
  readonly matchingId: string;
}

/** Whether a swap that meets the wish is under way, or was held. */
const isBeingMetSql = `
  EXISTS (SELECT 1 FROM swap_leg leg
            JOIN placement met ON met.trust_id = leg.trust_id AND met.agreement_id = leg.swap_id
             AND met.person_id = leg.person_id
           WHERE leg.trust_id = w.trust_id AND leg.wish_id = w.id AND met.state <> 'CANCELLED')`;

const wishColumns = `
  w.id, w.person_id AS "personId", w.role_codes AS "roleCodes", w.subject_codes AS "subjectCodes",
  w.phases, w.school_ids AS "schoolIds", w.within_miles AS "withinMiles", w.months,
  w.from_on AS "fromOn", w.until_on AS "untilOn", w.version,
  CASE WHEN w.taken_back_at IS NOT NULL THEN 'TAKEN_BACK'
       WHEN ${isBeingMetSql} THEN 'BEING_MET' ELSE 'OPEN' END AS state`;

/** Wishes that the viewer may read, by id. */
export function wishesById(
  db: Database,
  { trustId }: Viewer,
  ids: readonly string[],
): Promise<SwapWishRow[]> {
  return db.rows<SwapWishRow>(
    `SELECT ${wishColumns} FROM swap_wish w WHERE w.trust_id = $1 AND w.id = ANY ($2::uuid[])`,
    [trustId, ids],
  );
}

/** The wishes of people that stand, as far as the viewer may read them. */
export function wishesOfPeople(
  db: Database,
  { trustId }: Viewer,
  personIds: readonly string[],
): Promise<SwapWishRow[]> {
  return db.rows<SwapWishRow>(
    `SELECT ${wishColumns} FROM swap_wish w
      WHERE w.trust_id = $1 AND w.person_id = ANY ($2::uuid[]) AND w.taken_back_at IS NULL`,
    [trustId, personIds],
  );
}

/** A wish that a matching looks at, with what its person does and where when it could begin. */
export interface OpenWishRow extends SwapWishRow {
  readonly homeSchoolId: string;
  readonly homeRoleCodes: string[];
  readonly homeSubjectCodes: string[];
}

/** All that a matching looks at: wishes that can still begin, of people with a post on their first day. */
export function openWishes(
  db: Database,
  { trustId }: Viewer,
  today: string,
): Promise<OpenWishRow[]> {
  return db.rows<OpenWishRow>(
    `SELECT ${wishColumns}, post.school_id AS "homeSchoolId", post.role_codes AS "homeRoleCodes",
            post.subject_codes AS "homeSubjectCodes"
       FROM swap_wish w
       JOIN roster_person person ON person.trust_id = w.trust_id AND person.id = w.person_id
        AND person.status = 'EMPLOYED'
      CROSS JOIN LATERAL (${postSql('w.person_id', 'w.from_on')}) post
      WHERE w.trust_id = $1 AND w.taken_back_at IS NULL AND w.from_on > $2 AND NOT ${isBeingMetSql}
      ORDER BY w.id`,
    [trustId, today],
  );
}

/** The main post of somebody on a day. */
export const postSql = (person: string, day: string) => `
  SELECT school_id, role_codes, subject_codes FROM roster_assignment r
   WHERE r.trust_id = $1 AND r.person_id = ${person} AND r.starts_on <= ${day}
     AND (r.ends_on IS NULL OR r.ends_on > ${day})
   ORDER BY r.is_primary DESC, r.fte DESC, r.id LIMIT 1`;

const swapColumns = (today: string) => `
  s.id, s.matching_id AS "matchingId", s.starts_on AS "startsOn", s.ends_on AS "endsOn", s.points,
  swap_state(s, ${today}::date) AS state`;

/** Swaps that the viewer may read, by id. */
export function swapsById(
  db: Database,
  { trustId }: Viewer,
  today: string,
  ids: readonly string[],
): Promise<SwapRow[]> {
  return db.rows<SwapRow>(
    `SELECT ${swapColumns('$3')} FROM swap s WHERE s.trust_id = $1 AND s.id = ANY ($2::uuid[])`,
    [trustId, ids, today],
  );
}

/** The legs of swaps, in their order. */
export function legsOf(
  db: Database,
  { trustId }: Viewer,
  swapIds: readonly string[],
): Promise<SwapLegRow[]> {
  return db.rows<SwapLegRow>(
    `SELECT l.swap_id AS "swapId", l.number, l.person_id AS "personId",
            l.home_school_id AS "homeSchoolId", l.host_school_id AS "hostSchoolId",
            p.id AS "placementId"
       FROM swap_leg l
       LEFT JOIN placement p ON p.trust_id = l.trust_id AND p.agreement_id = l.swap_id
        AND p.person_id = l.person_id
      WHERE l.trust_id = $1 AND l.swap_id = ANY ($2::uuid[]) ORDER BY l.swap_id, l.number`,
    [trustId, swapIds],
  );
}

/** What a matching found, what moves most people first. */
export function swapsOfMatchingList({ trustId }: Viewer, today: string): List {
  const parameters = new SqlParameters();
  const trust = parameters.add(trustId);
  return {
    name: 'SwapMatching.swaps',
    select: swapColumns(parameters.add(today)),
    from: 'swap s',
    where: [`s.trust_id = ${trust}`],
    parameters,
    sort: { name: 'ID', keys: [{ sql: 's.id', type: 'uuid' }] },
  };
}

/** The swaps that somebody is in, the latest first; what a later matching set aside is left out. */
export function swapsOfPersonList({ trustId }: Viewer, today: string): List {
  const parameters = new SqlParameters();
  const trust = parameters.add(trustId);
  return {
    name: 'Person.swapMatches',
    select: swapColumns(parameters.add(today)),
    from: 'swap s JOIN swap_leg l ON l.trust_id = s.trust_id AND l.swap_id = s.id',
    where: [`s.trust_id = ${trust}`, 's.superseded_at IS NULL'],
    parameters,
    sort: latestStart('s'),
  };
}

const matchingColumns = `
  m.id, m.made_at AS "madeAt", m.seed, m.wishes, m.people, m.most_people AS "mostPeople", m.points,
  m.is_best AS "isBest"`;

/** Matchings, by id. */
export function matchingsById(
  db: Database,
  { trustId }: Viewer,
  ids: readonly string[],
): Promise<SwapMatching[]> {
  return db.rows<SwapMatching>(
    `SELECT ${matchingColumns} FROM swap_matching m
      WHERE m.trust_id = $1 AND m.id = ANY ($2::uuid[])`,
    [trustId, ids],
  );
}

/** All matchings, the latest first. */
export function matchingList({ trustId }: Viewer): List {
  const parameters = new SqlParameters();
  return {
    name: 'swapMatchings',
    select: matchingColumns,
    from: 'swap_matching m',
    where: [`m.trust_id = ${parameters.add(trustId)}`],
    parameters,
    sort: {
      name: 'LATEST',
      keys: [
        { sql: 'm.made_at', type: 'timestamptz' },
        { sql: 'm.id', type: 'uuid' },
      ],
      descending: true,
    },
  };
}
