import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { AwardMove } from './award-move.types.ts';

/** A move, with the schools and the award that it is of. */
export interface AwardMoveRow extends AwardMove {
  readonly awardId: string;
  readonly fromSchoolId: string;
  readonly toSchoolId: string;
}

/** @returns the moves of these awards, the first one first. */
export function movesOfAwards(
  db: Database,
  { trustId }: Viewer,
  awardIds: readonly string[],
): Promise<AwardMoveRow[]> {
  return db.rows<AwardMoveRow>(
    `SELECT award_id AS "awardId", from_school_id AS "fromSchoolId", to_school_id AS "toSchoolId",
            moved_on AS "movedOn", moved_pence AS "amountPence", reason
       FROM award_move WHERE trust_id = $1 AND award_id = ANY ($2) ORDER BY award_id, id`,
    [trustId, awardIds],
  );
}

/** What a line still promises, without what finance was asked to pay. */
export interface MovableLine {
  readonly id: string;
  readonly fundId: string;
  readonly academicYear: number;
  readonly pence: number;
}

/** Lines of the award (`$2`) that funds of other schools than `$3` pay. */
export const movableSql = `
  SELECT * FROM (
    SELECT line.id, line.fund_id AS "fundId", line.academic_year AS "academicYear",
           line.committed_pence - coalesce((
             SELECT sum(amount_pence) FROM instalment
              WHERE instalment.trust_id = $1 AND instalment.line_id = line.id
                AND instalment.state = 'APPROVED' AND instalment.export_id IS NOT NULL), 0) AS pence
      FROM funding_line AS line JOIN fund ON fund.trust_id = $1 AND fund.id = line.fund_id
     WHERE line.trust_id = $1 AND line.award_id = $2 AND line.source = 'SCHOOL'
       AND fund.school_id <> $3) AS line
   WHERE pence > 0 ORDER BY "academicYear", id`;

/** The same promises by the new school’s (`$3`) funds, from JSON (`$2`). */
export const movedLinesSql = `
  INSERT INTO funding_line (trust_id, id, award_id, school_id, academic_year, source, fund_id,
                            amount_pence, is_recoverable, rule_version, carried_from_id)
  SELECT $1, moved."newId", line.award_id, $3, line.academic_year, line.source, moved."intoId",
         moved.pence, line.is_recoverable, line.rule_version, line.id
    FROM json_to_recordset($2) AS moved (id uuid, "newId" uuid, "intoId" uuid, pence bigint)
    JOIN funding_line AS line ON line.trust_id = $1 AND line.id = moved.id`;

/** What finance was not asked to pay yet is paid by the new lines. */
export const movedInstalmentsSql = `
  UPDATE instalment SET line_id = moved."newId", version = version + 1
    FROM json_to_recordset($2) AS moved (id uuid, "newId" uuid)
   WHERE trust_id = $1 AND line_id = moved.id AND state IN ('OPEN', 'APPROVED')
     AND export_id IS NULL`;

export const noteMoveSql = `
  INSERT INTO award_move (trust_id, id, award_id, from_school_id, to_school_id, moved_on, moved_pence,
                          reason, approved_by_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

export const newSchoolSql = `
  UPDATE award SET school_id = $3, version = version + 1 WHERE trust_id = $1 AND id = $2`;
