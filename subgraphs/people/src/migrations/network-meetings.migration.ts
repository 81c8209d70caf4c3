import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sameTrust } from './same-trust.ts';

/** When networks meet, and who comes and came. */
export class NetworkMeetings1797200600040 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE network_meeting (
        trust_id uuid NOT NULL,
        id uuid NOT NULL,
        network_id uuid NOT NULL,
        title text NOT NULL CHECK (length(title) BETWEEN 1 AND 100),
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        place text NOT NULL CHECK (length(place) <= 200),
        agenda text NOT NULL CHECK (length(agenda) <= 5000),
        written_at timestamptz NOT NULL DEFAULT now(),
        cancelled_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        PRIMARY KEY (trust_id, id),
        UNIQUE (trust_id, network_id, id),
        FOREIGN KEY (trust_id, network_id) REFERENCES network (trust_id, id),
        CONSTRAINT ends_the_same_day_or_so
          CHECK (ends_at > starts_at AND ends_at <= starts_at + interval '24 hours')
      );
      CREATE INDEX network_meeting_by_time
        ON network_meeting (trust_id, network_id, starts_at DESC, id DESC);
      ${sameTrust('network_meeting', 'SELECT, INSERT, UPDATE')}
      CREATE TABLE network_attendance (
        trust_id uuid NOT NULL,
        meeting_id uuid NOT NULL,
        person_id uuid NOT NULL,
        answer text CHECK (answer IN ('COMING', 'NOT_COMING')), -- of the person
        attended boolean, -- as whoever leads wrote down
        PRIMARY KEY (trust_id, meeting_id, person_id),
        FOREIGN KEY (trust_id, meeting_id) REFERENCES network_meeting (trust_id, id),
        FOREIGN KEY (trust_id, person_id) REFERENCES person (trust_id, id)
      );
      CREATE INDEX network_attendance_of_person ON network_attendance (trust_id, person_id);
      ${sameTrust('network_attendance', 'SELECT, INSERT, UPDATE, DELETE')}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE network_attendance, network_meeting');
  }
}
