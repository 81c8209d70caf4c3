import type { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { holdsOn } from '../assignment/assignment.queries.ts';
import { londonDay } from '@trellis/subgraph-kit/london-day';

/** Conditions on the table `person`. The ids are collected once a statement, not once a row. */
export interface Reach {
  readonly withinReach: string;
  readonly isInCharge: string;
}

/**
 * Whom a viewer sees. Every read of a person carries the condition `withinReach`, also reads by
 * reference and by relation, so that somebody out of reach looks exactly like somebody who does not
 * exist.
 *
 * In reach is: everybody, for those who answer for the whole trust; whoever has a post at a school
 * that the viewer answers for, is to have one, or had one less than a year ago; the viewer; those who
 * report to the viewer and the viewer's own line manager; those who share a network with them; those
 * with whom they are to have, or had less than a year ago, a career conversation; those whom a school
 * that the viewer answers for receives, or received less than a year ago; and those with whom they change
 * places.
 *
 * `isInCharge` is the narrower circle of those for whom the viewer answers, and of the viewer, which
 * also sees what is between a person and their employer. Its parameters are those of `withinReach`, so
 * that a statement may leave it out.
 */
export function reachOf(viewer: Viewer, parameters: SqlParameters): Reach {
  if (!viewer.scopes.has('staff:read')) return nobody;
  if (viewer.allPlaces) return everybody;
  if (viewer.personId === null && viewer.placeIds.length === 0) return nobody;
  const trust = parameters.add(viewer.trustId);
  const today = parameters.add(londonDay());
  const charges: string[] = [];
  const acquaintances: string[] = [];
  if (viewer.placeIds.length > 0) {
    charges.push(staffOf(parameters.add(viewer.placeIds), trust, today));
  }
  if (viewer.personId !== null) {
    const me = parameters.add(viewer.personId);
    charges.push(`SELECT ${me}::uuid`, reportsOf(me, trust, today));
    acquaintances.push(
      managerOf(me, trust, today),
      fellowsOf(me, trust, today),
      partnersOf(me, trust, today),
      swappersOf(me, trust, today),
    );
    if (viewer.placeIds.length > 0) {
      acquaintances.push(guestsOf(parameters.add(viewer.placeIds), trust, today));
    }
  }
  return {
    withinReach: isOneOf([...charges, ...acquaintances]),
    isInCharge: isOneOf(charges),
  };
}

/**
 * The narrowest circle: those for whom the viewer answers by an office and not as their line manager.
 *
 * @param scope that goes with the office.
 * @returns a condition on the table `person`.
 */
export function isHeadOf(viewer: Viewer, scope: string, parameters: SqlParameters): string {
  if (!viewer.scopes.has('staff:read') || !viewer.scopes.has(scope)) return 'false';
  if (viewer.allPlaces) return 'true';
  if (viewer.placeIds.length === 0) return 'false';
  const [places, trust] = [parameters.add(viewer.placeIds), parameters.add(viewer.trustId)];
  return isOneOf([staffOf(places, trust, parameters.add(londonDay()))]);
}

const nobody: Reach = { withinReach: 'false', isInCharge: 'false' };
const everybody: Reach = { withinReach: 'true', isInCharge: 'true' };

// Queries of person ids. All arguments are placeholders.

function staffOf(places: string, trust: string, today: string): string {
  return `SELECT person_id FROM assignment
    WHERE trust_id = ${trust} AND school_id = ANY (${places}::uuid[])
      AND (ends_on IS NULL OR ends_on > ${today}::date - interval '1 year')`;
}

function reportsOf(me: string, trust: string, today: string): string {
  return `SELECT person_id FROM manager_link
    WHERE trust_id = ${trust} AND manager_id = ${me} AND ${holdsOn('manager_link', today)}`;
}

function managerOf(me: string, trust: string, today: string): string {
  return `SELECT manager_id FROM manager_link
    WHERE trust_id = ${trust} AND person_id = ${me} AND ${holdsOn('manager_link', today)}`;
}

/** Those who belong to a network today to which the viewer belongs today. */
function fellowsOf(me: string, trust: string, today: string): string {
  const current = (table: string) => `${table}.joined_on <= ${today}::date
    AND (${table}.left_on IS NULL OR ${table}.left_on > ${today}::date)`;
  return `SELECT theirs.person_id FROM network_membership AS mine
      JOIN network_membership AS theirs
        ON theirs.trust_id = mine.trust_id AND theirs.network_id = mine.network_id
     WHERE mine.trust_id = ${trust} AND mine.person_id = ${me}
       AND ${current('mine')} AND ${current('theirs')}`;
}

/** The other of each conversation that is open, or was offered less than a year ago. */
function partnersOf(me: string, trust: string, today: string): string {
  const other = (theirs: string, mine: string) => `SELECT ${theirs} FROM career_conversation
    WHERE trust_id = ${trust} AND ${mine} = ${me} AND (state IN ('ASKED', 'SCHEDULED', 'POSTPONED')
      OR offered_on > ${today}::date - interval '1 year')`;
  return `${other('lead_id', 'person_id')} UNION ${other('person_id', 'lead_id')}`;
}

/** Those who come from other schools, are to come, or were there less than a year ago. */
function guestsOf(places: string, trust: string, today: string): string {
  return `SELECT person_id FROM told_placement
    WHERE trust_id = ${trust} AND stands AND host_school_id = ANY (${places}::uuid[])
      AND (ends_on IS NULL OR ends_on > ${today}::date - interval '1 year')`;
}

/** The others of each swap that somebody has taken up and that is not over. */
function swappersOf(me: string, trust: string, today: string): string {
  return `SELECT theirs.person_id FROM told_placement AS mine
      JOIN told_placement AS theirs
        ON theirs.trust_id = mine.trust_id AND theirs.agreement_id = mine.agreement_id
     WHERE mine.trust_id = ${trust} AND mine.person_id = ${me} AND mine.stands AND theirs.stands
       AND (mine.ends_on IS NULL OR mine.ends_on > ${today}::date)`;
}

function isOneOf(queries: readonly string[]): string {
  return `person.id = ANY (ARRAY(${queries.join(' UNION ')}))`;
}
