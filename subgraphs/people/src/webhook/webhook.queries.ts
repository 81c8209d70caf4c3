import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { isHeardAt } from '../change-feed/change.queries.ts';

const webhookColumns = `
  webhook.id, webhook.url, webhook.description, webhook.event_types AS "eventTypes",
  webhook.all_schools AS "allSchools", webhook.public_key AS "publicKey",
  webhook.old_public_key AS "oldPublicKey", webhook.old_key_until AS "oldKeyUntil",
  CASE disabled_reason WHEN 'GONE' THEN 'GONE' WHEN 'BY_HAND' THEN 'DISABLED' ELSE 'ENABLED'
   END AS state,
  webhook.created_at AS "createdAt", webhook.disabled_at AS "disabledAt"`;

export const deliveryColumns = `
  webhook_delivery.id, message_id AS "messageId", type, webhook_delivery.state, attempts,
  webhook_delivery.created_at AS "createdAt", last_attempt_at AS "lastAttemptAt",
  last_status AS "lastStatus", last_milliseconds AS "lastMilliseconds",
  last_problem AS "lastProblem",
  CASE webhook_delivery.state WHEN 'PENDING' THEN next_attempt_at END AS "nextAttemptAt"`;

/** Webhooks that the viewer answers for, the newest first. */
export function webhookList({ trustId, allPlaces, placeIds }: Viewer): List {
  const parameters = new SqlParameters();
  const where = [`webhook.trust_id = ${parameters.add(trustId)}`];
  if (!allPlaces) {
    where.push('NOT webhook.all_schools');
    where.push(`webhook.school_ids <@ ${parameters.add(placeIds)}::uuid[]`);
  }
  const columns = ['webhook.created_at', 'webhook.id'] as const;
  return {
    ...{ name: 'webhooks', select: webhookColumns, from: 'webhook', where, parameters },
    sort: newestFirst(...columns),
  };
}

/** What each webhook was told, the newest first. */
export function deliveryList({ trustId }: Viewer): List {
  const parameters = new SqlParameters();
  const where = [`webhook_delivery.trust_id = ${parameters.add(trustId)}`];
  const columns = ['webhook_delivery.created_at', 'webhook_delivery.id'] as const;
  return {
    ...{ name: 'Webhook.deliveries', select: deliveryColumns, from: 'webhook_delivery' },
    ...{ where, parameters, sort: newestFirst(...columns) },
  };
}

function newestFirst(createdAt: string, id: string) {
  const keys = [
    { sql: createdAt, type: 'timestamptz' },
    { sql: id, type: 'uuid' },
  ] as const;
  return { name: 'newest first', keys, descending: true };
}

/**
 * Puts in line once more, or for the first time, what a webhook may hear of the time from `$3` on. What
 * waits already is tried at once.
 */
export const replaySql = `
  INSERT INTO webhook_delivery AS line
    (trust_id, id, webhook_id, message_id, type, aggregate_id, sequence, next_attempt_at)
  SELECT event.trust_id, gen_random_uuid(), webhook.id, event.id, event.type, event.aggregate_id,
         event.sequence, now()
    FROM event JOIN webhook ON webhook.trust_id = event.trust_id AND webhook.id = $2
   WHERE event.trust_id = $1 AND event.occurred_at >= $3
     AND event.type = ANY (webhook.event_types)
     AND (webhook.all_schools OR ${isHeardAt('event', 'webhook.school_ids')})
      ON CONFLICT (trust_id, webhook_id, message_id) DO UPDATE
     SET state = 'PENDING', attempts = 0, next_attempt_at = now()
  RETURNING 1 AS one`;
