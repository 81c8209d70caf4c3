import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sameTrust } from './same-trust.ts';

/**
 * What two trusts agree on. Each says for itself, in a row of its own that nobody else can write, that
 * it wants the alliance; it stands while both do. Who is named in a row reads it: that is all that one
 * trust sees of another by an alliance alone.
 */
export class Alliances1797200600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- So that a trust cannot agree under another's number or name.
      ALTER TABLE trust ADD CONSTRAINT trust_by_its_names UNIQUE (id, uid, name);
      CREATE FUNCTION own_trust_uid() RETURNS text LANGUAGE sql STABLE
        RETURN (SELECT uid FROM trust WHERE id = (SELECT app.trust()));
      CREATE TABLE alliance_agreement (
        trust_id uuid NOT NULL, -- who says so
        id uuid NOT NULL, -- of the alliance, the same for both
        trust_uid text NOT NULL,
        trust_name text NOT NULL,
        allied_uid text NOT NULL CHECK (allied_uid ~ '^[0-9]{1,8}$'),
        purpose text NOT NULL CHECK (length(purpose) <= 500),
        said_at timestamptz NOT NULL DEFAULT now(),
        agreed_at timestamptz, -- null when it was declined
        ended_at timestamptz, -- for good: who wants it again begins another
        PRIMARY KEY (trust_id, id),
        FOREIGN KEY (trust_id, trust_uid, trust_name) REFERENCES trust (id, uid, name)
          ON UPDATE CASCADE,
        CONSTRAINT with_another_trust CHECK (trust_uid <> allied_uid),
        CONSTRAINT agreed_or_ended CHECK (agreed_at IS NOT NULL OR ended_at IS NOT NULL)
      );
      CREATE INDEX alliance_agreement_by_names
        ON alliance_agreement (trust_id, trust_uid, trust_name);
      CREATE INDEX alliance_agreement_with ON alliance_agreement (allied_uid, id);
      CREATE UNIQUE INDEX one_open_agreement
        ON alliance_agreement (trust_id, allied_uid) WHERE ended_at IS NULL;
      ${sameTrust('alliance_agreement', 'SELECT, INSERT, UPDATE')}
      CREATE POLICY names_us ON alliance_agreement FOR SELECT TO people_app
        USING (allied_uid = (select own_trust_uid()));
      CREATE FUNCTION keep_alliance_ended() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          RAISE EXCEPTION 'an alliance that has ended does not begin again'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'alliance_ended_for_good';
        END $$;
      CREATE TRIGGER alliance_ended_for_good BEFORE UPDATE ON alliance_agreement FOR EACH ROW
        WHEN (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at)
        EXECUTE FUNCTION keep_alliance_ended();
      -- Trusts that are allied with the caller's now: both say so, in the same alliance.
      CREATE FUNCTION allied_trusts() RETURNS uuid[] LANGUAGE sql STABLE
        RETURN (SELECT coalesce(array_agg(theirs.trust_id), '{}')
          FROM alliance_agreement AS own JOIN alliance_agreement AS theirs
            ON theirs.id = own.id AND theirs.trust_uid = own.allied_uid
           AND theirs.allied_uid = own.trust_uid
         WHERE own.trust_id = (SELECT app.trust())
           AND own.ended_at IS NULL AND theirs.ended_at IS NULL);`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION allied_trusts;
      DROP TABLE alliance_agreement;
      DROP FUNCTION keep_alliance_ended;
      DROP FUNCTION own_trust_uid;
      ALTER TABLE trust DROP CONSTRAINT trust_by_its_names;`);
  }
}
