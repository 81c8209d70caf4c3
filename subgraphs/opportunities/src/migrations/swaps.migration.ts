import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Wishes to swap places, what matchings of them found, and what was made of that. Four new tables; the
 * placements of a swap are placements like all others.
 */
export class Swaps1797200900000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${wishes} ${matchings} ${swaps} ${standing} ${clearedTogether}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER legs_cleared_together ON placement;
      DROP FUNCTION keep_cleared_together(), swap_state(swap, date), swap_stands(uuid);
      DROP TABLE swap_leg, swap, swap_matching, swap_wish`);
  }
}

const secured = (table: string, rule: string, grants: string) => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY ours ON ${table} USING (trust_id = (select app.trust()) AND (${rule}))
    WITH CHECK (trust_id = (select app.trust()));
  GRANT ${grants} ON ${table} TO opportunities_app;`;

const publishes = `'opportunity:publish' = ANY ((select app.scopes())::text[])`;
const isPeopleTeam = `(select app.all_places()) AND ${publishes}`;
const isMe = (column: string) => `(select app.person()) = ${column}`;

/** Nobody but the people team learns who wishes to be elsewhere. */
const wishes = `
  CREATE TABLE swap_wish (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL, -- owned by the people subgraph: no foreign key; nor are the schools
    role_codes text[] NOT NULL, -- the best first; none for the role that they have
    subject_codes text[] NOT NULL,
    phases text[] NOT NULL,
    school_ids uuid[] NOT NULL, -- the best first
    within_miles integer CHECK (within_miles BETWEEN 1 AND 500),
    months integer NOT NULL CHECK (months BETWEEN 1 AND 24),
    from_on date NOT NULL,
    until_on date NOT NULL, -- the first day on which it must be over
    stated_at timestamptz NOT NULL,
    taken_back_at timestamptz,
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    PRIMARY KEY (trust_id, id),
    CONSTRAINT swap_wish_has_room CHECK (from_on + make_interval(months => months) <= until_on),
    CONSTRAINT swap_wish_says_where CHECK (within_miles IS NULL OR school_ids = '{}')
  );
  CREATE UNIQUE INDEX swap_wish_one_each ON swap_wish (trust_id, person_id) WHERE taken_back_at IS NULL;
  ${secured(
    'swap_wish',
    `${isMe('person_id')} OR ${isPeopleTeam}`,
    `SELECT, INSERT, UPDATE (role_codes, subject_codes, phases, school_ids, within_miles, months,
       from_on, until_on, taken_back_at, version)`,
  )}`;

const matchings = `
  CREATE TABLE swap_matching (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    made_at timestamptz NOT NULL,
    made_by_id uuid, -- a person; null for an API key
    seed text NOT NULL, -- of the lottery between choices that are as good
    wishes integer NOT NULL CHECK (wishes >= 0),
    people integer NOT NULL CHECK (people >= 0),
    most_people integer NOT NULL, -- that no choice surpasses
    points integer NOT NULL CHECK (points >= 0),
    is_best boolean NOT NULL, -- proven
    PRIMARY KEY (trust_id, id),
    CHECK (people <= most_people AND most_people <= wishes)
  );
  CREATE INDEX swap_matching_latest ON swap_matching (trust_id, made_at, id);
  ${secured('swap_matching', isPeopleTeam, 'SELECT, INSERT')}`;

/** Those whom it moves see it, and their heads once it is being prepared. */
const swaps = `
  CREATE TABLE swap (
    trust_id uuid NOT NULL,
    id uuid NOT NULL, -- also the agreement of its placements
    matching_id uuid NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL CHECK (ends_on > starts_on), -- first day on which it is over
    points integer NOT NULL CHECK (points > 0),
    person_ids uuid[] NOT NULL CHECK (cardinality(person_ids) BETWEEN 2 AND 4),
    school_ids uuid[] NOT NULL,
    prepared_at timestamptz,
    superseded_at timestamptz, -- a later matching was made before anybody prepared it
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, matching_id) REFERENCES swap_matching (trust_id, id),
    CHECK (prepared_at IS NULL OR superseded_at IS NULL)
  );
  CREATE INDEX swap_of_matching ON swap (trust_id, matching_id, id);
  ${secured(
    'swap',
    `${isMe('ANY (person_ids)')} OR ${isPeopleTeam}
       OR prepared_at IS NOT NULL AND school_ids && (select app.places()) AND ${publishes}`,
    'SELECT, INSERT, UPDATE (prepared_at, superseded_at)',
  )}

  CREATE TABLE swap_leg (
    trust_id uuid NOT NULL,
    swap_id uuid NOT NULL,
    number integer NOT NULL, -- each takes the place of the next one, and the last of the first
    wish_id uuid NOT NULL,
    wish_version integer NOT NULL,
    person_id uuid NOT NULL,
    home_school_id uuid NOT NULL,
    host_school_id uuid NOT NULL CHECK (host_school_id <> home_school_id),
    PRIMARY KEY (trust_id, swap_id, number),
    UNIQUE (trust_id, swap_id, person_id),
    FOREIGN KEY (trust_id, swap_id) REFERENCES swap (trust_id, id),
    FOREIGN KEY (trust_id, wish_id) REFERENCES swap_wish (trust_id, id)
  );
  CREATE INDEX swap_leg_of_wish ON swap_leg (trust_id, wish_id);
  CREATE INDEX swap_leg_of_person ON swap_leg (trust_id, person_id, swap_id);
  ${secured(
    'swap_leg',
    `EXISTS (SELECT 1 FROM swap s WHERE s.trust_id = swap_leg.trust_id AND s.id = swap_leg.swap_id)`,
    'SELECT, INSERT',
  )}`;

