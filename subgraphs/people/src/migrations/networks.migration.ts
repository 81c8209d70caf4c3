import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sameTrust } from './same-trust.ts';

/** Networks across schools, who belongs to them from when to when, and who leads them. */
export class Networks1795392120000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE network (
        trust_id uuid NOT NULL REFERENCES trust (id),
        id uuid NOT NULL,
        name text NOT NULL CHECK (name <> ''),
        sort_name text COLLATE "C" NOT NULL, -- folded: no case, no accents
        purpose text NOT NULL,
        search_text text NOT NULL, -- name and purpose; folded
        subject_code text,
        lead_membership_id uuid, -- so that nobody leads a network without belonging to it
        PRIMARY KEY (trust_id, id)
      );
      CREATE INDEX network_by_name ON network (trust_id, sort_name, id);
      CREATE TABLE network_membership (
        trust_id uuid NOT NULL,
        id uuid NOT NULL,
        network_id uuid NOT NULL,
        person_id uuid NOT NULL,
        joined_on date NOT NULL,
        left_on date CHECK (left_on > joined_on), -- first day on which it no longer holds
        PRIMARY KEY (trust_id, id),
        UNIQUE (trust_id, network_id, id),
        FOREIGN KEY (trust_id, network_id) REFERENCES network (trust_id, id),
        FOREIGN KEY (trust_id, person_id) REFERENCES person (trust_id, id)
      );
      CREATE INDEX network_membership_of_person
        ON network_membership (trust_id, person_id, network_id);
      -- Partial, so that somebody who left can join again.
      CREATE UNIQUE INDEX network_membership_one_current
        ON network_membership (trust_id, network_id, person_id) WHERE left_on IS NULL;
      -- At commit, because a network and its lead's membership begin together.
      ALTER TABLE network ADD CONSTRAINT network_lead_is_a_member
        FOREIGN KEY (trust_id, id, lead_membership_id)
        REFERENCES network_membership (trust_id, network_id, id) DEFERRABLE INITIALLY DEFERRED;
      CREATE INDEX network_lead ON network (trust_id, id, lead_membership_id);
      ${sameTrust('network', 'SELECT, INSERT, UPDATE')}
      ${sameTrust('network_membership', 'SELECT, INSERT, UPDATE')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE network DROP CONSTRAINT network_lead_is_a_member;
      DROP TABLE network_membership, network`);
  }
}
