import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sameTrust } from './same-trust.ts';

/**
 * Who was trained to hold conversations, and from when on a trust requires it. A new table, and a
 * column that may be null.
 */
export class ManagerTraining1797200500000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE manager_training (
        trust_id uuid NOT NULL,
        person_id uuid NOT NULL,
        trained_on date NOT NULL,
        valid_until date NOT NULL CHECK (valid_until > trained_on), -- first day without it
        PRIMARY KEY (trust_id, person_id, trained_on),
        FOREIGN KEY (trust_id, person_id) REFERENCES person (trust_id, id)
      );
      ${sameTrust('manager_training', 'SELECT, INSERT, UPDATE, DELETE')}
      ALTER TABLE conversation_policy ADD COLUMN training_required_from date;`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE conversation_policy DROP COLUMN training_required_from;
      DROP TABLE manager_training;`);
  }
}
