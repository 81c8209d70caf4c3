import type { MigrationInterface, QueryRunner } from 'typeorm';
import { heardAtFirst, puttingInLine } from './webhooks.migration.ts';

const isOfSchools = `EXISTS (
      SELECT FROM (SELECT data FROM event AS one
                    WHERE one.trust_id = fresh.trust_id AND one.aggregate_id = fresh.aggregate_id
                      AND one.sequence <= fresh.sequence
                    ORDER BY one.sequence DESC LIMIT 2) AS told
       CROSS JOIN jsonb_array_elements_text(coalesce(told.data -> 'schoolIds', '[]')) AS at (school)
       WHERE at.school::uuid = ANY (webhook.school_ids))`;

const ofOpportunities = heardAtFirst.replace(
  'ELSE false',
  `WHEN 'Opportunity' THEN ${isOfSchools}
    WHEN 'Placement' THEN ${isOfSchools}
    ELSE false`,
);

/** Word of opportunities and appointments is put in line for webhooks too. One function. */
export class OpportunityNews1797300100001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(puttingInLine(ofOpportunities));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(puttingInLine(heardAtFirst));
  }
}
