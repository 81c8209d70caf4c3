const calendars = `
  SELECT calendar.id, calendar.school_id AS "schoolId", calendar.academic_year AS "academicYear",
         calendar.set_at AS "setAt", count(*)::integer AS "schoolDayCount",
         min(open.day) AS "firstDay", max(open.day) AS "lastDay"
    FROM school_calendar AS calendar
    JOIN school_day AS open ON open.trust_id = calendar.trust_id
     AND open.school_id = calendar.school_id AND open.academic_year = calendar.academic_year
   WHERE calendar.trust_id = $1`;

const wholeOrder = 'GROUP BY 1, 2, 3, 4 ORDER BY calendar.academic_year DESC';

/** The calendars of the schools `$2`, the newest year first. */
export const schoolCalendarsSql = `${calendars} AND calendar.school_id = ANY ($2::uuid[]) ${wholeOrder}`;

/** The calendar `$2`. */
export const schoolCalendarSql = `${calendars} AND calendar.id = $2 ${wholeOrder}`;

/** Keeps that the school `$3` has a calendar for the year `$4`; answers the id that it has. */
export const keepCalendarSql = `
  INSERT INTO school_calendar (trust_id, id, school_id, academic_year, set_at, set_by_id)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (trust_id, school_id, academic_year)
  DO UPDATE SET set_at = excluded.set_at, set_by_id = excluded.set_by_id
  RETURNING id`;

export const forgetSchoolDaysSql = `
  DELETE FROM school_day WHERE trust_id = $1 AND school_id = $2 AND academic_year = $3`;

export const keepSchoolDaysSql = `
  INSERT INTO school_day (trust_id, school_id, day, academic_year)
  SELECT $1, $2, day, $3 FROM unnest($4::date[]) AS day`;

const told = `json_to_recordset($2) AS told (id uuid, "schoolId" uuid, "academicYear" integer, days date[])`;

/** Keeps calendars from JSON (`$2`), as set at `$3` by `$4`. */
export const importCalendarsSql = `
  INSERT INTO school_calendar (trust_id, id, school_id, academic_year, set_at, set_by_id)
  SELECT $1, id, "schoolId", "academicYear", $3, $4 FROM ${told} ORDER BY "schoolId", "academicYear"
  ON CONFLICT (trust_id, school_id, academic_year)
  DO UPDATE SET set_at = excluded.set_at, set_by_id = excluded.set_by_id`;

/** Forgets the days of the calendars in JSON (`$2`). */
export const forgetDaysSql = `
  DELETE FROM school_day USING ${told}
   WHERE trust_id = $1 AND school_id = "schoolId" AND academic_year = "academicYear"`;

/** Keeps the days of the calendars in JSON (`$2`). */
export const importDaysSql = `
  INSERT INTO school_day (trust_id, school_id, day, academic_year)
  SELECT $1, "schoolId", day, "academicYear" FROM ${told}, unnest(told.days) AS day`;
