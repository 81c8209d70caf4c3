import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sameTrust } from './same-trust.ts';

/**
 * Networks with members of an allied trust. Three tables hold all that one trust sees of the other, and
 * only while the network is shared and the alliance stands: which network it is, and a card for each
 * member with name, role and school. Nobody’s person, post or school crosses. Each trust writes the
 * cards of its own people alone; triggers keep them as the records are.
 */
export class SharedNetworks1797200600030 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${standing} ${share} ${guest} ${card} ${writing} ${upkeep}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const drops = upkeepTriggers.map(({ name, table }) => `DROP TRIGGER ${name} ON ${table};`);
    await queryRunner.query(`
      ${drops.join('\n')}
      DROP TABLE network_card, network_guest, network_share;
      DROP FUNCTION keep_network_cards, write_network_cards, standing_alliances;
      ALTER TABLE network DROP CONSTRAINT network_by_its_face;`);
  }
}

/** Sharing is by one alliance: another between the same two does not bring back what was shared. */
const standing = `
  CREATE FUNCTION standing_alliances() RETURNS uuid[] LANGUAGE sql STABLE
    RETURN (SELECT coalesce(array_agg(own.id), '{}')
      FROM alliance_agreement AS own JOIN alliance_agreement AS theirs
        ON theirs.id = own.id AND theirs.trust_uid = own.allied_uid
       AND theirs.allied_uid = own.trust_uid
     WHERE own.trust_id = (SELECT app.trust())
       AND own.ended_at IS NULL AND theirs.ended_at IS NULL);`;

/** The network’s face is held to what the network is, and follows it. */
const share = `
  ALTER TABLE network ADD CONSTRAINT network_by_its_face UNIQUE (trust_id, id, name, purpose);
  CREATE TABLE network_share (
    trust_id uuid NOT NULL, -- whose network it is
    id uuid NOT NULL,
    network_id uuid NOT NULL,
    name text NOT NULL,
    purpose text NOT NULL,
    subject_code text,
    allied_trust_id uuid NOT NULL, -- with whom
    alliance_id uuid NOT NULL,
    shared_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, network_id, name, purpose)
      REFERENCES network (trust_id, id, name, purpose) ON UPDATE CASCADE,
    FOREIGN KEY (trust_id, alliance_id) REFERENCES alliance_agreement (trust_id, id),
    CONSTRAINT shared_with_another CHECK (trust_id <> allied_trust_id)
  );
  CREATE INDEX network_share_of_network ON network_share (trust_id, network_id, name, purpose);
  CREATE INDEX network_share_of_alliance ON network_share (trust_id, alliance_id);
  CREATE UNIQUE INDEX network_shared_once
    ON network_share (trust_id, network_id, allied_trust_id) WHERE ended_at IS NULL;
  CREATE INDEX network_share_with ON network_share (allied_trust_id) WHERE ended_at IS NULL;
  ${sameTrust('network_share', 'SELECT, INSERT, UPDATE')}
  CREATE POLICY shared_with_us ON network_share FOR SELECT TO people_app
    USING (allied_trust_id = (select app.trust()) AND ended_at IS NULL
      AND alliance_id = ANY ((select standing_alliances())::uuid[]));`;

/** Whose people are guests in an allied trust’s network: between them and their own trust. */
const guest = `
  CREATE TABLE network_guest (
    trust_id uuid NOT NULL, -- whose person it is
    id uuid NOT NULL,
    host_trust_id uuid NOT NULL, -- whose network it is: not a row that we see, so no foreign key
    network_id uuid NOT NULL,
    person_id uuid NOT NULL,
    joined_on date NOT NULL,
    left_on date CHECK (left_on >= joined_on), -- first day on which it no longer holds
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, person_id) REFERENCES person (trust_id, id),
    CONSTRAINT guest_of_another CHECK (trust_id <> host_trust_id)
  );
  CREATE INDEX network_guest_of_person ON network_guest (trust_id, person_id);
  CREATE UNIQUE INDEX network_guest_once
    ON network_guest (trust_id, network_id, person_id) WHERE left_on IS NULL;
  ${sameTrust('network_guest', 'SELECT, INSERT, UPDATE')}
  CREATE POLICY where_one_may ON network_guest AS RESTRICTIVE FOR INSERT TO people_app
    WITH CHECK (EXISTS (SELECT FROM network_share AS share
      WHERE share.trust_id = host_trust_id AND share.network_id = network_guest.network_id
        AND share.allied_trust_id = network_guest.trust_id AND share.ended_at IS NULL));`;

const today = `(now() AT TIME ZONE 'Europe/London')::date`;

/** One for each post of a member, good from a day to a day. */
const card = `
  CREATE TABLE network_card (
    trust_id uuid NOT NULL, -- whose person it is
    membership_id uuid NOT NULL, -- as a member or a guest
    assignment_id uuid NOT NULL,
    host_trust_id uuid NOT NULL, -- whose network it is
    network_id uuid NOT NULL,
    name text NOT NULL,
    role_code text NOT NULL,
    school_name text NOT NULL,
    shown_from date NOT NULL,
    shown_until date, -- first day on which it no longer holds
    PRIMARY KEY (trust_id, membership_id, assignment_id)
  );
  CREATE INDEX network_card_of_network ON network_card (host_trust_id, network_id, trust_id);
  ${sameTrust('network_card', 'SELECT, INSERT, UPDATE, DELETE')}
  CREATE POLICY of_a_shared_network ON network_card FOR SELECT TO people_app
    USING (trust_id = ANY ((select allied_trusts())::uuid[])
      AND daterange(shown_from, shown_until) @> (select ${today})
      AND EXISTS (SELECT FROM network_share AS share
        WHERE share.trust_id = network_card.host_trust_id
          AND share.network_id = network_card.network_id AND share.ended_at IS NULL
          AND share.alliance_id = ANY ((select standing_alliances())::uuid[])
          AND ((share.trust_id = (select app.trust())
                AND share.allied_trust_id = network_card.trust_id)
            OR (share.allied_trust_id = (select app.trust())
                AND share.trust_id = network_card.trust_id))));`;

