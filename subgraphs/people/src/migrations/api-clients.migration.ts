import type { MigrationInterface, QueryRunner } from 'typeorm';

const keyScopes = [
  'staff:read',
  'trust:read',
  'headcount:read',
  'opportunity:read',
  'opportunity:publish',
  'application:read',
  'study:read',
  'spend:read',
  'award:read',
  'staff:write',
  'schema:read',
];

/**
 * API clients that trusts keep for themselves: two secrets while one replaces the other, when a key was
 * last used, by whom it was made, and its budget. The version before takes the newer secret alone.
 */
export class ApiClients1796000040000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const wider = [...keyScopes, 'webhook:manage', 'changes:read'];
    await queryRunner.query(`
      ALTER TABLE api_client
        ADD COLUMN old_secret_hash text CHECK (old_secret_hash ~ '^[0-9a-f]{64}$'),
        ADD COLUMN old_secret_until timestamptz, -- from then on the old secret is nobody's
        ADD COLUMN hourly_cost integer CHECK (hourly_cost > 0), -- points; null: what all callers have
        ADD COLUMN trusted_documents_only boolean NOT NULL DEFAULT false,
        ADD COLUMN created_at timestamptz NOT NULL DEFAULT now(),
        ADD COLUMN created_by_kind text NOT NULL DEFAULT 'JOB'
          CHECK (created_by_kind IN ('PERSON', 'API_KEY', 'JOB')),
        ADD COLUMN created_by_id text NOT NULL DEFAULT 'access', -- of a person, or a job's name
        ADD COLUMN last_used_at timestamptz, -- to the minute
        ADD CONSTRAINT old_secret_has_an_end
          CHECK ((old_secret_hash IS NULL) = (old_secret_until IS NULL)),
        DROP CONSTRAINT api_client_scopes_check,
        ADD CONSTRAINT api_client_scopes_check
          CHECK (scopes <@ '{${wider.join(',')}}'::text[]);
      CREATE INDEX api_client_by_age ON api_client (trust_id, created_at DESC, id DESC);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX api_client_by_age;
      ALTER TABLE api_client
        DROP CONSTRAINT api_client_scopes_check,
        ADD CONSTRAINT api_client_scopes_check
          CHECK (scopes <@ '{${keyScopes.join(',')}}'::text[]) NOT VALID,
        DROP COLUMN old_secret_hash,
        DROP COLUMN old_secret_until,
        DROP COLUMN hourly_cost,
        DROP COLUMN trusted_documents_only,
        DROP COLUMN created_at,
        DROP COLUMN created_by_kind,
        DROP COLUMN created_by_id,
        DROP COLUMN last_used_at;
    `);
  }
}
