import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sameTrust } from './same-trust.ts';

const channels = `'EMAIL', 'IN_APP', 'PRINT'`;
const states = `'QUEUED', 'SENT', 'BOUNCED', 'IN_DOUBT', 'GIVEN_UP', 'READ', 'TOLD_IN_PERSON'`;

const noticeTable = `
  CREATE TABLE notice (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind ~ '^[A-Z][A-Z_]{0,59}$'),
    about_type text NOT NULL CHECK (about_type ~ '^[A-Z][A-Za-z]{0,59}$'),
    about_id uuid NOT NULL, -- owned by another subgraph: no foreign key
    about_version integer NOT NULL CHECK (about_version >= 1),
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200 AND title !~ '[[:cntrl:]]'),
    text text NOT NULL CHECK (length(text) <= 10000),
    path text NOT NULL CHECK (path ~ '^/([^/[:cntrl:]][^[:cntrl:]]*)?$' AND length(path) <= 500),
    closes_on date, -- last day on which it is of use
    created_at timestamptz NOT NULL DEFAULT now(),
    reached_at timestamptz, -- when a channel first reached the person
    reached_by text CHECK (reached_by IN (${channels})),
    unreached_reason text CHECK (unreached_reason IN ('NO_ROUTE', 'BOUNCED', 'ON_LEAVE')),
    PRIMARY KEY (trust_id, id),
    CONSTRAINT told_once UNIQUE (trust_id, person_id, kind, about_type, about_id, about_version),
    FOREIGN KEY (trust_id, person_id) REFERENCES person (trust_id, id),
    CONSTRAINT reached_by_a_channel CHECK ((reached_at IS NULL) = (reached_by IS NULL)),
    CONSTRAINT reached_or_not CHECK (reached_at IS NULL OR unreached_reason IS NULL)
  );
  CREATE INDEX notice_of_person ON notice (trust_id, person_id, created_at DESC, id DESC);`;

const deliveryTable = `
  CREATE TABLE notice_delivery (
    trust_id uuid NOT NULL,
    notice_id uuid NOT NULL,
    channel text NOT NULL CHECK (channel IN (${channels})),
    state text NOT NULL DEFAULT 'QUEUED' CHECK (state IN (${states})),
    settled_at timestamptz, -- since when the state holds; null while it is queued
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz, -- of an e-mail that is queued
    leased_until timestamptz, -- an attempt is under way
    handed_over_at timestamptz, -- the attempt has begun to give the server the text
    problem text, -- why the last attempt failed
    told_by_id uuid, -- the colleague who told in person
    told_on date,
    noted_by_id uuid, -- who says so
    PRIMARY KEY (trust_id, notice_id, channel),
    FOREIGN KEY (trust_id, notice_id) REFERENCES notice (trust_id, id),
    FOREIGN KEY (trust_id, told_by_id) REFERENCES person (trust_id, id),
    CONSTRAINT settled_or_queued CHECK ((state = 'QUEUED') = (settled_at IS NULL)),
    CONSTRAINT state_of_its_channel CHECK (state = 'QUEUED' OR CASE channel
      WHEN 'EMAIL' THEN state IN ('SENT', 'BOUNCED', 'IN_DOUBT', 'GIVEN_UP')
      WHEN 'IN_APP' THEN state = 'READ' ELSE state = 'TOLD_IN_PERSON' END),
    CONSTRAINT told_by_somebody CHECK (
      (state = 'TOLD_IN_PERSON') = (told_by_id IS NOT NULL AND told_on IS NOT NULL)),
    CONSTRAINT email_has_a_time CHECK ((channel = 'EMAIL') = (next_attempt_at IS NOT NULL))
  );
  CREATE INDEX notice_delivery_due
    ON notice_delivery (next_attempt_at) WHERE channel = 'EMAIL' AND state = 'QUEUED';
  CREATE INDEX notice_delivery_told_by
    ON notice_delivery (trust_id, told_by_id) WHERE told_by_id IS NOT NULL;`;

const historyTable = `
  CREATE TABLE notice_history (
    trust_id uuid NOT NULL,
    notice_id uuid NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    channel text NOT NULL CHECK (channel IN (${channels})),
    state text NOT NULL CHECK (state IN (${states})),
    happened_at timestamptz NOT NULL,
    told_by_id uuid,
    told_on date,
    noted_by_id uuid,
    PRIMARY KEY (trust_id, notice_id, id),
    FOREIGN KEY (trust_id, notice_id) REFERENCES notice (trust_id, id)
  );`;

