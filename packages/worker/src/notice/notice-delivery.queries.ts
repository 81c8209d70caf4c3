import type { Carrier } from './carrier.ts';

/** Messages that one worker takes at once. */
const batch = 100;

const isAway = `
  NOT coalesce(preference.even_on_leave, false) AND EXISTS (
    SELECT FROM leave_period AS away
     WHERE away.trust_id = notice.trust_id AND away.person_id = notice.person_id
       AND away.starts_on <= here.today AND (away.ends_on IS NULL OR away.ends_on > here.today))`;

/** From when until when nobody gets an SMS who has not said anything: an e-mail wakes nobody up. */
const quietOf = {
  EMAIL: { from: 'quiet_from', until: 'quiet_until' },
  SMS: {
    from: `coalesce(quiet_from, time '20:00')`,
    until: `coalesce(quiet_until, time '07:00')`,
  },
} as const;

const addressOf = {
  EMAIL: 'CASE WHEN coalesce(by_email, true) THEN work_email END',
  SMS: 'sms_to',
} as const;

const isQuiet = `
  CASE WHEN quiet.since < quiet.until THEN here.clock >= quiet.since AND here.clock < quiet.until
       ELSE here.clock >= quiet.since OR here.clock < quiet.until END`;

const isDue = (channel: Carrier['channel']) => `
  channel = '${channel}' AND state = 'QUEUED' AND next_attempt_at <= $1
       AND (leased_until IS NULL OR leased_until <= $1)`;

/**
 * Leases what is due at `$1` until `$2`, each digest whole, with when it may go out by what the person prefers: whoever is
 * away is looked at again the next morning, because leave may change.
 */
const claimSql = (channel: Carrier['channel']) => `
  WITH first AS (
    SELECT trust_id, notice_id, in_digest FROM notice_delivery AS line WHERE ${isDue(channel)}
     ORDER BY next_attempt_at LIMIT ${String(batch)} FOR UPDATE SKIP LOCKED),
  with_it AS (
    SELECT line.trust_id, line.notice_id FROM notice_delivery AS line
     WHERE ${isDue(channel)} AND in_digest AND (trust_id, notice_id) IN (
           SELECT own.trust_id, own.id FROM first
             JOIN notice ON notice.trust_id = first.trust_id AND notice.id = first.notice_id
             JOIN notice AS own
               ON own.trust_id = notice.trust_id AND own.person_id = notice.person_id
            WHERE first.in_digest)
       AND (trust_id, notice_id) NOT IN (SELECT trust_id, notice_id FROM first)
       FOR UPDATE SKIP LOCKED),
  due AS (
    SELECT trust_id, notice_id FROM first UNION ALL SELECT trust_id, notice_id FROM with_it),
  facts AS (
    SELECT due.trust_id, due.notice_id, notice.person_id, title, text, path, closes_on, here.today,
           ${addressOf[channel]} AS address,
           ${isAway} AS is_away,
           CASE WHEN ${isQuiet}
                THEN (here.today + quiet.until
                      + CASE WHEN here.clock >= quiet.until THEN interval '1 day'
                             ELSE interval '0' END) AT TIME ZONE 'Europe/London' END AS quiet_over
      FROM due
      JOIN notice ON notice.trust_id = due.trust_id AND notice.id = due.notice_id
      JOIN person ON person.trust_id = notice.trust_id AND person.id = notice.person_id
      LEFT JOIN notice_preference AS preference
        ON preference.trust_id = notice.trust_id AND preference.person_id = notice.person_id
     CROSS JOIN (SELECT local::date AS today, local::time AS clock
                   FROM (SELECT $1::timestamptz AT TIME ZONE 'Europe/London' AS local) AS now) AS here
     CROSS JOIN LATERAL (SELECT ${quietOf[channel].from} AS since,
                                ${quietOf[channel].until} AS until) AS quiet)
  UPDATE notice_delivery AS line SET leased_until = $2 FROM facts
   WHERE line.trust_id = facts.trust_id AND line.notice_id = facts.notice_id
     AND line.channel = '${channel}'
  RETURNING line.trust_id AS "trustId", line.notice_id AS "noticeId", line.attempts,
    facts.person_id AS "personId", line.in_digest AS "inDigest",
    line.leased_until AS "leasedUntil", line.handed_over_at IS NOT NULL AS "wasCutOff",
    facts.title, facts.text, facts.path, facts.closes_on::text AS "closesOn", facts.address,
    coalesce(facts.closes_on < facts.today, false) AS "isTooLate", facts.is_away AS "isAway",
    CASE WHEN facts.is_away
         THEN (facts.today + 1 + time '07:00') AT TIME ZONE 'Europe/London'
         ELSE facts.quiet_over END AS "mayGoAt"`;

