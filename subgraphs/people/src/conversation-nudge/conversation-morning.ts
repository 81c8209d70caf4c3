import type { TrellisEvent } from '@trellis/events/event';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { z } from 'zod';
import type { ActionMovingService } from '../agreed-action/action-moving.service.ts';
import type { ConversationMovingService } from '../conversation/conversation-moving.service.ts';
import type { ConversationNudgeService } from './conversation-nudge.service.ts';

/** What the worker tells each trust’s people on the morning of a working day; the aggregate is the trust. */
export const morningType = 'conversation.morning';

/** `data` of {@link morningType}: England’s day. */
const morningShape = z.object({ day: z.iso.date() });

/** What is to be seen to each morning, so that nothing waits for somebody to write something. */
export class ConversationMorning {
  constructor(
    private readonly conversations: ConversationMovingService,
    private readonly actions: ActionMovingService,
    private readonly nudges: ConversationNudgeService,
  ) {}

  /** Takes the mornings among events; the same again changes nothing. */
  async take(viewer: Viewer, events: readonly TrellisEvent[]): Promise<void> {
    for (const { type, data } of events) {
      if (type !== morningType) continue;
      const { day } = morningShape.parse(data);
      await this.conversations.follow(viewer, day);
      await this.actions.follow(viewer, day);
      await this.nudges.nudge(viewer, day);
    }
  }
}
