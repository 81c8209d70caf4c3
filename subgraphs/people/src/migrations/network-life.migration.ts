import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sameTrust } from './same-trust.ts';

/**
 * How networks live: who leads one from when to when, how people come to it, and who is asked to.
 * `network.lead_membership_id` is no longer written: each lead there becomes a term without an end.
 */
export class NetworkLife1797200600010 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE network
        ADD COLUMN joining text NOT NULL DEFAULT 'OPEN' CHECK (joining IN ('OPEN', 'INVITED')),
        ADD COLUMN version integer NOT NULL DEFAULT 1;
      -- Who leaves on the day on which they came was not there for a day.
      ALTER TABLE network_membership DROP CONSTRAINT network_membership_check,
        ADD CONSTRAINT left_after_joining CHECK (left_on >= joined_on);
      ${terms} ${invitations}
      ALTER TABLE network NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE network_membership NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE network_term NO FORCE ROW LEVEL SECURITY;
      INSERT INTO network_term (trust_id, id, network_id, membership_id, role, starts_on)
        SELECT network.trust_id, gen_random_uuid(), network.id, member.id, 'LEAD', member.joined_on
          FROM network JOIN network_membership AS member ON member.trust_id = network.trust_id
           AND member.id = network.lead_membership_id;
      ALTER TABLE network FORCE ROW LEVEL SECURITY;
      ALTER TABLE network_membership FORCE ROW LEVEL SECURITY;
      ALTER TABLE network_term FORCE ROW LEVEL SECURITY;`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE network_invitation, network_term;
      DROP TYPE uuid_range;
      ALTER TABLE network_membership DROP CONSTRAINT left_after_joining,
        ADD CONSTRAINT network_membership_check CHECK (left_on > joined_on) NOT VALID;
      ALTER TABLE network DROP COLUMN version, DROP COLUMN joining;`);
  }
}

/** A range of one id stands for “the same id” in an exclusion, without an extension. */
const terms = `
  CREATE TYPE uuid_range AS RANGE (subtype = uuid);
  CREATE TABLE network_term (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    network_id uuid NOT NULL,
    membership_id uuid NOT NULL,
    role text NOT NULL CHECK (role IN ('LEAD', 'DEPUTY')),
    starts_on date NOT NULL,
    ends_on date CHECK (ends_on > starts_on), -- first day on which it no longer holds
    PRIMARY KEY (trust_id, id),
    CONSTRAINT network_term_is_a_members FOREIGN KEY (trust_id, network_id, membership_id)
      REFERENCES network_membership (trust_id, network_id, id),
    CONSTRAINT one_lead_at_a_time EXCLUDE USING gist (uuid_range(trust_id, trust_id, '[]') WITH &&,
      uuid_range(network_id, network_id, '[]') WITH &&, daterange(starts_on, ends_on) WITH &&)
      WHERE (role = 'LEAD'),
    CONSTRAINT one_deputy_at_a_time EXCLUDE USING gist (uuid_range(trust_id, trust_id, '[]') WITH &&,
      uuid_range(network_id, network_id, '[]') WITH &&, daterange(starts_on, ends_on) WITH &&)
      WHERE (role = 'DEPUTY')
  );
  CREATE INDEX network_term_of_network
    ON network_term (trust_id, network_id, membership_id, starts_on);
  ${sameTrust('network_term', 'SELECT, INSERT, UPDATE, DELETE')}`;

const invitations = `
  CREATE TABLE network_invitation (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    network_id uuid NOT NULL,
    person_id uuid NOT NULL,
    invited_by_id uuid, -- null when an API client did
    invited_at timestamptz NOT NULL DEFAULT now(),
    state text NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'ACCEPTED', 'DECLINED')),
    answered_at timestamptz,
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, network_id) REFERENCES network (trust_id, id),
    FOREIGN KEY (trust_id, person_id) REFERENCES person (trust_id, id),
    FOREIGN KEY (trust_id, invited_by_id) REFERENCES person (trust_id, id),
    CONSTRAINT answered_at_a_time CHECK ((state = 'OPEN') = (answered_at IS NULL))
  );
  CREATE INDEX network_invitation_of_network ON network_invitation (trust_id, network_id);
  CREATE INDEX network_invitation_of_person ON network_invitation (trust_id, person_id);
  CREATE INDEX network_invitation_by ON network_invitation (trust_id, invited_by_id);
  CREATE UNIQUE INDEX one_open_invitation
    ON network_invitation (trust_id, network_id, person_id) WHERE state = 'OPEN';
  ${sameTrust('network_invitation', 'SELECT, INSERT, UPDATE')}`;
