import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Makes first lists cheap, beside many other trusts too. Who was born on the same day is looked up by
 * index for each one asked about: not knowing how few they are, PostgreSQL read all birth dates of the
 * trust, twice. And a trust that is new to PostgreSQL's statistics has the tables of staff
 * counted: until then any index that begins with the trust is as good as another to it, and it reads
 * everybody of the trust for each one looked up. To the version now running all stays as it is.
 */
export class FirstLists1797200100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(bornOnTheSameDay(byIndex));
    await queryRunner.query(countForTrust);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(bornOnTheSameDay(joined));
    await queryRunner.query('DROP FUNCTION count_staff_tables(uuid)');
  }
}

/**
 * `OFFSET 0` keeps PostgreSQL from joining the whole table, and the day a plain value: below row security
 * it looks nothing up by an expression that might leak.
 */
const byIndex = `
  SELECT given.id, same.source_record_id
    FROM json_to_recordset(asked) AS given (id uuid, "birthDate" date)
   CROSS JOIN LATERAL (
     SELECT coalesce(given."birthDate", (
              SELECT own.born_on FROM staff_birth_date AS own
               WHERE own.trust_id = trust AND own.source_record_id = given.id)) AS born_on OFFSET 0) AS asked_day
   CROSS JOIN LATERAL (
     SELECT held.source_record_id FROM staff_birth_date AS held
      WHERE held.trust_id = trust AND held.born_on = asked_day.born_on
        AND held.source_record_id <> given.id OFFSET 0) AS same;`;

const joined = `
  SELECT given.id, same.source_record_id
    FROM json_to_recordset(asked) AS given (id uuid, "birthDate" date)
    LEFT JOIN staff_birth_date AS own
      ON own.trust_id = trust AND own.source_record_id = given.id
    JOIN staff_birth_date AS same
      ON same.trust_id = trust AND same.born_on = coalesce(given."birthDate", own.born_on)
     AND same.source_record_id <> given.id;`;

const bornOnTheSameDay = (query: string) => `
  CREATE OR REPLACE FUNCTION born_on_the_same_day(trust uuid, asked json)
    RETURNS TABLE (asked_id uuid, source_record_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    BEGIN ATOMIC ${query} END;`;

/**
 * Compares how many records PostgreSQL expects of the trust with how many there are. What takes longer
 * than a statement may is left to autovacuum.
 */
const countForTrust = `
  CREATE FUNCTION count_staff_tables(trust uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    plan json;
    name text;
  BEGIN
    EXECUTE format('EXPLAIN (FORMAT JSON) SELECT FROM staff_source_record WHERE trust_id = %L', trust)
       INTO plan;
    IF (plan #>> '{0,Plan,Plan Rows}')::float8 * 10
       > (SELECT count(*) FROM staff_source_record WHERE trust_id = trust) THEN
      RETURN;
    END IF;
    FOREACH name IN ARRAY ARRAY['person', 'staff_source_record', 'contract', 'assignment',
                                'staff_birth_date', 'manager_link', 'staff_sync_row', 'event'] LOOP
      EXECUTE format('ANALYZE %I', name);
    END LOOP;
  EXCEPTION WHEN query_canceled THEN
    NULL;
  END $$;
  REVOKE ALL ON FUNCTION count_staff_tables(uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION count_staff_tables(uuid) TO people_app;`;
