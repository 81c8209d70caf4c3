import type { MigrationInterface, QueryRunner } from 'typeorm';
import { alsoWithScope, sameTrust } from './same-trust.ts';

/** Trusts and their schools, as the register of schools (GIAS) names them. Three new tables. */
export class Schools1795392000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE trust (
        id uuid PRIMARY KEY,
        name text NOT NULL CHECK (name <> ''),
        uid text NOT NULL UNIQUE CHECK (uid ~ '^[0-9]{1,8}$'),
        group_id text CHECK (group_id ~ '^TR[0-9]{5}$'),
        companies_house_number text CHECK (companies_house_number ~ '^[0-9A-Z]{8}$'),
        ukprn text CHECK (ukprn ~ '^[0-9]{8}$')
      );
      CREATE TABLE school (
        trust_id uuid NOT NULL REFERENCES trust (id),
        id uuid NOT NULL,
        name text NOT NULL CHECK (name <> ''),
        sort_name text COLLATE "C" NOT NULL, -- folded: no case, no accents
        phase_code text NOT NULL,
        type_code text NOT NULL,
        status_code text NOT NULL,
        local_authority_code text NOT NULL CHECK (local_authority_code ~ '^[0-9]{3}$'),
        establishment_number text CHECK (establishment_number ~ '^[0-9]{4}$'),
        ukprn text CHECK (ukprn ~ '^[0-9]{8}$'),
        town text NOT NULL,
        postcode text NOT NULL,
        search_text text NOT NULL, -- name, town and postcode; folded
        opened_on date,
        closed_on date,
        joined_on date, -- the trust
        PRIMARY KEY (trust_id, id)
      );
      CREATE INDEX school_by_name ON school (trust_id, sort_name, id);
      CREATE TABLE school_urn (
        trust_id uuid NOT NULL,
        urn text NOT NULL CHECK (urn ~ '^[0-9]{6}$'),
        school_id uuid NOT NULL,
        valid_from date, -- null: since before the register knows
        valid_to date CHECK (valid_to > valid_from), -- first day on which it no longer holds
        PRIMARY KEY (trust_id, urn),
        FOREIGN KEY (trust_id, school_id) REFERENCES school (trust_id, id)
      );
      CREATE INDEX school_urn_of_school ON school_urn (trust_id, school_id);
      -- A school has one URN at a time.
      CREATE UNIQUE INDEX school_urn_one_current
        ON school_urn (trust_id, school_id) WHERE valid_to IS NULL;
      ${sameTrust('trust', 'SELECT, INSERT, UPDATE', 'id')}
      ${sameTrust('school', 'SELECT, INSERT, UPDATE')}
      ${sameTrust('school_urn', 'SELECT, INSERT, UPDATE')}
      ${alsoWithScope('trust', 'gias:import', 'ALL')}
      ${alsoWithScope('school', 'gias:import', 'ALL')}
      ${alsoWithScope('school_urn', 'gias:import', 'ALL')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE school_urn, school, trust');
  }
}
