import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sameTrust } from './same-trust.ts';

/**
 * What networks make: documents with every version and its authors, kept and never changed. Row security
 * shows a draft to its authors alone, what is the network's to those who belong to it, guests of allied
 * trusts among them, and to the whole trust what was published to it. Of what came before the current
 * version, members read what they could read then; everybody else the current version alone.
 */
export class NetworkOutputs1797300300000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${belonging} ${tables} ${authorship} ${policies}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE network_output_version, network_output_author, network_output CASCADE;
      DROP FUNCTION outputs_of_author, networks_of_viewer;`);
  }
}

const holdsToday = (
  table: string,
) => `${table}.joined_on <= (now() AT TIME ZONE 'Europe/London')::date
  AND (${table}.left_on IS NULL OR ${table}.left_on > (now() AT TIME ZONE 'Europe/London')::date)`;

/** The networks to which whoever asks belongs today, as a member or as a guest of an allied trust. */
const belonging = `
  CREATE FUNCTION networks_of_viewer() RETURNS TABLE (host_trust_id uuid, network_id uuid)
    LANGUAGE sql STABLE AS $$
    SELECT member.trust_id, member.network_id FROM network_membership AS member
     WHERE member.trust_id = (SELECT app.trust()) AND member.person_id = (SELECT app.person())
       AND ${holdsToday('member')}
    UNION ALL
    SELECT guest.host_trust_id, guest.network_id
      FROM network_guest AS guest JOIN network_share AS share
        ON share.trust_id = guest.host_trust_id AND share.network_id = guest.network_id
     WHERE guest.trust_id = (SELECT app.trust()) AND guest.person_id = (SELECT app.person())
       AND ${holdsToday('guest')} AND share.allied_trust_id = (SELECT app.trust())
       AND share.ended_at IS NULL AND share.alliance_id = ANY ((SELECT standing_alliances())::uuid[])
  $$;`;

const tables = `
  CREATE TABLE network_output (
    trust_id uuid NOT NULL, -- whose network it is
    id uuid NOT NULL,
    network_id uuid NOT NULL,
    audience text NOT NULL CHECK (audience IN ('AUTHORS', 'NETWORK', 'TRUST')),
    version integer NOT NULL DEFAULT 1, -- number of the current one
    shown_from integer, -- number of the first version that others than its authors could read
    search_text text NOT NULL, -- title and text of the current version; folded
    changed_at timestamptz NOT NULL DEFAULT now(),
    withdrawn_at timestamptz,
    withdrawal_reason text CHECK (length(withdrawal_reason) BETWEEN 1 AND 500),
    PRIMARY KEY (trust_id, id),
    UNIQUE (trust_id, network_id, id),
    FOREIGN KEY (trust_id, network_id) REFERENCES network (trust_id, id),
    CONSTRAINT a_draft_was_shown_to_nobody CHECK ((audience = 'AUTHORS') = (shown_from IS NULL)),
    CONSTRAINT withdrawn_with_a_reason
      CHECK ((withdrawn_at IS NULL) = (withdrawal_reason IS NULL))
  );
  CREATE INDEX network_output_of_network
    ON network_output (trust_id, network_id, changed_at DESC, id DESC);
  CREATE INDEX network_output_by_time ON network_output (trust_id, changed_at DESC, id DESC);
  CREATE TABLE network_output_author (
    trust_id uuid NOT NULL,
    network_id uuid NOT NULL,
    output_id uuid NOT NULL,
    version integer NOT NULL,
    place integer NOT NULL, -- from 1, in the order in which they are named
    membership_id uuid NOT NULL,
    PRIMARY KEY (trust_id, output_id, version, membership_id),
    FOREIGN KEY (trust_id, network_id, output_id)
      REFERENCES network_output (trust_id, network_id, id),
    FOREIGN KEY (trust_id, network_id, membership_id)
      REFERENCES network_membership (trust_id, network_id, id)
  );
  CREATE INDEX network_output_author_of_membership
    ON network_output_author (trust_id, network_id, membership_id);
  CREATE INDEX network_output_author_of_output
    ON network_output_author (trust_id, network_id, output_id);
  CREATE TABLE network_output_version (
    trust_id uuid NOT NULL,
    network_id uuid NOT NULL,
    output_id uuid NOT NULL,
    number integer NOT NULL CHECK (number >= 1),
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 150),
    kind text NOT NULL CHECK (kind IN ('CURRICULUM', 'ASSESSMENT', 'PEDAGOGY', 'PROCEDURE')),
    subject_code text,
    phase_codes text[] NOT NULL,
    text text NOT NULL CHECK (length(text) <= 100000), -- Markdown
    link text CHECK (link LIKE 'https://%' AND length(link) <= 2000),
    what_changed text NOT NULL CHECK (length(what_changed) <= 500),
    membership_id uuid NOT NULL, -- who wrote it
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (trust_id, output_id, number),
    FOREIGN KEY (trust_id, network_id, output_id)
      REFERENCES network_output (trust_id, network_id, id),
    FOREIGN KEY (trust_id, network_id, membership_id)
      REFERENCES network_membership (trust_id, network_id, id),
    CONSTRAINT says_something CHECK (text <> '' OR link IS NOT NULL)
  );
  CREATE INDEX network_output_version_of_output
    ON network_output_version (trust_id, network_id, output_id);
  CREATE INDEX network_output_version_by_membership
    ON network_output_version (trust_id, network_id, membership_id);`;

/** As the tables’ owner, or the policies would ask each other without end; in the own trust alone. */
const authorship = `
  CREATE FUNCTION outputs_of_author() RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT output.id FROM network_membership AS member
      JOIN network_output_author AS author ON author.trust_id = member.trust_id
       AND author.network_id = member.network_id AND author.membership_id = member.id
      JOIN network_output AS output ON output.trust_id = author.trust_id
       AND output.id = author.output_id AND output.version = author.version
     WHERE member.trust_id = (SELECT app.trust()) AND member.person_id = (SELECT app.person())
  $$;
  REVOKE ALL ON FUNCTION outputs_of_author FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION outputs_of_author TO people_app;`;

const belongs = (table: string) => `(${table}.trust_id, ${table}.network_id) IN
  (SELECT host_trust_id, network_id FROM networks_of_viewer())`;

/** What guests of an allied trust read is let through here and narrowed by what follows. */
const forGuests = (table: string) => `
  CREATE POLICY for_guests ON ${table} FOR SELECT TO people_app
    USING (${table}.trust_id <> (select app.trust()) AND ${belongs(table)});`;

const byMembers = (table: string) => `
  CREATE POLICY by_members ON ${table} AS RESTRICTIVE FOR INSERT TO people_app
    WITH CHECK (${belongs(table)});`;

/** They take back what was published to the whole trust, and read nothing that is the network’s alone. */
const keepsNetworks = `'network:manage' = ANY ((select app.scopes())::text[])`;

const policies = `
  ${sameTrust('network_output', 'SELECT, INSERT, UPDATE')}
  ${forGuests('network_output')} ${byMembers('network_output')}
  CREATE POLICY whose_it_is ON network_output AS RESTRICTIVE FOR SELECT TO people_app
    USING ((audience = 'TRUST' AND trust_id = (select app.trust())
            AND (select app.person()) IS NOT NULL AND (withdrawn_at IS NULL OR ${keepsNetworks}))
        OR (${belongs('network_output')}
            AND ((audience <> 'AUTHORS'
                  AND (withdrawn_at IS NULL OR trust_id = (select app.trust())))
              OR id IN (SELECT outputs_of_author()))));
  CREATE POLICY who_changes ON network_output AS RESTRICTIVE FOR UPDATE TO people_app
    USING (${belongs('network_output')} OR ${keepsNetworks});
  ${sameTrust('network_output_author', 'SELECT, INSERT')}
  ${forGuests('network_output_author')} ${byMembers('network_output_author')}
  CREATE POLICY of_what_one_reads ON network_output_author AS RESTRICTIVE FOR SELECT TO people_app
    USING (EXISTS (SELECT FROM network_output AS output
      WHERE output.trust_id = network_output_author.trust_id
        AND output.id = network_output_author.output_id));
  ${sameTrust('network_output_version', 'SELECT, INSERT')}
  ${forGuests('network_output_version')} ${byMembers('network_output_version')}
  CREATE POLICY of_what_one_reads ON network_output_version AS RESTRICTIVE FOR SELECT TO people_app
    USING (EXISTS (SELECT FROM network_output AS output
      WHERE output.trust_id = network_output_version.trust_id
        AND output.id = network_output_version.output_id
        AND (output.version = number
          OR (number >= output.shown_from AND output.trust_id = (select app.trust())
              AND ${belongs('output')})
          OR output.id IN (SELECT outputs_of_author()))));`;
