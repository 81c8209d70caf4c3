import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * To whom those who run an opportunity are close. A new table, which the person concerned and those who
 * read applications may read. The version now running sees none of it.
 */
export class OrganiserConflicts1797300150000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE organiser_conflict (
        trust_id uuid NOT NULL,
        opportunity_id uuid NOT NULL,
        organiser_id uuid NOT NULL, -- owned by the people subgraph: no foreign key
        person_id uuid NOT NULL, -- whom the organiser is close to
        said_by_id uuid,
        said_at timestamptz NOT NULL,
        PRIMARY KEY (trust_id, opportunity_id, organiser_id, person_id),
        FOREIGN KEY (trust_id, opportunity_id) REFERENCES opportunity (trust_id, id)
      );
      ALTER TABLE organiser_conflict ENABLE ROW LEVEL SECURITY;
      ALTER TABLE organiser_conflict FORCE ROW LEVEL SECURITY;
      CREATE POLICY theirs ON organiser_conflict
        USING (trust_id = (select app.trust()) AND (organiser_id = (select app.person())
               OR 'application:read' = ANY ((select app.scopes())::text[])))
        WITH CHECK (trust_id = (select app.trust()) AND said_by_id IS NOT DISTINCT FROM (select app.person()));
      GRANT SELECT, INSERT ON organiser_conflict TO opportunities_app;`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE organiser_conflict');
  }
}
