import type { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';

/**
 * Of which placements the viewer may know, as a condition on `placement p`. Whoever answers for the
 * whole trust knows all of them. Others know their own, and those with whom they swap; those of whom
 * they line-manage today; where they answer for schools, as heads and API keys do, what goes from or to
 * them, what takes somebody's days there, and of those who work there also what is elsewhere; and what
 * somebody shared a reflection of. Who may see a person may not see by that what the person does.
 *
 * @param today the parameter that stands for the day on which it is asked.
 */
export function isKnownTo(viewer: Viewer, parameters: SqlParameters, today: string): string {
  const { personId, allPlaces, placeIds, scopes } = viewer;
  if (allPlaces) return 'true';
  const known = [isShared];
  if (personId !== null) {
    const me = parameters.add(personId);
    known.push(`p.person_id = ${me}`, swapsWith(me), isManagedBy(me, today));
  }
  const isInCharge = personId === null || scopes.has('opportunity:publish');
  if (isInCharge && placeIds.length > 0) known.push(isOf(parameters.add(placeIds), today));
  return `(${known.join(' OR ')})`;
}

/** Row security says which reflections the viewer may read. */
const isShared = `EXISTS (
  SELECT 1 FROM reflection AS shared WHERE shared.trust_id = p.trust_id AND shared.id = p.id)`;

const swapsWith = (me: string) => `EXISTS (
  SELECT 1 FROM placement AS leg WHERE leg.trust_id = p.trust_id
     AND leg.agreement_id = p.agreement_id AND leg.person_id = ${me})`;

const isManagedBy = (me: string, today: string) => `EXISTS (
  SELECT 1 FROM roster_person AS report
   CROSS JOIN jsonb_to_recordset(report.managers)
     AS link ("personId" uuid, "startsOn" date, "endsOn" date)
   WHERE report.trust_id = p.trust_id AND report.id = p.person_id
     AND report.status NOT IN ('LEFT', 'MERGED') AND link."personId" = ${me}
     AND link."startsOn" <= ${today}::date AND (link."endsOn" IS NULL OR link."endsOn" > ${today}::date))`;

const isOf = (schools: string, today: string) => `
  p.home_school_id = ANY (${schools}::uuid[]) OR p.host_school_id = ANY (${schools}::uuid[])
  OR EXISTS (
    SELECT 1 FROM placement_party AS asked WHERE asked.trust_id = p.trust_id
       AND asked.placement_id = p.id AND asked.school_id = ANY (${schools}::uuid[]))
  OR EXISTS (
    SELECT 1 FROM roster_assignment AS post WHERE post.trust_id = p.trust_id
       AND post.person_id = p.person_id AND post.school_id = ANY (${schools}::uuid[])
       AND (post.ends_on IS NULL OR post.ends_on > ${today}::date))`;
