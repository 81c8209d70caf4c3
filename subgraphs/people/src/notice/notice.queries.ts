import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';

const readAt = `(
  SELECT settled_at FROM notice_delivery
   WHERE notice_delivery.trust_id = notice.trust_id AND notice_delivery.notice_id = notice.id
     AND channel = 'IN_APP')`;

/** Columns of a `NoticeRow`. */
export const noticeColumns = `
  notice.id, notice.person_id AS "personId", notice.kind,
  json_build_object('type', notice.about_type, 'id', notice.about_id,
                    'version', notice.about_version) AS about,
  notice.title, notice.text, notice.path, notice.closes_on AS "closesOn",
  notice.created_at AS "createdAt", ${readAt} AS "readAt", notice.reached_at AS "reachedAt",
  notice.reached_by AS "reachedBy", notice.unreached_reason AS "unreachedReason"`;

/** Notices of the trust, the newest first. */
export function noticeList(
  { trustId }: Viewer,
  name: string,
): List & { readonly parameters: SqlParameters } {
  const parameters = new SqlParameters();
  return {
    ...{ name, select: noticeColumns, from: 'notice', parameters },
    where: [`notice.trust_id = ${parameters.add(trustId)}`],
    sort: {
      name: 'newest first',
      keys: [
        { sql: 'notice.created_at', type: 'timestamptz' },
        { sql: 'notice.id', type: 'uuid' },
      ],
      descending: true,
    },
  };
}

/** Somebody’s next digest: at half past seven of the next morning or the next Monday; else null. */
const digestAt = `(
       SELECT (CASE preference.digest WHEN 'DAILY' THEN morning.day
                    WHEN 'WEEKLY' THEN morning.day + (8 - extract(isodow FROM morning.day)::int) % 7
               END + time '07:30') AT TIME ZONE 'Europe/London' AS at
         FROM (SELECT local::date + CASE WHEN local::time < time '07:30' THEN 0 ELSE 1 END AS day
                 FROM (SELECT now() AT TIME ZONE 'Europe/London' AS local) AS here) AS morning)`;

/**
 * Puts notices (`$2`) to people (`$3`) in line, for each by the channels that can get to them. An SMS
 * takes nobody off the sheet until a telephone has it; what needs no proof (`$13`) is on no sheet. What
 * can wait (`$14`) waits for the digest of those who want one, unless it would come on the last day
 * (`$12`) or later. Whoever was another answers for both; whoever has the notice already gets nothing
 * more. `$11` is today.
 */
export const tellSql = `
  WITH asked AS (
    SELECT DISTINCT ON (person.id) told.id, person.id AS person_id,
           person.work_email IS NOT NULL AND coalesce(preference.by_email, true) AS by_email,
           preference.sms_to IS NOT NULL AS by_sms,
           CASE WHEN $14 AND digest.at < coalesce($12::date, 'infinity') THEN digest.at END
             AS digest_at,
           NOT coalesce(preference.even_on_leave, false) AND EXISTS (
             SELECT FROM leave_period AS away
              WHERE away.trust_id = $1 AND away.person_id = person.id AND away.starts_on <= $11
                AND (away.ends_on IS NULL OR away.ends_on > $11)) AS is_away
      FROM unnest($2::uuid[], $3::uuid[]) AS told (id, person_id)
      LEFT JOIN person_redirect AS redirect
        ON redirect.trust_id = $1 AND redirect.old_id = told.person_id
      JOIN person ON person.trust_id = $1
       AND person.id = coalesce(redirect.person_id, told.person_id)
      LEFT JOIN notice_preference AS preference
        ON preference.trust_id = $1 AND preference.person_id = person.id
     CROSS JOIN LATERAL ${digestAt} AS digest
     ORDER BY person.id),
  written AS (
    INSERT INTO notice (trust_id, id, person_id, kind, about_type, about_id, about_version, title,
                        text, path, closes_on, wants_proof, unreached_reason)
    SELECT $1, id, person_id, $4, $5, $6, $7, $8, $9, $10, $12, $13,
           CASE WHEN is_away THEN 'ON_LEAVE' WHEN NOT (by_email OR by_sms) THEN 'NO_ROUTE' END
      FROM asked
        ON CONFLICT ON CONSTRAINT told_once DO NOTHING
    RETURNING id),
  lined_up AS (
    INSERT INTO notice_delivery (trust_id, notice_id, channel, next_attempt_at, in_digest)
    SELECT $1, asked.id, way.channel,
           CASE WHEN way.channel IN ('EMAIL', 'SMS') THEN coalesce(digest_at, now()) END,
           way.channel IN ('EMAIL', 'SMS') AND digest_at IS NOT NULL
      FROM written JOIN asked USING (id)
     CROSS JOIN LATERAL (
       VALUES ('IN_APP'), (CASE WHEN by_email THEN 'EMAIL' WHEN $13 THEN 'PRINT' END),
              (CASE WHEN by_sms THEN 'SMS' END)) AS way (channel)
     WHERE way.channel IS NOT NULL
    RETURNING 1)
  SELECT (SELECT count(*) FROM written)::integer AS told,
         (SELECT count(*) FROM lined_up)::integer AS "linedUp"`;

