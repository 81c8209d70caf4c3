import type { Database } from '@trellis/subgraph-kit/database';
import { longDay } from '@trellis/subgraph-kit/long-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { NoticeService } from '../notice/notice.service.ts';

/** Somebody who is to know that actions pass, or have passed, from one line manager to the next. */
interface Moved {
  readonly personId: string;
  /** `MOVES`: of the one whose conversation it was. `TAKEN_ON`: of the next line manager. */
  readonly what: 'MOVES' | 'TAKEN_ON';
  /** ISO day. */
  readonly day: string;
}

/** Agreed actions follow whoever line-manages, some days after a change. */
export class ActionMovingService {
  constructor(
    private readonly db: Database,
    private readonly notices: NoticeService,
  ) {}

  /**
   * Gives what is open with a former line manager the day on which it passes to the next, and passes on
   * that of which the day has come, where somebody is there. The one whose it is is told beforehand,
   * because the next one reads it; and so is, when it has passed, the next one. The same day again
   * changes nothing.
   *
   * @param today ISO day.
   */
  async follow(viewer: Viewer, today: string): Promise<void> {
    const moved = await this.db.rows<Moved>(
      `SELECT person_id AS "personId", what, day FROM move_agreed_actions($1, $2)`,
      [viewer.trustId, today],
    );
    const groups = Map.groupBy(moved, ({ what, day }) => `${what} ${day}`);
    for (const group of groups.values()) await this.#tell(viewer, group);
  }

  async #tell(viewer: Viewer, group: readonly Moved[]): Promise<void> {
    const [{ what, day } = { what: 'MOVES' as const, day: '' }] = group;
    await this.notices.tell(viewer, {
      ...words[what](day),
      about: { type: 'Trust', id: viewer.trustId, version: Date.parse(day) / dayInMilliseconds },
      personIds: group.map(({ personId }) => personId),
      ...{ closesOn: null, wantsProof: false },
    });
  }
}

const dayInMilliseconds = 86_400_000;

/** Nothing of what was agreed. */
const words = {
  MOVES: (day: string) => ({
    kind: 'ACTIONS_MOVE',
    title: 'Your line manager has changed',
    text: `What you agreed in career conversations and is open passes to the next one on ${longDay(day)}, who reads it from then on. Your notes do not. Until then you can drop what is not for them.`,
    path: '/conversations',
  }),
  TAKEN_ON: () => ({
    kind: 'ACTIONS_TAKEN_ON',
    title: 'You have taken on what a colleague agreed',
    text: 'Somebody whom you line-manage had agreed it with their former line manager.',
    path: '/conversations',
  }),
};
