import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { isMemberOn } from '../network/network.queries.ts';
import type { NetworkAttendance, NetworkMeeting } from './network-meeting.types.ts';

export interface MeetingRow extends NetworkMeeting {
  readonly networkId: string;
  readonly writtenAt: Date;
}

export interface AttendanceRow extends NetworkAttendance {
  readonly meetingId: string;
  readonly personId: string;
}

export const meetingColumns = `meeting.id, meeting.network_id AS "networkId", meeting.title,
  meeting.starts_at AS "startsAt", meeting.ends_at AS "endsAt", meeting.place, meeting.agenda,
  meeting.written_at AS "writtenAt", meeting.cancelled_at IS NOT NULL AS "isCancelled",
  meeting.version`;

/** Meetings of networks of the viewer's trust, the latest first. */
export const meetingList = (viewer: Viewer) => meetingsOf(viewer, 'Network.meetings', '=');

/** The same of allied trusts, as far as row security lets the viewer look. */
export const alliedMeetingList = (viewer: Viewer) =>
  meetingsOf(viewer, 'SharedNetwork.meetings', '<>');

function meetingsOf(viewer: Viewer, name: string, whose: '=' | '<>'): List {
  const parameters = new SqlParameters();
  return {
    name,
    select: meetingColumns,
    from: 'network_meeting AS meeting',
    where: [`meeting.trust_id ${whose} ${parameters.add(viewer.trustId)}`],
    parameters,
    sort: {
      name: 'LATEST',
      keys: [
        { sql: 'meeting.starts_at', type: 'timestamptz' },
        { sql: 'meeting.id', type: 'uuid' },
      ],
      descending: true,
    },
  };
}

/** What a person (`$1`) can come to yet, as a member, a guest of the network or of the meeting. */
export const meetingsToComeSql = `
  SELECT ${meetingColumns} FROM network_meeting AS meeting
   WHERE meeting.ends_at > now() AND ((meeting.trust_id, meeting.network_id) IN
          (SELECT host_trust_id, network_id FROM networks_of_viewer())
      OR EXISTS (SELECT FROM network_meeting_guest AS guest
           WHERE guest.trust_id = meeting.trust_id AND guest.meeting_id = meeting.id
             AND guest.withdrawn_at IS NULL
             AND (guest.person_id = $1 OR guest.trust_id <> (SELECT app.trust()))))
   ORDER BY meeting.starts_at, meeting.id LIMIT 100`;

/** Whether a person (`$3`) is invited to a meeting (`$2`) of the trust. */
export const invitedSql = `
  SELECT FROM network_meeting_guest
   WHERE trust_id = $1 AND meeting_id = $2 AND person_id = $3 AND withdrawn_at IS NULL`;

export const meetingSql = `
  SELECT ${meetingColumns} FROM network_meeting AS meeting
   WHERE meeting.trust_id = $1 AND meeting.id = $2`;

export const holdMeetingSql = `${meetingSql} FOR UPDATE`;

export const arrangeSql = `
  INSERT INTO network_meeting
    (trust_id, id, network_id, title, starts_at, ends_at, place, agenda)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;

export const cancelSql = `
  UPDATE network_meeting SET cancelled_at = now(), written_at = now(), version = version + 1
   WHERE trust_id = $1 AND id = $2 AND cancelled_at IS NULL`;

export const answerSql = `
  INSERT INTO network_attendance AS kept (trust_id, meeting_id, person_id, answer)
  VALUES ($1, $2, $3, $4)
  ON CONFLICT (trust_id, meeting_id, person_id) DO UPDATE SET answer = excluded.answer`;

/** Which of the people (`$3`) neither belong to the network (`$2`) on a day (`$4`) nor are invited to `$5`. */
export const notMembersSql = `
  SELECT who FROM unnest($3::uuid[]) AS who WHERE NOT EXISTS (SELECT FROM network_membership
     WHERE trust_id = $1 AND network_id = $2 AND person_id = who AND ${isMemberOn('$4')})
     AND NOT EXISTS (SELECT FROM network_meeting_guest AS guest WHERE guest.trust_id = $1
       AND guest.meeting_id = $5 AND guest.person_id = who AND guest.withdrawn_at IS NULL) LIMIT 1`;

/** Of a meeting (`$2`) the people (`$3`) were there, and whoever else had answered was not. */
export const attendedSql = `
  WITH absent AS (
    UPDATE network_attendance SET attended = false
     WHERE trust_id = $1 AND meeting_id = $2 AND person_id <> ALL ($3::uuid[]))
  INSERT INTO network_attendance AS kept (trust_id, meeting_id, person_id, attended)
  SELECT $1, $2, who, true FROM (SELECT DISTINCT unnest($3::uuid[]) AS who) AS there
  ON CONFLICT (trust_id, meeting_id, person_id) DO UPDATE SET attended = true`;
