import type { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { holdsOn } from '../assignment/assignment.queries.ts';
import { dayInLondon } from '../day.ts';

/**
 * Whom a viewer sees. Every read of a person carries this condition, also reads by reference and by
 * relation, so that somebody out of reach looks exactly like somebody who does not exist.
 *
 * In reach is: everybody, for those who answer for the whole trust; whoever has a post at a school
 * that the viewer answers for, is to have one, or had one less than a year ago; the viewer; those who
 * report to the viewer and the viewer's own line manager; and those who share a network with them.
 *
 * @returns a condition on the table `person`. The ids are collected once a statement, not once a row.
 */
export function withinReach(viewer: Viewer, parameters: SqlParameters): string {
  if (!viewer.scopes.has('staff:read')) return 'false';
  if (viewer.allPlaces) return 'true';
  return isOneOf([...inCharge(viewer, parameters), ...acquainted(viewer, parameters)]);
}

/**
 * For whom the viewer answers, or who they are: a narrower circle, which also sees what is between a
 * person and their employer.
 *
 * @returns a condition on the table `person`.
 */
export function isInCharge(viewer: Viewer, parameters: SqlParameters): string {
  return viewer.allPlaces ? 'true' : isOneOf(inCharge(viewer, parameters));
}

/** Queries of person ids: at the viewer's schools, the viewer, and the viewer's reports. */
function inCharge(viewer: Viewer, parameters: SqlParameters): string[] {
  const trust = parameters.add(viewer.trustId);
  const today = parameters.add(dayInLondon());
  const queries: string[] = [];
  if (viewer.placeIds.length > 0) {
    const places = parameters.add(viewer.placeIds);
    queries.push(`SELECT person_id FROM assignment
      WHERE trust_id = ${trust} AND school_id = ANY (${places}::uuid[])
        AND (ends_on IS NULL OR ends_on > ${today}::date - interval '1 year')`);
  }
  if (viewer.personId !== null) {
    const me = parameters.add(viewer.personId);
    queries.push(`SELECT ${me}::uuid`);
    queries.push(`SELECT person_id FROM manager_link
      WHERE trust_id = ${trust} AND manager_id = ${me} AND ${holdsOn('manager_link', today)}`);
  }
  return queries;
}

/** Queries of person ids: the viewer's line manager, and those in a network with the viewer. */
function acquainted(viewer: Viewer, parameters: SqlParameters): string[] {
  if (viewer.personId === null) return [];
  const trust = parameters.add(viewer.trustId);
  const today = parameters.add(dayInLondon());
  const me = parameters.add(viewer.personId);
  const current = (table: string) => `${table}.joined_on <= ${today}::date
    AND (${table}.left_on IS NULL OR ${table}.left_on > ${today}::date)`;
  return [
    `SELECT manager_id FROM manager_link
      WHERE trust_id = ${trust} AND person_id = ${me} AND ${holdsOn('manager_link', today)}`,
    `SELECT theirs.person_id FROM network_membership AS mine
       JOIN network_membership AS theirs
         ON theirs.trust_id = mine.trust_id AND theirs.network_id = mine.network_id
      WHERE mine.trust_id = ${trust} AND mine.person_id = ${me}
        AND ${current('mine')} AND ${current('theirs')}`,
  ];
}

function isOneOf(queries: readonly string[]): string {
  return queries.length === 0 ? 'false' : `person.id = ANY (ARRAY(${queries.join(' UNION ')}))`;
}
