import type { NetworkMeetingGuest } from './network-meeting-guest.types.ts';

export interface MeetingGuestRow extends NetworkMeetingGuest {
  readonly meetingId: string;
  readonly networkId: string;
  /** Null for somebody of an allied trust. */
  readonly personId: string | null;
}

export const meetingGuestColumns = `id, meeting_id AS "meetingId", network_id AS "networkId",
  person_id AS "personId", work_email AS "workEmail", invited_at AS "invitedAt",
  withdrawn_at AS "withdrawnAt"`;

export const meetingGuestSql = `
  SELECT ${meetingGuestColumns} FROM network_meeting_guest WHERE trust_id = $1 AND id = $2`;

/** Nothing where they are invited already. */
export const inviteGuestSql = `
  INSERT INTO network_meeting_guest (trust_id, id, network_id, meeting_id, person_id,
    allied_trust_id, alliance_id, work_email)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT DO NOTHING`;

export const standingGuestSql = `
  SELECT ${meetingGuestColumns} FROM network_meeting_guest
   WHERE trust_id = $1 AND meeting_id = $2 AND withdrawn_at IS NULL
     AND person_id IS NOT DISTINCT FROM $3 AND allied_trust_id IS NOT DISTINCT FROM $4
     AND work_email IS NOT DISTINCT FROM $5`;

export const withdrawGuestSql = `
  UPDATE network_meeting_guest SET withdrawn_at = now()
   WHERE trust_id = $1 AND id = $2 AND withdrawn_at IS NULL`;

/** Invitations of one person (`$2`) become another's (`$3`); where both are invited, one stands. */
export const passOnMeetingGuestsSql = `
  WITH doubled AS (
    UPDATE network_meeting_guest AS gone SET withdrawn_at = now(), person_id = $3
     WHERE gone.trust_id = $1 AND gone.person_id = $2 AND gone.withdrawn_at IS NULL
       AND EXISTS (SELECT FROM network_meeting_guest AS own
                    WHERE own.trust_id = $1 AND own.meeting_id = gone.meeting_id
                      AND own.person_id = $3 AND own.withdrawn_at IS NULL)
    RETURNING gone.id)
  UPDATE network_meeting_guest SET person_id = $3
   WHERE trust_id = $1 AND person_id = $2 AND id NOT IN (SELECT id FROM doubled)`;
