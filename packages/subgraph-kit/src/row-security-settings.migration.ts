import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What policies may ask about the caller. Each answer is NULL, empty or false outside an operation,
 * so that a statement without a viewer sees no row. Write `(select app.trust())` in a policy: called
 * bare, PostgreSQL would evaluate it for each row.
 */
export class RowSecuritySettings1700000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE SCHEMA app;
      GRANT USAGE ON SCHEMA app TO PUBLIC;
      CREATE FUNCTION app.trust() RETURNS uuid LANGUAGE sql STABLE
        RETURN nullif(current_setting('app.trust', true), '')::uuid;
      CREATE FUNCTION app.person() RETURNS uuid LANGUAGE sql STABLE
        RETURN nullif(current_setting('app.person', true), '')::uuid;
      CREATE FUNCTION app.places() RETURNS uuid[] LANGUAGE sql STABLE
        RETURN coalesce(nullif(current_setting('app.places', true), ''), '{}')::uuid[];
      CREATE FUNCTION app.all_places() RETURNS boolean LANGUAGE sql STABLE
        RETURN coalesce(nullif(current_setting('app.all_places', true), ''), 'false')::boolean;
      CREATE FUNCTION app.scopes() RETURNS text[] LANGUAGE sql STABLE
        RETURN coalesce(nullif(current_setting('app.scopes', true), ''), '{}')::text[];
      CREATE FUNCTION app.purpose() RETURNS text LANGUAGE sql STABLE
        RETURN nullif(current_setting('app.purpose', true), '');
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP SCHEMA app CASCADE');
  }
}
