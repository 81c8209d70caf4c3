/** E-mails that one worker takes at once. */
const batch = 100;

const isAway = `
  NOT coalesce(preference.even_on_leave, false) AND EXISTS (
    SELECT FROM leave_period AS away
     WHERE away.trust_id = notice.trust_id AND away.person_id = notice.person_id
       AND away.starts_on <= here.today AND (away.ends_on IS NULL OR away.ends_on > here.today))`;

const isQuiet = `
  CASE WHEN quiet_from < quiet_until THEN here.clock >= quiet_from AND here.clock < quiet_until
       ELSE here.clock >= quiet_from OR here.clock < quiet_until END`;

/**
 * Leases what is due at `$1` until `$2`, with when it may go out by what the person prefers: whoever is
 * away is looked at again the next morning, because leave may change.
 */
export const claimSql = `
  WITH due AS (
    SELECT trust_id, notice_id FROM notice_delivery
     WHERE channel = 'EMAIL' AND state = 'QUEUED' AND next_attempt_at <= $1
       AND (leased_until IS NULL OR leased_until <= $1)
     ORDER BY next_attempt_at LIMIT ${String(batch)} FOR UPDATE SKIP LOCKED),
  facts AS (
    SELECT due.trust_id, due.notice_id, title, text, path, closes_on, here.today,
           CASE WHEN coalesce(by_email, true) THEN work_email END AS address,
           ${isAway} AS is_away,
           CASE WHEN ${isQuiet}
                THEN (here.today + quiet_until
                      + CASE WHEN here.clock >= quiet_until THEN interval '1 day'
                             ELSE interval '0' END) AT TIME ZONE 'Europe/London' END AS quiet_over
      FROM due
      JOIN notice ON notice.trust_id = due.trust_id AND notice.id = due.notice_id
      JOIN person ON person.trust_id = notice.trust_id AND person.id = notice.person_id
      LEFT JOIN notice_preference AS preference
        ON preference.trust_id = notice.trust_id AND preference.person_id = notice.person_id
     CROSS JOIN (SELECT local::date AS today, local::time AS clock
                   FROM (SELECT $1::timestamptz AT TIME ZONE 'Europe/London' AS local) AS now) AS here)
  UPDATE notice_delivery AS line SET leased_until = $2 FROM facts
   WHERE line.trust_id = facts.trust_id AND line.notice_id = facts.notice_id
     AND line.channel = 'EMAIL'
  RETURNING line.trust_id AS "trustId", line.notice_id AS "noticeId", line.attempts,
    line.leased_until AS "leasedUntil", line.handed_over_at IS NOT NULL AS "wasCutOff",
    facts.title, facts.text, facts.path, facts.closes_on::text AS "closesOn", facts.address,
    coalesce(facts.closes_on < facts.today, false) AS "isTooLate", facts.is_away AS "isAway",
    CASE WHEN facts.is_away
         THEN (facts.today + 1 + time '07:00') AT TIME ZONE 'Europe/London'
         ELSE facts.quiet_over END AS "mayGoAt"`;

const which = `trust_id = $1 AND notice_id = $2 AND channel = 'EMAIL'`;
/** Whoever has lost the lease (`$3`) changes nothing any more. */
const leased = `${which} AND leased_until = $3 AND state = 'QUEUED'`;

/** From here on (`$4`) nobody can know whether the e-mail went out, until the server has answered. */
export const handOverSql = `
  UPDATE notice_delivery SET handed_over_at = $4
   WHERE ${leased} AND handed_over_at IS NULL AND leased_until > $4 RETURNING 1`;

/** The server took it, at `$3`; that is so even where another worker thought it in doubt. */
export const sentSql = `
  UPDATE notice_delivery SET state = 'SENT', settled_at = $3, leased_until = NULL, problem = NULL
   WHERE ${which} AND state IN ('QUEUED', 'IN_DOUBT')`;

/** It came to another end (`$4`), at `$5`, for a reason (`$6`). */
export const failedSql = `
  UPDATE notice_delivery SET state = $4, settled_at = $5, leased_until = NULL, problem = $6
   WHERE ${leased}`;

/** It is tried again at `$4`; `$5` is why, `$6` how often it was tried. */
export const laterSql = `
  UPDATE notice_delivery SET next_attempt_at = $4, problem = $5, attempts = $6,
         leased_until = NULL, handed_over_at = NULL
   WHERE ${leased}`;

/** Nobody has begun with it: it is as if it had not been taken. */
export const releaseSql = `UPDATE notice_delivery SET leased_until = NULL WHERE ${leased}`;

/** The person is away: whoever asked is told so. */
export const awaySql = `
  UPDATE notice SET unreached_reason = 'ON_LEAVE'
   WHERE trust_id = $1 AND id = $2 AND reached_at IS NULL
     AND unreached_reason IS DISTINCT FROM 'ON_LEAVE'`;

export const nextDueSql = `
  SELECT min(greatest(next_attempt_at, leased_until)) AS at FROM notice_delivery
   WHERE channel = 'EMAIL' AND state = 'QUEUED'`;
