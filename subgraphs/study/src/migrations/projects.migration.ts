import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What those who study find out for their schools. Two new tables. */
export class Projects1797107000003 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE study_project (
        trust_id uuid NOT NULL,
        id uuid NOT NULL,
        award_id uuid NOT NULL,
        question text NOT NULL CHECK (length(question) >= 1 AND length(question) <= 2000),
        milestones jsonb NOT NULL, -- [{"name": "Survey", "dueOn": "2027-01-31", "doneOn": null}]
        tried text CHECK (length(tried) <= 5000),
        changed text CHECK (length(changed) <= 5000),
        shared_on date CHECK (shared_on IS NULL OR tried <> '' AND changed <> ''),
        network_ids uuid[] NOT NULL DEFAULT '{}', -- owned by the people subgraph: no foreign key
        school_ids uuid[] NOT NULL DEFAULT '{}', -- the same
        version integer NOT NULL DEFAULT 1 CHECK (version > 0),
        PRIMARY KEY (trust_id, id),
        UNIQUE (trust_id, award_id),
        FOREIGN KEY (trust_id, award_id) REFERENCES award (trust_id, id)
      );
      CREATE INDEX study_project_shared ON study_project (trust_id, shared_on, id)
        WHERE shared_on IS NOT NULL;
      ALTER TABLE study_project ENABLE ROW LEVEL SECURITY;
      ALTER TABLE study_project FORCE ROW LEVEL SECURITY;
      CREATE POLICY same_trust ON study_project
        USING (trust_id = (select app.trust())) WITH CHECK (trust_id = (select app.trust()));
      GRANT SELECT, INSERT ON study_project TO study_app;
      GRANT UPDATE (milestones, tried, changed, shared_on, network_ids, school_ids, version)
        ON study_project TO study_app;`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE study_project');
  }
}
