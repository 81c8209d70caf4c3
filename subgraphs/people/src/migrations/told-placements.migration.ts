import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sameTrust } from './same-trust.ts';

/**
 * Who is to be at which other school, and who changes places with whom, as opportunities tells: so that
 * those who receive somebody, and those who swap, know whom. One new table, filled from what was told.
 */
export class ToldPlacements1797300700010 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE told_placement (
        trust_id uuid NOT NULL,
        id uuid NOT NULL, -- of the placement
        person_id uuid NOT NULL, -- no foreign key: an event may overtake the person's merger
        host_school_id uuid,
        agreement_id uuid, -- those with the same change places with each other
        ends_on date, -- first day on which it no longer runs
        stands boolean NOT NULL, -- false once it was given up
        sequence bigint NOT NULL, -- of the event; an older one never replaces a newer
        PRIMARY KEY (trust_id, id)
      );
      CREATE INDEX told_placement_at_school ON told_placement (trust_id, host_school_id) WHERE stands;
      CREATE INDEX told_placement_of_person ON told_placement (trust_id, person_id) WHERE stands;
      CREATE INDEX told_placement_together ON told_placement (trust_id, agreement_id)
        WHERE stands AND agreement_id IS NOT NULL;
      ${sameTrust('told_placement', 'SELECT, INSERT, UPDATE')}
      ALTER TABLE career_event NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE told_placement NO FORCE ROW LEVEL SECURITY;
      INSERT INTO told_placement (trust_id, id, person_id, host_school_id, ends_on, stands, sequence)
      SELECT DISTINCT ON (trust_id, aggregate_id) trust_id, aggregate_id, person_id,
             (data ->> 'hostSchoolId')::uuid, (data ->> 'endsOn')::date,
             type <> 'placement.cancelled', 0
        FROM career_event
       WHERE type IN ('placement.agreed', 'placement.scheduled', 'placement.ended',
                      'placement.cancelled') AND person_id IS NOT NULL
       ORDER BY trust_id, aggregate_id, occurred_at DESC, type DESC;
      ALTER TABLE told_placement FORCE ROW LEVEL SECURITY;
      ALTER TABLE career_event FORCE ROW LEVEL SECURITY;`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE told_placement');
  }
}
