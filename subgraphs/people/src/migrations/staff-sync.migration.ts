import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sameTrust } from './same-trust.ts';

/**
 * Staff records as sources tell them, and the syncs by which they come. New tables, and columns that
 * may be empty; the version now running does not see them. A run of days may now be empty, first day
 * and end the same: an employment that was told and never took place.
 */
export class StaffSync1796000010000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(syncTables);
    await queryRunner.query(recordTable);
    await queryRunner.query(employmentColumns);
    await queryRunner.query(
      [
        ['staff_sync', 'SELECT, INSERT, UPDATE'],
        ['staff_sync_chunk', 'SELECT, INSERT'],
        ['staff_sync_row', 'SELECT, INSERT, UPDATE'],
        ['staff_sync_missing', 'SELECT, INSERT'],
        ['staff_source_record', 'SELECT, INSERT, UPDATE'],
      ]
        .map(([table = '', rights = '']) => sameTrust(table, rights))
        .join('\n'),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE contract DROP COLUMN source_record_id, DROP COLUMN external_id,
        DROP COLUMN expected_ends_on, DROP COLUMN origin_code, DROP COLUMN destination_code,
        DROP COLUMN leaving_reason, DROP CONSTRAINT contract_check,
        ADD CONSTRAINT contract_check CHECK (ends_on > starts_on) NOT VALID;
      ALTER TABLE assignment DROP COLUMN external_id, DROP COLUMN job_title,
        DROP COLUMN hours_per_week, DROP COLUMN weeks_per_year, DROP CONSTRAINT assignment_check1,
        ADD CONSTRAINT assignment_check1 CHECK (ends_on > starts_on) NOT VALID;
      DROP TABLE staff_source_record, staff_sync_missing, staff_sync_row, staff_sync_chunk,
        staff_sync;`);
  }
}

const syncTables = `
  CREATE TABLE staff_sync (
    trust_id uuid NOT NULL REFERENCES trust (id),
    id uuid NOT NULL,
    source text NOT NULL,
    school_id uuid, -- whose system it is; none: the whole trust's
    instance_id uuid NOT NULL, -- the school, or zeros for the whole trust
    mode text NOT NULL CHECK (mode IN ('FULL', 'DELTA')),
    as_of timestamptz NOT NULL,
    dry_run boolean NOT NULL,
    state text NOT NULL
      CHECK (state IN ('OPEN', 'QUARANTINED', 'FINISHED', 'CANCELLED', 'UNDONE')),
    started_at timestamptz NOT NULL DEFAULT now(),
    started_by text NOT NULL,
    finished_at timestamptz,
    chunks integer NOT NULL DEFAULT 0,
    records integer NOT NULL DEFAULT 0,
    created integer NOT NULL DEFAULT 0,
    updated integer NOT NULL DEFAULT 0,
    unchanged integer NOT NULL DEFAULT 0,
    rejected integer NOT NULL DEFAULT 0,
    needs_review integer NOT NULL DEFAULT 0,
    ended integer NOT NULL DEFAULT 0,
    missing integer NOT NULL DEFAULT 0,
    restored integer NOT NULL DEFAULT 0,
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, school_id) REFERENCES school (trust_id, id)
  );
  CREATE UNIQUE INDEX staff_sync_one_under_way ON staff_sync (trust_id, source, instance_id)
    WHERE state IN ('OPEN', 'QUARANTINED') AND NOT dry_run;
  CREATE INDEX staff_sync_by_start ON staff_sync (trust_id, started_at, id);
  CREATE INDEX staff_sync_of_school ON staff_sync (trust_id, school_id);
  CREATE TABLE staff_sync_chunk (
    trust_id uuid NOT NULL,
    sync_id uuid NOT NULL,
    chunk integer NOT NULL CHECK (chunk > 0),
    id uuid NOT NULL,
    content_hash text NOT NULL,
    counts jsonb NOT NULL, -- what became of its records
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (trust_id, sync_id, chunk),
    FOREIGN KEY (trust_id, sync_id) REFERENCES staff_sync (trust_id, id)
  );
  CREATE TABLE staff_sync_row (
    trust_id uuid NOT NULL,
    sync_id uuid NOT NULL,
    id uuid NOT NULL,
    chunk integer NOT NULL, -- 0 for whom a full sync lacked
    row integer NOT NULL,
    external_id text COLLATE "C" NOT NULL,
    outcome text NOT NULL,
    changed_fields text[] NOT NULL,
    code text,
    field text,
    message text,
    person_id uuid, -- in a dry run perhaps nobody
    before jsonb, -- what it changed, as it was, so that it can be put back
    issues jsonb NOT NULL, -- of a dry run; otherwise the record has them
    PRIMARY KEY (trust_id, sync_id, id),
    FOREIGN KEY (trust_id, sync_id) REFERENCES staff_sync (trust_id, id)
  );
  CREATE INDEX staff_sync_row_in_order ON staff_sync_row (trust_id, sync_id, chunk, row, id);
  CREATE TABLE staff_sync_missing (
    trust_id uuid NOT NULL,
    sync_id uuid NOT NULL,
    person_id uuid NOT NULL,
    PRIMARY KEY (trust_id, sync_id, person_id),
    FOREIGN KEY (trust_id, sync_id) REFERENCES staff_sync (trust_id, id),
    FOREIGN KEY (trust_id, person_id) REFERENCES person (trust_id, id)
  );`;

/** Rows are seen each night and seldom changed otherwise, so they leave room to be updated in place. */
const recordTable = `
  CREATE TABLE staff_source_record (
    trust_id uuid NOT NULL REFERENCES trust (id),
    id uuid NOT NULL,
    source text NOT NULL,
    instance_id uuid NOT NULL, -- the school whose system it is, or zeros for the whole trust
    external_id text COLLATE "C" NOT NULL,
    person_id uuid, -- none: not known who it is, or never heard of but as gone
    status text NOT NULL
      CHECK (status IN ('ACTIVE', 'ENDED', 'DELETED', 'MISSING', 'UNDONE', 'REVIEW')),
    as_of timestamptz NOT NULL, -- of the newest statement
    content_hash text, -- of the newest statement, when all of it was taken in
    seen_by uuid, -- the sync that had it last
    changed_by uuid, -- the sync that changed it last
    snapshots_missed integer NOT NULL DEFAULT 0, -- finished full syncs in a row that lacked it
    manager_external_id text COLLATE "C",
    manager_told_at timestamptz,
    manager_pending boolean NOT NULL DEFAULT false, -- the manager has not come yet
    former_family_name text, -- to suggest matches, as is the birth date; no API shows them
    birth_date date,
    ending jsonb, -- what its end changed, so that it can be put back
    ended_at timestamptz, -- when that was done
    kept jsonb, -- the statement, until somebody says who it is about
    issues jsonb NOT NULL DEFAULT '[]',
    PRIMARY KEY (trust_id, id),
    UNIQUE (trust_id, source, instance_id, external_id),
    FOREIGN KEY (trust_id, person_id) REFERENCES person (trust_id, id)
  ) WITH (fillfactor = 70);
  CREATE INDEX staff_source_record_of_person ON staff_source_record (trust_id, person_id);
  CREATE INDEX staff_source_record_without_manager
    ON staff_source_record (trust_id, source, instance_id, manager_external_id)
    WHERE manager_pending;`;

const employmentColumns = `
  ALTER TABLE contract
    ADD COLUMN source_record_id uuid, -- whose it is to say; none: no source's
    ADD COLUMN external_id text COLLATE "C",
    ADD COLUMN expected_ends_on date, -- a fixed term as planned: the first day after it
    ADD COLUMN origin_code text,
    ADD COLUMN destination_code text,
    ADD COLUMN leaving_reason text,
    ADD FOREIGN KEY (trust_id, source_record_id) REFERENCES staff_source_record (trust_id, id),
    DROP CONSTRAINT contract_check,
    ADD CONSTRAINT contract_check CHECK (ends_on >= starts_on); -- the same day: it never ran
  CREATE UNIQUE INDEX contract_of_source_record
    ON contract (trust_id, source_record_id, external_id);
  ALTER TABLE assignment
    ADD COLUMN external_id text COLLATE "C",
    ADD COLUMN job_title text,
    ADD COLUMN hours_per_week numeric(5,2) CHECK (hours_per_week BETWEEN 0 AND 168),
    ADD COLUMN weeks_per_year numeric(4,2) CHECK (weeks_per_year BETWEEN 0 AND 53),
    DROP CONSTRAINT assignment_check1,
    ADD CONSTRAINT assignment_check1 CHECK (ends_on >= starts_on); -- the same day: it never ran
  CREATE UNIQUE INDEX assignment_of_contract
    ON assignment (trust_id, contract_id, external_id);`;
