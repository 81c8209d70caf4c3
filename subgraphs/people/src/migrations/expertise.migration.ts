import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sameTrust } from './same-trust.ts';

/** Where schools are, who knows what well, and who says so of them and until when. */
export class Expertise1797200600020 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE school
        ADD COLUMN easting integer CHECK (easting BETWEEN 1 AND 699999), -- metres, National Grid
        ADD COLUMN northing integer CHECK (northing BETWEEN 1 AND 1299999),
        ADD CONSTRAINT school_is_somewhere CHECK ((easting IS NULL) = (northing IS NULL));
      ${expertise} ${endorsement} ${standing}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION standing_specialists(uuid, date);
      DROP TABLE expertise_endorsement, expertise;
      ALTER TABLE school DROP CONSTRAINT school_is_somewhere,
        DROP COLUMN northing, DROP COLUMN easting;`);
  }
}

const expertise = `
  CREATE TABLE expertise (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    subject_code text, -- census subject, or
    theme text CHECK (theme IN
      ('PEDAGOGY', 'ASSESSMENT', 'RESEARCH', 'SEND', 'BEHAVIOUR', 'OPERATIONS')),
    level text NOT NULL CHECK (level IN ('CONFIDENT', 'SPECIALIST', 'LEADING')),
    phase_codes text[] NOT NULL, -- of GIAS; empty: every phase
    evidence text NOT NULL CHECK (length(evidence) BETWEEN 1 AND 2000),
    days_a_term integer NOT NULL CHECK (days_a_term BETWEEN 0 AND 70),
    stated_at timestamptz NOT NULL DEFAULT now(), -- endorsements count from here on
    withdrawn_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    PRIMARY KEY (trust_id, id),
    UNIQUE (trust_id, id, person_id),
    FOREIGN KEY (trust_id, person_id) REFERENCES person (trust_id, id),
    CONSTRAINT of_a_subject_or_a_theme CHECK (num_nonnulls(subject_code, theme) = 1)
  );
  CREATE UNIQUE INDEX one_expertise_of_a_kind
    ON expertise (trust_id, person_id, subject_code, theme) NULLS NOT DISTINCT
    WHERE withdrawn_at IS NULL;
  CREATE INDEX expertise_of_subject ON expertise (trust_id, subject_code, person_id);
  CREATE INDEX expertise_of_theme ON expertise (trust_id, theme, person_id);
  ${sameTrust('expertise', 'SELECT, INSERT, UPDATE')}`;

const endorsement = `
  CREATE TABLE expertise_endorsement (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    expertise_id uuid NOT NULL,
    person_id uuid NOT NULL, -- whose expertise it is
    endorser_id uuid NOT NULL,
    endorsed_at timestamptz NOT NULL DEFAULT now(),
    endorsed_on date NOT NULL,
    expires_on date NOT NULL, -- first day on which it no longer holds
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, expertise_id, person_id)
      REFERENCES expertise (trust_id, id, person_id) ON UPDATE CASCADE,
    FOREIGN KEY (trust_id, endorser_id) REFERENCES person (trust_id, id),
    CONSTRAINT not_endorsed_by_oneself CHECK (endorser_id <> person_id),
    CONSTRAINT expires_after_it_began CHECK (expires_on > endorsed_on)
  );
  CREATE INDEX endorsement_of_expertise
    ON expertise_endorsement (trust_id, expertise_id, person_id, endorsed_at DESC);
  CREATE INDEX endorsement_by ON expertise_endorsement (trust_id, endorser_id);
  ${sameTrust('expertise_endorsement', 'SELECT, INSERT, UPDATE, DELETE')}`;

/**
 * Expertise that is endorsed on the day, of people at work, with each school where they have a post and
 * where that is. An endorsement counts while nothing that it was of has been stated anew.
 */
const standing = `
  CREATE FUNCTION standing_specialists(of_trust uuid, on_day date)
    RETURNS TABLE (expertise_id uuid, person_id uuid, subject_code text, theme text, level text,
      phase_codes text[], days_a_term integer, expires_on date, school_id uuid, easting integer,
      northing integer)
    LANGUAGE sql STABLE AS $$
    SELECT DISTINCT expertise.id, expertise.person_id, expertise.subject_code, expertise.theme,
           expertise.level, expertise.phase_codes, expertise.days_a_term, latest.expires_on,
           school.id, school.easting, school.northing
      FROM expertise
      JOIN LATERAL (SELECT max(endorsed.expires_on) AS expires_on
                      FROM expertise_endorsement AS endorsed
                     WHERE endorsed.trust_id = of_trust AND endorsed.expertise_id = expertise.id
                       AND endorsed.endorsed_at >= expertise.stated_at) AS latest
        ON latest.expires_on > on_day
      JOIN assignment ON assignment.trust_id = of_trust
       AND assignment.person_id = expertise.person_id AND assignment.starts_on <= on_day
       AND (assignment.ends_on IS NULL OR assignment.ends_on > on_day)
      JOIN school ON school.trust_id = of_trust AND school.id = assignment.school_id
     WHERE expertise.trust_id = of_trust AND expertise.withdrawn_at IS NULL
  $$;`;
