import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sameTrust } from './same-trust.ts';

/** Who line-manages whom, from when to when. One new table. */
export class ManagerLinks1795392090000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE manager_link (
        trust_id uuid NOT NULL,
        id uuid NOT NULL,
        person_id uuid NOT NULL,
        manager_id uuid NOT NULL,
        starts_on date NOT NULL,
        ends_on date CHECK (ends_on > starts_on), -- first day on which it no longer holds
        PRIMARY KEY (trust_id, id),
        CONSTRAINT nobody_manages_themselves CHECK (person_id <> manager_id),
        FOREIGN KEY (trust_id, person_id) REFERENCES person (trust_id, id),
        FOREIGN KEY (trust_id, manager_id) REFERENCES person (trust_id, id)
      );
      CREATE INDEX manager_link_of_person ON manager_link (trust_id, person_id);
      CREATE INDEX manager_link_of_manager ON manager_link (trust_id, manager_id, person_id);
      CREATE UNIQUE INDEX manager_link_one_open
        ON manager_link (trust_id, person_id) WHERE ends_on IS NULL;
      ${sameTrust('manager_link', 'SELECT, INSERT, UPDATE')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE manager_link');
  }
}
