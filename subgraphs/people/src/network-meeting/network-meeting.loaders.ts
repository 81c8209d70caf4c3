import { manyByKey, PagesByParent } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Pages } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { reachOf } from '../person/person.reach.ts';
import { type AttendanceRow, meetingList, type MeetingRow } from './network-meeting.queries.ts';

/** Meetings of networks of the viewer's trust, and who comes as far as they are within reach. */
export function networkMeetingLoaders(db: Database, pages: Pages, viewer: Viewer) {
  return {
    meetingsOfNetwork: new PagesByParent<ConnectionArgs, MeetingRow>((args, networkIds) =>
      pages.ofEach(viewer, meetingList(viewer), args, 'meeting.network_id', networkIds),
    ),

    attendanceOfMeeting: manyByKey<AttendanceRow>(
      ({ meetingId }) => meetingId,
      (meetingIds) => {
        const parameters = new SqlParameters();
        const { withinReach } = reachOf(viewer, parameters);
        return db.rows(
          `SELECT attendance.meeting_id AS "meetingId", attendance.person_id AS "personId",
                  attendance.answer, attendance.attended
             FROM network_attendance AS attendance JOIN person
               ON person.trust_id = attendance.trust_id AND person.id = attendance.person_id
            WHERE attendance.trust_id = ${parameters.add(viewer.trustId)}
              AND attendance.meeting_id = ANY (${parameters.add(meetingIds)}::uuid[])
              AND ${withinReach} ORDER BY person.sort_name, person.id`,
          parameters.values,
        );
      },
    ),
  };
}
