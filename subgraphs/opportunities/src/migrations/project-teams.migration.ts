import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Teams that work on one thing for a time: what is planned, which opportunities announce its seats, who
 * leads it, how long it was extended, what it makes, and how it ended. New tables. Who is in a team is
 * read from placements, so that nothing has to be kept in step. The database keeps three things, whoever
 * writes: on no day has a team more members than seats, nobody is in it twice, and nobody is in it outside
 * its own time.
 */
export class ProjectTeams1797300500001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${teams} ${members} ${working} ${guarding}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER room_in_the_team ON placement;
      DROP FUNCTION guard_project_member(), project_bar(uuid, uuid, date, date, uuid);
      DROP TABLE project_output_author, project_output, project_lead, project_extension;
      DROP VIEW project_member;
      DROP TABLE project_announcement, project_team`);
  }
}

const secured = (table: string, grants: string) => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY ours ON ${table} USING (trust_id = (select app.trust()))
    WITH CHECK (trust_id = (select app.trust()));
  GRANT ${grants} ON ${table} TO opportunities_app;`;

const teams = `
  CREATE TABLE project_team (
    trust_id uuid NOT NULL,
    id uuid NOT NULL, -- that of the opportunity by which it is formed
    skills text[] NOT NULL CHECK (cardinality(skills) BETWEEN 1 AND 20), -- in lower case
    starts_on date NOT NULL,
    ends_on date NOT NULL CHECK (ends_on > starts_on AND ends_on - starts_on <= 1100),
    seats integer NOT NULL CHECK (seats BETWEEN 1 AND 100),
    ending text CHECK (ending IN ('COMPLETED', 'STOPPED')),
    ended_on date, -- the first day on which it no longer works
    outcome text CHECK (outcome ~ '\\S' AND length(outcome) <= 10000), -- what came of it
    planned_at timestamptz NOT NULL,
    planned_by_id uuid, -- owned by the people subgraph: no foreign key; nor is any person below
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, id) REFERENCES opportunity (trust_id, id),
    CHECK ((ending IS NULL) = (ended_on IS NULL) AND (ending IS NULL) = (outcome IS NULL))
  );
  CREATE INDEX project_team_by_start ON project_team (trust_id, starts_on, id);
  CREATE INDEX project_team_by_skill ON project_team USING gin (skills);
  ${secured('project_team', 'SELECT, INSERT, UPDATE')}

  -- What announces seats of a team: that by which it is formed, and any for seats that became free.
  CREATE TABLE project_announcement (
    trust_id uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    team_id uuid NOT NULL,
    PRIMARY KEY (trust_id, opportunity_id),
    FOREIGN KEY (trust_id, opportunity_id) REFERENCES opportunity (trust_id, id),
    FOREIGN KEY (trust_id, team_id) REFERENCES project_team (trust_id, id)
  );
  CREATE INDEX project_announcement_of ON project_announcement (trust_id, team_id);
  ${secured('project_announcement', 'SELECT, INSERT')}`;

const members = `
  -- Who has a seat when; whoever reads it sees what they may see of placements.
  CREATE VIEW project_member WITH (security_invoker = true) AS
  SELECT a.trust_id, a.team_id, p.id AS placement_id, p.opportunity_id, p.person_id, p.starts_on,
         p.ends_on, p.state
    FROM project_announcement a
    JOIN placement p ON p.trust_id = a.trust_id AND p.opportunity_id = a.opportunity_id
   WHERE p.kind = 'PROJECT' AND p.state <> 'CANCELLED';
  GRANT SELECT ON project_member TO opportunities_app;`;

