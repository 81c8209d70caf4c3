import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewritten } from './rewritten-function.ts';

/**
 * Looks up the notice of each person by its key, whatever PostgreSQL believes of the size of tables. Of
 * 12,000 people who had just been told it compared each with each, until the operation ran out of time.
 */
export class NoticeLookup1797102000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(rewritten('fairness_window(uuid, uuid)', joined, lookedUp));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(rewritten('fairness_window(uuid, uuid)', lookedUp, joined));
  }
}

const joined = `LEFT JOIN opportunity_notice AS notice ON notice.trust_id = trust
         AND notice.opportunity_id = which AND notice.version = asked.number
         AND notice.person_id = person.person_id`;

/** The OFFSET keeps PostgreSQL from making a join of it. */
const lookedUp = `LEFT JOIN LATERAL (
          SELECT own.days, own.reached_at, own.alternative_on FROM opportunity_notice AS own
           WHERE own.trust_id = trust AND own.opportunity_id = which
             AND own.version = asked.number AND own.person_id = person.person_id OFFSET 0
        ) AS notice ON true`;
