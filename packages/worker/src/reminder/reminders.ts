import type { Pool } from 'pg';
import { leavingWord } from '../word-left.ts';

/** People of one request to people. */
const pageSize = 500;

/** A day, or the Friday before it when nobody works on it. */
const workday = (day: string) => `(${day} - greatest(extract(isodow FROM ${day})::integer - 5, 0))`;

const word = leavingWord({
  type: 'opportunity.notice_requested',
  aggregateType: 'Opportunity',
  aggregateId: 'id',
  data: `jsonb_build_object(
             'opportunityId', id, 'version', told_version, 'kind', kind,
             'title', left(told || ': ' || regexp_replace(title, '[[:cntrl:]]', ' ', 'g'), 200),
             'text', 'Whether you apply is yours to choose.', 'closesOn', closes_on,
             'personIds', jsonb_agg(person_id ORDER BY person_id), 'page', page + 1,
             'pages', max(page) OVER (PARTITION BY trust_id, id) + 1, 'wantsProof', false)`,
  actor: 'reminders',
  from: 'waiting GROUP BY trust_id, id, told_version, kind, told, title, closes_on, page',
});

/**
 * Asks people to remind those whom opportunities are for, at the instant `$1`: half-way, where at least
 * ten days are left from when everybody was told of the newest version, and two days before the last,
 * where there were five. Only those are reminded who have known for two days and have not applied, and
 * of each kind once. One statement for all trusts, so that two workers remind nobody twice.
 */
const remindSql = `
  WITH open AS (
    SELECT o.trust_id, o.id, o.title, o.told_version, o.round, o.closes_on, here.today, own.since
      FROM opportunity AS o
      JOIN opportunity_version AS version
        ON version.trust_id = o.trust_id AND version.opportunity_id = o.id
       AND version.number = o.told_version
     CROSS JOIN (SELECT ($1::timestamptz AT TIME ZONE 'Europe/London')::date AS today) AS here
     CROSS JOIN LATERAL (SELECT greatest(
       o.opens_on, (version.made_at AT TIME ZONE 'Europe/London')::date) AS since) AS own
     WHERE o.state IN ('PUBLISHED', 'REOPENED') AND o.kind <> 'ACTING'
       AND o.opens_on <= here.today AND o.closes_on >= here.today),
  due AS (
    SELECT open.*, step.kind, step.title AS told
      FROM open
     CROSS JOIN LATERAL (SELECT ${workday('(open.closes_on - 2)')} AS soon_on,
       ${workday('(open.since + (open.closes_on - open.since) / 2)')} AS half_on) AS days
     CROSS JOIN LATERAL (VALUES
       ('OPPORTUNITY_HALF_WAY', 'Half of the time is over',
        open.closes_on - open.since >= 10 AND open.today >= half_on AND open.today < soon_on),
       ('OPPORTUNITY_CLOSING_SOON', 'Closing soon',
        open.closes_on - open.since >= 5 AND open.today >= soon_on)) AS step (kind, title, is_due)
     WHERE step.is_due),
  fresh AS (
    INSERT INTO opportunity_reminder (trust_id, opportunity_id, version, kind, asked_at)
    SELECT trust_id, id, told_version, kind, $1 FROM due
        ON CONFLICT DO NOTHING
    RETURNING trust_id, opportunity_id, version, kind),
  waiting AS (
    SELECT due.*, told.person_id,
           (row_number() OVER (PARTITION BY due.trust_id, due.id ORDER BY told.person_id) - 1)
             / ${String(pageSize)} AS page
      FROM fresh
      JOIN due ON due.trust_id = fresh.trust_id AND due.id = fresh.opportunity_id
       AND due.kind = fresh.kind
      JOIN opportunity_notice AS told ON told.trust_id = due.trust_id
       AND told.opportunity_id = due.id AND told.version = due.told_version
       AND coalesce((told.reached_at AT TIME ZONE 'Europe/London')::date, told.alternative_on)
           <= due.today - 2
     WHERE EXISTS (SELECT FROM opportunity_eligible AS person
                    WHERE person.trust_id = due.trust_id AND person.opportunity_id = due.id
                      AND person.person_id = told.person_id AND person.dropped_at IS NULL)
       AND NOT EXISTS (SELECT FROM application
                        WHERE application.trust_id = due.trust_id
                          AND application.opportunity_id = due.id
                          AND application.person_id = told.person_id
                          AND (application.round = due.round OR application.state = 'ACCEPTED')
                          AND application.state <> 'DRAFT')),
  ${word}`;

/** Reminds people, in all trusts, of what they may apply for and have not. */
export async function remind(pool: Pool, now: Date): Promise<void> {
  await pool.query(remindSql, [now]);
}
