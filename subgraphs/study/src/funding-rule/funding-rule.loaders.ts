import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import DataLoader from 'dataloader';

/** What decides on the viewer's own funding in one academic year. */
export interface OwnFundingFacts {
  readonly academicYear: number;
  readonly hasLevy: boolean;
  /** Codes of programmes for which a scholarship has paid before. */
  readonly fundedCodes: readonly string[];
}

/** Own facts by academic year, asked once for a list of programmes. */
export function ownFundingFactsLoader(db: Database, { trustId, personId }: Viewer) {
  return new DataLoader<number, OwnFundingFacts>(async (years) => {
    const rows = await db.rows<OwnFundingFacts>(sql, [trustId, years, personId]);
    const byYear = new Map(rows.map((row) => [row.academicYear, row]));
    return years.map(
      (year) => byYear.get(year) ?? new Error('the facts of an academic year are missing'),
    );
  });
}

const sql = `
  SELECT year AS "academicYear",
         EXISTS (SELECT 1 FROM fund WHERE trust_id = $1 AND academic_year = year
                    AND source = 'LEVY') AS "hasLevy",
         ARRAY (SELECT DISTINCT a.programme_code FROM award a JOIN funding_line l
                    ON l.trust_id = a.trust_id AND l.award_id = a.id
                 WHERE a.trust_id = $1 AND a.person_id = $3
                   AND a.status NOT IN ('OFFERED', 'DECLINED', 'CANCELLED')
                   AND l.source = 'DFE_SCHOLARSHIP') AS "fundedCodes"
    FROM unnest($2::integer[]) AS year`;
