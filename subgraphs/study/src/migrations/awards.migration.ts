import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Shares of funds, and the guard that no fund is overspent. One new table. */
export class Awards1795392000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE award (
        trust_id uuid NOT NULL,
        id uuid NOT NULL,
        fund_id uuid NOT NULL,
        person_id uuid NOT NULL, -- owned by the people subgraph: no foreign key
        school_id uuid NOT NULL, -- the same
        programme_id uuid NOT NULL,
        programme_code text NOT NULL,
        academic_year integer NOT NULL,
        amount_pence integer NOT NULL CHECK (amount_pence > 0),
        awarded_on date NOT NULL,
        awarded_by_kind text NOT NULL CHECK (awarded_by_kind IN ('PERSON', 'API_KEY', 'JOB')),
        awarded_by_id text NOT NULL,
        withdrawn_on date CHECK (withdrawn_on >= awarded_on),
        withdrawn_reason text CHECK (length(withdrawn_reason) >= 1 AND length(withdrawn_reason) <= 500),
        withdrawn_by_kind text CHECK (withdrawn_by_kind IN ('PERSON', 'API_KEY', 'JOB')),
        withdrawn_by_id text,
        version integer NOT NULL DEFAULT 1 CHECK (version > 0),
        PRIMARY KEY (trust_id, id),
        -- The year is the fund's, and the code is the programme's.
        FOREIGN KEY (trust_id, fund_id, academic_year) REFERENCES fund (trust_id, id, academic_year),
        FOREIGN KEY (programme_id, programme_code) REFERENCES programme (id, code),
        CONSTRAINT award_withdrawn_wholly CHECK (
          num_nulls(withdrawn_on, withdrawn_reason, withdrawn_by_kind, withdrawn_by_id) IN (0, 4))
      );
      CREATE INDEX award_by_fund ON award (trust_id, fund_id, awarded_on, id);
      CREATE INDEX award_by_person ON award (trust_id, person_id, awarded_on, id);
      CREATE INDEX award_by_school ON award (trust_id, school_id, academic_year)
        INCLUDE (amount_pence) WHERE withdrawn_on IS NULL;
      CREATE INDEX award_by_programme ON award (programme_id);
      ALTER TABLE award ENABLE ROW LEVEL SECURITY;
      ALTER TABLE award FORCE ROW LEVEL SECURITY;
      CREATE POLICY same_trust ON award
        USING (trust_id = (select app.trust())) WITH CHECK (trust_id = (select app.trust()));
      GRANT SELECT, INSERT ON award TO study_app;
      GRANT UPDATE (withdrawn_on, withdrawn_reason, withdrawn_by_kind, withdrawn_by_id, version)
        ON award TO study_app;
    `);
    // Partial, so that a withdrawn award does not bar a new one.
    await queryRunner.query(`
      CREATE UNIQUE INDEX award_one_standing
        ON award (trust_id, person_id, programme_code, academic_year) WHERE withdrawn_on IS NULL`);
    await queryRunner.query(guard);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE award; DROP FUNCTION commit_awards_to_funds()');
  }
}

/**
 * The fund's row carries the sum of its awards, a trigger keeps it, and a check bounds it. Of the ways
 * to guard a sum this one fails best: whatever writes an award, with or without the service's lock,
 * takes the fund's row lock here and sees every award committed before, so the worst that a mistake can
 * do is to have an award refused as a defect. A trigger that sums the awards instead sees nothing of
 * two that are made at once, and a sum that services keep by themselves drifts unseen as soon as one
 * forgets. The price is that awards from one fund are made one after the other, which they are anyway.
 */
const guard = `
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
    FOR EACH STATEMENT EXECUTE FUNCTION commit_awards_to_funds();
`;