/** The person (`$3`) has opened their notice (`$2`); the first time counts. */
export const readSql = `
  UPDATE notice_delivery SET state = 'READ', settled_at = now() FROM notice
   WHERE notice.trust_id = $1 AND notice.id = $2 AND notice.person_id = $3
     AND notice_delivery.trust_id = $1 AND notice_delivery.notice_id = $2
     AND channel = 'IN_APP' AND state = 'QUEUED'`;

export const noticeOfSql = `
  SELECT ${noticeColumns} FROM notice
   WHERE notice.trust_id = $1 AND notice.id = $2 AND notice.person_id = $3`;

/** The e-mail of a notice (`$2`) came back, with all that it told; what has come to another end stays. */
export const bounceSql = `
  UPDATE notice_delivery SET state = 'BOUNCED', settled_at = now(), problem = 'It came back.'
   WHERE trust_id = $1 AND (notice_id = $2 OR message_id = $2) AND channel = 'EMAIL'
     AND state IN ('SENT', 'IN_DOUBT')`;

/** Reminders of the opportunities `$3` that wait for the people `$2`, who have applied: no longer of use. */
export const dropRemindersSql = `
  UPDATE notice_delivery SET state = 'GIVEN_UP', settled_at = now(), problem = 'They have applied.'
    FROM unnest($2::uuid[], $3::uuid[]) AS applied (person_id, opportunity_id)
    LEFT JOIN person_redirect AS redirect
      ON redirect.trust_id = $1 AND redirect.old_id = applied.person_id
    JOIN notice ON notice.trust_id = $1 AND notice.about_type = 'Opportunity'
     AND notice.person_id = coalesce(redirect.person_id, applied.person_id)
     AND notice.about_id = applied.opportunity_id
     AND notice.kind IN ('OPPORTUNITY_HALF_WAY', 'OPPORTUNITY_CLOSING_SOON')
   WHERE notice_delivery.trust_id = $1 AND notice_delivery.notice_id = notice.id
     AND channel IN ('EMAIL', 'SMS') AND state = 'QUEUED' AND handed_over_at IS NULL`;

export const noticeSql = `
  SELECT ${noticeColumns} FROM notice WHERE notice.trust_id = $1 AND notice.id = $2`;

export const unreadSql = `
  SELECT count(*)::integer AS unread FROM notice
    JOIN notice_delivery AS delivery
      ON delivery.trust_id = notice.trust_id AND delivery.notice_id = notice.id
   WHERE notice.trust_id = $1 AND notice.person_id = $2
     AND delivery.channel = 'IN_APP' AND delivery.state = 'QUEUED'`;

/** What became of notices (`$2`), in order. */
export const historySql = `
  SELECT notice_id AS "noticeId", channel, state, happened_at AS "happenedAt",
         told_by_id AS "toldById", told_on AS "toldOn", noted_by_id AS "notedById"
    FROM notice_history WHERE trust_id = $1 AND notice_id = ANY ($2::uuid[]) ORDER BY id`;
