import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sameTrust } from './same-trust.ts';

/** As the feed of changes decides it, when this was written. */
export const heardAtFirst = `
  CASE fresh.aggregate_type
    WHEN 'School' THEN fresh.aggregate_id = ANY (webhook.school_ids)
    WHEN 'Person' THEN EXISTS (
      SELECT FROM (SELECT data FROM event AS one
                    WHERE one.trust_id = fresh.trust_id AND one.aggregate_id = fresh.aggregate_id
                      AND one.sequence <= fresh.sequence
                    ORDER BY one.sequence DESC LIMIT 2) AS told
       CROSS JOIN jsonb_array_elements(coalesce(told.data -> 'assignments', '[]')) AS post
       WHERE (post ->> 'schoolId')::uuid = ANY (webhook.school_ids))
    ELSE false END`;

const deliveryTable = `
  CREATE TABLE webhook_delivery (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    webhook_id uuid NOT NULL,
    message_id uuid NOT NULL, -- of the event, or the delivery's own id in a test
    type text NOT NULL,
    aggregate_id uuid NOT NULL,
    sequence bigint NOT NULL, -- of the event; 0 in a test
    state text NOT NULL DEFAULT 'PENDING' CHECK (state IN ('PENDING', 'DELIVERED', 'GIVEN_UP')),
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL,
    leased_until timestamptz, -- an attempt is under way
    last_attempt_at timestamptz,
    last_status integer,
    last_milliseconds integer,
    last_problem text,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (trust_id, id),
    UNIQUE (trust_id, webhook_id, message_id),
    FOREIGN KEY (trust_id, webhook_id) REFERENCES webhook (trust_id, id)
  );
  CREATE INDEX webhook_delivery_due
    ON webhook_delivery (trust_id, webhook_id, next_attempt_at, sequence) WHERE state = 'PENDING';
  CREATE INDEX webhook_delivery_order
    ON webhook_delivery (trust_id, webhook_id, aggregate_id, sequence) WHERE state = 'PENDING';
  CREATE INDEX webhook_delivery_log
    ON webhook_delivery (trust_id, webhook_id, created_at DESC, id DESC);`;

/** A change puts word of itself in line. */
export const puttingInLine = (heardAt: string) => `
  CREATE OR REPLACE FUNCTION put_in_line_for_webhooks() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO webhook_delivery
      (trust_id, id, webhook_id, message_id, type, aggregate_id, sequence, next_attempt_at)
    SELECT fresh.trust_id, gen_random_uuid(), webhook.id, fresh.id, fresh.type,
           fresh.aggregate_id, fresh.sequence, now()
      FROM fresh JOIN webhook ON webhook.trust_id = fresh.trust_id
       AND webhook.disabled_at IS NULL AND fresh.type = ANY (webhook.event_types)
     WHERE webhook.all_schools OR ${heardAt}
     ON CONFLICT DO NOTHING;
    RETURN NULL;
  END $$;`;

const whenChanged = `
  CREATE TRIGGER put_in_line_for_webhooks AFTER INSERT ON event
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION put_in_line_for_webhooks();`;

/**
 * Endpoints that trusts registered, and what is sent to each. A change puts word of itself in line in
 * its own transaction. Two new tables, which the version before does not see.
 */
export class Webhooks1796000040010 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE webhook (
        trust_id uuid NOT NULL REFERENCES trust (id),
        id uuid NOT NULL,
        url text NOT NULL CHECK (length(url) BETWEEN 1 AND 2000),
        description text NOT NULL,
        event_types text[] NOT NULL CHECK (cardinality(event_types) > 0),
        all_schools boolean NOT NULL,
        school_ids uuid[] NOT NULL, -- of whose people it is told; empty when of all
        public_key text NOT NULL,
        sealed_key bytea NOT NULL, -- the private one, encrypted
        old_public_key text,
        old_sealed_key bytea,
        old_key_until timestamptz, -- from then on the old key signs no more
        created_at timestamptz NOT NULL DEFAULT now(),
        created_by_kind text NOT NULL CHECK (created_by_kind IN ('PERSON', 'API_KEY', 'JOB')),
        created_by_id text NOT NULL,
        disabled_at timestamptz,
        disabled_reason text CHECK (disabled_reason IN ('BY_HAND', 'GONE')),
        PRIMARY KEY (trust_id, id),
        CONSTRAINT disabled_for_a_reason CHECK ((disabled_at IS NULL) = (disabled_reason IS NULL)),
        CONSTRAINT old_key_has_an_end CHECK (
          (old_public_key IS NULL) = (old_key_until IS NULL)
          AND (old_sealed_key IS NULL) = (old_key_until IS NULL))
      );
      CREATE INDEX webhook_by_age ON webhook (trust_id, created_at DESC, id DESC);
      ${deliveryTable}
      ${sameTrust('webhook', 'SELECT, INSERT, UPDATE')}
      ${sameTrust('webhook_delivery', 'SELECT, INSERT, UPDATE')}
      CREATE POLICY every_trust_for_jobs ON webhook TO people_job USING (true) WITH CHECK (true);
      CREATE POLICY every_trust_for_jobs ON webhook_delivery TO people_job
        USING (true) WITH CHECK (true);
      GRANT SELECT, UPDATE ON webhook TO people_job;
      GRANT SELECT, UPDATE, DELETE ON webhook_delivery TO people_job;
      ${puttingInLine(heardAtFirst)}
      ${whenChanged}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER put_in_line_for_webhooks ON event;
      DROP FUNCTION put_in_line_for_webhooks();
      DROP TABLE webhook_delivery, webhook;
    `);
  }
}
