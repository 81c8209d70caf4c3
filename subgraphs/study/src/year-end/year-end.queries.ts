/** Funds of the year (`$2`) that are not closed. */
export const openFundsSql = `
  SELECT id, name, source, school_id AS "schoolId", academic_year AS "academicYear" FROM fund
   WHERE trust_id = $1 AND academic_year = $2 AND closed_on IS NULL ORDER BY id`;

/** The fund (`$2`) as it is found, unless the run has begun with it. */
export const beginSql = `
  INSERT INTO year_end (trust_id, fund_id, began_on, committed_before_pence, available_before_pence)
  SELECT $1, $2, $3, coalesce(sum(line.committed_pence), 0), min(fund.amount_pence - fund.committed_pence)
    FROM fund LEFT JOIN funding_line AS line ON line.trust_id = $1 AND line.fund_id = fund.id
   WHERE fund.trust_id = $1 AND fund.id = $2
  ON CONFLICT DO NOTHING`;

/** Up to `$3` awards of the fund (`$2`) with promises to carry, held in the order of their ids. */
export const holdAwardsSql = `
  SELECT id FROM award WHERE trust_id = $1 AND id IN (
    SELECT DISTINCT award_id FROM funding_line
     WHERE trust_id = $1 AND fund_id = $2 AND committed_pence > 0 ORDER BY award_id LIMIT $3)
   ORDER BY id FOR UPDATE`;

/** What these awards (`$3`) are promised by the fund (`$2`). */
export const linesToCarrySql = `
  SELECT id, award_id AS "awardId", committed_pence AS "committedPence" FROM funding_line
   WHERE trust_id = $1 AND fund_id = $2 AND award_id = ANY ($3) AND committed_pence > 0 ORDER BY id`;

/** The same promises by next year's fund, from JSON (`$2`). */
export const carriedLinesSql = `
  INSERT INTO funding_line (trust_id, id, award_id, school_id, academic_year, source, fund_id,
                            amount_pence, is_recoverable, rule_version, carried_from_id)
  SELECT $1, carried.id, line.award_id, line.school_id, line.academic_year + 1, line.source,
         carried."fundId", carried.pence, line.is_recoverable, line.rule_version, line.id
    FROM json_to_recordset($2) AS carried (id uuid, "fromId" uuid, "fundId" uuid, pence bigint)
    JOIN funding_line AS line ON line.trust_id = $1 AND line.id = carried."fromId"`;

/** Next year's fund of the same owner (`$3` source, `$4` school) and name (`$5`). */
export const nextFundSql = `
  SELECT id FROM fund WHERE trust_id = $1 AND academic_year = $2 AND source = $3
     AND school_id IS NOT DISTINCT FROM $4::uuid AND name = $5 AND closed_on IS NULL ORDER BY id LIMIT 1`;

export const openNextFundSql = `
  INSERT INTO fund (trust_id, id, name, academic_year, source, school_id)
  VALUES ($1, $2, $6, $3, $4, $5)`;

export const countCarriedSql = `
  UPDATE year_end SET into_fund_id = $3, carried_pence = carried_pence + $4,
         carried_lines = carried_lines + $5 WHERE trust_id = $1 AND fund_id = $2`;

export const closeSql = `
  WITH closed AS (
    UPDATE fund SET closed_on = $3 WHERE trust_id = $1 AND id = $2
    RETURNING amount_pence - committed_pence AS available)
  UPDATE year_end SET closed_on = $3, available_after_pence = closed.available,
         committed_after_pence = (SELECT coalesce(sum(committed_pence), 0) FROM funding_line
                                   WHERE trust_id = $1 AND fund_id = $2)
    FROM closed WHERE trust_id = $1 AND fund_id = $2`;

/** The report of the year (`$2`). */
export const reportSql = `
  SELECT fund_id AS "fundId", into_fund_id AS "intoFundId", year_end.closed_on AS "closedOn",
         committed_before_pence AS "committedBeforePence",
         available_before_pence AS "availableBeforePence",
         committed_after_pence AS "committedAfterPence",
         available_after_pence AS "availableAfterPence", carried_pence AS "carriedPence",
         carried_lines AS "carriedLines"
    FROM year_end JOIN fund ON fund.trust_id = year_end.trust_id AND fund.id = fund_id
   WHERE year_end.trust_id = $1 AND fund.academic_year = $2 AND year_end.closed_on IS NOT NULL
   ORDER BY lower(fund.name COLLATE "C"), fund.id`;
