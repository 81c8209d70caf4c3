import type { MigrationInterface, QueryRunner } from 'typeorm';
import { alsoWithScope, sameTrust } from './same-trust.ts';

/** Staff: people, their contracts and their dated posts at schools. */
export class Staff1795392060000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE person (
        trust_id uuid NOT NULL REFERENCES trust (id),
        id uuid NOT NULL,
        given_name text NOT NULL CHECK (given_name <> ''),
        family_name text NOT NULL CHECK (family_name <> ''),
        preferred_name text CHECK (preferred_name <> ''),
        sort_name text COLLATE "C" NOT NULL, -- family name, tab, given name; folded
        sort_given_name text COLLATE "C" NOT NULL, -- given name, tab, family name; folded
        search_text text NOT NULL, -- all names and the e-mail address; folded
        work_email text CHECK (work_email = lower(work_email)),
        trn text CHECK (trn ~ '^[0-9]{7}$'),
        PRIMARY KEY (trust_id, id)
      );
      CREATE INDEX person_by_name ON person (trust_id, sort_name, id);
      CREATE INDEX person_by_given_name ON person (trust_id, sort_given_name, id);
      CREATE UNIQUE INDEX person_work_email ON person (trust_id, work_email);
      CREATE UNIQUE INDEX person_trn ON person (trust_id, trn);
      CREATE TABLE contract (
        trust_id uuid NOT NULL,
        id uuid NOT NULL,
        person_id uuid NOT NULL,
        type_code text NOT NULL,
        payroll_number text,
        starts_on date NOT NULL,
        ends_on date CHECK (ends_on > starts_on), -- first day on which it no longer runs
        PRIMARY KEY (trust_id, id),
        UNIQUE (trust_id, person_id, id),
        FOREIGN KEY (trust_id, person_id) REFERENCES person (trust_id, id)
      );
      CREATE TABLE assignment (
        trust_id uuid NOT NULL,
        id uuid NOT NULL,
        person_id uuid NOT NULL,
        contract_id uuid NOT NULL,
        school_id uuid NOT NULL,
        role_codes text[] NOT NULL CHECK (cardinality(role_codes) BETWEEN 1 AND 20), -- main one first
        staff_group text NOT NULL, -- of the main role
        staff_groups text[] NOT NULL CHECK (staff_group = ANY (staff_groups)), -- of all roles
        subject_codes text[] NOT NULL,
        fte numeric(3,2) NOT NULL CHECK (fte > 0 AND fte <= 1),
        starts_on date NOT NULL,
        ends_on date CHECK (ends_on > starts_on), -- first day on which it no longer runs
        is_primary boolean NOT NULL,
        PRIMARY KEY (trust_id, id),
        FOREIGN KEY (trust_id, person_id, contract_id)
          REFERENCES contract (trust_id, person_id, id),
        FOREIGN KEY (trust_id, school_id) REFERENCES school (trust_id, id)
      );
      CREATE INDEX assignment_of_person ON assignment (trust_id, person_id, contract_id);
      CREATE INDEX assignment_at_school ON assignment (trust_id, school_id, person_id);
      ${sameTrust('person', 'SELECT, INSERT, UPDATE')}
      ${sameTrust('contract', 'SELECT, INSERT, UPDATE')}
      ${alsoWithScope('contract', 'principal:read', 'SELECT')}
      ${sameTrust('assignment', 'SELECT, INSERT, UPDATE')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE assignment, contract, person');
  }
}
