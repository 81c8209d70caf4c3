import type { TrellisEvent } from '@trellis/events/event';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { z } from 'zod';

/** Most events concern one person; an opportunity that is published concerns nobody yet. */
const concerned = z.object({ personId: z.uuid().nullable().default(null) });

/** Keeps what the other subgraphs tell of people's careers. */
export class CareerEventService {
  constructor(private readonly db: Database) {}

  /** Keeps events in the transaction that takes them; the same event again changes nothing. */
  async record(viewer: Viewer, source: string, events: readonly TrellisEvent[]): Promise<void> {
    const rows = events.map(({ id, type, data, aggregateId, occurredAt }) => ({
      ...{ id, type, aggregateId, occurredAt, data },
      personId: concerned.parse(data).personId,
    }));
    await this.db.rows(
      `INSERT INTO career_event (trust_id, id, person_id, source, type, aggregate_id, data, occurred_at)
       SELECT $1, id, "personId", $2, type, "aggregateId", data, "occurredAt"
         FROM json_to_recordset($3) AS told (id uuid, "personId" uuid, type text, "aggregateId" uuid,
              data jsonb, "occurredAt" timestamptz)
       ON CONFLICT (trust_id, id) DO NOTHING`,
      [viewer.trustId, source, JSON.stringify(rows)],
    );
  }
}
