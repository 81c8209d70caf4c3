import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who may go for what, kept from the day of publication on. One new table; audiences that were
 * written before say of the lists that are new that they ask for nothing.
 */
export class Eligibility1797080000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      UPDATE opportunity SET audience = audience || ${emptyLists} WHERE NOT audience ? 'schoolIds';
      UPDATE opportunity_version SET audience = audience || ${emptyLists}
       WHERE NOT audience ? 'schoolIds';

      CREATE TABLE opportunity_eligible (
        trust_id uuid NOT NULL,
        opportunity_id uuid NOT NULL,
        person_id uuid NOT NULL, -- owned by the people subgraph: no foreign key
        added_at timestamptz NOT NULL,
        joined_later boolean NOT NULL, -- became eligible while it was open
        dropped_at timestamptz, -- since when they are eligible no more
        PRIMARY KEY (trust_id, opportunity_id, person_id),
        FOREIGN KEY (trust_id, opportunity_id) REFERENCES opportunity (trust_id, id)
      );
      CREATE INDEX opportunity_eligible_by_person ON opportunity_eligible (trust_id, person_id);
      ALTER TABLE opportunity_eligible ENABLE ROW LEVEL SECURITY;
      ALTER TABLE opportunity_eligible FORCE ROW LEVEL SECURITY;
      CREATE POLICY same_trust ON opportunity_eligible
        USING (trust_id = (select app.trust())) WITH CHECK (trust_id = (select app.trust()));
      GRANT SELECT, INSERT, UPDATE ON opportunity_eligible TO opportunities_app;`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE opportunity_eligible');
  }
}

const emptyLists = `'{"version": 2, "schoolIds": [], "subjectCodes": [], "contractTypes": [], "reason": null}'::jsonb`;
