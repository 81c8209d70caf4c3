/** SMS that one worker asks about at once. */
const batch = 100;
/** After which nobody will know any more: gateways try for three days. */
const lastAsked = `interval '76 hours'`;

/**
 * SMS to ask about at `$1`, each put off meanwhile by as long as it has been under way, a minute at
 * least, so that the questions get fewer.
 */
export const toAskSql = `
  WITH due AS (
    SELECT trust_id, notice_id FROM notice_delivery
     WHERE ask_at <= $1 ORDER BY ask_at LIMIT ${String(batch)} FOR UPDATE SKIP LOCKED)
  UPDATE notice_delivery AS line
     SET ask_at = $1::timestamptz + greatest($1 - settled_at, interval '1 minute')
    FROM due
   WHERE line.trust_id = due.trust_id AND line.notice_id = due.notice_id AND line.channel = 'SMS'
  RETURNING line.trust_id AS "trustId", line.notice_id AS "noticeId",
            coalesce(line.message_id, line.notice_id) AS reference,
            line.settled_at + ${lastAsked} <= $1 AS "isLast"`;

/** The gateway says at `$4` what became of it (`$3`); what has come to another end stays. */
export const reportedSql = `
  UPDATE notice_delivery SET state = $3, settled_at = $4, ask_at = NULL, problem = $5
   WHERE trust_id = $1 AND notice_id = $2 AND channel = 'SMS' AND state IN ('SENT', 'IN_DOUBT')`;

/** Nobody will ever know, since `$3`. */
export const neverKnownSql = `
  UPDATE notice_delivery
     SET settled_at = CASE WHEN state = 'IN_DOUBT' THEN settled_at ELSE $3 END,
         state = 'IN_DOUBT', ask_at = NULL, problem = 'No report ever came.'
   WHERE trust_id = $1 AND notice_id = $2 AND channel = 'SMS' AND state IN ('SENT', 'IN_DOUBT')`;

export const nextToAskSql = 'SELECT min(ask_at) AS at FROM notice_delivery';
