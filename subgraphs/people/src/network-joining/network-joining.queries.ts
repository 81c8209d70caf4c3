import { holdsOn } from '../assignment/assignment.queries.ts';
import { isMemberOn } from '../network/network.queries.ts';
import type { NetworkInvitation } from './network-joining.types.ts';

export interface InvitationRow extends NetworkInvitation {
  readonly networkId: string;
  readonly personId: string;
  readonly invitedById: string | null;
}

export const invitationColumns = `id, network_id AS "networkId", person_id AS "personId",
  invited_by_id AS "invitedById", invited_at AS "invitedAt", state`;

export const invitationSql = `
  SELECT ${invitationColumns} FROM network_invitation WHERE trust_id = $1 AND id = $2`;

/** Says that a person (`$4`) belongs to a network (`$3`) from a day (`$5`), unless they do. */
export const joinSql = `
  INSERT INTO network_membership (trust_id, id, network_id, person_id, joined_on)
  VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (trust_id, network_id, person_id) WHERE left_on IS NULL DO NOTHING`;

export const membershipOfSql = `
  SELECT id, network_id AS "networkId", person_id AS "personId", joined_on AS "joinedOn"
    FROM network_membership
   WHERE trust_id = $1 AND network_id = $2 AND person_id = $3 AND left_on IS NULL`;

/** Ends the membership (`$2`) of somebody today (`$3`). */
export const leaveSql = `
  UPDATE network_membership SET left_on = greatest($3::date, joined_on)
   WHERE trust_id = $1 AND id = $2`;

/** Somebody (`$2`) who has a post today (`$3`). */
export const colleagueSql = `
  SELECT FROM assignment
   WHERE trust_id = $1 AND person_id = $2 AND ${holdsOn('assignment', '$3')} LIMIT 1`;

/** Nothing where they have an open one. */
export const inviteSql = `
  INSERT INTO network_invitation (trust_id, id, network_id, person_id, invited_by_id)
  VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (trust_id, network_id, person_id) WHERE state = 'OPEN' DO NOTHING`;

export const openInvitationSql = `
  SELECT ${invitationColumns} FROM network_invitation
   WHERE trust_id = $1 AND network_id = $2 AND person_id = $3 AND state = 'OPEN'`;

export const answerSql = `
  UPDATE network_invitation SET state = $3, answered_at = now() WHERE trust_id = $1 AND id = $2`;

/** Open invitations to a network (`$2`) of somebody (`$3`) who joined without them. */
export const acceptOpenSql = `
  UPDATE network_invitation SET state = 'ACCEPTED', answered_at = now()
   WHERE trust_id = $1 AND network_id = $2 AND person_id = $3 AND state = 'OPEN'`;

export const createNetworkSql = `
  INSERT INTO network
    (trust_id, id, name, sort_name, purpose, search_text, subject_code, joining)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;

export const changeNetworkSql = `
  UPDATE network SET name = $3, sort_name = $4, purpose = $5, search_text = $6, subject_code = $7,
         joining = $8, version = version + 1
   WHERE trust_id = $1 AND id = $2`;

/** The membership that each network has of a person (`$3`) on a day (`$4`). */
export const membershipsOfSql = `
  SELECT id, network_id AS "networkId", person_id AS "personId", joined_on AS "joinedOn"
    FROM network_membership
   WHERE trust_id = $1 AND network_id = ANY ($2::uuid[]) AND person_id = $3 AND ${isMemberOn('$4')}`;
