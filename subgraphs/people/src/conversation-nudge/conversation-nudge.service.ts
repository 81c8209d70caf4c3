import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { NoticeService } from '../notice/notice.service.ts';
import { type Nudge, nudgeSql } from './conversation-nudge.queries.ts';

/** Reminds people, seldom and kindly, that a conversation is due. */
export class ConversationNudgeService {
  constructor(
    private readonly db: Database,
    private readonly notices: NoticeService,
  ) {}

  /**
   * Nudges everybody who is owed a conversation and has none arranged, once for each that is owed; and
   * line managers of such people, once a month. Nobody is nudged twice in 28 days, nor while they are
   * away, nor before the trust has said how often conversations are owed. The same day again nudges
   * nobody.
   *
   * @param today ISO day.
   */
  async nudge(viewer: Viewer, today: string): Promise<void> {
    const nudged = await this.db.rows<Nudge>(nudgeSql, [viewer.trustId, today]);
    for (const kind of ['OWN', 'LEAD'] as const) {
      const personIds = nudged.filter((each) => each.kind === kind).map((each) => each.personId);
      if (personIds.length === 0) continue;
      const about = { type: 'Trust', id: viewer.trustId, version: dayNumber(today) };
      const rest = { about, closesOn: null, wantsProof: false };
      await this.notices.tell(viewer, { ...words[kind], ...rest, personIds });
    }
  }
}

/** Days since 1970: of two nudges of one person the later has the greater. */
const dayNumber = (day: string) => Date.parse(day) / 86_400_000;

/** Of nobody by name, and of nothing that was said. */
const words = {
  OWN: {
    kind: 'CONVERSATION_DUE',
    title: 'Your next career conversation is due',
    text: 'It is yours: choose the day, and with whom. To stay and go deeper is a full answer, and you may say that you do not want one this time.',
    path: '/conversations',
  },
  LEAD: {
    kind: 'CONVERSATIONS_TO_OFFER',
    title: 'Career conversations are due in your team',
    text: 'Offer a day to those whom you line-manage and have none arranged. They may choose somebody else to talk with.',
    path: '/conversations/due',
  },
} as const;
