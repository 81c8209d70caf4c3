import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The table behind `Idempotency`, as a migration for the subgraph's list, right after the row security
 * settings.
 *
 * @param subgraph whose app role, `<subgraph>_app`, may remember and look up.
 */
export function idempotencyTable(subgraph: string): new () => MigrationInterface {
  /** What each caller asked for under a key of theirs, and what came of it. One new table. */
  return class Idempotency1700000000001 implements MigrationInterface {
    async up(queryRunner: QueryRunner): Promise<void> {
      await queryRunner.query(`
        CREATE TABLE idempotency_key (
          trust_id uuid NOT NULL,
          caller text NOT NULL,
          key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
          request_hash text NOT NULL,
          result_id uuid NOT NULL,
          created_at timestamptz NOT NULL DEFAULT now(),
          PRIMARY KEY (trust_id, caller, key)
        );
        ALTER TABLE idempotency_key ENABLE ROW LEVEL SECURITY;
        ALTER TABLE idempotency_key FORCE ROW LEVEL SECURITY;
        CREATE POLICY same_trust ON idempotency_key
          USING (trust_id = (select app.trust())) WITH CHECK (trust_id = (select app.trust()));
        GRANT SELECT, INSERT ON idempotency_key TO "${subgraph}_app";
      `);
    }

    async down(queryRunner: QueryRunner): Promise<void> {
      await queryRunner.query('DROP TABLE idempotency_key');
    }
  };
}