/** The person is away: whoever asked is told so. */
export const awaySql = `
  UPDATE notice SET unreached_reason = 'ON_LEAVE'
   WHERE trust_id = $1 AND id = $2 AND reached_at IS NULL
     AND unreached_reason IS DISTINCT FROM 'ON_LEAVE'`;

/** What is said to the database of messages in one channel. */
export function deliverySql(channel: Carrier['channel']) {
  const which = `trust_id = $1 AND notice_id = $2 AND channel = '${channel}'`;
  /** Whoever has lost the lease (`$3`) changes nothing any more. */
  const leased = `${which} AND leased_until = $3 AND state = 'QUEUED'`;
  /** What became of an SMS is asked for a minute later; what became of an e-mail is never told. */
  const askFrom = (instant: string) =>
    channel === 'SMS' ? `, ask_at = ${instant}::timestamptz + interval '1 minute'` : '';
  return {
    claim: claimSql(channel),

    /**
     * From here on (`$4`) nobody can know whether the message with the notices (`$2`) went out, until the
     * server has answered: all of them, or where one has gone to another worker, none.
     */
    handOver: `
      WITH mine AS (
        SELECT trust_id, notice_id FROM notice_delivery
         WHERE trust_id = $1 AND notice_id = ANY ($2::uuid[]) AND channel = '${channel}'
           AND leased_until = $3 AND state = 'QUEUED' AND handed_over_at IS NULL
           AND leased_until > $4 FOR UPDATE)
      UPDATE notice_delivery AS line SET handed_over_at = $4, message_id = nullif($5, line.notice_id)
        FROM mine
       WHERE line.trust_id = mine.trust_id AND line.notice_id = mine.notice_id
         AND line.channel = '${channel}'
         AND (SELECT count(*) FROM mine) = cardinality($2::uuid[]) RETURNING 1`,

    /** The server took the notices `$2`, at `$3`; that is so even where another worker thought it in doubt. */
    sent: `
      UPDATE notice_delivery
         SET state = 'SENT', settled_at = $3, leased_until = NULL, problem = NULL${askFrom('$3')}
       WHERE trust_id = $1 AND notice_id = ANY ($2::uuid[]) AND channel = '${channel}'
         AND state IN ('QUEUED', 'IN_DOUBT')`,

    /** Nobody knows, since `$4`, whether the server took it; `$5` is why. */
    inDoubt: `
      UPDATE notice_delivery SET state = 'IN_DOUBT', settled_at = $4, leased_until = NULL,
             problem = $5${askFrom('$4')}
       WHERE ${leased}`,

    /** It came to another end (`$4`), at `$5`, for a reason (`$6`). */
    failed: `
      UPDATE notice_delivery SET state = $4, settled_at = $5, leased_until = NULL, problem = $6
       WHERE ${leased}`,

    /** It is tried again at `$4`; `$5` is why, `$6` how often it was tried. */
    later: `
      UPDATE notice_delivery SET next_attempt_at = $4, problem = $5, attempts = $6,
             leased_until = NULL, handed_over_at = NULL
       WHERE ${leased}`,

    /** Nobody has begun with it: it is as if it had not been taken. */
    release: `UPDATE notice_delivery SET leased_until = NULL WHERE ${leased}`,

    nextDue: `
      SELECT min(greatest(next_attempt_at, leased_until)) AS at FROM notice_delivery
       WHERE channel = '${channel}' AND state = 'QUEUED'`,
  };
}
