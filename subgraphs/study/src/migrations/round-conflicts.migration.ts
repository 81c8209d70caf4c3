import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whom members of a round's panel are close to. A new table and a new column; panels that score already
 * go on as they are.
 */
export class RoundConflicts1797200700001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE round_member ADD declared_at timestamptz; -- when they said whom they are close to
      GRANT UPDATE (declared_at) ON round_member TO study_app;
      CREATE TABLE round_conflict (
        trust_id uuid NOT NULL,
        round_id uuid NOT NULL,
        member_id uuid NOT NULL,
        person_id uuid NOT NULL, -- owned by the people subgraph: no foreign key
        PRIMARY KEY (trust_id, round_id, member_id, person_id),
        FOREIGN KEY (trust_id, round_id, member_id)
          REFERENCES round_member (trust_id, round_id, person_id)
      );
      ALTER TABLE round_conflict ENABLE ROW LEVEL SECURITY;
      ALTER TABLE round_conflict FORCE ROW LEVEL SECURITY;
      -- Whom somebody is close to is read by them, and by the work of those who run rounds.
      CREATE POLICY same_trust ON round_conflict
        USING (trust_id = (select app.trust()) AND (member_id = (select app.person())
               OR 'study:manage' = ANY ((select app.scopes())::text[])))
        WITH CHECK (trust_id = (select app.trust()) AND member_id = (select app.person()));
      GRANT SELECT, INSERT ON round_conflict TO study_app;
      CREATE FUNCTION refuse_close_score() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT FROM bursary_recusal r
                    WHERE r.trust_id = NEW.trust_id AND r.candidate_id = NEW.candidate_id
                      AND r.member_id = NEW.member_id) THEN
          RAISE EXCEPTION 'score_of_no_close_one: whoever is close to a candidate does not score them'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'score_of_no_close_one';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER score_of_no_close_one BEFORE INSERT ON bursary_score
        FOR EACH ROW EXECUTE FUNCTION refuse_close_score();`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER score_of_no_close_one ON bursary_score;
      DROP FUNCTION refuse_close_score();
      DROP TABLE round_conflict;
      ALTER TABLE round_member DROP declared_at;`);
  }
}
