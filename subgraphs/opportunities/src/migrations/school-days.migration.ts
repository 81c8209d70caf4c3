import type { MigrationInterface, QueryRunner } from 'typeorm';
import { bankHolidays } from '../term/bank-holiday.codes.ts';

/** The days on which each school is open, and counting in them. Two new tables, three functions. */
export class SchoolDays1797080000003 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${tables} ${functions}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION school_day_after(uuid, uuid, date, integer);
      DROP FUNCTION is_school_day(uuid, uuid, date);
      DROP FUNCTION academic_year(date);
      DROP TABLE school_day, school_calendar`);
  }
}

const sameTrust = (table: string) => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY same_trust ON ${table}
    USING (trust_id = (select app.trust())) WITH CHECK (trust_id = (select app.trust()));`;

const tables = `
  CREATE TABLE school_calendar (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    school_id uuid NOT NULL, -- owned by the people subgraph: no foreign key
    academic_year integer NOT NULL CHECK (academic_year >= 2000 AND academic_year <= 2100),
    set_at timestamptz NOT NULL,
    set_by_id uuid, -- a person; null where an API key set it
    PRIMARY KEY (trust_id, school_id, academic_year),
    UNIQUE (trust_id, id)
  );
  ${sameTrust('school_calendar')}
  GRANT SELECT, INSERT, UPDATE ON school_calendar TO opportunities_app;

  CREATE TABLE school_day (
    trust_id uuid NOT NULL,
    school_id uuid NOT NULL,
    day date NOT NULL,
    academic_year integer NOT NULL,
    PRIMARY KEY (trust_id, school_id, day),
    FOREIGN KEY (trust_id, school_id, academic_year)
      REFERENCES school_calendar (trust_id, school_id, academic_year)
  );
  ${sameTrust('school_day')}
  GRANT SELECT, INSERT, DELETE ON school_day TO opportunities_app;`;

/** Counting by whole dates, so that no change of the clocks can move a day. */
const functions = `
  -- 2026 for 1 September 2026 to 31 August 2027
  CREATE FUNCTION academic_year(day date) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
    SELECT extract(year FROM day)::integer - CASE WHEN extract(month FROM day) < 9 THEN 1 ELSE 0 END
  $$;

  -- Where nobody gave a calendar for the year, each weekday that is no bank holiday counts.
  CREATE FUNCTION is_school_day(trust uuid, school uuid, the_day date) RETURNS boolean
  LANGUAGE sql STABLE AS $$
    SELECT CASE
      WHEN EXISTS (SELECT 1 FROM school_calendar
                    WHERE trust_id = trust AND school_id = school
                      AND school_calendar.academic_year = academic_year(the_day))
      THEN EXISTS (SELECT 1 FROM school_day
                    WHERE trust_id = trust AND school_id = school AND day = the_day)
      ELSE extract(isodow FROM the_day) < 6
       AND the_day <> ALL ('{${bankHolidays.join(',')}}'::date[])
    END
  $$;

  -- The last of so many school days that come after a day; none within three years is no day.
  CREATE FUNCTION school_day_after(trust uuid, school uuid, after_day date, days integer) RETURNS date
  LANGUAGE plpgsql STABLE AS $$
  DECLARE
    still integer := days;
    the_day date := after_day;
  BEGIN
    WHILE still > 0 LOOP
      the_day := the_day + 1;
      IF the_day > after_day + 1100 THEN RETURN NULL; END IF;
      IF is_school_day(trust, school, the_day) THEN still := still - 1; END IF;
    END LOOP;
    RETURN the_day;
  END $$;`;
