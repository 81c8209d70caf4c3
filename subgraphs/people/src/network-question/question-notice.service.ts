import type { Database } from '@trellis/subgraph-kit/database';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { NoticeService } from '../notice/notice.service.ts';
import {
  type Belonging,
  othersSql,
  type QuestionNode,
  writerSql,
} from './network-question.queries.ts';

const dayInMilliseconds = 86_400_000;

/**
 * Tells people of questions and answers, seldom and without the words of others: an e-mail outlives a
 * membership. Nobody of another trust is told, since nobody writes another trust's notices.
 */
export class QuestionNoticeService {
  constructor(
    private readonly db: Database,
    private readonly notices: NoticeService,
  ) {}

  /** Members hear that something was asked once a week and network, of the first that is. */
  async asked(viewer: Viewer, { networkId, membershipId }: Belonging): Promise<void> {
    if (membershipId === null) return;
    const which = [viewer.trustId, networkId, membershipId, londonDay()];
    const others = await this.db.rows<{ personId: string }>(othersSql, which);
    const [network] = await this.db.rows<{ name: string }>(
      'SELECT name FROM network WHERE trust_id = $1 AND id = $2',
      [viewer.trustId, networkId],
    );
    await this.notices.tell(viewer, {
      kind: 'NETWORK_QUESTIONS',
      about: { type: 'Network', id: networkId, version: weekOf(londonDay()) },
      title: `Somebody asks in your network: ${network?.name ?? ''}`,
      text: 'See whether you can help. You hear of questions there at most once a week.',
      path: `/networks/${networkId}/questions`,
      closesOn: null,
      personIds: others.map(({ personId }) => personId),
      wantsProof: false,
    });
  }

  /** Who asked hears that somebody else answered, once a day at most. */
  async answered(viewer: Viewer, question: QuestionNode): Promise<void> {
    const { id, networkId, title, trustId, writerId, isViewers } = question;
    if (isViewers || trustId !== viewer.trustId) return;
    const askers = await this.db.rows<{ personId: string }>(writerSql, [trustId, writerId]);
    await this.notices.tell(viewer, {
      kind: 'NETWORK_ANSWER',
      about: { type: 'NetworkQuestion', id, version: dayNumber(londonDay()) },
      title: `Your question has an answer: ${title}`,
      text: 'Say which answer helped, so that others find it.',
      path: `/networks/${networkId}/questions/${id}`,
      closesOn: null,
      personIds: askers.map(({ personId }) => personId),
      wantsProof: false,
    });
  }
}

/** Days since the first of 1970. */
const dayNumber = (day: string): number => Date.parse(day) / dayInMilliseconds;

/** Weeks, from Monday to Sunday, since the one of the first of 1970, which was a Thursday. */
const weekOf = (day: string): number => Math.floor((dayNumber(day) + 3) / 7);
