import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lets jobs clear away what syncs changed of equality answers, when nobody will undo them any more: the
 * job role sees whose it is and how old, and nothing of the answers. One new column; the version now
 * running does not see it.
 */
export class EqualityRetention1797020000004 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE equality_answer_change ADD COLUMN noted_at timestamptz NOT NULL DEFAULT now();
      CREATE INDEX equality_answer_change_by_age ON equality_answer_change (noted_at);
      CREATE POLICY every_trust_for_jobs ON equality_answer_change TO people_job
        USING (true) WITH CHECK (true);
      GRANT SELECT (trust_id, sync_id, person_id, question, noted_at), DELETE
        ON equality_answer_change TO people_job;`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      REVOKE SELECT (trust_id, sync_id, person_id, question, noted_at), DELETE
        ON equality_answer_change FROM people_job;
      DROP POLICY every_trust_for_jobs ON equality_answer_change;
      ALTER TABLE equality_answer_change DROP COLUMN noted_at;`);
  }
}
