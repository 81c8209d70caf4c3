import type { Database } from '@trellis/subgraph-kit/database';
import { Fault, forbidden, notFound } from '@trellis/subgraph-kit/faults';
import { isId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { PlacementPart } from './placement-part.types.ts';
import type { Placement } from './placement.types.ts';

/** A placement as read on a day. */
export interface PlacementRow extends Placement {
  readonly opportunityId: string | null;
  readonly personId: string;
  readonly homeSchoolId: string | null;
  readonly hostSchoolId: string | null;
}

/** @param today the parameter that stands for the day, which is what the state depends on. */
export const placementColumns = (today: string) => `
  p.id, p.kind, placement_state(p, ${today}::date) AS state, p.starts_on AS "startsOn",
  p.ends_on AS "endsOn", p.weekdays, (p.minutes_a_week / 60.0)::float AS "hoursPerWeek",
  CASE WHEN p.kind = 'RESPONSIBILITY' THEN (
    SELECT o.terms ->> 'responsibility' FROM opportunity o
     WHERE o.trust_id = p.trust_id AND o.id = p.opportunity_id) END AS responsibility,
  p.purpose, p.agreement_id AS "agreementId", p.version,
  p.person_id AS "personId", p.opportunity_id AS "opportunityId",
  p.home_school_id AS "homeSchoolId", p.host_school_id AS "hostSchoolId"`;

/** @throws NOT_FOUND when the viewer's trust has no such placement. */
export async function foundPlacement(
  db: Database,
  viewer: Viewer,
  today: string,
  id: string,
): Promise<PlacementRow> {
  const [found] = await db.rows<PlacementRow>(
    `SELECT ${placementColumns('$3')} FROM placement p
      WHERE p.trust_id = $1 AND p.id = ANY ($2::uuid[])`,
    [viewer.trustId, [id].filter(isId), today],
  );
  if (!found) throw notFound('placement');
  return found;
}

/**
 * A placement that is to be changed by somebody who has a say in it, held with all of its agreement and
 * all other placements of the same people until the operation ends: of two that are scheduled at once
 * the second sees the first.
 *
 * @param version as last read; not given where the change does not depend on what was read.
 * @throws NOT_FOUND when the viewer's trust has no such placement.
 * @throws FORBIDDEN unless it is the viewer's own, or one of a school that they answer for.
 * @throws CONFLICT with the current version when it changed since it was read.
 */
export async function heldPlacement(
  db: Database,
  viewer: Viewer,
  today: string,
  { id, version }: { readonly id: string; readonly version?: number },
): Promise<PlacementRow> {
  if (!isId(id)) throw notFound('placement');
  await db.rows(holdSql, [viewer.trustId, id]);
  const placement = await foundPlacement(db, viewer, today, id);
  const [{ isInvolved } = { isInvolved: false }] = await db.rows<{ isInvolved: boolean }>(
    `SELECT is_involved(p) AS "isInvolved" FROM placement p WHERE trust_id = $1 AND id = $2`,
    [viewer.trustId, id],
  );
  if (!isInvolved) throw forbidden('Whoever goes and the heads of the schools arrange it.');
  if (version !== undefined && placement.version !== version) {
    throw new Fault('CONFLICT', 'The placement was changed since it was read.', {
      currentVersion: placement.version,
    });
  }
  return placement;
}

/** The placement and those that stand and fall with it. */
export const withAgreementSql = `
  (SELECT p.* FROM placement p
    WHERE p.trust_id = $1 AND (p.id = $2 OR p.agreement_id = (
          SELECT agreement_id FROM placement WHERE trust_id = $1 AND id = $2)))`;

const holdSql = `
  SELECT 1 FROM placement p
   WHERE p.trust_id = $1 AND p.person_id IN (SELECT person_id FROM ${withAgreementSql} AS leg)
   ORDER BY p.id FOR UPDATE`;

/** @returns what a placement and those of its agreement lack; nothing when they may be scheduled. */
export async function missingParts(
  db: Database,
  { trustId }: Viewer,
  id: string,
): Promise<PlacementPart[]> {
  const rows = await db.rows<{ part: PlacementPart }>(
    `SELECT DISTINCT unnest(placement_missing(leg.id)) AS part FROM ${withAgreementSql} AS leg
      ORDER BY 1`,
    [trustId, id],
  );
  return rows.map(({ part }) => part);
}

/** Takes note that a placement was changed. */
export async function bumpVersion(db: Database, { trustId }: Viewer, id: string): Promise<void> {
  await db.rows('UPDATE placement SET version = version + 1 WHERE trust_id = $1 AND id = $2', [
    trustId,
    id,
  ]);
}

/** A slot for somebody's consent. */
export interface PartyRow {
  readonly id: string;
  readonly party: string;
  readonly schoolId: string | null;
}

/** Who must agree to a placement. */
export function partiesOf(
  db: Database,
  { trustId }: Viewer,
  placementId: string,
): Promise<PartyRow[]> {
  return db.rows<PartyRow>(
    `SELECT id, party, school_id AS "schoolId" FROM placement_party
      WHERE trust_id = $1 AND placement_id = $2`,
    [trustId, placementId],
  );
}

/** @returns whether the viewer answers for the school as a head or one of the people team does. */
export function answersFor(viewer: Viewer, schoolId: string | null): boolean {
  if (!viewer.scopes.has('opportunity:publish')) return false;
  return viewer.allPlaces || (schoolId !== null && viewer.placeIds.includes(schoolId));
}
