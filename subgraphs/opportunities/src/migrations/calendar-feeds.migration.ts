import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Private addresses at which people's calendars fetch their days elsewhere. One new table. Of an address
 * only the hash of its secret is kept; the gateway finds it, before anybody knows whose it is, under the
 * scope `calendar:read`.
 */
export class CalendarFeeds1797300700001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE calendar_feed (
        trust_id uuid NOT NULL,
        id uuid NOT NULL,
        person_id uuid NOT NULL, -- owned by the people subgraph: no foreign key
        secret_hash text NOT NULL CHECK (secret_hash ~ '^[0-9a-f]{64}$'), -- SHA-256
        made_at timestamptz NOT NULL,
        revoked_at timestamptz,
        last_used_on date,
        PRIMARY KEY (trust_id, id)
      );
      CREATE UNIQUE INDEX calendar_feed_by_secret ON calendar_feed (secret_hash);
      -- Partial, so that an address that was revoked does not bar a new one.
      CREATE UNIQUE INDEX one_calendar_feed_each ON calendar_feed (trust_id, person_id)
        WHERE revoked_at IS NULL;
      ALTER TABLE calendar_feed ENABLE ROW LEVEL SECURITY;
      ALTER TABLE calendar_feed FORCE ROW LEVEL SECURITY;
      CREATE POLICY own ON calendar_feed
        USING (trust_id = (select app.trust()) AND person_id = (select app.person()))
        WITH CHECK (trust_id = (select app.trust()) AND person_id = (select app.person()));
      CREATE POLICY fetched ON calendar_feed FOR SELECT TO opportunities_app
        USING ('calendar:read' = ANY ((select app.scopes())::text[]));
      GRANT SELECT, INSERT, UPDATE (revoked_at, last_used_on) ON calendar_feed TO opportunities_app;`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE calendar_feed');
  }
}
