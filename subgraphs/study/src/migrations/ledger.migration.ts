import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ledgerGuards } from './ledger-guards.ts';

/**
 * Money by double entry. Funds get an owner, awards get funding lines, and what was set aside and
 * awarded before is entered into the new ledger under its own days. The sums on funds and lines follow
 * from the ledger alone from here on.
 */
export class Ledger1797106000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(owners);
    await queryRunner.query(fundingLines);
    await queryRunner.query(ledger);
    await queryRunner.query(`ALTER TABLE fund NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE award NO FORCE ROW LEVEL SECURITY;
      DROP TRIGGER award_made ON award; DROP TRIGGER award_changed ON award;
      DROP TRIGGER award_removed ON award; DROP FUNCTION commit_awards_to_funds();
      ${ledgerGuards.sums}
      ${history}
      ${ledgerGuards.promises}
      ALTER TABLE fund FORCE ROW LEVEL SECURITY;
      ALTER TABLE award FORCE ROW LEVEL SECURITY;`);
    await queryRunner.query(
      ['funding_line', 'ledger_entry', 'ledger_posting'].map(sameTrust).join(''),
    );
    await queryRunner.query(`
      REVOKE INSERT, UPDATE (committed_pence) ON fund FROM study_app;
      GRANT INSERT (trust_id, id, name, academic_year, source, school_id) ON fund TO study_app;
      GRANT UPDATE (closed_on) ON fund TO study_app;
      GRANT SELECT ON funding_line, ledger_entry, ledger_posting TO study_app;
      GRANT INSERT ON ledger_entry, ledger_posting TO study_app;
      GRANT INSERT (trust_id, id, award_id, school_id, academic_year, source, fund_id, amount_pence,
        is_recoverable, rule_version, carried_from_id) ON funding_line TO study_app;`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE ledger_posting, ledger_entry, funding_line;
      DROP TRIGGER award_costs_its_lines ON award;
      DROP FUNCTION move_ledger_sums(), refuse_ledger_change(), check_ledger_entry(),
        check_award_cost();
      ALTER TABLE award DROP CONSTRAINT award_of_school;
      ALTER TABLE award ALTER fund_id SET NOT NULL;
      ALTER TABLE fund DROP CONSTRAINT fund_of_source;
      ALTER TABLE fund DROP source, DROP school_id, DROP closed_on, ALTER amount_pence DROP DEFAULT;
      GRANT INSERT, UPDATE (committed_pence) ON fund TO study_app;`);
    await queryRunner.query(sumsByAward);
  }
}

const owners = `
  ALTER TABLE fund
    ADD source text NOT NULL DEFAULT 'TRUST' CHECK (source IN ('TRUST', 'SCHOOL', 'LEVY')),
    ADD school_id uuid, -- owned by the people subgraph: no foreign key
    ADD closed_on date,
    ADD CONSTRAINT fund_of_source UNIQUE (trust_id, id, academic_year, source),
    ADD CONSTRAINT fund_of_a_school CHECK ((source = 'SCHOOL') = (school_id IS NOT NULL)),
    ALTER amount_pence SET DEFAULT 0,
    DROP CONSTRAINT fund_amount_pence_check,
    ADD CONSTRAINT fund_amount_pence_check CHECK (amount_pence >= 0);
  -- What pays for an award is in its lines; here is the fund of the first, where a fund pays at all.
  ALTER TABLE award ALTER fund_id DROP NOT NULL,
    ADD CONSTRAINT award_of_school UNIQUE (trust_id, id, school_id);`;

const fundingLines = `
  CREATE TABLE funding_line (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    award_id uuid NOT NULL,
    school_id uuid NOT NULL,
    academic_year integer NOT NULL CHECK (academic_year >= 2000 AND academic_year <= 2100),
    source text NOT NULL
      CHECK (source IN ('TRUST', 'SCHOOL', 'LEVY', 'DFE_SCHOLARSHIP', 'SELF', 'OTHER')),
    fund_id uuid,
    amount_pence bigint NOT NULL CHECK (amount_pence > 0),
    is_recoverable boolean NOT NULL,
    rule_version text, -- of the rule by which this source pays
    carried_from_id uuid, -- the line of the year before, of which this is what was not paid
    -- Sums of the ledger, which a trigger on it writes and nothing else may.
    committed_pence bigint NOT NULL DEFAULT 0 CHECK (committed_pence >= 0),
    paid_pence bigint NOT NULL DEFAULT 0 CHECK (paid_pence >= 0),
    owed_pence bigint NOT NULL DEFAULT 0 CHECK (owed_pence >= 0),
    carried_pence bigint NOT NULL DEFAULT 0 CHECK (carried_pence >= 0),
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, award_id, school_id) REFERENCES award (trust_id, id, school_id),
    FOREIGN KEY (trust_id, fund_id, academic_year, source)
      REFERENCES fund (trust_id, id, academic_year, source),
    FOREIGN KEY (trust_id, carried_from_id) REFERENCES funding_line (trust_id, id),
    CONSTRAINT line_of_a_fund
      CHECK ((source IN ('TRUST', 'SCHOOL', 'LEVY')) = (fund_id IS NOT NULL)),
    -- Levy money and the DfE's scholarships are never the trust's to reclaim.
    CONSTRAINT line_recoverable CHECK (NOT is_recoverable OR source IN ('TRUST', 'SCHOOL')),
    CONSTRAINT line_not_overpaid
      CHECK (committed_pence + paid_pence + owed_pence + carried_pence <= amount_pence)
  );
  CREATE INDEX funding_line_by_award ON funding_line (trust_id, award_id);
  CREATE INDEX funding_line_by_school ON funding_line (trust_id, school_id, academic_year)
    INCLUDE (award_id, fund_id, committed_pence, paid_pence, owed_pence);
  CREATE INDEX funding_line_to_carry ON funding_line (trust_id, fund_id, id)
    WHERE committed_pence > 0;
  CREATE UNIQUE INDEX funding_line_carried_once ON funding_line (trust_id, carried_from_id)
    WHERE carried_from_id IS NOT NULL;`;

const ledger = `
  CREATE TABLE ledger_entry (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('ALLOCATION', 'VIREMENT', 'COMMITMENT', 'RELEASE', 'PAYMENT',
      'REFUND', 'CLAWBACK', 'CLAWBACK_DROPPED', 'REPAYMENT', 'CARRY_OUT', 'CARRY_FORWARD', 'CARRY_IN')),
    entered_on date NOT NULL, -- the day for which it counts
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    award_id uuid,
    reason text CHECK (length(reason) >= 1 AND length(reason) <= 500),
    corrects_id uuid, -- the entry that it takes back
    approved_by_id uuid, -- owned by the people subgraph: no foreign key
    actor_kind text NOT NULL CHECK (actor_kind IN ('PERSON', 'API_KEY', 'JOB')),
    actor_id text NOT NULL,
    PRIMARY KEY (trust_id, id),
    UNIQUE (trust_id, id, kind, entered_on), -- a posting holds all four
    FOREIGN KEY (trust_id, award_id) REFERENCES award (trust_id, id),
    FOREIGN KEY (trust_id, corrects_id) REFERENCES ledger_entry (trust_id, id),
    CONSTRAINT entry_approved_by_another CHECK (approved_by_id::text <> actor_id)
  );
  CREATE INDEX ledger_entry_by_award ON ledger_entry (trust_id, award_id, entered_on, id)
    WHERE award_id IS NOT NULL;
  CREATE UNIQUE INDEX ledger_entry_corrected_once ON ledger_entry (trust_id, corrects_id)
    WHERE corrects_id IS NOT NULL;
  CREATE TABLE ledger_posting (
    trust_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    kind text NOT NULL,
    entered_on date NOT NULL,
    account text NOT NULL CHECK (account IN ('SOURCE', 'FUND', 'COMMITMENT', 'PAYMENT', 'RECOVERY')),
    source text NOT NULL
      CHECK (source IN ('TRUST', 'SCHOOL', 'LEVY', 'DFE_SCHOLARSHIP', 'SELF', 'OTHER')),
    fund_id uuid,
    line_id uuid,
    pence bigint NOT NULL CHECK (pence <> 0), -- into the account; negative is out of it
    PRIMARY KEY (trust_id, entry_id, number),
    FOREIGN KEY (trust_id, entry_id, kind, entered_on)
      REFERENCES ledger_entry (trust_id, id, kind, entered_on),
    FOREIGN KEY (trust_id, fund_id) REFERENCES fund (trust_id, id),
    FOREIGN KEY (trust_id, line_id) REFERENCES funding_line (trust_id, id),
    CHECK ((account IN ('COMMITMENT', 'PAYMENT', 'RECOVERY')) = (line_id IS NOT NULL)),
    CHECK (CASE account WHEN 'FUND' THEN fund_id IS NOT NULL
                        WHEN 'SOURCE' THEN fund_id IS NULL ELSE true END)
  );
  CREATE INDEX ledger_posting_by_fund ON ledger_posting (trust_id, fund_id, entered_on)
    INCLUDE (account, kind, pence) WHERE fund_id IS NOT NULL;
  CREATE INDEX ledger_posting_by_line ON ledger_posting (trust_id, line_id)
    WHERE line_id IS NOT NULL;`;

/** What was there before the ledger, entered under the days on which it happened. */
const history = `
  CREATE TEMPORARY TABLE fund_before ON COMMIT DROP AS SELECT *, gen_random_uuid() AS entry_id,
    (SELECT least(make_date(fund.academic_year, 9, 1), min(awarded_on), current_date) FROM award
      WHERE award.trust_id = fund.trust_id AND award.fund_id = fund.id) AS since FROM fund;
  UPDATE fund SET amount_pence = 0, committed_pence = 0;
  INSERT INTO ledger_entry (trust_id, id, kind, entered_on, actor_kind, actor_id)
    SELECT trust_id, entry_id, 'ALLOCATION', since, 'JOB', 'ledger' FROM fund_before;
  INSERT INTO ledger_posting (trust_id, entry_id, number, kind, entered_on, account, source, fund_id, pence)
    SELECT trust_id, entry_id, number, 'ALLOCATION', since, account, 'TRUST',
           CASE account WHEN 'FUND' THEN id END, sign * amount_pence
      FROM fund_before, (VALUES (1, 'SOURCE', -1), (2, 'FUND', 1)) AS side (number, account, sign);
  INSERT INTO funding_line (trust_id, id, award_id, school_id, academic_year, source, fund_id,
                            amount_pence, is_recoverable)
    SELECT trust_id, gen_random_uuid(), id, school_id, academic_year, 'TRUST', fund_id, amount_pence,
           false FROM award;
  CREATE TEMPORARY TABLE award_before ON COMMIT DROP AS
    SELECT award.*, line.id AS line_id, step.kind, step.sign, gen_random_uuid() AS entry_id,
           CASE step.kind WHEN 'RELEASE' THEN withdrawn_on ELSE awarded_on END AS entered_on
      FROM award JOIN funding_line AS line ON line.trust_id = award.trust_id AND line.award_id = award.id,
           (VALUES ('COMMITMENT', 1), ('RELEASE', -1)) AS step (kind, sign)
     WHERE step.kind = 'COMMITMENT' OR withdrawn_on IS NOT NULL;
  INSERT INTO ledger_entry (trust_id, id, kind, entered_on, award_id, reason, actor_kind, actor_id)
    SELECT trust_id, entry_id, kind, entered_on, id,
           CASE kind WHEN 'RELEASE' THEN withdrawn_reason END,
           CASE kind WHEN 'RELEASE' THEN withdrawn_by_kind ELSE awarded_by_kind END,
           CASE kind WHEN 'RELEASE' THEN withdrawn_by_id ELSE awarded_by_id END FROM award_before;
  INSERT INTO ledger_posting (trust_id, entry_id, number, kind, entered_on, account, source, fund_id,
                              line_id, pence)
    SELECT trust_id, entry_id, side.number, kind, entered_on, account, 'TRUST', fund_id,
           CASE account WHEN 'COMMITMENT' THEN line_id END, side.sign * award_before.sign * amount_pence
      FROM award_before, (VALUES (1, 'FUND', -1), (2, 'COMMITMENT', 1)) AS side (number, account, sign);`;

const sameTrust = (table: string) => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY same_trust ON ${table}
    USING (trust_id = (select app.trust())) WITH CHECK (trust_id = (select app.trust()));`;

