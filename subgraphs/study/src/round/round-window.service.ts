import type { TrellisEvent } from '@trellis/events/event';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';

/** Keeps what opportunities says of rounds: that everybody was told and has had their days. */
export class RoundWindowService {
  constructor(private readonly db: Database) {}

  /** The first word holds; events of other kinds are passed over. */
  async take({ trustId }: Viewer, events: readonly TrellisEvent[]): Promise<void> {
    for (const { type, aggregateId, occurredAt } of events) {
      if (type === 'study_round.decidable') await this.decide({ trustId }, aggregateId, occurredAt);
    }
  }

  /** Notes from when a round may be decided, unless it is noted. */
  async decide(
    { trustId }: Pick<Viewer, 'trustId'>,
    roundId: string,
    from: Date | string,
  ): Promise<void> {
    await this.db.rows(
      `UPDATE study_round SET decidable_from = $3
        WHERE trust_id = $1 AND id = $2 AND decidable_from IS NULL`,
      [trustId, roundId, from],
    );
  }
}