/** The first channel that reached the person and has not bounced since; ties by name. */
const settling = `
  UPDATE notice SET reached_at = standing.at, reached_by = standing.channel,
         unreached_reason = CASE WHEN standing.at IS NOT NULL THEN NULL
           WHEN standing.has_bounced THEN 'BOUNCED'
           WHEN standing.has_failed THEN 'NO_ROUTE' ELSE notice.unreached_reason END
    FROM (SELECT DISTINCT trust_id, notice_id FROM fresh) AS touched
   -- One by one: each has three deliveries at most, and a plan made while there were few stays good.
   CROSS JOIN LATERAL (
     SELECT min(settled_at) FILTER (WHERE has_reached) AS at,
            (array_agg(channel ORDER BY settled_at, channel) FILTER (WHERE has_reached))[1]
              AS channel,
            bool_or(state IN ('BOUNCED', 'IN_DOUBT')) AS has_bounced,
            bool_or(state IN ('BOUNCED', 'IN_DOUBT', 'GIVEN_UP')) AS has_failed
       FROM notice_delivery AS delivery
      CROSS JOIN LATERAL (
        SELECT state IN ('SENT', 'READ', 'TOLD_IN_PERSON') AS has_reached) AS reach
      WHERE delivery.trust_id = touched.trust_id
        AND delivery.notice_id = touched.notice_id) AS standing
   WHERE notice.trust_id = touched.trust_id AND notice.id = touched.notice_id
     AND (notice.reached_at IS DISTINCT FROM standing.at OR standing.has_failed);`;

/** What becomes of a delivery is written down and settles the notice, whoever writes it. */
const deliveryTriggers = `
  CREATE FUNCTION note_queued_notices() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO notice_history (trust_id, notice_id, channel, state, happened_at)
    SELECT trust_id, notice_id, channel, state, coalesce(settled_at, now()) FROM fresh;
    RETURN NULL;
  END $$;
  CREATE TRIGGER note_queued_notices AFTER INSERT ON notice_delivery
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION note_queued_notices();
  CREATE FUNCTION settle_notices() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO notice_history
      (trust_id, notice_id, channel, state, happened_at, told_by_id, told_on, noted_by_id)
    SELECT fresh.trust_id, fresh.notice_id, fresh.channel, fresh.state, fresh.settled_at,
           fresh.told_by_id, fresh.told_on, fresh.noted_by_id
      FROM fresh JOIN stale USING (trust_id, notice_id, channel)
     WHERE fresh.state <> stale.state;
    IF NOT FOUND THEN RETURN NULL; END IF;
    -- A bounce leaves the sheet: a colleague tells the person.
    INSERT INTO notice_delivery (trust_id, notice_id, channel)
    SELECT trust_id, notice_id, 'PRINT' FROM fresh
     WHERE state IN ('BOUNCED', 'IN_DOUBT', 'GIVEN_UP')
    ON CONFLICT DO NOTHING;
    -- Two channels at once settle one after the other, the second with what the first has done.
    PERFORM FROM notice
      WHERE (trust_id, id) IN (SELECT trust_id, notice_id FROM fresh) ORDER BY id FOR UPDATE;
    ${settling}
    RETURN NULL;
  END $$;
  CREATE TRIGGER settle_notices AFTER UPDATE ON notice_delivery
    REFERENCING NEW TABLE AS fresh OLD TABLE AS stale
    FOR EACH STATEMENT EXECUTE FUNCTION settle_notices();`;

/** That somebody was reached, or cannot be, is told to the subgraph that asked. */
const telling = (changed: string) => `
    INSERT INTO event (trust_id, id, type, aggregate_type, aggregate_id, data, actor_kind, actor_id,
                       request_id)
    SELECT fresh.trust_id, gen_random_uuid(),
           CASE WHEN fresh.reached_at IS NULL THEN 'notice.unreached' ELSE 'notice.reached' END,
           'Notice', fresh.id,
           jsonb_build_object(
             'about', jsonb_build_object('type', fresh.about_type, 'id', fresh.about_id,
                                         'version', fresh.about_version),
             'kind', fresh.kind, 'personId', fresh.person_id,
             'at', coalesce(fresh.reached_at, now()))
           || CASE WHEN fresh.reached_at IS NULL
                   THEN jsonb_build_object('reason', fresh.unreached_reason)
                   ELSE jsonb_build_object('channel', fresh.reached_by) END,
           'JOB', 'notices', gen_random_uuid()::text
      FROM ${changed};
    IF FOUND THEN PERFORM app.wake_delivery(); END IF;
    RETURN NULL;`;

