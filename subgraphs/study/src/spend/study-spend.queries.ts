import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { StudySpend } from './study-spend.types.ts';

/** A school and an academic year, named by the year it starts. */
export interface SchoolYear {
  readonly schoolId: string;
  readonly academicYear: number;
}

/** @returns the sums of those school years that have awards, in any order. */
export function studySpendOf(
  db: Database,
  viewer: Viewer,
  asked: readonly SchoolYear[],
): Promise<(StudySpend & SchoolYear)[]> {
  return db.rows<StudySpend & SchoolYear>(
    `SELECT school_id AS "schoolId", academic_year AS "academicYear",
            sum(committed_pence + paid_pence + owed_pence) AS "amountPence",
            count(DISTINCT award_id) AS "awardCount"
       FROM funding_line
      WHERE trust_id = $1 AND fund_id IS NOT NULL AND committed_pence + paid_pence + owed_pence > 0
        AND (school_id, academic_year) IN (SELECT * FROM unnest($2::uuid[], $3::integer[]))
      GROUP BY school_id, academic_year`,
    [
      viewer.trustId,
      asked.map(({ schoolId }) => schoolId),
      asked.map(({ academicYear }) => academicYear),
    ],
  );
}
