import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sameTrust } from './same-trust.ts';

/**
 * Lines of career records, as other subgraphs tell them or people write them about themselves, and what
 * somebody says of a line in their own words. Row security shows a line to whom it is about and to those
 * with whom that person shares it. What is told from elsewhere only functions of the owner write, so
 * that nobody overwrites it by hand. Two new tables.
 */
export class CareerLines1797300400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${words} ${lines} ${recording} ${passingOn}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION pass_on_career_record(uuid, uuid, uuid), record_career_lines(uuid, text, jsonb);
      DROP TABLE career_line, career_line_words;`);
  }
}

/** England's day, because a manager is a manager by days. */
const managesToday = `EXISTS (SELECT FROM manager_link AS link
  WHERE link.trust_id = career_line_words.trust_id
    AND link.person_id = career_line_words.person_id
    AND link.manager_id = (select app.person())
    AND link.starts_on <= (now() AT TIME ZONE 'Europe/London')::date
    AND (link.ends_on IS NULL OR link.ends_on > (now() AT TIME ZONE 'Europe/London')::date))`;

const ownAlone = (table: string, also = '') =>
  ['INSERT', 'UPDATE', 'DELETE']
    .map((command) => {
      const own = `(person_id = (select app.person()) ${also})`;
      const using = command === 'INSERT' ? '' : `USING ${own}`;
      const check = command === 'DELETE' ? '' : `WITH CHECK ${own}`;
      return `CREATE POLICY own_${command.toLowerCase()} ON ${table} AS RESTRICTIVE
        FOR ${command} TO people_app ${using} ${check};`;
    })
    .join('\n');

const words = `
  CREATE TABLE career_line_words (
    trust_id uuid NOT NULL,
    person_id uuid NOT NULL,
    line_id uuid NOT NULL, -- of whatever the line is of, wherever that is kept: no foreign key
    title text CHECK (length(title) BETWEEN 1 AND 300),
    what_i_did text CHECK (length(what_i_did) BETWEEN 1 AND 4000),
    what_came_of_it text CHECK (length(what_came_of_it) BETWEEN 1 AND 4000),
    is_hidden boolean NOT NULL DEFAULT false, -- from the CV and from everybody else
    shared_with text[] NOT NULL DEFAULT '{}' CHECK (shared_with <@ ARRAY['MANAGER', 'TRUST']),
    written_at timestamptz NOT NULL DEFAULT now(),
    version integer NOT NULL DEFAULT 1,
    PRIMARY KEY (trust_id, person_id, line_id),
    FOREIGN KEY (trust_id, person_id) REFERENCES person (trust_id, id)
  );
  ${sameTrust('career_line_words', 'SELECT, INSERT, UPDATE, DELETE')}
  CREATE POLICY whose_it_is ON career_line_words AS RESTRICTIVE FOR SELECT TO people_app
    USING (person_id = (select app.person())
      OR (NOT is_hidden AND (select app.person()) IS NOT NULL
          AND ('TRUST' = ANY (shared_with) OR ('MANAGER' = ANY (shared_with) AND ${managesToday}))));
  ${ownAlone('career_line_words')}`;

const lines = `
  CREATE TABLE career_line (
    trust_id uuid NOT NULL,
    source text NOT NULL, -- the subgraph that tells of it, or 'own'
    id uuid NOT NULL, -- of what it is of, there
    person_id uuid NOT NULL, -- no foreign key: an event may overtake the person's merger
    kind text CHECK (kind ~ '^[A-Z][A-Z_]{0,39}$'),
    title text CHECK (length(title) BETWEEN 1 AND 300),
    starts_on date,
    ends_on date CHECK (ends_on >= starts_on), -- first day on which it no longer runs
    school_id uuid,
    organisation text CHECK (length(organisation) BETWEEN 1 AND 200),
    detail text CHECK (length(detail) BETWEEN 1 AND 2000),
    outcome text CHECK (length(outcome) BETWEEN 1 AND 2000),
    sequence bigint NOT NULL DEFAULT 0, -- of the event that told of it last
    taken_back_on date, -- since when it no longer stands
    version integer NOT NULL DEFAULT 1,
    PRIMARY KEY (trust_id, source, id),
    -- What was taken back before it was told leaves no more than that.
    CONSTRAINT whole_line CHECK (taken_back_on IS NOT NULL OR num_nulls(kind, title, starts_on) = 0)
  );
  CREATE INDEX career_line_of_person ON career_line (trust_id, person_id, starts_on);
  ${sameTrust('career_line', 'SELECT, INSERT, UPDATE, DELETE')}
  CREATE POLICY whose_it_is ON career_line AS RESTRICTIVE FOR SELECT TO people_app
    USING (person_id = (select app.person())
      OR EXISTS (SELECT FROM career_line_words AS words
                  WHERE words.trust_id = career_line.trust_id
                    AND words.person_id = career_line.person_id AND words.line_id = career_line.id));
  ${ownAlone('career_line', `AND source = 'own'`)}`;

/**
 * As the tables' owner, whom the restrictive policies do not bind; in the caller's trust alone. Of one
 * line the event with the highest number stands, in whatever order they come. People are held so that
 * nobody becomes somebody else meanwhile.
 */
const recording = `
  CREATE FUNCTION record_career_lines(of_trust uuid, of_source text, told jsonb) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    PERFORM FROM person WHERE trust_id = of_trust
        AND id IN (SELECT (one ->> 'personId')::uuid FROM jsonb_array_elements(told) AS one)
      ORDER BY id FOR SHARE;
    INSERT INTO career_line AS kept (trust_id, source, id, person_id, kind, title, starts_on, ends_on,
        school_id, organisation, detail, outcome, sequence, taken_back_on)
      SELECT of_trust, of_source, line.id, coalesce(redirect.person_id, line."personId"), line.kind,
             line.title, line."startsOn", line."endsOn", line."schoolId", line.organisation, line.detail,
             line.outcome, line.sequence, line."takenBackOn"
        FROM (SELECT DISTINCT ON (id) * FROM jsonb_to_recordset(told) AS one (id uuid,
                "personId" uuid, kind text, title text, "startsOn" date, "endsOn" date, "schoolId" uuid,
                organisation text, detail text, outcome text, sequence bigint, "takenBackOn" date)
               ORDER BY id, sequence DESC) AS line
        LEFT JOIN person_redirect AS redirect
          ON redirect.trust_id = of_trust AND redirect.old_id = line."personId"
    ON CONFLICT (trust_id, source, id) DO UPDATE
       SET (person_id, kind, title, starts_on, ends_on, school_id, organisation, detail, outcome) =
           (SELECT excluded.person_id, excluded.kind, excluded.title, excluded.starts_on,
                   excluded.ends_on, excluded.school_id, excluded.organisation, excluded.detail,
                   excluded.outcome WHERE excluded.taken_back_on IS NULL
            UNION ALL
            SELECT excluded.person_id, kept.kind, kept.title, kept.starts_on, kept.ends_on,
                   kept.school_id, kept.organisation, kept.detail, kept.outcome
             WHERE excluded.taken_back_on IS NOT NULL),
           sequence = excluded.sequence, taken_back_on = excluded.taken_back_on
     WHERE kept.sequence < excluded.sequence;
  END $$;
  REVOKE ALL ON FUNCTION record_career_lines FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION record_career_lines TO people_app;`;

/** Where both have said something of one line, the words of who stays stand. */
const passingOn = `
  CREATE FUNCTION pass_on_career_record(of_trust uuid, gone uuid, kept uuid)
    RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE career_line SET person_id = kept WHERE trust_id = of_trust AND person_id = gone;
    DELETE FROM career_line_words AS theirs
     WHERE theirs.trust_id = of_trust AND theirs.person_id = gone
       AND EXISTS (SELECT FROM career_line_words AS own WHERE own.trust_id = of_trust
                      AND own.person_id = kept AND own.line_id = theirs.line_id);
    UPDATE career_line_words SET person_id = kept WHERE trust_id = of_trust AND person_id = gone;
  $$;
  REVOKE ALL ON FUNCTION pass_on_career_record FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION pass_on_career_record TO people_app;`;
