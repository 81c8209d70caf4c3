import type { TrellisEvent } from '@trellis/events/event';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { noticeRequestShape, noticeRequestType } from './notice.codes.ts';
import type { NoticeService } from './notice.service.ts';

/** Tells people what another subgraph asks that they be told. */
export class NoticeRequestService {
  constructor(private readonly notices: NoticeService) {}

  /** Takes the requests among events, and leaves the rest; the same again tells nobody twice. */
  async take(viewer: Viewer, events: readonly TrellisEvent[]): Promise<void> {
    for (const { type, data } of events) {
      if (type !== noticeRequestType) continue;
      const { opportunityId, version, ...asked } = noticeRequestShape.parse(data);
      const about = { type: 'Opportunity', id: opportunityId, version };
      await this.notices.tell(viewer, { ...asked, about, path: `/opportunities/${opportunityId}` });
    }
  }
}
