import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people who leave owe back, and what came of it. One new table. */
export class Clawbacks1797106000003 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE clawback (
        trust_id uuid NOT NULL,
        id uuid NOT NULL,
        award_id uuid NOT NULL,
        person_id uuid NOT NULL,
        left_on date NOT NULL, -- first day on which the trust does not employ them
        calculated_on date NOT NULL,
        base_pence bigint NOT NULL CHECK (base_pence > 0),
        amount_pence bigint NOT NULL CHECK (amount_pence > 0 AND amount_pence <= base_pence),
        repaid_pence bigint NOT NULL DEFAULT 0
          CHECK (repaid_pence >= 0 AND repaid_pence <= amount_pence),
        arithmetic text[] NOT NULL CHECK (cardinality(arithmetic) > 0),
        status text NOT NULL CHECK (status IN
          ('CALCULATED', 'AGREED', 'DISPUTED', 'REPAID', 'WAIVED', 'WRITTEN_OFF', 'REVERSED')),
        waiver text CHECK (waiver IN
          ('REDUNDANCY', 'ILL_HEALTH', 'END_OF_FIXED_TERM', 'TUPE', 'DEATH', 'OTHER')),
        reason text CHECK (length(reason) >= 1 AND length(reason) <= 1000),
        decided_by_id text,
        version integer NOT NULL DEFAULT 1,
        PRIMARY KEY (trust_id, id),
        FOREIGN KEY (trust_id, award_id, person_id) REFERENCES award (trust_id, id, person_id),
        CHECK ((status = 'WAIVED') = (waiver IS NOT NULL)),
        CHECK (status <> 'REPAID' OR repaid_pence = amount_pence)
      );
      CREATE UNIQUE INDEX clawback_one_of_award ON clawback (trust_id, award_id)
        WHERE status <> 'REVERSED';
      CREATE INDEX clawback_by_award ON clawback (trust_id, award_id);
      CREATE INDEX clawback_by_person ON clawback (trust_id, person_id, left_on, id);
      ALTER TABLE clawback ENABLE ROW LEVEL SECURITY;
      ALTER TABLE clawback FORCE ROW LEVEL SECURITY;
      CREATE POLICY same_trust ON clawback
        USING (trust_id = (select app.trust())) WITH CHECK (trust_id = (select app.trust()));
      GRANT SELECT, INSERT ON clawback TO study_app;
      GRANT UPDATE (status, waiver, reason, decided_by_id, repaid_pence, version) ON clawback
        TO study_app;`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE clawback');
  }
}
