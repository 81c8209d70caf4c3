import type { TrellisEvent } from '@trellis/events/event';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  appliedShape,
  appliedType,
  noticeRequestShape,
  noticeRequestType,
} from './notice.codes.ts';
import type { NoticeService } from './notice.service.ts';

/** Where a front end shows each thing. */
const folderOf = {
  Application: 'applications',
  Placement: 'placements',
  VisitSlot: 'visits',
} as const;

/** Tells people what another subgraph asks that they be told. */
export class NoticeRequestService {
  constructor(private readonly notices: NoticeService) {}

  /**
   * Takes the requests among events, and spares those who have applied the reminders in line; leaves the
   * rest. The same again tells nobody twice.
   */
  async take(viewer: Viewer, events: readonly TrellisEvent[]): Promise<void> {
    for (const { type, data } of events) {
      if (type !== noticeRequestType) continue;
      const { opportunityId, part, version, ...asked } = noticeRequestShape.parse(data);
      const about = { ...(part ?? { type: 'Opportunity', id: opportunityId }), version };
      const path = `/${part ? folderOf[part.type] : 'opportunities'}/${about.id}`;
      await this.notices.tell(viewer, { ...asked, about, path });
    }
    const applied = events.filter(({ type }) => type === appliedType);
    await this.notices.dropReminders(
      viewer,
      applied.map(({ data }) => appliedShape.parse(data)),
    );
  }
}
