import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What helps people to get ready for an opportunity, and who takes part. Two new tables, which the
 * version now running does not see.
 */
export class Preparation1797200300002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${offer} ${place} ${counting} ${eligibleAlone} ${droppedOut}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER dropped_out ON opportunity_eligible;
      DROP TABLE preparation_place, preparation_offer;
      DROP FUNCTION count_preparation_places(), guard_preparation_place(), free_places_of_dropped()`);
  }
}

const sameTrust = (table: string, grants: string) => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY same_trust ON ${table}
    USING (trust_id = (select app.trust())) WITH CHECK (trust_id = (select app.trust()));
  GRANT ${grants} ON ${table} TO opportunities_app;`;

const offer = `
  CREATE TABLE preparation_offer (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('INFORMATION_SESSION', 'TASTER', 'MENTOR',
                                       'SAMPLE_APPLICATION', 'CV_HELP')),
    title text NOT NULL CHECK (title ~ '\\S' AND length(title) <= 200),
    details text CHECK (length(details) <= 10000),
    venue text CHECK (length(venue) <= 500),
    starts_at timestamptz,
    places integer CHECK (places BETWEEN 1 AND 1000), -- null: room for everybody
    taken integer NOT NULL DEFAULT 0 CHECK (taken >= 0),
    cancelled_at timestamptz,
    version integer NOT NULL CHECK (version > 0),
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, opportunity_id) REFERENCES opportunity (trust_id, id),
    CONSTRAINT no_more_prepared_than_places CHECK (taken <= places)
  );
  CREATE INDEX preparation_offer_by_opportunity ON preparation_offer (trust_id, opportunity_id, id);
  ${sameTrust(
    'preparation_offer',
    `SELECT, UPDATE (cancelled_at, version), INSERT (trust_id, id, opportunity_id, kind, title, details,
       venue, starts_at, places, version)`,
  )}`;

/** Who prepares may be somebody who applies: a panel that chooses blind does not see them. */
const place = `
  CREATE TABLE preparation_place (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    offer_id uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    person_id uuid NOT NULL, -- owned by the people subgraph: no foreign key
    taken_at timestamptz NOT NULL,
    given_up_at timestamptz CHECK (given_up_at >= taken_at),
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, offer_id) REFERENCES preparation_offer (trust_id, id)
  );
  CREATE UNIQUE INDEX preparation_place_is_one ON preparation_place (trust_id, offer_id, person_id)
    WHERE given_up_at IS NULL;
  CREATE INDEX preparation_place_by_person
    ON preparation_place (trust_id, person_id, opportunity_id) WHERE given_up_at IS NULL;
  ${sameTrust('preparation_place', 'SELECT, INSERT, UPDATE (given_up_at)')}
  CREATE POLICY panel_is_blind ON preparation_place AS RESTRICTIVE
    USING (person_id = (select app.person()) OR NOT EXISTS (
      SELECT 1 FROM panel_member m
        JOIN panel p ON p.trust_id = m.trust_id AND p.opportunity_id = m.opportunity_id
       WHERE m.trust_id = preparation_place.trust_id
         AND m.opportunity_id = preparation_place.opportunity_id
         AND m.person_id = (select app.person()) AND m.stood_down_at IS NULL
         AND p.locked_at IS NULL));`;

/** As the tables' owner, because the app may not write the count. */
const counting = `
  CREATE FUNCTION count_preparation_places() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    UPDATE preparation_offer SET taken = taken + CASE WHEN NEW.given_up_at IS NULL THEN 1 ELSE -1 END
     WHERE trust_id = NEW.trust_id AND id = NEW.offer_id;
    RETURN NULL;
  END $$;
  CREATE TRIGGER place_taken AFTER INSERT ON preparation_place
    FOR EACH ROW EXECUTE FUNCTION count_preparation_places();
  CREATE TRIGGER place_given_up AFTER UPDATE OF given_up_at ON preparation_place FOR EACH ROW
    WHEN ((OLD.given_up_at IS NULL) <> (NEW.given_up_at IS NULL))
    EXECUTE FUNCTION count_preparation_places();`;

const eligibleAlone = `
  CREATE FUNCTION guard_preparation_place() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NOT EXISTS (SELECT 1 FROM preparation_offer AS offer
                     JOIN opportunity_eligible AS person ON person.trust_id = offer.trust_id
                      AND person.opportunity_id = offer.opportunity_id AND person.dropped_at IS NULL
                    WHERE offer.trust_id = NEW.trust_id AND offer.id = NEW.offer_id
                      AND offer.opportunity_id = NEW.opportunity_id AND offer.cancelled_at IS NULL
                      AND person.person_id = NEW.person_id) THEN
      RAISE EXCEPTION 'a place of what is cancelled, or for whom it is not meant'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'prepares_the_eligible';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER prepares_the_eligible AFTER INSERT ON preparation_place
    FOR EACH ROW EXECUTE FUNCTION guard_preparation_place();`;

/** Who leaves, or is eligible no more, leaves their places to others. */
const droppedOut = `
  CREATE FUNCTION free_places_of_dropped() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE preparation_place SET given_up_at = greatest(taken_at, NEW.dropped_at)
     WHERE trust_id = NEW.trust_id AND person_id = NEW.person_id
       AND opportunity_id = NEW.opportunity_id AND given_up_at IS NULL;
    RETURN NULL;
  END $$;
  CREATE TRIGGER dropped_out AFTER UPDATE OF dropped_at ON opportunity_eligible FOR EACH ROW
    WHEN (OLD.dropped_at IS NULL AND NEW.dropped_at IS NOT NULL)
    EXECUTE FUNCTION free_places_of_dropped();`;
