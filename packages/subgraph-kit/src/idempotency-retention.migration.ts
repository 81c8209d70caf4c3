import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lets jobs clear away keys under which nobody asks again, as a migration for the subgraph's list after
 * that of its job role. The version now running keeps them for good, as before.
 *
 * @param subgraph stem of its roles.
 */
export function idempotencyRetention(subgraph: string): new () => MigrationInterface {
  const job = `"${subgraph}_job"`;
  return class IdempotencyRetention1797020000003 implements MigrationInterface {
    async up(queryRunner: QueryRunner): Promise<void> {
      await queryRunner.query(`
        CREATE POLICY every_trust_for_jobs ON idempotency_key TO ${job}
          USING (true) WITH CHECK (true);
        GRANT SELECT (trust_id, caller, key, created_at), DELETE ON idempotency_key TO ${job};
        CREATE INDEX idempotency_key_by_age ON idempotency_key (created_at);`);
    }

    async down(queryRunner: QueryRunner): Promise<void> {
      await queryRunner.query(`
        DROP INDEX idempotency_key_by_age;
        REVOKE SELECT (trust_id, caller, key, created_at), DELETE ON idempotency_key FROM ${job};
        DROP POLICY every_trust_for_jobs ON idempotency_key;`);
    }
  };
}