const standing = `
  -- Holds the wishes of a swap: whether each still is as it was when they were matched. Whoever asks may
  -- read their own wish alone, and learns no more than this.
  CREATE FUNCTION swap_stands(which uuid) RETURNS boolean LANGUAGE plpgsql AS $$
  DECLARE
    was_scopes text := current_setting('app.scopes', true);
    was_all_places text := current_setting('app.all_places', true);
    stands boolean;
  BEGIN
    PERFORM set_config('app.scopes', '{opportunity:publish}', true),
            set_config('app.all_places', 'true', true);
    PERFORM 1 FROM swap_wish AS w JOIN swap_leg AS l ON l.trust_id = w.trust_id AND l.wish_id = w.id
      WHERE w.trust_id = app.trust() AND l.swap_id = which ORDER BY w.id FOR UPDATE OF w;
    SELECT bool_and(w.taken_back_at IS NULL AND w.version = l.wish_version
             AND NOT EXISTS (
               SELECT 1 FROM swap_leg AS other JOIN placement AS p
                   ON p.trust_id = other.trust_id AND p.agreement_id = other.swap_id
                WHERE other.trust_id = w.trust_id AND other.wish_id = w.id
                  AND p.state <> 'CANCELLED'))
      INTO stands
      FROM swap_leg AS l JOIN swap_wish AS w ON w.trust_id = l.trust_id AND w.id = l.wish_id
     WHERE l.trust_id = app.trust() AND l.swap_id = which;
    PERFORM set_config('app.scopes', coalesce(was_scopes, ''), true),
            set_config('app.all_places', coalesce(was_all_places, ''), true);
    RETURN coalesce(stands, false);
  END $$;

  -- Where a swap stands on a day: only ever where all of its legs do.
  CREATE FUNCTION swap_state(s swap, today date) RETURNS text LANGUAGE sql STABLE AS $$
    WITH legs AS (
      SELECT placement_state(p, today) AS state, p.id FROM placement p
       WHERE p.trust_id = s.trust_id AND p.agreement_id = s.id
    ), lacking AS (
      SELECT DISTINCT unnest(placement_missing(legs.id)) AS part FROM legs WHERE legs.state = 'PREPARING'
    )
    SELECT CASE
      WHEN s.superseded_at IS NOT NULL THEN 'SUPERSEDED'
      WHEN s.prepared_at IS NULL THEN 'FOUND'
      WHEN bool_or(state = 'PREPARING') THEN CASE
        WHEN EXISTS (SELECT 1 FROM lacking WHERE part = 'PERSON_CONSENT') THEN 'PROPOSED'
        WHEN EXISTS (SELECT 1 FROM lacking WHERE part IN ('HOME_CONSENT', 'HOST_CONSENT'))
          THEN 'PEOPLE_AGREED'
        WHEN EXISTS (SELECT 1 FROM lacking WHERE part = 'COVER') THEN 'HEADS_AGREED'
        WHEN EXISTS (SELECT 1 FROM lacking) THEN 'COVER_PLANNED'
        ELSE 'CLEARED' END
      WHEN bool_or(state = 'SUSPENDED') THEN 'SUSPENDED'
      WHEN bool_or(state = 'ENDED_EARLY') THEN 'ENDED_EARLY'
      ELSE min(state) END
      FROM legs
  $$;`;

/** While one leg of a swap may not run, none does: all are cleared until the first of them is not. */
const clearedTogether = `
  CREATE FUNCTION keep_cleared_together() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    UPDATE placement SET cleared_until = together.until
      FROM (SELECT p.id, CASE WHEN count(*) OVER () = count(own.until) OVER ()
                              THEN min(own.until) OVER () END AS until
              FROM placement AS p
             CROSS JOIN LATERAL (SELECT cleared_until(p.trust_id, p.person_id, p.checks) AS until) AS own
             WHERE p.trust_id = NEW.trust_id AND p.agreement_id = NEW.agreement_id) AS together
     WHERE placement.trust_id = NEW.trust_id AND placement.id = together.id
       AND placement.cleared_until IS DISTINCT FROM together.until;
    RETURN NULL;
  END $$;
  CREATE TRIGGER legs_cleared_together AFTER INSERT OR UPDATE OF cleared_until ON placement
    FOR EACH ROW WHEN (NEW.kind = 'SWAP' AND NEW.agreement_id IS NOT NULL AND pg_trigger_depth() < 3)
    EXECUTE FUNCTION keep_cleared_together();`;
