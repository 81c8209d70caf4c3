import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What somebody writes before they apply, which nobody else ever sees, and what they say to each
 * criterion. One new table, and two new columns with a default; the version now running sees neither.
 */
export class ApplicationDrafts1797200300000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE application_draft (
        trust_id uuid NOT NULL,
        id uuid NOT NULL,
        opportunity_id uuid NOT NULL,
        person_id uuid NOT NULL, -- owned by the people subgraph: no foreign key
        statement text CHECK (length(statement) <= 10000),
        answers jsonb NOT NULL CHECK (${isListOfAnswers}),
        saved_at timestamptz NOT NULL,
        version integer NOT NULL CHECK (version > 0),
        PRIMARY KEY (trust_id, id),
        CONSTRAINT application_draft_is_one UNIQUE (trust_id, opportunity_id, person_id),
        FOREIGN KEY (trust_id, opportunity_id) REFERENCES opportunity (trust_id, id)
      );
      CREATE INDEX application_draft_by_person ON application_draft (trust_id, person_id, saved_at, id);
      ALTER TABLE application_draft ENABLE ROW LEVEL SECURITY;
      ALTER TABLE application_draft FORCE ROW LEVEL SECURITY;
      CREATE POLICY own ON application_draft
        USING (trust_id = (select app.trust()) AND person_id = (select app.person()))
        WITH CHECK (trust_id = (select app.trust()) AND person_id = (select app.person()));
      GRANT SELECT, INSERT, UPDATE, DELETE ON application_draft TO opportunities_app;

      ALTER TABLE application ADD COLUMN answers jsonb NOT NULL DEFAULT '[]' CHECK (${isListOfAnswers});
      ALTER TABLE candidate ADD COLUMN answers jsonb NOT NULL DEFAULT '[]' CHECK (${isListOfAnswers})`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE candidate DROP COLUMN answers;
      ALTER TABLE application DROP COLUMN answers;
      DROP TABLE application_draft`);
  }
}

/** Of objects with the words of a criterion and what somebody said to it. */
const isListOfAnswers = `
  jsonb_typeof(answers) = 'array' AND jsonb_array_length(answers) <= 40
  AND NOT jsonb_path_exists(answers, '$[*] ? (@.criterion.type() != "string" || @.text.type() != "string")')`;
