import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sameTrust } from './same-trust.ts';

/**
 * Who may be the same person: reviews, what was decided and by whom, TRNs that were merged, and ids of
 * people who turned out to be others.
 */
export class Matches1796000020002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(reviewTables);
    await queryRunner.query(
      [
        ['staff_match', 'SELECT, INSERT, UPDATE'],
        ['staff_match_decision', 'SELECT, INSERT'],
        ['staff_apart', 'SELECT, INSERT'],
        ['trn_change', 'SELECT, INSERT'],
        ['person_redirect', 'SELECT, INSERT, UPDATE'],
      ]
        .map(([table = '', rights = '']) => sameTrust(table, rights))
        .join('\n'),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE leave_period DROP CONSTRAINT leave_period_of_record;
      ALTER TABLE credential DROP CONSTRAINT credential_of_record;
      DROP INDEX contract_by_payroll_number, staff_source_record_by_birth;
      DROP TABLE person_redirect, trn_change, staff_apart, staff_match_decision,
        staff_match`);
  }
}

const reviewTables = `
  ALTER TABLE leave_period ADD CONSTRAINT leave_period_of_record
    FOREIGN KEY (trust_id, source_record_id) REFERENCES staff_source_record (trust_id, id);
  ALTER TABLE credential ADD CONSTRAINT credential_of_record
    FOREIGN KEY (trust_id, source_record_id) REFERENCES staff_source_record (trust_id, id);
  CREATE INDEX contract_by_payroll_number ON contract (trust_id, payroll_number)
    WHERE payroll_number IS NOT NULL;
  CREATE INDEX staff_source_record_by_birth ON staff_source_record (trust_id, birth_date)
    WHERE birth_date IS NOT NULL;
  CREATE TABLE staff_match (
    trust_id uuid NOT NULL REFERENCES trust (id),
    id uuid NOT NULL,
    source_record_id uuid, -- about whom it is: a record of which nobody knows yet who it is
    person_id uuid, -- or somebody here, who may be:
    other_person_id uuid,
    state text NOT NULL CHECK (state IN ('OPEN', 'CONFIRMED', 'SEPARATED', 'WITHDRAWN')),
    given_name text NOT NULL,
    family_name text NOT NULL,
    preferred_name text,
    former_family_name text,
    work_email text,
    trn text,
    payroll_numbers text[] NOT NULL,
    opened_at timestamptz NOT NULL DEFAULT now(),
    decided_at timestamptz CHECK ((decided_at IS NULL) = (state = 'OPEN')),
    kept_person_id uuid, -- who it was, once decided
    PRIMARY KEY (trust_id, id),
    CHECK ((source_record_id IS NULL) = (person_id IS NOT NULL)),
    CHECK ((person_id IS NULL) = (other_person_id IS NULL)),
    FOREIGN KEY (trust_id, source_record_id) REFERENCES staff_source_record (trust_id, id)
      DEFERRABLE INITIALLY DEFERRED, -- a record is written after it was found out whose it may be
    FOREIGN KEY (trust_id, person_id) REFERENCES person (trust_id, id),
    FOREIGN KEY (trust_id, other_person_id) REFERENCES person (trust_id, id),
    FOREIGN KEY (trust_id, kept_person_id) REFERENCES person (trust_id, id)
  );
  CREATE INDEX staff_match_by_opening ON staff_match (trust_id, state, opened_at, id);
  CREATE INDEX staff_match_of_record ON staff_match (trust_id, source_record_id);
  CREATE UNIQUE INDEX staff_match_one_open ON staff_match (trust_id, source_record_id)
    WHERE state = 'OPEN';
  CREATE INDEX staff_match_of_person ON staff_match (trust_id, person_id, other_person_id);
  CREATE INDEX staff_match_of_other ON staff_match (trust_id, other_person_id);
  CREATE INDEX staff_match_of_kept ON staff_match (trust_id, kept_person_id);
  CREATE TABLE staff_match_decision ( -- added to, never changed
    trust_id uuid NOT NULL REFERENCES trust (id),
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('CONFIRMED', 'SEPARATED', 'SPLIT', 'MERGED', 'TRN_CHANGED')),
    match_id uuid,
    source_record_id uuid,
    person_id uuid, -- the one who stays, or is new
    other_person_id uuid,
    grounds jsonb NOT NULL, -- who was suggested and why, or which TRNs
    decided_by_kind text NOT NULL,
    decided_by text NOT NULL,
    decided_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, match_id) REFERENCES staff_match (trust_id, id)
  );
  CREATE INDEX staff_match_decision_of_match ON staff_match_decision (trust_id, match_id);
  CREATE TABLE staff_apart ( -- the record is not about the person: never suggest it again
    trust_id uuid NOT NULL,
    source_record_id uuid NOT NULL,
    person_id uuid NOT NULL,
    PRIMARY KEY (trust_id, source_record_id, person_id),
    FOREIGN KEY (trust_id, source_record_id) REFERENCES staff_source_record (trust_id, id),
    FOREIGN KEY (trust_id, person_id) REFERENCES person (trust_id, id)
  );
  CREATE INDEX staff_apart_of_person ON staff_apart (trust_id, person_id);
  CREATE TABLE trn_change (
    trust_id uuid NOT NULL REFERENCES trust (id),
    id uuid NOT NULL,
    old_trn text NOT NULL CHECK (old_trn ~ '^[0-9]{7}$'),
    new_trn text NOT NULL CHECK (new_trn ~ '^[0-9]{7}$' AND new_trn <> old_trn),
    PRIMARY KEY (trust_id, id),
    UNIQUE (trust_id, old_trn)
  );
  CREATE INDEX trn_change_to ON trn_change (trust_id, new_trn);
  CREATE TABLE person_redirect (
    trust_id uuid NOT NULL,
    old_id uuid NOT NULL,
    person_id uuid NOT NULL CHECK (person_id <> old_id), -- who answers instead
    PRIMARY KEY (trust_id, old_id),
    FOREIGN KEY (trust_id, old_id) REFERENCES person (trust_id, id),
    FOREIGN KEY (trust_id, person_id) REFERENCES person (trust_id, id)
  );
  CREATE INDEX person_redirect_to ON person_redirect (trust_id, person_id);`;
