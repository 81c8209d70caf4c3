/** The windows of the opportunities `$2`. */
export const windowsSql = `
  SELECT asked.id, opens_on AS "opensOn", closes_on AS "closesOn", earliest_on AS "earliestOn",
         days_over_on AS "daysOverOn", eligible, told, without_calendar AS "withoutCalendar",
         (SELECT o.told_version > 0 FROM opportunity o
           WHERE o.trust_id = $1 AND o.id = asked.id) AS "isToldHere"
    FROM unnest($2::uuid[]) AS asked (id) CROSS JOIN LATERAL fairness_window($1, asked.id)`;

/** Notes, as of `$4`, that all whom the opportunity `$2` is for are to be told of its version `$3`. */
export const askForAllSql = `
  WITH fresh AS (
    INSERT INTO opportunity_notice (trust_id, opportunity_id, version, person_id, asked_at, days)
    SELECT $1, $2, $3, person.person_id, $4, fair.days
      FROM opportunity_eligible AS person
      JOIN opportunity AS o ON o.trust_id = $1 AND o.id = $2
      CROSS JOIN LATERAL fairness_days($1, o.kind) AS fair
     WHERE person.trust_id = $1 AND person.opportunity_id = $2 AND person.dropped_at IS NULL
    ON CONFLICT DO NOTHING RETURNING person_id)
  SELECT coalesce(array_agg(person_id::text ORDER BY person_id), '{}') AS "personIds",
         (SELECT closes_on FROM opportunity WHERE trust_id = $1 AND id = $2) AS "closesOn"
    FROM fresh`;

/** The same of those who joined later: pairs of opportunity `$2[i]` and person `$3[i]`. */
export const askForJoinersSql = `
  WITH fresh AS (
    INSERT INTO opportunity_notice (trust_id, opportunity_id, version, person_id, asked_at, days)
    SELECT $1, o.id, o.told_version, pair.person_id, $4, fair.joiner_days
      FROM unnest($2::uuid[], $3::uuid[]) AS pair (opportunity_id, person_id)
      JOIN opportunity AS o ON o.trust_id = $1 AND o.id = pair.opportunity_id
      CROSS JOIN LATERAL fairness_days($1, o.kind) AS fair
    ON CONFLICT DO NOTHING RETURNING opportunity_id, version, person_id)
  SELECT o.id, o.title, o.summary, o.closes_on AS "closesOn", fresh.version AS "toldVersion",
         array_agg(fresh.person_id::text ORDER BY fresh.person_id) AS "personIds"
    FROM fresh JOIN opportunity AS o ON o.trust_id = $1 AND o.id = fresh.opportunity_id
   GROUP BY 1, 2, 3, 4, 5`;

/** Keeps what people tells of notices, as JSON (`$2`). */
export const keepReachSql = `
  UPDATE opportunity_notice AS notice
     SET reached_at = told."reachedAt", reached_by = told.channel, unreached_reason = told.reason
    FROM json_to_recordset($2) AS told ("opportunityId" uuid, version integer, "personId" uuid,
         "reachedAt" timestamptz, channel text, reason text)
   WHERE notice.trust_id = $1 AND notice.opportunity_id = told."opportunityId"
     AND notice.version = told.version AND notice.person_id = told."personId"`;

/** Notes that the person `$3` was told of the opportunity `$2` otherwise; answers whether they were to. */
export const logAlternativeSql = `
  WITH logged AS (
  UPDATE opportunity_notice AS notice
     SET alternative_on = $4, alternative_means = $5, alternative_by_id = $6
    FROM opportunity AS o, opportunity_eligible AS person
   WHERE o.trust_id = $1 AND o.id = $2
     AND person.trust_id = $1 AND person.opportunity_id = $2 AND person.person_id = $3
     AND person.dropped_at IS NULL
     AND notice.trust_id = $1 AND notice.opportunity_id = $2 AND notice.version = o.told_version
     AND notice.person_id = $3 AND notice.reached_at IS NULL AND notice.alternative_on IS NULL
  RETURNING notice.person_id)
  SELECT person_id AS id FROM logged`;