const noticeTriggers = `
  CREATE FUNCTION tell_of_new_notices() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    ${telling('fresh WHERE fresh.unreached_reason IS NOT NULL')}
  END $$;
  CREATE TRIGGER tell_of_new_notices AFTER INSERT ON notice
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION tell_of_new_notices();
  CREATE FUNCTION tell_of_notices() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    ${telling(`fresh JOIN stale USING (trust_id, id)
     WHERE fresh.reached_at IS DISTINCT FROM stale.reached_at
        OR fresh.unreached_reason IS DISTINCT FROM stale.unreached_reason`)}
  END $$;
  CREATE TRIGGER tell_of_notices AFTER UPDATE ON notice
    REFERENCING NEW TABLE AS fresh OLD TABLE AS stale
    FOR EACH STATEMENT EXECUTE FUNCTION tell_of_notices();`;

const preferenceTable = `
  CREATE TABLE notice_preference (
    trust_id uuid NOT NULL,
    person_id uuid NOT NULL,
    by_email boolean NOT NULL,
    quiet_from time, -- in England, each day
    quiet_until time,
    even_on_leave boolean NOT NULL,
    PRIMARY KEY (trust_id, person_id),
    FOREIGN KEY (trust_id, person_id) REFERENCES person (trust_id, id),
    CONSTRAINT quiet_for_a_while CHECK (
      (quiet_from IS NULL) = (quiet_until IS NULL) AND quiet_from IS DISTINCT FROM quiet_until
      OR quiet_from IS NULL AND quiet_until IS NULL)
  );`;

/** What the worker may do: send e-mail to people of every trust, and no more. */
const rightsOfJobs = `
  ${['notice', 'notice_delivery', 'notice_history', 'notice_preference', 'person', 'leave_period']
    .map(
      (table) =>
        `CREATE POLICY notices_for_jobs ON ${table} TO people_job USING (true) WITH CHECK (true);`,
    )
    .join('\n')}
  GRANT SELECT, UPDATE ON notice TO people_job;
  GRANT SELECT, INSERT, UPDATE ON notice_delivery TO people_job;
  GRANT SELECT, INSERT ON notice_history TO people_job;
  GRANT SELECT ON notice_preference TO people_job;
  GRANT SELECT (trust_id, id, work_email) ON person TO people_job;
  GRANT SELECT (trust_id, person_id, starts_on, ends_on) ON leave_period TO people_job;
  GRANT INSERT ON event, webhook_delivery TO people_job;
  GRANT EXECUTE ON FUNCTION app.wake_delivery() TO people_job;`;

/**
 * What people are told, by which channel, and what came of it; and what each prefers. Four new tables,
 * which the version before does not see.
 */
export class Notices1797070000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${noticeTable}
      ${deliveryTable}
      ${historyTable}
      ${preferenceTable}
      ${sameTrust('notice', 'SELECT, INSERT, UPDATE')}
      ${sameTrust('notice_delivery', 'SELECT, INSERT, UPDATE')}
      ${sameTrust('notice_history', 'SELECT, INSERT')}
      ${sameTrust('notice_preference', 'SELECT, INSERT, UPDATE')}
      ${deliveryTriggers}
      ${noticeTriggers}
      ${rightsOfJobs}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      REVOKE EXECUTE ON FUNCTION app.wake_delivery() FROM people_job;
      REVOKE INSERT ON event, webhook_delivery FROM people_job;
      DROP POLICY notices_for_jobs ON person;
      DROP POLICY notices_for_jobs ON leave_period;
      REVOKE SELECT (trust_id, id, work_email) ON person FROM people_job;
      REVOKE SELECT (trust_id, person_id, starts_on, ends_on) ON leave_period FROM people_job;
      DROP TABLE notice_history, notice_delivery, notice, notice_preference;
      DROP FUNCTION note_queued_notices();
      DROP FUNCTION settle_notices();
      DROP FUNCTION tell_of_new_notices();
      DROP FUNCTION tell_of_notices();
    `);
  }
}
