import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why people do not apply, which nobody reads but as a count, and what line managers say to encourage
 * them. Two new tables, which the version now running does not see.
 */
export class ReasonsAndEncouragement1797200300003 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${reason} ${counting} ${encouragement}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION count_reasons_not_applied(uuid[], date);
      DROP TABLE encouragement, not_applying_reason`);
  }
}

/** No caller has the scope: `count_reasons_not_applied` alone reads with it. */
const reason = `
  CREATE TABLE not_applying_reason (
    trust_id uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    person_id uuid NOT NULL, -- owned by the people subgraph: no foreign key
    reason text NOT NULL
      CHECK (reason IN ('COVER', 'CARING', 'TRAVEL', 'CONFIDENCE', 'HOURS', 'OTHER')),
    given_at timestamptz NOT NULL,
    PRIMARY KEY (trust_id, opportunity_id, person_id),
    FOREIGN KEY (trust_id, opportunity_id) REFERENCES opportunity (trust_id, id)
  );
  ALTER TABLE not_applying_reason ENABLE ROW LEVEL SECURITY;
  ALTER TABLE not_applying_reason FORCE ROW LEVEL SECURITY;
  CREATE POLICY own_or_counted ON not_applying_reason
    USING (trust_id = (select app.trust()) AND (person_id = (select app.person())
           OR 'reason:count' = ANY ((select app.scopes())::text[])))
    WITH CHECK (trust_id = (select app.trust()) AND person_id = (select app.person()));
  GRANT SELECT, INSERT, UPDATE, DELETE ON not_applying_reason TO opportunities_app;`;

/** Of what takes no more applications by the day: what is counted does not change with each new reason. */
const counting = `
  CREATE FUNCTION count_reasons_not_applied(which uuid[], day date)
  RETURNS TABLE (opportunity_id uuid, reason text, people integer) LANGUAGE plpgsql AS $$
  #variable_conflict use_column
  DECLARE
    was_scopes text := current_setting('app.scopes', true);
  BEGIN
    PERFORM set_config('app.scopes', '{reason:count}', true);
    RETURN QUERY
    SELECT given.opportunity_id, given.reason, count(*)::integer
      FROM not_applying_reason AS given
      JOIN opportunity AS o ON o.trust_id = given.trust_id AND o.id = given.opportunity_id
       AND (o.state NOT IN ('PUBLISHED', 'REOPENED') OR o.closes_on < day)
     WHERE given.trust_id = app.trust() AND given.opportunity_id = ANY (which)
     GROUP BY 1, 2;
    PERFORM set_config('app.scopes', coalesce(was_scopes, ''), true);
  END $$;`;

const encouragement = `
  CREATE TABLE encouragement (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    person_id uuid NOT NULL, -- owned by the people subgraph: no foreign key; nor is the next
    given_by_id uuid NOT NULL,
    message text CHECK (length(message) <= 1000),
    given_at timestamptz NOT NULL,
    PRIMARY KEY (trust_id, id),
    CONSTRAINT encouraged_once UNIQUE (trust_id, opportunity_id, person_id, given_by_id),
    CONSTRAINT nobody_encourages_themself CHECK (person_id <> given_by_id),
    FOREIGN KEY (trust_id, opportunity_id) REFERENCES opportunity (trust_id, id)
  );
  CREATE INDEX encouragement_of_person ON encouragement (trust_id, person_id, given_at, id);
  ALTER TABLE encouragement ENABLE ROW LEVEL SECURITY;
  ALTER TABLE encouragement FORCE ROW LEVEL SECURITY;
  CREATE POLICY between_two ON encouragement
    USING (trust_id = (select app.trust())
           AND (select app.person()) IN (person_id, given_by_id))
    WITH CHECK (trust_id = (select app.trust()) AND given_by_id = (select app.person()));
  GRANT SELECT, INSERT ON encouragement TO opportunities_app;`;
