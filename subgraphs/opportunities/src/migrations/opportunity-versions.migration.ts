import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What one would do and get, and each version of which everybody was told. Two new columns, each with
 * a default, and one new table: the version now running sees none of them.
 */
export class OpportunityVersions1797080000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE opportunity
        ADD COLUMN terms jsonb NOT NULL
          DEFAULT '{"payFromPence": null, "payToPence": null, "hoursPerWeek": null,
                    "flexibleWorking": null, "place": null, "teaches": null, "lineManages": null,
                    "responsibility": null, "criteria": []}'
          CHECK (jsonb_typeof(terms -> 'criteria') = 'array'),
        -- the newest version that everybody is told of; 0 for what was published elsewhere
        ADD COLUMN told_version integer NOT NULL DEFAULT 0 CHECK (told_version >= 0);

      CREATE TABLE opportunity_version (
        trust_id uuid NOT NULL,
        opportunity_id uuid NOT NULL,
        number integer NOT NULL CHECK (number > 0),
        made_at timestamptz NOT NULL,
        made_by_id uuid, -- a person; null where an API key made it
        changes text[] NOT NULL,
        title text NOT NULL,
        summary text NOT NULL,
        host_school_id uuid, -- owned by the people subgraph: no foreign key
        audience jsonb NOT NULL,
        terms jsonb NOT NULL,
        closes_on date NOT NULL,
        PRIMARY KEY (trust_id, opportunity_id, number),
        FOREIGN KEY (trust_id, opportunity_id) REFERENCES opportunity (trust_id, id)
      );
      ALTER TABLE opportunity_version ENABLE ROW LEVEL SECURITY;
      ALTER TABLE opportunity_version FORCE ROW LEVEL SECURITY;
      CREATE POLICY same_trust ON opportunity_version
        USING (trust_id = (select app.trust())) WITH CHECK (trust_id = (select app.trust()));
      GRANT SELECT, INSERT ON opportunity_version TO opportunities_app;`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE opportunity_version;
      ALTER TABLE opportunity DROP COLUMN told_version, DROP COLUMN terms`);
  }
}
