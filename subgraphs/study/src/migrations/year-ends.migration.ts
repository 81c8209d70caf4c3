import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each year-end run found and left, fund by fund. One new table. */
export class YearEnds1797106000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE year_end (
        trust_id uuid NOT NULL,
        fund_id uuid NOT NULL,
        into_fund_id uuid, -- null where nothing was promised and unpaid
        began_on date NOT NULL,
        closed_on date, -- null while promises are still being carried
        committed_before_pence bigint NOT NULL,
        available_before_pence bigint NOT NULL,
        committed_after_pence bigint,
        available_after_pence bigint,
        carried_pence bigint NOT NULL DEFAULT 0 CHECK (carried_pence >= 0),
        carried_lines integer NOT NULL DEFAULT 0 CHECK (carried_lines >= 0),
        PRIMARY KEY (trust_id, fund_id),
        FOREIGN KEY (trust_id, fund_id) REFERENCES fund (trust_id, id),
        FOREIGN KEY (trust_id, into_fund_id) REFERENCES fund (trust_id, id),
        CHECK (num_nulls(closed_on, committed_after_pence, available_after_pence) IN (0, 3))
      );
      CREATE INDEX year_end_into ON year_end (trust_id, into_fund_id);
      ALTER TABLE year_end ENABLE ROW LEVEL SECURITY;
      ALTER TABLE year_end FORCE ROW LEVEL SECURITY;
      CREATE POLICY same_trust ON year_end
        USING (trust_id = (select app.trust())) WITH CHECK (trust_id = (select app.trust()));
      GRANT SELECT, INSERT, UPDATE ON year_end TO study_app;`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE year_end');
  }
}
