import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What becomes of an award: offered, accepted, deferred, ended, paid by instalments. */
export class AwardLives1797106000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(agreements);
    await queryRunner.query(awards);
    await queryRunner.query(instalments);
    await queryRunner.query(
      ['agreement', 'instalment', 'payment_export', 'release_day'].map(sameTrust).join(''),
    );
    await queryRunner.query(`
      GRANT SELECT, INSERT ON agreement, payment_export TO study_app;
      GRANT SELECT, INSERT ON instalment, release_day TO study_app;
      GRANT UPDATE (state, line_id, due_on, evidence, evidence_on, first_approved_by_id,
        second_approved_by_id, export_id, paid_on, payment_reference, payment_entry_id, version)
        ON instalment TO study_app;
      GRANT UPDATE (actual_cover_pence, cancelled_on, version) ON release_day TO study_app;
      GRANT UPDATE (status, accepted_at, deferred_on, deferred_until, deferral_code, completed_on,
        completion_evidence, withdrawal_code) ON award TO study_app;`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE release_day, instalment, payment_export;
      ALTER TABLE award DROP CONSTRAINT award_of_person, DROP CONSTRAINT award_ended_wholly,
        DROP CONSTRAINT award_offered_wholly, DROP status, DROP agreement_id, DROP accept_before,
        DROP accepted_at, DROP deferred_on, DROP deferred_until, DROP deferral_code,
        DROP completed_on, DROP completion_evidence, DROP withdrawal_code;
      ALTER TABLE funding_line DROP CONSTRAINT line_of_award;
      DROP TABLE agreement;`);
  }
}

const agreements = `
  CREATE TABLE agreement (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) >= 1 AND length(name) <= 200),
    version integer NOT NULL CHECK (version > 0),
    text text NOT NULL CHECK (length(text) >= 1 AND length(text) <= 50000),
    tie_in_kind text NOT NULL CHECK (tie_in_kind IN ('NONE', 'BANDS', 'DAILY')),
    tie_in_months integer NOT NULL CHECK (tie_in_months >= 0 AND tie_in_months <= 120),
    before_completion_percent integer NOT NULL
      CHECK (before_completion_percent >= 0 AND before_completion_percent <= 100),
    bands jsonb NOT NULL, -- [{"months": 12, "percent": 50}]: less than so many months after completion
    published_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    published_by_id text NOT NULL,
    PRIMARY KEY (trust_id, id),
    UNIQUE (trust_id, name, version),
    CHECK ((tie_in_kind = 'NONE') = (tie_in_months = 0))
  );`;

const awards = `
  ALTER TABLE award
    ADD status text NOT NULL DEFAULT 'ACTIVE' CHECK (status IN ('OFFERED', 'ACTIVE', 'DEFERRED',
      'COMPLETED', 'WITHDRAWN', 'DECLINED', 'CANCELLED')),
    ADD agreement_id uuid,
    ADD accept_before date,
    ADD accepted_at timestamptz,
    ADD deferred_on date,
    ADD deferred_until date,
    ADD deferral_code text,
    ADD completed_on date,
    ADD completion_evidence text
      CHECK (length(completion_evidence) >= 1 AND length(completion_evidence) <= 2000),
    ADD withdrawal_code text,
    ADD FOREIGN KEY (trust_id, agreement_id) REFERENCES agreement (trust_id, id),
    ADD CONSTRAINT award_of_person UNIQUE (trust_id, id, person_id);
  ALTER TABLE award NO FORCE ROW LEVEL SECURITY;
  UPDATE award SET status = 'WITHDRAWN' WHERE withdrawn_on IS NOT NULL;
  ALTER TABLE award FORCE ROW LEVEL SECURITY;
  ALTER TABLE award
    ADD CONSTRAINT award_ended_wholly CHECK (
      (status IN ('WITHDRAWN', 'DECLINED', 'CANCELLED')) = (withdrawn_on IS NOT NULL)
      AND (status = 'COMPLETED') = (completed_on IS NOT NULL)
      AND (status <> 'DEFERRED' OR num_nulls(deferred_on, deferral_code) = 0)),
    ADD CONSTRAINT award_offered_wholly CHECK (status <> 'OFFERED' OR accept_before IS NOT NULL);
  CREATE INDEX award_by_agreement ON award (trust_id, agreement_id) WHERE agreement_id IS NOT NULL;
  ALTER TABLE funding_line ADD CONSTRAINT line_of_award UNIQUE (trust_id, id, award_id);`;

const instalments = `
  CREATE TABLE payment_export (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    exported_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    exported_by_id text NOT NULL,
    PRIMARY KEY (trust_id, id)
  );
  CREATE TABLE instalment (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    award_id uuid NOT NULL,
    line_id uuid NOT NULL,
    person_id uuid NOT NULL, -- the award's
    number integer NOT NULL CHECK (number > 0),
    trigger text NOT NULL CHECK (trigger IN ('DATE', 'MILESTONE', 'EVIDENCE')),
    due_on date,
    milestone text CHECK (length(milestone) >= 1 AND length(milestone) <= 200),
    evidence text CHECK (length(evidence) >= 1 AND length(evidence) <= 2000),
    evidence_on date,
    amount_pence integer NOT NULL CHECK (amount_pence > 0),
    state text NOT NULL DEFAULT 'OPEN'
      CHECK (state IN ('OPEN', 'APPROVED', 'PAID', 'CANCELLED', 'RECLAIMED')),
    first_approved_by_id uuid,
    second_approved_by_id uuid,
    export_id uuid,
    paid_on date,
    payment_reference text CHECK (length(payment_reference) >= 1 AND length(payment_reference) <= 100),
    payment_entry_id uuid,
    version integer NOT NULL DEFAULT 1,
    PRIMARY KEY (trust_id, id),
    UNIQUE (trust_id, award_id, number),
    FOREIGN KEY (trust_id, award_id, person_id) REFERENCES award (trust_id, id, person_id),
    FOREIGN KEY (trust_id, line_id, award_id) REFERENCES funding_line (trust_id, id, award_id),
    FOREIGN KEY (trust_id, export_id) REFERENCES payment_export (trust_id, id),
    FOREIGN KEY (trust_id, payment_entry_id) REFERENCES ledger_entry (trust_id, id),
    CHECK ((trigger = 'DATE') = (due_on IS NOT NULL)),
    CHECK ((trigger = 'DATE') = (milestone IS NULL)),
    CHECK ((evidence IS NULL) = (evidence_on IS NULL)),
    CONSTRAINT instalment_approved_by_two CHECK (second_approved_by_id <> first_approved_by_id),
    CONSTRAINT instalment_not_approved_by_beneficiary
      CHECK (person_id <> first_approved_by_id AND person_id <> second_approved_by_id),
    CONSTRAINT instalment_paid_when_approved CHECK (state NOT IN ('APPROVED', 'PAID', 'RECLAIMED')
      OR num_nulls(first_approved_by_id, second_approved_by_id) = 0),
    CONSTRAINT instalment_paid_wholly CHECK (state NOT IN ('PAID', 'RECLAIMED')
      OR num_nulls(paid_on, payment_reference, payment_entry_id) = 0)
  );
  CREATE INDEX instalment_of_line ON instalment (trust_id, line_id);
  CREATE INDEX instalment_unsettled ON instalment (trust_id, due_on, id)
    WHERE state IN ('OPEN', 'APPROVED');
  CREATE INDEX instalment_exported ON instalment (trust_id, export_id) WHERE export_id IS NOT NULL;
  CREATE INDEX instalment_paid_by ON instalment (trust_id, payment_entry_id)
    WHERE payment_entry_id IS NOT NULL;
  CREATE TABLE release_day (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    award_id uuid NOT NULL,
    day date NOT NULL,
    is_half boolean NOT NULL,
    planned_cover_pence integer NOT NULL CHECK (planned_cover_pence >= 0),
    actual_cover_pence integer CHECK (actual_cover_pence >= 0),
    cancelled_on date,
    version integer NOT NULL DEFAULT 1,
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, award_id) REFERENCES award (trust_id, id)
  );
  CREATE UNIQUE INDEX release_day_once ON release_day (trust_id, award_id, day)
    WHERE cancelled_on IS NULL;`;

const sameTrust = (table: string) => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY same_trust ON ${table}
    USING (trust_id = (select app.trust())) WITH CHECK (trust_id = (select app.trust()));`;