const working = `
  CREATE TABLE project_extension (
    trust_id uuid NOT NULL,
    team_id uuid NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    from_on date NOT NULL, -- when it was to end
    ends_on date NOT NULL CHECK (ends_on > from_on),
    reason text NOT NULL CHECK (reason ~ '\\S' AND length(reason) <= 2000),
    made_at timestamptz NOT NULL,
    made_by_id uuid,
    PRIMARY KEY (trust_id, team_id, number),
    FOREIGN KEY (trust_id, team_id) REFERENCES project_team (trust_id, id)
  );
  ${secured('project_extension', 'SELECT, INSERT')}

  -- Who leads from when; the last one named does, for as long as they are in the team.
  CREATE TABLE project_lead (
    trust_id uuid NOT NULL,
    team_id uuid NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    person_id uuid NOT NULL,
    from_on date NOT NULL,
    named_at timestamptz NOT NULL,
    named_by_id uuid,
    PRIMARY KEY (trust_id, team_id, number),
    FOREIGN KEY (trust_id, team_id) REFERENCES project_team (trust_id, id)
  );
  ${secured('project_lead', 'SELECT, INSERT')}

  CREATE TABLE project_output (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    team_id uuid NOT NULL,
    kind text NOT NULL
      CHECK (kind IN ('RESOURCE', 'GUIDE', 'REPORT', 'TRAINING', 'EVENT', 'OTHER')),
    title text NOT NULL CHECK (title ~ '\\S' AND length(title) <= 200),
    link text CHECK (link ~ '^https://\\S+$' AND length(link) <= 2000),
    text text CHECK (text ~ '\\S' AND length(text) <= 10000),
    made_on date NOT NULL,
    added_at timestamptz NOT NULL,
    added_by_id uuid,
    withdrawn_at timestamptz,
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, team_id) REFERENCES project_team (trust_id, id),
    CONSTRAINT output_is_somewhere CHECK (link IS NOT NULL OR text IS NOT NULL)
  );
  CREATE INDEX project_output_of ON project_output (trust_id, team_id, made_on);
  ${secured('project_output', 'SELECT, INSERT, UPDATE (withdrawn_at)')}

  CREATE TABLE project_output_author (
    trust_id uuid NOT NULL,
    output_id uuid NOT NULL,
    person_id uuid NOT NULL,
    PRIMARY KEY (trust_id, output_id, person_id),
    FOREIGN KEY (trust_id, output_id) REFERENCES project_output (trust_id, id)
  );
  ${secured('project_output_author', 'SELECT, INSERT')}`;

const guarding = `
  -- Why somebody cannot have a seat for those days, or null. A team is counted on the days on which
  -- somebody joins: on no other day are there more.
  CREATE FUNCTION project_bar(which uuid, person uuid, starts date, ends date, except_id uuid)
  RETURNS text LANGUAGE plpgsql STABLE AS $$
  DECLARE
    team project_team := (SELECT t FROM project_announcement AS a
                            JOIN project_team AS t ON t.trust_id = a.trust_id AND t.id = a.team_id
                           WHERE a.trust_id = app.trust() AND a.opportunity_id = which);
  BEGIN
    RETURN CASE
      WHEN team.id IS NULL THEN NULL
      WHEN ends > team.ended_on THEN 'ENDED'
      WHEN starts < team.starts_on OR ends IS NULL OR ends > team.ends_on THEN 'OUTSIDE'
      WHEN EXISTS (SELECT 1 FROM project_member AS m WHERE m.trust_id = team.trust_id
                      AND m.team_id = team.id AND m.person_id = person
                      AND m.placement_id IS DISTINCT FROM except_id
                      AND m.starts_on < ends AND m.ends_on > starts) THEN 'MEMBER'
      WHEN team.seats <= (
        SELECT max(there.members)
          FROM (SELECT starts AS day
                UNION SELECT starts_on FROM project_member WHERE trust_id = team.trust_id
                         AND team_id = team.id AND starts_on > starts AND starts_on < ends) AS joining
         CROSS JOIN LATERAL (
                SELECT count(*) AS members FROM project_member AS m WHERE m.trust_id = team.trust_id
                   AND m.team_id = team.id AND m.placement_id IS DISTINCT FROM except_id
                   AND m.starts_on <= joining.day AND m.ends_on > joining.day) AS there) THEN 'FULL'
    END;
  END $$;

  -- Holding the team lets those who take its last seat at once come one after the other.
  CREATE FUNCTION guard_project_member() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    bar text;
  BEGIN
    PERFORM 1 FROM project_announcement AS a
       JOIN project_team AS t ON t.trust_id = a.trust_id AND t.id = a.team_id
      WHERE a.trust_id = NEW.trust_id AND a.opportunity_id = NEW.opportunity_id FOR UPDATE OF t;
    bar := project_bar(NEW.opportunity_id, NEW.person_id, NEW.starts_on, NEW.ends_on, NEW.id);
    IF bar IS NOT NULL THEN
      RAISE EXCEPTION 'no seat in the team for those days: %', bar
        USING ERRCODE = 'check_violation', CONSTRAINT = 'room_in_the_team';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER room_in_the_team AFTER INSERT OR UPDATE OF starts_on, ends_on, state ON placement
    FOR EACH ROW WHEN (NEW.kind = 'PROJECT' AND NEW.state IN ('PREPARING', 'SCHEDULED'))
    EXECUTE FUNCTION guard_project_member();`;
