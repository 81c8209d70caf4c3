import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Birth dates that records tell, apart from the records. The app role has no right to the table, and a
 * second policy would hide each row from it even if it were given one by mistake. It writes and
 * compares through functions that run as their owner, who is bound to the caller's trust by forced row
 * security like anybody; none of them answers a date.
 */
export class BirthDates1796000070000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(table);
    await queryRunner.query(functions);
    await queryRunner.query(
      withoutRowSecurity(`
        INSERT INTO staff_birth_date (trust_id, source_record_id, born_on)
          SELECT trust_id, id, birth_date FROM staff_source_record WHERE birth_date IS NOT NULL;
        UPDATE staff_source_record SET kept = kept - 'birthDate' WHERE kept ? 'birthDate';
        UPDATE staff_sync_row SET before = before #- '{record,birthDate}'
         WHERE before -> 'record' ? 'birthDate';`),
    );
    await queryRunner.query('ALTER TABLE staff_source_record DROP COLUMN birth_date');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE staff_source_record ADD COLUMN birth_date date');
    await queryRunner.query(
      withoutRowSecurity(`
        UPDATE staff_source_record AS record SET birth_date = born.born_on
          FROM staff_birth_date AS born
         WHERE born.trust_id = record.trust_id AND born.source_record_id = record.id;`),
    );
    await queryRunner.query(`
      CREATE INDEX staff_source_record_by_birth ON staff_source_record (trust_id, birth_date)
        WHERE birth_date IS NOT NULL;
      DROP FUNCTION is_born_otherwise, born_on_the_same_day, record_birth_dates;
      DROP TABLE staff_birth_date`);
  }
}

/** Moves rows of every trust, which their owner otherwise does not see. */
function withoutRowSecurity(sql: string): string {
  const tables = ['staff_birth_date', 'staff_source_record', 'staff_sync_row'];
  const alter = (word: string) =>
    tables.map((name) => `ALTER TABLE ${name} ${word} ROW LEVEL SECURITY;`).join('\n');
  return `${alter('NO FORCE')} ${sql} ${alter('FORCE')}`;
}

const table = `
  CREATE TABLE staff_birth_date (
    trust_id uuid NOT NULL,
    source_record_id uuid NOT NULL, -- whose system tells it
    born_on date NOT NULL,
    PRIMARY KEY (trust_id, source_record_id),
    FOREIGN KEY (trust_id, source_record_id) REFERENCES staff_source_record (trust_id, id)
  );
  CREATE INDEX staff_birth_date_by_day ON staff_birth_date (trust_id, born_on);
  ALTER TABLE staff_birth_date ENABLE ROW LEVEL SECURITY;
  ALTER TABLE staff_birth_date FORCE ROW LEVEL SECURITY;
  CREATE POLICY same_trust ON staff_birth_date
    USING (trust_id = (select app.trust())) WITH CHECK (trust_id = (select app.trust()));
  CREATE POLICY never_for_the_app ON staff_birth_date AS RESTRICTIVE TO people_app
    USING (false) WITH CHECK (false);`;

const functions = `
  CREATE FUNCTION record_birth_dates(trust uuid, dates json) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    BEGIN ATOMIC
      DELETE FROM staff_birth_date AS held
       USING json_to_recordset(dates) AS given ("recordId" uuid, "bornOn" date)
       WHERE held.trust_id = trust AND held.source_record_id = given."recordId"
         AND given."bornOn" IS NULL;
      INSERT INTO staff_birth_date AS held (trust_id, source_record_id, born_on)
      SELECT trust, given."recordId", given."bornOn"
        FROM json_to_recordset(dates) AS given ("recordId" uuid, "bornOn" date)
       WHERE given."bornOn" IS NOT NULL
      ON CONFLICT (trust_id, source_record_id) DO UPDATE SET born_on = excluded.born_on
        WHERE held.born_on <> excluded.born_on;
    END;
  CREATE FUNCTION born_on_the_same_day(trust uuid, asked json)
    RETURNS TABLE (asked_id uuid, source_record_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    BEGIN ATOMIC
      SELECT given.id, same.source_record_id
        FROM json_to_recordset(asked) AS given (id uuid, "birthDate" date)
        LEFT JOIN staff_birth_date AS own
          ON own.trust_id = trust AND own.source_record_id = given.id
        JOIN staff_birth_date AS same
          ON same.trust_id = trust AND same.born_on = coalesce(given."birthDate", own.born_on)
         AND same.source_record_id <> given.id;
    END;
  CREATE FUNCTION is_born_otherwise(trust uuid, asked_id uuid, asked_day date, person uuid)
    RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    BEGIN ATOMIC
      SELECT coalesce(bool_and(born.born_on <> coalesce(asked_day, (
               SELECT own.born_on FROM staff_birth_date AS own
                WHERE own.trust_id = trust AND own.source_record_id = asked_id))), false)
        FROM staff_source_record AS record
        JOIN staff_birth_date AS born
          ON born.trust_id = trust AND born.source_record_id = record.id
       WHERE record.trust_id = trust AND record.person_id = person;
    END;
  REVOKE ALL ON FUNCTION record_birth_dates, born_on_the_same_day, is_born_otherwise FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION record_birth_dates, born_on_the_same_day, is_born_otherwise
    TO people_app;`;
