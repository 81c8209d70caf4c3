import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sameTrust } from './same-trust.ts';

/**
 * Guests of one meeting: a colleague, or somebody of an allied trust by their work e-mail. They see the
 * meeting and nothing else of the network. Row security shows a meeting of an open network to whoever
 * works in the trust, one of a network by invitation to members, to whoever is invited and to those who
 * look after networks; across trusts to guests of the network and of the meeting, while the alliance
 * stands.
 */
export class NetworkMeetingGuests1797300300020 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${guest} ${guestPolicies} ${meetingPolicies}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP POLICY for_guests ON network_meeting;
      DROP POLICY who_may_come ON network_meeting;
      DROP TABLE network_meeting_guest;`);
  }
}

const guest = `
  CREATE TABLE network_meeting_guest (
    trust_id uuid NOT NULL, -- whose network it is
    id uuid NOT NULL,
    network_id uuid NOT NULL,
    meeting_id uuid NOT NULL,
    person_id uuid, -- a colleague
    allied_trust_id uuid, -- or somebody there, whoever has that address
    alliance_id uuid,
    work_email text,
    invited_at timestamptz NOT NULL DEFAULT now(),
    withdrawn_at timestamptz,
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, network_id, meeting_id)
      REFERENCES network_meeting (trust_id, network_id, id),
    FOREIGN KEY (trust_id, person_id) REFERENCES person (trust_id, id),
    FOREIGN KEY (trust_id, alliance_id) REFERENCES alliance_agreement (trust_id, id),
    CONSTRAINT a_colleague_or_an_ally CHECK (
      (person_id IS NULL) = (allied_trust_id IS NOT NULL AND alliance_id IS NOT NULL
        AND work_email IS NOT NULL AND allied_trust_id <> trust_id)
      AND num_nonnulls(allied_trust_id, alliance_id, work_email) IN (0, 3))
  );
  CREATE INDEX network_meeting_guest_of_meeting
    ON network_meeting_guest (trust_id, network_id, meeting_id);
  CREATE INDEX network_meeting_guest_of_alliance
    ON network_meeting_guest (trust_id, alliance_id);
  CREATE INDEX network_meeting_guest_of_person ON network_meeting_guest (trust_id, person_id);
  CREATE UNIQUE INDEX colleague_invited_once ON network_meeting_guest
    (trust_id, meeting_id, person_id) WHERE person_id IS NOT NULL AND withdrawn_at IS NULL;
  CREATE UNIQUE INDEX ally_invited_once ON network_meeting_guest
    (trust_id, meeting_id, allied_trust_id, work_email)
    WHERE work_email IS NOT NULL AND withdrawn_at IS NULL;
  CREATE INDEX network_meeting_guest_there
    ON network_meeting_guest (allied_trust_id, work_email) WHERE withdrawn_at IS NULL;`;

const belongs = (table: string) => `(${table}.trust_id, ${table}.network_id) IN
  (SELECT host_trust_id, network_id FROM networks_of_viewer())`;
const keeps = `'network:manage' = ANY ((select app.scopes())::text[])`;

const guestPolicies = `
  ${sameTrust('network_meeting_guest', 'SELECT, INSERT, UPDATE')}
  CREATE POLICY invited_there ON network_meeting_guest FOR SELECT TO people_app
    USING (allied_trust_id = (select app.trust()) AND withdrawn_at IS NULL
      AND alliance_id = ANY ((select standing_alliances())::uuid[])
      AND work_email = (SELECT person.work_email FROM person
        WHERE person.trust_id = (select app.trust()) AND person.id = (select app.person())));`;

const invited = (also: string) => `EXISTS (SELECT FROM network_meeting_guest AS invited
  WHERE invited.trust_id = network_meeting.trust_id AND invited.meeting_id = network_meeting.id
    AND invited.withdrawn_at IS NULL ${also})`;

const meetingPolicies = `
  CREATE POLICY for_guests ON network_meeting FOR SELECT TO people_app
    USING (trust_id <> (select app.trust())
      AND (${belongs('network_meeting')} OR ${invited('')}));
  CREATE POLICY who_may_come ON network_meeting AS RESTRICTIVE FOR SELECT TO people_app
    USING (trust_id <> (select app.trust()) OR ${belongs('network_meeting')} OR ${keeps}
      OR ${invited('AND invited.person_id = (select app.person())')}
      OR EXISTS (SELECT FROM network WHERE network.trust_id = network_meeting.trust_id
        AND network.id = network_meeting.network_id AND network.joining = 'OPEN'));`;
