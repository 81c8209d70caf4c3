import { manyByKey, PagesByParent } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  alliedMeetingList,
  type MeetingRow,
  meetingsToComeSql,
} from '../network-meeting/network-meeting.queries.ts';
import { meetingGuestColumns, type MeetingGuestRow } from './network-meeting-guest.queries.ts';

/** Meetings to which one comes as a guest, and guests of meetings. Row security says which. */
export function networkMeetingGuestLoaders(db: Database, pages: Pages, viewer: Viewer) {
  return {
    guestsOfMeeting: manyByKey<MeetingGuestRow>(
      ({ meetingId }) => meetingId,
      (meetingIds) =>
        db.rows(
          `SELECT ${meetingGuestColumns} FROM network_meeting_guest
            WHERE trust_id = $1 AND meeting_id = ANY ($2::uuid[]) AND withdrawn_at IS NULL
              AND ($4 OR person_id = $3 OR (trust_id, network_id) IN
                    (SELECT host_trust_id, network_id FROM networks_of_viewer()))
            ORDER BY invited_at, id`,
          [viewer.trustId, meetingIds, viewer.personId, viewer.scopes.has('network:manage')],
        ),
    ),
    meetingsOfSharedNetwork: new PagesByParent<ConnectionArgs, MeetingRow>((args, networkIds) =>
      pages.ofEach(viewer, alliedMeetingList(viewer), args, 'meeting.network_id', networkIds),
    ),
    meetingsOfViewer: () => db.rows<MeetingRow>(meetingsToComeSql, [viewer.personId]),
  };
}
