import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Equality answers, apart from everything else. The app role has no right to the table, and a second
 * policy would hide each row from it even if it were given one by mistake. It writes through functions
 * that run as their owner, who is bound to the caller's trust by forced row security like anybody.
 */
export class EqualityAnswers1796000020001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE equality_answer (
        trust_id uuid NOT NULL,
        person_id uuid NOT NULL,
        question text NOT NULL
          CHECK (question IN ('ethnicity', 'sex', 'disability', 'religion', 'orientation')),
        scheme text NOT NULL CHECK (scheme <> ''), -- whose codes, such as CBDS
        code text NOT NULL CHECK (code <> ''),
        PRIMARY KEY (trust_id, person_id, question),
        FOREIGN KEY (trust_id, person_id) REFERENCES person (trust_id, id)
      );
      ALTER TABLE equality_answer ENABLE ROW LEVEL SECURITY;
      ALTER TABLE equality_answer FORCE ROW LEVEL SECURITY;
      CREATE POLICY same_trust ON equality_answer
        USING (trust_id = (select app.trust())) WITH CHECK (trust_id = (select app.trust()));
      CREATE POLICY never_for_the_app ON equality_answer AS RESTRICTIVE TO people_app
        USING (false) WITH CHECK (false);

      CREATE FUNCTION record_equality_answers(trust uuid, answers json)
        RETURNS TABLE (person_id uuid)
        LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
        BEGIN ATOMIC
          WITH given AS (
            SELECT * FROM json_to_recordset(answers)
              AS row ("personId" uuid, question text, scheme text, code text)),
          gone AS (
            DELETE FROM equality_answer AS kept USING given
             WHERE kept.trust_id = trust AND kept.person_id = given."personId"
               AND kept.question = given.question AND given.code IS NULL
            RETURNING kept.person_id),
          written AS (
            INSERT INTO equality_answer AS kept (trust_id, person_id, question, scheme, code)
            SELECT trust, given."personId", given.question, given.scheme, given.code
              FROM given WHERE given.code IS NOT NULL
            ON CONFLICT (trust_id, person_id, question) DO UPDATE
              SET scheme = excluded.scheme, code = excluded.code
              WHERE (kept.scheme, kept.code) IS DISTINCT FROM (excluded.scheme, excluded.code)
            RETURNING kept.person_id)
          SELECT gone.person_id FROM gone UNION SELECT written.person_id FROM written;
        END;
      CREATE FUNCTION pass_on_equality_answers(trust uuid, from_person uuid, to_person uuid)
        RETURNS void
        LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
        BEGIN ATOMIC
          INSERT INTO equality_answer (trust_id, person_id, question, scheme, code)
          SELECT trust_id, to_person, question, scheme, code FROM equality_answer
           WHERE trust_id = trust AND person_id = from_person
          ON CONFLICT DO NOTHING;
          DELETE FROM equality_answer WHERE trust_id = trust AND person_id = from_person;
        END;
      REVOKE ALL ON FUNCTION record_equality_answers, pass_on_equality_answers FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION record_equality_answers, pass_on_equality_answers TO people_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION pass_on_equality_answers, record_equality_answers;
      DROP TABLE equality_answer`);
  }
}
