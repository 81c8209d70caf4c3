import type { AskDatabase } from './event-feed.ts';
import { clearOldRows, inBatches, type KeptTable } from './old-rows.ts';

/** What was cleared away. */
export interface Cleared {
  readonly events: number;
  readonly inbox: number;
}

/**
 * Clears away events and inbox rows from before an instant. Of everything that events tell of, the
 * newest event stays for good: it says what holds, whoever reads it however late, and a roster's
 * versions count from it. So does what some subscriber has not been told yet, or has refused.
 *
 * @param subscribers all who are to be told of the events of this database.
 */
export async function clearEvents(
  ask: AskDatabase,
  before: Date,
  subscribers: readonly string[],
): Promise<Cleared> {
  return {
    events: await inBatches(ask, clearEventsSql, [before, subscribers]),
    inbox: await clearOldRows(ask, inboxNotes, before),
  };
}

const clearEventsSql = `
  DELETE FROM event WHERE (trust_id, id) IN (
    SELECT old.trust_id, old.id FROM event AS old
     WHERE old.occurred_at < $2
       AND EXISTS (SELECT FROM event AS newer
                    WHERE newer.trust_id = old.trust_id AND newer.aggregate_id = old.aggregate_id
                      AND newer.sequence > old.sequence)
       AND NOT EXISTS (SELECT FROM held_delivery AS held
                        WHERE held.trust_id = old.trust_id AND held.event_id = old.id)
       AND NOT EXISTS (SELECT FROM unnest($3::text[]) AS wanted (name)
                         LEFT JOIN event_subscriber AS told ON told.name = wanted.name
                        WHERE told.name IS NULL OR told.from_transaction <= old.transaction_id)
     ORDER BY old.occurred_at LIMIT $1)
  RETURNING 1 AS one`;

const inboxNotes: KeptTable = {
  ...{ table: 'inbox_event', key: ['trust_id', 'event_id'], since: 'received_at' },
};
