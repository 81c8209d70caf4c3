import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * That what is left of an award’s cost moved to another school. A new table; lines may be of another school
 * than their award is for now, and a line may be carried on twice, as its check lets no penny go twice.
 */
export class AwardMoves1797300000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE funding_line DROP CONSTRAINT funding_line_trust_id_award_id_school_id_fkey,
        ADD CONSTRAINT funding_line_of_award FOREIGN KEY (trust_id, award_id)
          REFERENCES award (trust_id, id);
      DROP INDEX funding_line_carried_once;
      CREATE INDEX funding_line_carried ON funding_line (trust_id, carried_from_id)
        WHERE carried_from_id IS NOT NULL;
      GRANT UPDATE (school_id) ON award TO study_app;
      CREATE TABLE award_move (
        trust_id uuid NOT NULL,
        id uuid NOT NULL,
        award_id uuid NOT NULL,
        from_school_id uuid NOT NULL, -- owned by the people subgraph: no foreign key
        to_school_id uuid NOT NULL CHECK (to_school_id <> from_school_id),
        moved_on date NOT NULL,
        moved_pence bigint NOT NULL CHECK (moved_pence > 0),
        reason text NOT NULL CHECK (length(reason) >= 1 AND length(reason) <= 400),
        approved_by_id uuid NOT NULL,
        PRIMARY KEY (trust_id, id),
        FOREIGN KEY (trust_id, award_id) REFERENCES award (trust_id, id)
      );
      CREATE INDEX award_move_of_award ON award_move (trust_id, award_id, id);
      ALTER TABLE award_move ENABLE ROW LEVEL SECURITY;
      ALTER TABLE award_move FORCE ROW LEVEL SECURITY;
      CREATE POLICY same_trust ON award_move
        USING (trust_id = (select app.trust())) WITH CHECK (trust_id = (select app.trust()));
      GRANT SELECT, INSERT ON award_move TO study_app;`);
  }

  /** Not after the first move: its lines are of a school that the award was not for. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE award_move;
      REVOKE UPDATE (school_id) ON award FROM study_app;
      DROP INDEX funding_line_carried;
      CREATE UNIQUE INDEX funding_line_carried_once ON funding_line (trust_id, carried_from_id)
        WHERE carried_from_id IS NOT NULL;
      ALTER TABLE funding_line DROP CONSTRAINT funding_line_of_award,
        ADD FOREIGN KEY (trust_id, award_id, school_id) REFERENCES award (trust_id, id, school_id);`);
  }
}