/** Writes the cards of people of a trust anew; NULL for everybody. */
const writing = `
  CREATE FUNCTION write_network_cards(of_trust uuid, of_people uuid[]) RETURNS void
    LANGUAGE sql AS $$
    WITH memberships AS (
      SELECT member.id, member.person_id, of_trust AS host_trust_id, member.network_id,
             member.joined_on, member.left_on
        FROM network_membership AS member
       WHERE member.trust_id = of_trust AND (of_people IS NULL OR member.person_id = ANY (of_people))
         AND EXISTS (SELECT FROM network_share AS share
           WHERE share.trust_id = of_trust AND share.network_id = member.network_id
             AND share.ended_at IS NULL)
      UNION ALL
      SELECT id, person_id, host_trust_id, network_id, joined_on, left_on
        FROM network_guest AS guest
       WHERE guest.trust_id = of_trust AND (of_people IS NULL OR guest.person_id = ANY (of_people))),
    wanted AS (
      SELECT one.id AS membership_id, post.id AS assignment_id, one.host_trust_id, one.network_id,
             coalesce(person.preferred_name, person.given_name) || ' ' || person.family_name AS name,
             post.role_codes[1] AS role_code, school.name AS school_name,
             greatest(one.joined_on, post.starts_on) AS shown_from,
             least(one.left_on, post.ends_on) AS shown_until
        FROM memberships AS one
        JOIN person ON person.trust_id = of_trust AND person.id = one.person_id
        JOIN assignment AS post ON post.trust_id = of_trust AND post.person_id = one.person_id
        JOIN school ON school.trust_id = of_trust AND school.id = post.school_id
       WHERE greatest(one.joined_on, post.starts_on)
             < coalesce(least(one.left_on, post.ends_on), 'infinity')
         AND post.role_codes[1] IS NOT NULL),
    gone AS (
      DELETE FROM network_card AS kept
       WHERE kept.trust_id = of_trust
         AND (of_people IS NULL OR kept.membership_id IN (
           SELECT id FROM network_membership
            WHERE trust_id = of_trust AND person_id = ANY (of_people)
           UNION ALL
           SELECT id FROM network_guest WHERE trust_id = of_trust AND person_id = ANY (of_people)))
         AND NOT EXISTS (SELECT FROM wanted WHERE wanted.membership_id = kept.membership_id
           AND wanted.assignment_id = kept.assignment_id))
    INSERT INTO network_card AS kept (trust_id, membership_id, assignment_id, host_trust_id,
      network_id, name, role_code, school_name, shown_from, shown_until)
    SELECT of_trust, * FROM wanted
    ON CONFLICT (trust_id, membership_id, assignment_id) DO UPDATE
      SET (name, role_code, school_name, shown_from, shown_until) = ROW (excluded.name,
        excluded.role_code, excluded.school_name, excluded.shown_from, excluded.shown_until)
  $$;`;

interface Upkeep {
  readonly name: string;
  readonly table: string;
  readonly event: 'INSERT' | 'UPDATE' | 'DELETE';
  readonly people: string;
}

const keptBy = (table: string, event: Upkeep['event'], people = 'person_id'): Upkeep => ({
  name: `network_cards_on_${event.toLowerCase()}`,
  table,
  event,
  people,
});

const upkeepTriggers: readonly Upkeep[] = [
  keptBy('network_membership', 'INSERT'),
  keptBy('network_membership', 'UPDATE'),
  keptBy('network_guest', 'INSERT'),
  keptBy('network_guest', 'UPDATE'),
  keptBy('network_share', 'INSERT', 'everybody'),
  keptBy('network_share', 'UPDATE', 'everybody'),
  keptBy('person', 'UPDATE', 'id'),
  keptBy('assignment', 'INSERT'),
  keptBy('assignment', 'UPDATE'),
  keptBy('assignment', 'DELETE'),
  keptBy('school', 'UPDATE', 'everybody'),
];

/** Once a statement; a trust that shares nothing pays for one look. */
const upkeep = `
  CREATE FUNCTION keep_network_cards() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NOT EXISTS (SELECT FROM network_share WHERE trust_id = (SELECT app.trust()))
         AND NOT EXISTS (SELECT FROM network_guest WHERE trust_id = (SELECT app.trust())) THEN
        RETURN NULL;
      END IF;
      IF TG_ARGV[0] = 'everybody' THEN
        PERFORM write_network_cards((SELECT app.trust()), NULL);
      ELSIF TG_ARGV[0] = 'id' THEN
        PERFORM write_network_cards((SELECT app.trust()),
          ARRAY(SELECT id FROM touched WHERE trust_id = (SELECT app.trust())));
      ELSE
        PERFORM write_network_cards((SELECT app.trust()),
          ARRAY(SELECT DISTINCT person_id FROM touched WHERE trust_id = (SELECT app.trust())));
      END IF;
      RETURN NULL;
    END $$;
  ${upkeepTriggers
    .map(
      ({ name, table, event, people }) => `
        CREATE TRIGGER ${name} AFTER ${event} ON ${table}
          REFERENCING ${event === 'DELETE' ? 'OLD' : 'NEW'} TABLE AS touched
          FOR EACH STATEMENT EXECUTE FUNCTION keep_network_cards('${people}');`,
    )
    .join('\n')}`;
