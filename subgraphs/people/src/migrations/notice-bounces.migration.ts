import type { MigrationInterface, QueryRunner } from 'typeorm';

const keyScopes = [
  ...['staff:read', 'trust:read', 'headcount:read', 'opportunity:read', 'opportunity:publish'],
  ...['application:read', 'study:read', 'spend:read', 'award:read', 'staff:write', 'schema:read'],
  ...['webhook:manage', 'changes:read'],
];

/** A mail system may have a key that reports bounces. The version before gives no such key. */
export class NoticeBounces1797070000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(allow([...keyScopes, 'notice:bounce'], ''));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(allow(keyScopes, 'NOT VALID'));
  }
}

function allow(scopes: readonly string[], validity: string): string {
  return `ALTER TABLE api_client
    DROP CONSTRAINT api_client_scopes_check,
    ADD CONSTRAINT api_client_scopes_check
      CHECK (scopes <@ '{${scopes.join(',')}}'::text[]) ${validity}`;
}
