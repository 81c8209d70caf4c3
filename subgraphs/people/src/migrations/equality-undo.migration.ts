import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What syncs changed of equality answers, so that it can be put back, and the answers in records of
 * which nobody has said yet whom they are about. Both as far from the app as the answers themselves:
 * it has no right to the tables, and its functions show nothing of them. Two new tables; the version
 * now running does not see them.
 */
export class EqualityUndo1797020000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(tables);
    for (const table of ['equality_answer_change', 'equality_answer_waiting']) {
      await queryRunner.query(`
        ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY same_trust ON ${table}
          USING (trust_id = (select app.trust())) WITH CHECK (trust_id = (select app.trust()));
        CREATE POLICY never_for_the_app ON ${table} AS RESTRICTIVE TO people_app
          USING (false) WITH CHECK (false);`);
    }
    for (const [name, returned, body] of functions) {
      await queryRunner.query(`
        CREATE FUNCTION ${name} RETURNS ${returned}
          LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
          BEGIN ATOMIC ${body}; END;
        REVOKE ALL ON FUNCTION ${name} FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION ${name} TO people_app;`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const [name] of functions.toReversed()) {
      await queryRunner.query(`DROP FUNCTION ${name}`);
    }
    await queryRunner.query('DROP TABLE equality_answer_waiting, equality_answer_change');
  }
}

const tables = `
  CREATE TABLE equality_answer_change (
    trust_id uuid NOT NULL,
    sync_id uuid NOT NULL,
    person_id uuid NOT NULL,
    question text NOT NULL,
    was_scheme text, -- before the sync; none: not answered
    was_code text,
    scheme text, -- as the sync left it; none: taken back
    code text,
    PRIMARY KEY (trust_id, sync_id, person_id, question),
    FOREIGN KEY (trust_id, person_id) REFERENCES person (trust_id, id)
  );
  CREATE INDEX equality_answer_change_of_person ON equality_answer_change (trust_id, person_id);
  CREATE TABLE equality_answer_waiting (
    trust_id uuid NOT NULL,
    source_record_id uuid NOT NULL,
    question text NOT NULL,
    scheme text NOT NULL,
    code text, -- none: taken back
    PRIMARY KEY (trust_id, source_record_id, question),
    FOREIGN KEY (trust_id, source_record_id) REFERENCES staff_source_record (trust_id, id)
  );`;

const recordBody = `
  WITH given AS (
    SELECT row.*, kept.scheme AS was_scheme, kept.code AS was_code
      FROM json_to_recordset(answers)
        AS row ("personId" uuid, question text, scheme text, code text)
      LEFT JOIN equality_answer AS kept ON kept.trust_id = trust
       AND kept.person_id = row."personId" AND kept.question = row.question),
  news AS (
    SELECT * FROM given
     WHERE CASE WHEN code IS NULL THEN was_code IS NOT NULL
                ELSE (was_scheme, was_code) IS DISTINCT FROM (scheme, code) END),
  noted AS (
    INSERT INTO equality_answer_change
      (trust_id, sync_id, person_id, question, was_scheme, was_code, scheme, code)
    SELECT trust, sync, "personId", question, was_scheme, was_code,
           CASE WHEN code IS NOT NULL THEN scheme END, code FROM news
    ON CONFLICT (trust_id, sync_id, person_id, question) DO UPDATE
      SET scheme = excluded.scheme, code = excluded.code),
  gone AS (
    DELETE FROM equality_answer AS kept USING news
     WHERE kept.trust_id = trust AND kept.person_id = news."personId"
       AND kept.question = news.question AND news.code IS NULL),
  written AS (
    INSERT INTO equality_answer (trust_id, person_id, question, scheme, code)
    SELECT trust, "personId", question, scheme, code FROM news WHERE code IS NOT NULL
    ON CONFLICT (trust_id, person_id, question) DO UPDATE
      SET scheme = excluded.scheme, code = excluded.code)
  SELECT DISTINCT news."personId" FROM news`;

/** Only what is still as the sync left it. */
const undoBody = `
  WITH noted AS (
    DELETE FROM equality_answer_change AS change
     WHERE change.trust_id = trust AND change.sync_id = sync AND change.person_id = ANY (people)
    RETURNING change.*),
  due AS (
    SELECT noted.* FROM noted LEFT JOIN equality_answer AS kept ON kept.trust_id = trust
       AND kept.person_id = noted.person_id AND kept.question = noted.question
     WHERE (kept.scheme, kept.code) IS NOT DISTINCT FROM (noted.scheme, noted.code)),
  gone AS (
    DELETE FROM equality_answer AS kept USING due
     WHERE kept.trust_id = trust AND kept.person_id = due.person_id
       AND kept.question = due.question AND due.was_code IS NULL)
  INSERT INTO equality_answer (trust_id, person_id, question, scheme, code)
  SELECT trust, person_id, question, was_scheme, was_code FROM due WHERE was_code IS NOT NULL
  ON CONFLICT (trust_id, person_id, question) DO UPDATE
    SET scheme = excluded.scheme, code = excluded.code`;

const waitBody = `
  INSERT INTO equality_answer_waiting (trust_id, source_record_id, question, scheme, code)
  SELECT trust, "sourceRecordId", question, scheme, code FROM json_to_recordset(answers)
    AS row ("sourceRecordId" uuid, question text, scheme text, code text)
  ON CONFLICT (trust_id, source_record_id, question) DO UPDATE
    SET scheme = excluded.scheme, code = excluded.code`;

/** Whoever is nobody gets none. */
const settleBody = `
  WITH taken AS (
    DELETE FROM equality_answer_waiting AS waiting
     USING json_to_recordset(records) AS row ("sourceRecordId" uuid, "personId" uuid)
     WHERE waiting.trust_id = trust AND waiting.source_record_id = row."sourceRecordId"
    RETURNING row."personId", waiting.question, waiting.scheme, waiting.code),
  single AS (
    SELECT DISTINCT ON ("personId", question) * FROM taken WHERE "personId" IS NOT NULL
     ORDER BY "personId", question)
  SELECT answered.person_id
    FROM (SELECT coalesce(json_agg(single), '[]') AS answers FROM single) AS all_of_them
   CROSS JOIN LATERAL record_equality_answers(trust, sync, all_of_them.answers) AS answered`;

/** Of answers that pass on, so before they do. */
const passOnBody = `
  UPDATE equality_answer_change AS change SET person_id = to_person
   WHERE change.trust_id = trust AND change.person_id = from_person
     AND NOT EXISTS (SELECT FROM equality_answer AS own WHERE own.trust_id = trust
                        AND own.person_id = to_person AND own.question = change.question)
     AND NOT EXISTS (SELECT FROM equality_answer_change AS own WHERE own.trust_id = trust
                        AND own.person_id = to_person AND own.sync_id = change.sync_id
                        AND own.question = change.question)`;

const people = 'TABLE (person_id uuid)';

/** Name and arguments, what it gives, and what it does. */
const functions = [
  ['record_equality_answers (trust uuid, sync uuid, answers json)', people, recordBody],
  ['undo_equality_answers (trust uuid, sync uuid, people uuid[])', 'void', undoBody],
  ['let_equality_answers_wait (trust uuid, answers json)', 'void', waitBody],
  ['settle_equality_answers (trust uuid, sync uuid, records json)', people, settleBody],
  ['pass_on_equality_changes (trust uuid, from_person uuid, to_person uuid)', 'void', passOnBody],
] as const;
