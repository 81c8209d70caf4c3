import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a trust sets aside for study. One new table. */
export class Funds1795392000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE fund (
        trust_id uuid NOT NULL,
        id uuid NOT NULL,
        name text NOT NULL CHECK (length(name) >= 1 AND length(name) <= 200),
        academic_year integer NOT NULL CHECK (academic_year >= 2000 AND academic_year <= 2100),
        amount_pence integer NOT NULL CHECK (amount_pence > 0),
        -- Sum of the awards that stand, kept by a trigger on award; bigint, so that a sum beyond
        -- integer fails as too much and not as a number that does not fit.
        committed_pence bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (trust_id, id),
        UNIQUE (trust_id, id, academic_year), -- an award holds all three
        CONSTRAINT fund_not_overspent
          CHECK (committed_pence >= 0 AND committed_pence <= amount_pence)
      );
      -- "C" sorts alike on every server, and no upgrade of one breaks the index. lower() does not count
      -- as leakproof, so under row security a later page reads the trust's funds from the start; they
      -- are few, and the index still gives their order.
      CREATE INDEX fund_by_year ON fund (trust_id, academic_year, lower(name COLLATE "C"), id);
      ALTER TABLE fund ENABLE ROW LEVEL SECURITY;
      ALTER TABLE fund FORCE ROW LEVEL SECURITY;
      CREATE POLICY same_trust ON fund
        USING (trust_id = (select app.trust())) WITH CHECK (trust_id = (select app.trust()));
      GRANT SELECT, INSERT, UPDATE (committed_pence) ON fund TO study_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE fund');
  }
}
