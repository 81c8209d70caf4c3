import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sameTrust } from './same-trust.ts';

/**
 * What is said in conversations and hoped for: notes, what is agreed, and aspirations. Row security
 * lets the app read a row only as one of those whose it is; no office and no scope reads notes. What
 * passes from one person to another when two records are one is done by a function of the owner.
 */
export class ConversationContents1797110040002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${note} ${action} ${aspiration} ${passingOn}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION pass_on_conversation_contents(uuid, uuid, uuid);
      DROP TABLE aspiration, agreed_action, conversation_note;`);
  }
}

const only = (table: string, condition: string) => `
  CREATE POLICY whose_it_is ON ${table} AS RESTRICTIVE TO people_app
    USING (${condition}) WITH CHECK (${condition});`;

const isOneOfTheTwo = (table: string) => `EXISTS (SELECT FROM career_conversation AS talk
  WHERE talk.trust_id = ${table}.trust_id AND talk.id = ${table}.conversation_id
    AND (select app.person()) IN (talk.person_id, talk.lead_id))`;

const note = `
  CREATE TABLE conversation_note (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('AGENDA', 'SHARED', 'PRIVATE')),
    private_to_id uuid, -- whose it is alone
    text text NOT NULL CHECK (length(text) <= 20000),
    written_at timestamptz NOT NULL DEFAULT now(),
    version integer NOT NULL DEFAULT 1,
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, conversation_id) REFERENCES career_conversation (trust_id, id),
    FOREIGN KEY (trust_id, private_to_id) REFERENCES person (trust_id, id),
    CONSTRAINT one_note_of_a_kind UNIQUE NULLS NOT DISTINCT
      (trust_id, conversation_id, kind, private_to_id),
    CONSTRAINT private_to_somebody CHECK ((kind = 'PRIVATE') = (private_to_id IS NOT NULL))
  );
  ${sameTrust('conversation_note', 'SELECT, INSERT, UPDATE')}
  ${only(
    'conversation_note',
    `${isOneOfTheTwo('conversation_note')}
      AND (private_to_id IS NULL OR private_to_id = (select app.person()))`,
  )}`;

const action = `
  CREATE TABLE agreed_action (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    owner_id uuid NOT NULL, -- who does it
    text text NOT NULL CHECK (length(text) BETWEEN 1 AND 1000),
    due_on date NOT NULL,
    state text NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'DONE', 'DROPPED')),
    settled_on date,
    link_type text CHECK (link_type IN ('OPPORTUNITY', 'AWARD', 'PLACEMENT', 'NETWORK')),
    link_id uuid, -- most are owned by another subgraph: no foreign key
    version integer NOT NULL DEFAULT 1,
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, conversation_id) REFERENCES career_conversation (trust_id, id),
    FOREIGN KEY (trust_id, owner_id) REFERENCES person (trust_id, id),
    CONSTRAINT settled_on_a_day CHECK ((state = 'OPEN') = (settled_on IS NULL)),
    CONSTRAINT linked_to_something CHECK ((link_type IS NULL) = (link_id IS NULL))
  );
  CREATE INDEX action_of_conversation ON agreed_action (trust_id, conversation_id, id);
  CREATE INDEX action_of_owner ON agreed_action (trust_id, owner_id, due_on, id);
  ${sameTrust('agreed_action', 'SELECT, INSERT, UPDATE')}
  ${only('agreed_action', isOneOfTheTwo('agreed_action'))}`;

/** England's day, because a manager is a manager by days. */
const managesToday = `EXISTS (SELECT FROM manager_link AS link
  WHERE link.trust_id = aspiration.trust_id AND link.person_id = aspiration.person_id
    AND link.manager_id = (select app.person())
    AND link.starts_on <= (now() AT TIME ZONE 'Europe/London')::date
    AND (link.ends_on IS NULL OR link.ends_on > (now() AT TIME ZONE 'Europe/London')::date))`;

const aspiration = `
  CREATE TABLE aspiration (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('STAY_AND_DEEPEN', 'SPECIALISE', 'LEAD', 'CHANGE_ROLE',
      'CHANGE_SCHOOL', 'CHANGE_HOURS', 'STUDY', 'WORK_ACROSS_SCHOOLS', 'NOT_SURE')),
    horizon text NOT NULL CHECK (horizon IN ('THIS_YEAR', 'TWO_YEARS', 'LATER')),
    text text NOT NULL CHECK (length(text) <= 2000),
    role_profile_code text,
    shared_with text[] NOT NULL CHECK (shared_with <@ ARRAY['MANAGER', 'PEOPLE_TEAM', 'TRUST']),
    written_at timestamptz NOT NULL DEFAULT now(),
    version integer NOT NULL DEFAULT 1,
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, person_id) REFERENCES person (trust_id, id)
  );
  CREATE INDEX aspiration_of_person ON aspiration (trust_id, person_id, id DESC);
  ${sameTrust('aspiration', 'SELECT, INSERT, UPDATE, DELETE')}
  CREATE POLICY whose_it_is ON aspiration AS RESTRICTIVE FOR SELECT TO people_app
    USING (person_id = (select app.person())
      OR ('MANAGER' = ANY (shared_with) AND ${managesToday})
      OR ('PEOPLE_TEAM' = ANY (shared_with)
          AND 'aspiration:read' = ANY ((select app.scopes())::text[]))
      OR ('TRUST' = ANY (shared_with) AND (select app.person()) IS NOT NULL));
  ${['INSERT', 'UPDATE', 'DELETE']
    .map((command) => {
      const own = '(person_id = (select app.person()))';
      const using = command === 'INSERT' ? '' : `USING ${own}`;
      const check = command === 'DELETE' ? '' : `WITH CHECK ${own}`;
      return `CREATE POLICY own_${command.toLowerCase()} ON aspiration AS RESTRICTIVE
        FOR ${command} TO people_app ${using} ${check};`;
    })
    .join('\n')}`;

/** As the tables' owner, whom the restrictive policies do not bind; in the caller's trust alone. */
const passingOn = `
  CREATE FUNCTION pass_on_conversation_contents(of_trust uuid, gone uuid, kept uuid)
    RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE conversation_note AS note SET private_to_id = kept
      FROM career_conversation AS talk
     WHERE note.trust_id = of_trust AND note.private_to_id = gone AND talk.trust_id = of_trust
       AND talk.id = note.conversation_id AND kept IN (talk.person_id, talk.lead_id)
       AND gone NOT IN (talk.person_id, talk.lead_id);
    UPDATE agreed_action AS action SET owner_id = kept
      FROM career_conversation AS talk
     WHERE action.trust_id = of_trust AND action.owner_id = gone AND talk.trust_id = of_trust
       AND talk.id = action.conversation_id AND kept IN (talk.person_id, talk.lead_id)
       AND gone NOT IN (talk.person_id, talk.lead_id);
    UPDATE aspiration SET person_id = kept WHERE trust_id = of_trust AND person_id = gone;
  $$;
  REVOKE ALL ON FUNCTION pass_on_conversation_contents FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION pass_on_conversation_contents TO people_app;`;
