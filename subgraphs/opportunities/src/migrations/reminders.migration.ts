import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a reminder is written from, by tables: nothing that anybody wrote in an application. */
const read = {
  opportunity: `trust_id, id, title, state, kind, told_version, opens_on, closes_on, published_at`,
  opportunity_version: 'trust_id, opportunity_id, number, made_at',
  opportunity_eligible: 'trust_id, opportunity_id, person_id, dropped_at',
  opportunity_notice: 'trust_id, opportunity_id, version, person_id, reached_at, alternative_on',
  application: 'trust_id, opportunity_id, person_id, state',
} as const;

const tables = Object.entries(read);

/**
 * That people were reminded of an opportunity, once of each kind, and what the worker may read for it.
 * One new table, which the version before does not see.
 */
export class Reminders1797200400021 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE opportunity_reminder (
        trust_id uuid NOT NULL,
        opportunity_id uuid NOT NULL,
        version integer NOT NULL, -- a material edit tells everybody anew, and reminds anew
        kind text NOT NULL CHECK (kind IN ('OPPORTUNITY_HALF_WAY', 'OPPORTUNITY_CLOSING_SOON')),
        asked_at timestamptz NOT NULL,
        PRIMARY KEY (trust_id, opportunity_id, version, kind),
        FOREIGN KEY (trust_id, opportunity_id) REFERENCES opportunity (trust_id, id)
      );
      ALTER TABLE opportunity_reminder ENABLE ROW LEVEL SECURITY;
      ALTER TABLE opportunity_reminder FORCE ROW LEVEL SECURITY;
      CREATE POLICY same_trust ON opportunity_reminder
        USING (trust_id = (select app.trust())) WITH CHECK (trust_id = (select app.trust()));
      CREATE POLICY reminders_for_jobs ON opportunity_reminder TO opportunities_job
        USING (true) WITH CHECK (true);
      GRANT SELECT, INSERT ON opportunity_reminder TO opportunities_job;
      GRANT SELECT ON opportunity_reminder TO opportunities_app;
      ${tables
        .map(
          ([table, columns]) => `
      CREATE POLICY reminders_for_jobs ON ${table} FOR SELECT TO opportunities_job USING (true);
      GRANT SELECT (${columns}) ON ${table} TO opportunities_job;`,
        )
        .join('')}
      -- That panels are blind is asked of these for everybody; of them the worker sees no row.
      GRANT SELECT (trust_id, opportunity_id, person_id, stood_down_at) ON panel_member
        TO opportunities_job;
      GRANT SELECT (trust_id, opportunity_id, locked_at) ON panel TO opportunities_job;
      GRANT INSERT ON event TO opportunities_job;
      GRANT EXECUTE ON FUNCTION app.wake_delivery() TO opportunities_job`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      REVOKE EXECUTE ON FUNCTION app.wake_delivery() FROM opportunities_job;
      REVOKE INSERT ON event FROM opportunities_job;
      REVOKE SELECT (trust_id, opportunity_id, person_id, stood_down_at) ON panel_member
        FROM opportunities_job;
      REVOKE SELECT (trust_id, opportunity_id, locked_at) ON panel FROM opportunities_job;
      ${tables
        .map(
          ([table, columns]) => `
      REVOKE SELECT (${columns}) ON ${table} FROM opportunities_job;
      DROP POLICY reminders_for_jobs ON ${table};`,
        )
        .join('')}
      DROP TABLE opportunity_reminder`);
  }
}
