import type { MigrationInterface, QueryRunner } from 'typeorm';
import { alsoWithScope, sameTrust } from './same-trust.ts';

/** What callers spent of their hours, as gateways report it. One new table, kept for two days. */
export class CallUsage1796000060000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE call_usage (
        trust_id uuid NOT NULL REFERENCES trust (id),
        principal_id text NOT NULL CHECK (length(principal_id) <= 100), -- a person or an API client
        hour timestamptz NOT NULL, -- when it began
        points bigint NOT NULL CHECK (points >= 0),
        PRIMARY KEY (trust_id, principal_id, hour)
      );
      CREATE INDEX call_usage_by_hour ON call_usage (hour);
      ${sameTrust('call_usage', 'SELECT, INSERT, UPDATE, DELETE')}
      ${alsoWithScope('call_usage', 'principal:read', 'ALL')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE call_usage');
  }
}
