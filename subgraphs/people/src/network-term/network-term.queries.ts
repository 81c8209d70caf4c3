import { isMemberOn, leadsOn } from '../network/network.queries.ts';
import type { NetworkTerm } from './network-term.types.ts';

export interface TermRow extends NetworkTerm {
  readonly networkId: string;
  readonly personId: string;
}

/** Terms with whose they are. */
export const termTables = `network_term JOIN network_membership
    ON network_membership.trust_id = network_term.trust_id
   AND network_membership.id = network_term.membership_id`;

export const termColumns = `network_term.id, network_term.network_id AS "networkId",
  network_membership.person_id AS "personId", network_term.role,
  network_term.starts_on AS "startsOn", network_term.ends_on AS "endsOn"`;

/** Whether a person (`$3`) leads a network (`$2`), or acts for who does, on a day (`$4`). */
export const leadsSql = `
  SELECT FROM ${termTables}
   WHERE network_term.trust_id = $1 AND network_term.network_id = $2
     AND network_membership.person_id = $3 AND ${leadsOn('$4')} LIMIT 1`;

export const termSql = `
  SELECT ${termColumns} FROM ${termTables}
   WHERE network_term.trust_id = $1 AND network_term.id = $2`;

/** Terms of a network (`$2`) with a role (`$3`) in the way of new ones from `$4` to `$5`. */
export const termsInTheWaySql = `
  SELECT ${termColumns} FROM ${termTables}
   WHERE network_term.trust_id = $1 AND network_term.network_id = $2 AND network_term.role = $3
     AND daterange(network_term.starts_on, network_term.ends_on) && daterange($4, $5)
   ORDER BY network_term.starts_on LIMIT 1`;

/** Current membership of a person (`$3`) in a network (`$2`) on a day (`$4`). */
export const membershipSql = `
  SELECT id FROM network_membership
   WHERE trust_id = $1 AND network_id = $2 AND person_id = $3 AND ${isMemberOn('$4')}`;

/** All memberships of a person (`$3`) in a network (`$2`), also those that ended. */
export const membershipsSql = `
  SELECT id FROM network_membership WHERE trust_id = $1 AND network_id = $2 AND person_id = $3`;

export const appointSql = `
  INSERT INTO network_term (trust_id, id, network_id, membership_id, role, starts_on, ends_on)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`;

export const endTermSql = `
  UPDATE network_term SET ends_on = $3 WHERE trust_id = $1 AND id = $2`;

/** What was to come of the terms of a membership (`$2`) that ends on a day (`$3`) does not. */
export const dropTermsSql = `
  DELETE FROM network_term WHERE trust_id = $1 AND membership_id = $2 AND starts_on >= $3`;

export const closeTermsSql = `
  UPDATE network_term SET ends_on = $3
   WHERE trust_id = $1 AND membership_id = $2 AND starts_on < $3
     AND (ends_on IS NULL OR ends_on > $3)`;

export const networkSql = `
  SELECT id, joining, version FROM network WHERE trust_id = $1 AND id = $2`;

/** Holds a network (`$2`) until commit, so that its places are given one after the other. */
export const holdNetworkSql = `${networkSql} FOR NO KEY UPDATE`;

/**
 * Since when each of the networks (`$2`) has had no lead: the last day of a lead's term, membership or
 * posts, whichever came first, of the one who led last. `$3` is today.
 */
export const withoutLeadSinceSql = `
  SELECT network_term.network_id AS "networkId",
         max(least(network_term.ends_on, network_membership.left_on, posts.end_on)) AS since
    FROM ${termTables}
    CROSS JOIN LATERAL (
      SELECT CASE WHEN bool_and(ends_on IS NOT NULL) THEN max(ends_on) END AS end_on FROM assignment
       WHERE assignment.trust_id = network_term.trust_id
         AND assignment.person_id = network_membership.person_id) AS posts
   WHERE network_term.trust_id = $1 AND network_term.network_id = ANY ($2::uuid[])
     AND network_term.role = 'LEAD' AND network_term.starts_on <= $3::date
   GROUP BY network_term.network_id`;
