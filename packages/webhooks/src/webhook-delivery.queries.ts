/** Attempts at one endpoint at once. */
const atOnce = 20;

/** That nothing older of the aggregate waits before `one`. */
const isOldest = `NOT EXISTS (
  SELECT FROM webhook_delivery AS older
   WHERE older.trust_id = one.trust_id AND older.webhook_id = one.webhook_id
     AND older.aggregate_id = one.aggregate_id AND older.sequence < one.sequence
     AND older.state = 'PENDING')`;

/**
 * Leases what is due at `$1` until `$2`. Of each aggregate only the oldest that waits, so that its
 * events come in order; of each endpoint a few, so that a slow one does not keep the others waiting.
 */
export const claimSql = `
  UPDATE webhook_delivery SET leased_until = $2
    FROM (
      SELECT due.id, due.trust_id, url, sealed_key, old_sealed_key, old_key_until
        FROM webhook CROSS JOIN LATERAL (
          SELECT id, trust_id FROM webhook_delivery AS one
           WHERE one.trust_id = webhook.trust_id AND one.webhook_id = webhook.id
             AND one.state = 'PENDING' AND one.next_attempt_at <= $1
             AND (one.leased_until IS NULL OR one.leased_until <= $1)
             AND ${isOldest}
           ORDER BY one.next_attempt_at, one.sequence LIMIT ${String(atOnce)}) AS due
       WHERE webhook.disabled_at IS NULL LIMIT 200) AS claimed
    JOIN webhook_delivery AS same ON same.trust_id = claimed.trust_id AND same.id = claimed.id
    LEFT JOIN event ON event.trust_id = same.trust_id AND event.id = same.message_id
   WHERE webhook_delivery.trust_id = claimed.trust_id AND webhook_delivery.id = claimed.id
     -- Once more, of the row as it is when another worker has let go of it:
     AND webhook_delivery.state = 'PENDING' AND webhook_delivery.next_attempt_at <= $1
     AND (webhook_delivery.leased_until IS NULL OR webhook_delivery.leased_until <= $1)
  RETURNING webhook_delivery.trust_id AS "trustId", webhook_delivery.id,
    webhook_delivery.webhook_id AS "webhookId", webhook_delivery.message_id AS "messageId",
    webhook_delivery.attempts, webhook_delivery.leased_until AS "leasedUntil", claimed.url,
    claimed.sealed_key AS "sealedKey", claimed.old_sealed_key AS "oldSealedKey",
    claimed.old_key_until AS "oldKeyUntil", webhook_delivery.type,
    coalesce(event.occurred_at, webhook_delivery.created_at) AS "occurredAt",
    event.aggregate_type AS "aggregateType", webhook_delivery.aggregate_id AS "aggregateId",
    event.data ->> 'intoPersonId' AS "intoPersonId", event.data ->> 'personId' AS "personId",
    event.data ->> 'opportunityId' AS "opportunityId"`;

const attempted = `
  UPDATE webhook_delivery SET attempts = attempts + 1, leased_until = NULL, last_attempt_at = $4,
         last_status = $5, last_milliseconds = $6`;
/** Whoever has lost the lease (`$3`) changes nothing any more. */
const leased = 'WHERE trust_id = $1 AND id = $2 AND leased_until = $3';

export const deliveredSql = `${attempted}, state = 'DELIVERED', last_problem = NULL ${leased}`;

/** `$8` is when to try again; null: never by itself. */
export const failedSql = `${attempted}, last_problem = $7,
    state = CASE WHEN $8::timestamptz IS NULL THEN 'GIVEN_UP' ELSE 'PENDING' END,
    next_attempt_at = coalesce($8, next_attempt_at) ${leased}`;

/** The receiver said that it is gone: no more is sent until somebody in the trust says so. */
export const disableSql = `
  UPDATE webhook SET disabled_at = $3, disabled_reason = 'GONE'
   WHERE trust_id = $1 AND id = $2 AND disabled_at IS NULL`;

/** When the first of those is due, or its lease over, that do not wait behind an older one. */
export const nextDueSql = `
  SELECT min(greatest(one.next_attempt_at, one.leased_until)) AS at
    FROM webhook_delivery AS one
    JOIN webhook ON webhook.trust_id = one.trust_id AND webhook.id = one.webhook_id
   WHERE one.state = 'PENDING' AND webhook.disabled_at IS NULL AND ${isOldest}`;

export const forgetSql = `DELETE FROM webhook_delivery WHERE state <> 'PENDING' AND created_at < $1`;
