import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Days on which schools receive visitors, who booked them, how often a person may, and what people made
 * of what they saw. New tables. The database counts who has a place: never more than there is room for.
 */
export class Visits1797200800003 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${slots} ${counting} ${freeing} ${reflection}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER given_up_is_free ON placement;
      DROP FUNCTION free_visit();
      DROP TABLE reflection, visit_booking, visit_slot, visit_policy;
      DROP FUNCTION count_visitors()`);
  }
}

const secured = (table: string, rule: string, grants: string) => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY ours ON ${table} USING (trust_id = (select app.trust()) ${rule})
    WITH CHECK (trust_id = (select app.trust()));
  GRANT ${grants} ON ${table} TO opportunities_app;`;

const slots = `
  CREATE TABLE visit_policy (
    trust_id uuid PRIMARY KEY,
    id uuid NOT NULL,
    head_start_days integer NOT NULL CHECK (head_start_days BETWEEN 0 AND 60),
    most_a_year integer NOT NULL CHECK (most_a_year BETWEEN 1 AND 200),
    set_at timestamptz NOT NULL,
    set_by_id uuid
  );
  ${secured('visit_policy', '', 'SELECT, INSERT, UPDATE')}

  CREATE TABLE visit_slot (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    school_id uuid NOT NULL, -- owned by the people subgraph: no foreign key
    kind text NOT NULL CHECK (kind IN ('VISIT', 'SHADOWING')),
    theme text NOT NULL CHECK (theme ~ '\\S' AND length(theme) <= 200),
    subject_code text CHECK (length(subject_code) <= 20),
    summary text CHECK (length(summary) <= 5000),
    starts_on date NOT NULL,
    ends_on date NOT NULL CHECK (ends_on > starts_on AND ends_on - starts_on <= 31),
    bookable_on date NOT NULL, -- so that everybody has seen it
    capacity integer NOT NULL CHECK (capacity BETWEEN 1 AND 100),
    taken integer NOT NULL DEFAULT 0,
    waiting integer NOT NULL DEFAULT 0,
    withdrawn_at timestamptz,
    offered_at timestamptz NOT NULL,
    offered_by_id uuid,
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    PRIMARY KEY (trust_id, id),
    CONSTRAINT no_more_than_room CHECK (taken <= capacity)
  );
  CREATE INDEX visit_slot_by_day ON visit_slot (trust_id, starts_on, id);
  CREATE INDEX visit_slot_at_school ON visit_slot (trust_id, school_id, starts_on, id);
  ${secured(
    'visit_slot',
    '',
    `SELECT, UPDATE (withdrawn_at, version), INSERT (trust_id, id, school_id, kind, theme,
     subject_code, summary, starts_on, ends_on, bookable_on, capacity, offered_at, offered_by_id)`,
  )}

  CREATE TABLE visit_booking (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    slot_id uuid NOT NULL,
    person_id uuid NOT NULL, -- owned by the people subgraph: no foreign key
    state text NOT NULL CHECK (state IN ('BOOKED', 'WAITING', 'CANCELLED')),
    placement_id uuid,
    booked_at timestamptz NOT NULL,
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, slot_id) REFERENCES visit_slot (trust_id, id),
    FOREIGN KEY (trust_id, placement_id) REFERENCES placement (trust_id, id)
  );
  -- Partial, so that a cancelled booking does not bar a new one.
  CREATE UNIQUE INDEX one_standing_booking ON visit_booking (trust_id, slot_id, person_id)
    WHERE state <> 'CANCELLED';
  CREATE INDEX visit_booking_of_person ON visit_booking (trust_id, person_id, booked_at, id);
  CREATE INDEX visit_booking_of_placement ON visit_booking (trust_id, placement_id);
  ${secured('visit_booking', '', 'SELECT, INSERT, UPDATE (state, placement_id, version)')}`;

/** As the tables' owner, because the app may not write the counts. */
const counting = `
  CREATE FUNCTION count_visitors() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    UPDATE visit_slot AS slot
       SET taken = slot.taken + (NEW.state = 'BOOKED')::integer
                   - (TG_OP = 'UPDATE' AND OLD.state = 'BOOKED')::integer,
           waiting = slot.waiting + (NEW.state = 'WAITING')::integer
                     - (TG_OP = 'UPDATE' AND OLD.state = 'WAITING')::integer
     WHERE slot.trust_id = NEW.trust_id AND slot.id = NEW.slot_id;
    RETURN NULL;
  END $$;
  CREATE TRIGGER visitors_are_counted AFTER INSERT OR UPDATE OF state ON visit_booking
    FOR EACH ROW EXECUTE FUNCTION count_visitors();`;

/** By whatever path a visit is given up, its place is free. */
const freeing = `
  CREATE FUNCTION free_visit() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE visit_booking SET state = 'CANCELLED', version = version + 1
     WHERE trust_id = NEW.trust_id AND placement_id = NEW.id AND state = 'BOOKED';
    RETURN NULL;
  END $$;
  CREATE TRIGGER given_up_is_free AFTER UPDATE OF state ON placement
    FOR EACH ROW WHEN (NEW.state = 'CANCELLED' AND OLD.state <> 'CANCELLED')
    EXECUTE FUNCTION free_visit();`;

/** For whoever wrote it and those who received them, and a network where its writer wished so. */
const reflection = `
  CREATE TABLE reflection (
    trust_id uuid NOT NULL,
    id uuid NOT NULL, -- that of the placement
    person_id uuid NOT NULL,
    text text NOT NULL CHECK (text ~ '\\S' AND length(text) <= 10000),
    network_id uuid, -- owned by the people subgraph: no foreign key
    written_at timestamptz NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, id) REFERENCES placement (trust_id, id)
  );
  CREATE INDEX reflection_in_network ON reflection (trust_id, network_id, written_at, id);
  ${secured(
    'reflection',
    `AND (person_id = (select app.person()) OR network_id IS NOT NULL
          OR 'opportunity:publish' = ANY ((select app.scopes())::text[])
             AND EXISTS (SELECT 1 FROM placement p
                          WHERE p.trust_id = reflection.trust_id AND p.id = reflection.id
                            AND p.host_school_id = ANY ((select app.places())::uuid[])))`,
    'SELECT, INSERT, UPDATE (text, network_id, written_at, version)',
  )}`;