/** As it was before the ledger: the awards that stand make the fund's sum. */
const sumsByAward = `
  CREATE FUNCTION commit_awards_to_funds() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP IN ('UPDATE', 'DELETE') THEN
      UPDATE fund SET committed_pence = committed_pence - gone.pence
        FROM (SELECT trust_id, fund_id, sum(amount_pence) AS pence FROM before_change
               WHERE withdrawn_on IS NULL GROUP BY trust_id, fund_id) AS gone
       WHERE fund.trust_id = gone.trust_id AND fund.id = gone.fund_id;
    END IF;
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
      UPDATE fund SET committed_pence = committed_pence + come.pence
        FROM (SELECT trust_id, fund_id, sum(amount_pence) AS pence FROM after_change
               WHERE withdrawn_on IS NULL GROUP BY trust_id, fund_id) AS come
       WHERE fund.trust_id = come.trust_id AND fund.id = come.fund_id;
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER award_made AFTER INSERT ON award REFERENCING NEW TABLE AS after_change
    FOR EACH STATEMENT EXECUTE FUNCTION commit_awards_to_funds();
  CREATE TRIGGER award_changed AFTER UPDATE ON award
    REFERENCING OLD TABLE AS before_change NEW TABLE AS after_change
    FOR EACH STATEMENT EXECUTE FUNCTION commit_awards_to_funds();
  CREATE TRIGGER award_removed AFTER DELETE ON award REFERENCING OLD TABLE AS before_change
    FOR EACH STATEMENT EXECUTE FUNCTION commit_awards_to_funds();`;
