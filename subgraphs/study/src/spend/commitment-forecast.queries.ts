import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { FundingSource } from '../ledger/ledger.types.ts';
import type { CommitmentPoint } from './commitment-forecast.types.ts';

/** Academic years of a forecast, the first included. */
const forecastYears = 3;

/**
 * What each source has promised for each of three academic years, also where that is nothing: to staff
 * of the schools for which the viewer answers.
 *
 * @param from the first year, by the year in which it starts.
 * @returns by year, then by source in the order of its type.
 */
export function commitmentForecast(
  db: Database,
  { trustId, allPlaces, placeIds }: Viewer,
  from: number,
): Promise<CommitmentPoint[]> {
  return db.rows<CommitmentPoint>(
    `SELECT year AS "academicYear", paying.source,
            coalesce(sum(line.committed_pence), 0) AS "committedPence",
            coalesce(sum(line.paid_pence), 0) AS "paidPence"
       FROM generate_series($2::integer, $3::integer) AS year
      CROSS JOIN unnest($4::text[]) WITH ORDINALITY AS paying (source, place)
       LEFT JOIN funding_line AS line ON line.trust_id = $1 AND line.academic_year = year
        AND line.source = paying.source AND ($5::uuid[] IS NULL OR line.school_id = ANY ($5))
      GROUP BY year, paying.source, paying.place ORDER BY year, paying.place`,
    [
      ...[trustId, from, from + forecastYears - 1, Object.values(FundingSource)],
      allPlaces ? null : placeIds,
    ],
  );
}
