import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The catalogue, one for all trusts. One new table. */
export class Programmes1795392000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE programme (
        id uuid PRIMARY KEY,
        code text NOT NULL CHECK (code ~ '^[A-Z][A-Z0-9_]{1,39}$'),
        name text NOT NULL CHECK (name <> ''),
        kind text NOT NULL CHECK (kind <> ''),
        staff_groups text[] NOT NULL CHECK (cardinality(staff_groups) > 0),
        level integer CHECK (level >= 1 AND level <= 8),
        typical_months integer NOT NULL CHECK (typical_months > 0),
        description text,
        valid_from date NOT NULL,
        valid_to date,
        source text NOT NULL,
        released_on date NOT NULL, -- release of the catalogue that last wrote the row
        CHECK (valid_to > valid_from),
        UNIQUE (code, valid_from),
        UNIQUE (id, code) -- an award holds both
      );
      COMMENT ON TABLE programme IS 'for all trusts: what can be studied is public';
      CREATE UNIQUE INDEX programme_one_open ON programme (code) WHERE valid_to IS NULL;
      -- "C" sorts alike on every server, and no upgrade of one breaks the index.
      CREATE INDEX programme_by_name ON programme (lower(name COLLATE "C"), id);
      ALTER TABLE programme ENABLE ROW LEVEL SECURITY;
      ALTER TABLE programme FORCE ROW LEVEL SECURITY;
      CREATE POLICY everybody_reads ON programme FOR SELECT USING (true);
    `);
    // No principal is ever given this scope: only the process itself takes it, when it starts.
    await queryRunner.query(`
      CREATE POLICY loader_adds ON programme FOR INSERT
        WITH CHECK ('catalogue:load' = ANY ((select app.scopes())::text[]));
      CREATE POLICY loader_changes ON programme FOR UPDATE
        USING ('catalogue:load' = ANY ((select app.scopes())::text[]))
        WITH CHECK ('catalogue:load' = ANY ((select app.scopes())::text[]));
      GRANT SELECT, INSERT, UPDATE ON programme TO study_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE programme');
  }
}
