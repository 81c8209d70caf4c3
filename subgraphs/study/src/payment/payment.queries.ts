import { instalmentsReadySql } from '../instalment/instalment.queries.ts';

/** What two people approved, nothing holds today (`$2`) and no file has: held. */
export const readyForExportSql = `
  SELECT id FROM instalment
   WHERE trust_id = $1 AND export_id IS NULL AND state = 'APPROVED'
     AND id IN (${instalmentsReadySql('$2')})
   ORDER BY id FOR UPDATE`;

/** Takes these instalments (`$4`) into a file (`$2`), which somebody (`$3`) makes. */
export const takeIntoExportSql = `
  WITH made AS (
    INSERT INTO payment_export (trust_id, id, exported_by_id) VALUES ($1, $2, $3) RETURNING id)
  UPDATE instalment SET export_id = made.id FROM made
   WHERE trust_id = $1 AND instalment.id = ANY ($4)`;

/** The rows of a file, in the order of their ids. */
export const exportRowsSql = `
  SELECT instalment.id AS "instalmentId", award.id AS "awardId", line.academic_year AS "academicYear",
         line.source, fund.name AS fund, award.programme_code AS programme,
         instalment.amount_pence AS "amountPence", instalment.due_on AS "dueOn"
    FROM instalment
    JOIN award ON award.trust_id = $1 AND award.id = instalment.award_id
    JOIN funding_line AS line ON line.trust_id = $1 AND line.id = instalment.line_id
    LEFT JOIN fund ON fund.trust_id = $1 AND fund.id = line.fund_id
   WHERE instalment.trust_id = $1 AND instalment.export_id = $2 ORDER BY instalment.id`;

/** Holds the awards of these instalments (`$2`), in the order of ids. */
export const holdAwardsSql = `
  SELECT 1 FROM award WHERE trust_id = $1 AND id IN (
    SELECT award_id FROM instalment WHERE trust_id = $1 AND id = ANY ($2))
   ORDER BY id FOR UPDATE`;

/** Then their funds, in the order of ids. */
export const holdFundsSql = `
  SELECT 1 FROM fund WHERE trust_id = $1 AND id IN (
    SELECT line.fund_id FROM instalment
      JOIN funding_line AS line ON line.trust_id = $1 AND line.id = instalment.line_id
     WHERE instalment.trust_id = $1 AND instalment.id = ANY ($2))
   ORDER BY id FOR UPDATE`;

/** What is paid, of these instalments (`$2`). */
export const payableSql = `
  SELECT instalment.id, instalment.award_id AS "awardId", state, instalment.amount_pence AS "amountPence",
         paid_on AS "paidOn", payment_reference AS "paymentReference", line_id AS "lineId",
         line.source, line.fund_id AS "fundId"
    FROM instalment JOIN funding_line AS line ON line.trust_id = $1 AND line.id = line_id
   WHERE instalment.trust_id = $1 AND instalment.id = ANY ($2)`;

/** Marks instalments paid, from JSON (`$2`). */
export const markPaidSql = `
  UPDATE instalment SET state = 'PAID', paid_on = paid."paidOn", payment_reference = paid.reference,
         payment_entry_id = paid."entryId", version = version + 1
    FROM json_to_recordset($2) AS paid ("instalmentId" uuid, "paidOn" date, reference text,
         "entryId" uuid)
   WHERE trust_id = $1 AND id = paid."instalmentId"`;

/** A recorded payment (`$2`) with the money that its line still has of it. */
export const paidSql = `
  SELECT instalment.id, instalment.award_id AS "awardId", state, instalment.version,
         award.withdrawn_on IS NULL AS "awardStands",
         payment_entry_id AS "entryId", instalment.amount_pence AS "amountPence", line_id AS "lineId",
         line.source, line.fund_id AS "fundId", line.paid_pence AS "paidPence"
    FROM instalment JOIN funding_line AS line ON line.trust_id = $1 AND line.id = line_id
    JOIN award ON award.trust_id = $1 AND award.id = instalment.award_id
   WHERE instalment.trust_id = $1 AND instalment.id = $2`;

/** It is approved again, and nothing was paid. */
export const markUnpaidSql = `
  UPDATE instalment SET state = 'APPROVED', paid_on = NULL, payment_reference = NULL,
         payment_entry_id = NULL, version = version + 1
   WHERE trust_id = $1 AND id = $2`;
