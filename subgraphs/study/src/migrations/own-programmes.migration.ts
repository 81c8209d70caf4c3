import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a programme costs and asks, and programmes that a trust adds for itself. New columns, which the
 * version now running does not fill: the catalogue fills them in when the new one starts.
 */
export class OwnProgrammes1797107000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE programme
        ADD provider text,
        ADD cost_pence integer CHECK (cost_pence >= 0),
        ADD entry_needs text[],
        ADD completion_evidence text,
        ADD own_of_trust_id uuid, -- whose own it is; null: for all
        ADD CONSTRAINT own_code CHECK ((own_of_trust_id IS NOT NULL) = (code LIKE 'OWN\\_%')),
        DROP CONSTRAINT programme_code_valid_from_key,
        ADD CONSTRAINT programme_of_day UNIQUE NULLS NOT DISTINCT (own_of_trust_id, code, valid_from);
      DROP INDEX programme_one_open;
      CREATE UNIQUE INDEX programme_one_open ON programme (own_of_trust_id, code) NULLS NOT DISTINCT
        WHERE valid_to IS NULL;
      CREATE INDEX programme_by_code ON programme (code);
      COMMENT ON TABLE programme IS 'for all trusts: what can be studied is public';
      DROP POLICY everybody_reads ON programme;
      CREATE POLICY everybody_reads ON programme FOR SELECT
        USING (own_of_trust_id IS NULL OR own_of_trust_id = (select app.trust()));
      CREATE POLICY trust_adds ON programme FOR INSERT WITH CHECK (own_of_trust_id = (select app.trust()));
      CREATE POLICY trust_changes ON programme FOR UPDATE
        USING (own_of_trust_id = (select app.trust())) WITH CHECK (own_of_trust_id = (select app.trust()));
      DROP POLICY loader_adds ON programme;
      DROP POLICY loader_changes ON programme;
      CREATE POLICY loader_adds ON programme FOR INSERT
        WITH CHECK (own_of_trust_id IS NULL AND 'catalogue:load' = ANY ((select app.scopes())::text[]));
      CREATE POLICY loader_changes ON programme FOR UPDATE
        USING (own_of_trust_id IS NULL AND 'catalogue:load' = ANY ((select app.scopes())::text[]))
        WITH CHECK (own_of_trust_id IS NULL AND 'catalogue:load' = ANY ((select app.scopes())::text[]));`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP POLICY trust_adds ON programme;
      DROP POLICY trust_changes ON programme;
      DROP POLICY everybody_reads ON programme;
      CREATE POLICY everybody_reads ON programme FOR SELECT USING (true);
      DROP POLICY loader_adds ON programme;
      DROP POLICY loader_changes ON programme;
      CREATE POLICY loader_adds ON programme FOR INSERT
        WITH CHECK ('catalogue:load' = ANY ((select app.scopes())::text[]));
      CREATE POLICY loader_changes ON programme FOR UPDATE
        USING ('catalogue:load' = ANY ((select app.scopes())::text[]))
        WITH CHECK ('catalogue:load' = ANY ((select app.scopes())::text[]));
      DROP INDEX programme_by_code;
      DROP INDEX programme_one_open;
      ALTER TABLE programme DROP CONSTRAINT own_code, DROP CONSTRAINT programme_of_day, DROP provider,
        DROP cost_pence, DROP entry_needs, DROP completion_evidence, DROP own_of_trust_id,
        ADD CONSTRAINT programme_code_valid_from_key UNIQUE (code, valid_from);
      CREATE UNIQUE INDEX programme_one_open ON programme (code) WHERE valid_to IS NULL;`);
  }
}
