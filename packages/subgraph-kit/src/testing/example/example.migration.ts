import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Shelves and jars. Two new tables. */
export class Jars1700000000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE shelf (
        trust_id uuid NOT NULL,
        id uuid NOT NULL,
        name text NOT NULL,
        PRIMARY KEY (trust_id, id),
        UNIQUE (trust_id, name)
      );
      CREATE TABLE jar (
        trust_id uuid NOT NULL,
        id uuid NOT NULL,
        shelf_id uuid NOT NULL,
        label text NOT NULL,
        sweets integer NOT NULL CHECK (sweets >= 0),
        filled_on date NOT NULL,
        PRIMARY KEY (trust_id, id),
        FOREIGN KEY (trust_id, shelf_id) REFERENCES shelf DEFERRABLE INITIALLY DEFERRED
      );
      CREATE INDEX jar_by_shelf ON jar (trust_id, shelf_id, label, id);
    `);
    for (const table of ['shelf', 'jar']) {
      await queryRunner.query(`
        ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY same_trust ON ${table}
          USING (trust_id = (select app.trust())) WITH CHECK (trust_id = (select app.trust()));
        GRANT SELECT, INSERT, UPDATE ON ${table} TO example_app;
      `);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE jar; DROP TABLE shelf');
  }
}
