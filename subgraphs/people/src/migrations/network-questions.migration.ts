import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sameTrust } from './same-trust.ts';

/**
 * Questions and answers between those who belong to a network. Whoever writes does so in rows of their
 * own trust, also in a network of an allied one; the two see each other’s while the network is shared,
 * and two guest trusts never each other’s. What is withdrawn is read by its writer alone; what is hidden
 * by its writer and whoever leads the network.
 */
export class NetworkQuestions1797300300010 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${whoAsks} ${question} ${answer} ${hiding} ${policies}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE network_hiding, network_answer, network_question CASCADE;
      DROP FUNCTION networks_led_by_viewer, memberships_of_viewer;
      ALTER TABLE network_guest DROP CONSTRAINT network_guest_of_a_network;`);
  }
}

const today = `(now() AT TIME ZONE 'Europe/London')::date`;

/** By which memberships the viewer wrote, ended ones too; and which networks of the trust they lead. */
const whoAsks = `
  CREATE FUNCTION memberships_of_viewer() RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
    SELECT id FROM network_membership
     WHERE trust_id = (SELECT app.trust()) AND person_id = (SELECT app.person())
    UNION ALL
    SELECT id FROM network_guest
     WHERE trust_id = (SELECT app.trust()) AND person_id = (SELECT app.person())
  $$;
  CREATE FUNCTION networks_led_by_viewer() RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
    SELECT term.network_id FROM network_term AS term JOIN network_membership AS member
        ON member.trust_id = term.trust_id AND member.id = term.membership_id
     WHERE term.trust_id = (SELECT app.trust()) AND member.person_id = (SELECT app.person())
       AND term.starts_on <= ${today} AND (term.ends_on IS NULL OR term.ends_on > ${today})
       AND member.joined_on <= ${today} AND (member.left_on IS NULL OR member.left_on > ${today})
  $$;`;

/** Whose it is: a member of the own network, or a guest in one of an allied trust. */
const writer = `
    trust_id uuid NOT NULL, -- of whoever wrote it
    id uuid NOT NULL,
    host_trust_id uuid NOT NULL, -- whose network it is
    network_id uuid NOT NULL,
    membership_id uuid,
    guest_id uuid,
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, network_id, membership_id)
      REFERENCES network_membership (trust_id, network_id, id),
    FOREIGN KEY (trust_id, host_trust_id, network_id, guest_id)
      REFERENCES network_guest (trust_id, host_trust_id, network_id, id),
    CHECK ((guest_id IS NULL) = (trust_id = host_trust_id)),
    CHECK ((membership_id IS NULL) = (trust_id <> host_trust_id))`;

const writerIndexes = (table: string) => `
  CREATE INDEX ${table}_of_membership ON ${table} (trust_id, network_id, membership_id);
  CREATE INDEX ${table}_of_guest ON ${table} (trust_id, host_trust_id, network_id, guest_id);`;

const question = `
  ALTER TABLE network_guest ADD CONSTRAINT network_guest_of_a_network
    UNIQUE (trust_id, host_trust_id, network_id, id);
  CREATE TABLE network_question (${writer},
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 150),
    text text NOT NULL CHECK (length(text) <= 5000),
    search_text text NOT NULL, -- title and text; folded
    asked_at timestamptz NOT NULL DEFAULT now(),
    withdrawn_at timestamptz,
    helped_trust_id uuid, -- of whoever wrote the answer that helped
    helped_answer_id uuid,
    CONSTRAINT helped_by_one CHECK ((helped_trust_id IS NULL) = (helped_answer_id IS NULL))
  );
  ${writerIndexes('network_question')}
  CREATE INDEX network_question_by_time
    ON network_question (host_trust_id, network_id, asked_at DESC, id DESC);`;

const answer = `
  CREATE TABLE network_answer (${writer},
    question_trust_id uuid NOT NULL, -- perhaps another's, so no foreign key: see the policy
    question_id uuid NOT NULL,
    text text NOT NULL CHECK (length(text) BETWEEN 1 AND 10000),
    answered_at timestamptz NOT NULL DEFAULT now(),
    withdrawn_at timestamptz,
    CONSTRAINT network_answer_of_a_question
      UNIQUE (trust_id, id, question_trust_id, question_id)
  );
  ${writerIndexes('network_answer')}
  CREATE INDEX network_answer_of_question
    ON network_answer (question_trust_id, question_id, answered_at, id);
  ALTER TABLE network_question ADD CONSTRAINT helped_by_an_answer_to_it
    FOREIGN KEY (helped_trust_id, helped_answer_id, trust_id, id)
    REFERENCES network_answer (trust_id, id, question_trust_id, question_id);
  CREATE INDEX network_question_helped
    ON network_question (helped_trust_id, helped_answer_id, trust_id, id);`;

/** By whoever leads the network, whose ever words they are. For good: it can be written anew. */
const hiding = `
  CREATE TABLE network_hiding (
    trust_id uuid NOT NULL, -- whose network it is
    id uuid NOT NULL,
    network_id uuid NOT NULL,
    writer_trust_id uuid NOT NULL, -- perhaps another's, so no foreign key
    question_id uuid,
    answer_id uuid,
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
    membership_id uuid NOT NULL, -- who did
    hidden_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, network_id, membership_id)
      REFERENCES network_membership (trust_id, network_id, id),
    CONSTRAINT hides_one_thing CHECK (num_nonnulls(question_id, answer_id) = 1)
  );
  CREATE INDEX network_hiding_by_membership
    ON network_hiding (trust_id, network_id, membership_id);
  CREATE UNIQUE INDEX network_question_hidden_once
    ON network_hiding (trust_id, writer_trust_id, question_id) WHERE question_id IS NOT NULL;
  CREATE UNIQUE INDEX network_answer_hidden_once
    ON network_hiding (trust_id, writer_trust_id, answer_id) WHERE answer_id IS NOT NULL;`;

const belongs = (table: string, host = 'host_trust_id') => `(${table}.${host}, ${table}.network_id)
  IN (SELECT host_trust_id, network_id FROM networks_of_viewer())`;

const isOwn = (table: string) => `coalesce(${table}.membership_id, ${table}.guest_id)
  IN (SELECT memberships_of_viewer())`;

/** Who leads the network, and whoever of its members looks after networks. */
const mayHide = (host: string) => `(${host} = (select app.trust())
  AND (network_id IN (SELECT networks_led_by_viewer())
    OR 'network:manage' = ANY ((select app.scopes())::text[])))`;

/** A guest reads what the host’s people wrote, and they what guests wrote who are guests still. */
const across = (table: string) => `
  CREATE POLICY of_a_shared_network ON ${table} FOR SELECT TO people_app
    USING (trust_id <> (select app.trust()) AND ${belongs(table)}
      AND (trust_id = host_trust_id
        OR (host_trust_id = (select app.trust()) AND EXISTS (SELECT FROM network_share AS share
          WHERE share.trust_id = host_trust_id AND share.network_id = ${table}.network_id
            AND share.allied_trust_id = ${table}.trust_id AND share.ended_at IS NULL
            AND share.alliance_id = ANY ((select standing_alliances())::uuid[])))));`;

const writing = (table: string, also = '') => `
  CREATE POLICY in_own_name ON ${table} AS RESTRICTIVE FOR INSERT TO people_app
    WITH CHECK (${belongs(table)} AND ${isOwn(table)} ${also});
  CREATE POLICY own_word ON ${table} AS RESTRICTIVE FOR UPDATE TO people_app USING (${isOwn(table)});`;

const reading = (table: string, column: string, also = '') => `
  CREATE POLICY who_reads ON ${table} AS RESTRICTIVE FOR SELECT TO people_app
    USING (${isOwn(table)} OR (${belongs(table)} AND withdrawn_at IS NULL ${also}
      AND (${mayHide('host_trust_id')} OR NOT EXISTS (SELECT FROM network_hiding AS hiding
          WHERE hiding.writer_trust_id = ${table}.trust_id AND hiding.${column} = ${table}.id
            AND hiding.trust_id = ${table}.host_trust_id
            AND hiding.network_id = ${table}.network_id))));`;

/** One answers, and reads answers to, a question that one may read. */
const ofAQuestion = `AND EXISTS (SELECT FROM network_question AS question
  WHERE question.trust_id = network_answer.question_trust_id
    AND question.id = network_answer.question_id
    AND question.host_trust_id = network_answer.host_trust_id
    AND question.network_id = network_answer.network_id)`;

const policies = `
  ${sameTrust('network_question', 'SELECT, INSERT, UPDATE')}
  ${across('network_question')} ${writing('network_question')}
  ${reading('network_question', 'question_id')}
  ${sameTrust('network_answer', 'SELECT, INSERT, UPDATE')}
  ${across('network_answer')} ${writing('network_answer', ofAQuestion)}
  ${reading('network_answer', 'answer_id', ofAQuestion)}
  ${sameTrust('network_hiding', 'SELECT, INSERT')}
  CREATE POLICY for_guests ON network_hiding FOR SELECT TO people_app
    USING (trust_id <> (select app.trust()) AND ${belongs('network_hiding', 'trust_id')});
  CREATE POLICY among_members ON network_hiding AS RESTRICTIVE FOR SELECT TO people_app
    USING (${belongs('network_hiding', 'trust_id')});
  CREATE POLICY by_who_leads ON network_hiding AS RESTRICTIVE FOR INSERT TO people_app
    WITH CHECK (${mayHide('trust_id')}
      AND membership_id IN (SELECT memberships_of_viewer()));`;
