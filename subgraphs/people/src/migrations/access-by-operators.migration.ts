import type { MigrationInterface, QueryRunner } from 'typeorm';
import { alsoWithScope } from './same-trust.ts';

/**
 * What an operator needs to let people and systems in: to find a trust by its UID, keys that answer
 * for every school, and roles taken back on the day they were given, which then held on no day. The
 * version before sees a key for every school as one for none.
 */
export class AccessByOperators1795392240000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${alsoWithScope('trust', 'trust:find', 'SELECT')}
      ALTER TABLE api_client
        ADD COLUMN all_schools boolean NOT NULL DEFAULT false,
        ADD CONSTRAINT all_schools_or_named_ones
          CHECK (NOT all_schools OR cardinality(school_ids) = 0);
      ALTER TABLE role_grant
        DROP CONSTRAINT role_grant_check,
        ADD CONSTRAINT ends_when_it_starts_or_later CHECK (ends_on >= starts_on);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE role_grant
        DROP CONSTRAINT ends_when_it_starts_or_later,
        ADD CONSTRAINT role_grant_check CHECK (ends_on > starts_on) NOT VALID;
      ALTER TABLE api_client DROP COLUMN all_schools;
      DROP POLICY trust_find ON trust;
    `);
  }
}
