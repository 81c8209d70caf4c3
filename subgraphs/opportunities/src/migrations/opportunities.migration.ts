import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is offered, who says "consider me", and what is agreed. Three new tables. */
export class Opportunities1757289600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(opportunity);
    await queryRunner.query(application);
    await queryRunner.query(placement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE placement; DROP TABLE application; DROP TABLE opportunity');
  }
}

const kinds = `('POST', 'SECONDMENT', 'SPECIALIST_ROLE', 'ACTING', 'PROJECT', 'SHADOWING', 'VISIT',
  'SWAP', 'COHORT_SEAT', 'MENTORING', 'RESPONSIBILITY', 'STUDY_ROUND')`;

const opening = "(CASE WHEN opens_on IS NULL THEN 'infinity'::date ELSE opens_on END)";
const closing = "(CASE WHEN closes_on IS NULL THEN 'infinity'::date ELSE closes_on END)";

const opportunity = `
  CREATE TABLE opportunity (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ${kinds}),
    title text NOT NULL CHECK (title ~ '\\S' AND length(title) <= 200),
    summary text CHECK (length(summary) <= 10000),
    host_school_id uuid, -- owned by the people subgraph: no foreign key
    network_id uuid, -- the same
    audience jsonb NOT NULL
      CHECK (jsonb_typeof(audience -> 'version') = 'number'
         AND jsonb_typeof(audience -> 'staffGroups') = 'array'
         AND jsonb_typeof(audience -> 'roleCodes') = 'array'),
    opens_on date,
    closes_on date, -- the last day, itself included
    state text NOT NULL
      CHECK (state IN ('DRAFT', 'APPROVED', 'PUBLISHED', 'CLOSED', 'SHORTLISTING', 'DECIDING', 'FILLED',
                       'PART_FILLED', 'UNFILLED', 'REOPENED', 'WITHDRAWN')),
    published_at timestamptz,
    created_by_id uuid, -- a person; null where an API key or a job wrote it
    version integer NOT NULL CHECK (version > 0),
    PRIMARY KEY (trust_id, id),
    CONSTRAINT opportunity_closes_after_opening CHECK (closes_on >= opens_on),
    CONSTRAINT opportunity_seen_is_published
      CHECK (state IN ('DRAFT', 'APPROVED', 'WITHDRAWN') OR published_at IS NOT NULL),
    CONSTRAINT opportunity_published_is_whole
      CHECK (published_at IS NULL
             OR (summary IS NOT NULL AND opens_on IS NOT NULL AND closes_on IS NOT NULL))
  );
  -- Lists sort by days of which drafts may have none. Not coalesce(): it does not count as leakproof,
  -- so under row security PostgreSQL would read a list from its start to find a page.
  CREATE INDEX opportunity_by_opening ON opportunity (trust_id, ${opening}, id);
  CREATE INDEX opportunity_by_closing ON opportunity (trust_id, ${closing}, id);
  CREATE INDEX opportunity_by_school ON opportunity (trust_id, host_school_id, ${opening}, id);
  CREATE INDEX opportunity_by_network ON opportunity (trust_id, network_id, ${opening}, id);
  ALTER TABLE opportunity ENABLE ROW LEVEL SECURITY;
  ALTER TABLE opportunity FORCE ROW LEVEL SECURITY;
  CREATE POLICY same_trust ON opportunity
    USING (trust_id = (select app.trust())) WITH CHECK (trust_id = (select app.trust()));
  GRANT SELECT, INSERT, UPDATE ON opportunity TO opportunities_app;`;

const ownOrPermitted = `
  trust_id = (select app.trust())
  AND (person_id = (select app.person())
       OR 'application:read' = ANY ((select app.scopes())::text[])
          AND ((select app.all_places())
               OR EXISTS (SELECT 1 FROM opportunity host
                           WHERE host.trust_id = application.trust_id
                             AND host.id = application.opportunity_id
                             AND host.host_school_id = ANY ((select app.places())::uuid[]))))`;

const application = `
  CREATE TABLE application (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    person_id uuid NOT NULL, -- owned by the people subgraph: no foreign key
    statement text CHECK (length(statement) <= 10000),
    state text NOT NULL
      CHECK (state IN ('DRAFT', 'SUBMITTED', 'SHORTLISTED', 'INTERVIEWING', 'WAITLISTED', 'OFFERED',
                       'ACCEPTED', 'DECLINED', 'UNSUCCESSFUL', 'REJECTED', 'WITHDRAWN')),
    submitted_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    version integer NOT NULL CHECK (version > 0),
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, opportunity_id) REFERENCES opportunity (trust_id, id),
    CHECK ((state = 'WITHDRAWN') = (withdrawn_at IS NOT NULL)),
    CHECK (withdrawn_at >= submitted_at)
  );
  -- Partial, so that a withdrawn application does not bar a new one.
  CREATE UNIQUE INDEX application_one_standing
    ON application (trust_id, opportunity_id, person_id) WHERE withdrawn_at IS NULL;
  CREATE INDEX application_by_opportunity ON application (trust_id, opportunity_id, submitted_at, id);
  CREATE INDEX application_by_person ON application (trust_id, person_id, submitted_at, id);
  ALTER TABLE application ENABLE ROW LEVEL SECURITY;
  ALTER TABLE application FORCE ROW LEVEL SECURITY;
  -- Who else applied is nobody's business but that of those who may read applications, and of these
  -- as far as they answer for the school. What is for the whole trust is for those who answer for all.
  CREATE POLICY own_or_permitted ON application
    USING (${ownOrPermitted}) WITH CHECK (${ownOrPermitted});
  GRANT SELECT, INSERT, UPDATE ON application TO opportunities_app;`;

const placement = `
  CREATE TABLE placement (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    person_id uuid NOT NULL, -- owned by the people subgraph: no foreign key; nor are the schools
    kind text NOT NULL CHECK (kind IN ${kinds}),
    home_school_id uuid NOT NULL,
    host_school_id uuid NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL, -- the first day on which it no longer runs
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, opportunity_id) REFERENCES opportunity (trust_id, id),
    CHECK (ends_on > starts_on)
  );
  CREATE INDEX placement_by_person ON placement (trust_id, person_id, starts_on, id);
  CREATE INDEX placement_by_opportunity ON placement (trust_id, opportunity_id);
  ALTER TABLE placement ENABLE ROW LEVEL SECURITY;
  ALTER TABLE placement FORCE ROW LEVEL SECURITY;
  CREATE POLICY same_trust ON placement
    USING (trust_id = (select app.trust())) WITH CHECK (trust_id = (select app.trust()));
  GRANT SELECT, INSERT ON placement TO opportunities_app;`;
