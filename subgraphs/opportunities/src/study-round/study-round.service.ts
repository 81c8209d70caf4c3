import type { TrellisEvent } from '@trellis/events/event';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { z } from 'zod';
import { audienceOf } from '../opportunity/audience.types.ts';
import { OpportunityKind } from '../opportunity/opportunity-kind.types.ts';
import type { OpportunityService } from '../opportunity/opportunity.service.ts';

const roundShape = z.object({
  title: z.string(),
  opensOn: z.iso.date(),
  closesOn: z.iso.date(),
  staffGroups: z.array(z.string()),
});

/** Publishes the rounds that study announces: everybody whom one is for is told, in the same window. */
export class StudyRoundService {
  constructor(
    private readonly db: Database,
    private readonly opportunities: OpportunityService,
  ) {}

  /** Each announced round is an opportunity of the same id. Told again, it is left as it is. */
  async follow(viewer: Viewer, events: readonly TrellisEvent[]): Promise<void> {
    for (const event of events) {
      if (event.type !== 'study_round.announced') continue;
      const round = roundShape.parse(event.data);
      const id = event.aggregateId;
      const audience = audienceOf({
        staffGroups: round.staffGroups,
        reason: round.staffGroups.length > 0 ? 'The scheme that pays is for them.' : null,
      });
      const written = await this.db.rows(draftSql, [
        ...[viewer.trustId, id, OpportunityKind.STUDY_ROUND, round.title],
        ...[JSON.stringify(audience), round.opensOn, round.closesOn, 'Money for study.'],
      ]);
      if (written.length === 0) continue;
      const publisher = { ...viewer, scopes: new Set(['opportunity:publish']) };
      const published = await this.opportunities.publish(publisher, { id, version: 1 });
      const { message } = asRefusal(published);
      if (message !== undefined) throw new Error(`The round is not published: ${message}`);
    }
  }
}

/** Only a refusal has a message. */
function asRefusal(outcome: object): { readonly message?: string } {
  return 'message' in outcome ? { message: String(outcome.message) } : {};
}

const draftSql = `
  INSERT INTO opportunity (trust_id, id, kind, title, audience, opens_on, closes_on, summary, state,
                           version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'DRAFT', 1)
  ON CONFLICT (trust_id, id) DO NOTHING RETURNING id`;
