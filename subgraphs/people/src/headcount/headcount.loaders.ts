import { manyByKey } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type DataLoader from 'dataloader';
import { holdsOn } from '../assignment/assignment.queries.ts';
import { serviceAgreementCodes } from '../contract/contract-type.codes.ts';
import type { StaffGroupHeadcount } from './headcount.types.ts';

type PlaceHeadcount = StaffGroupHeadcount & { readonly placeId: string };

/** How many people there are of each staff group. */
export function headcountLoaders(db: Database, viewer: Viewer) {
  const count = (place: 'school_id' | 'trust_id', placeIds: readonly string[], day: string) =>
    db.rows<PlaceHeadcount>(
      `SELECT place_id AS "placeId", staff_group AS "staffGroup", count(*) AS people, sum(fte) AS fte
         FROM (${countedOnce(place)}) AS counted GROUP BY 1, 2 ORDER BY 1, 2`,
      [viewer.trustId, placeIds, day, serviceAgreementCodes],
    );
  const ofSchoolOn = new Map<string, DataLoader<string, PlaceHeadcount[]>>();
  return {
    headcountOfSchoolOn(day: string): DataLoader<string, StaffGroupHeadcount[]> {
      let loader = ofSchoolOn.get(day);
      if (!loader) {
        loader = manyByKey(
          ({ placeId }) => placeId,
          (schoolIds) => count('school_id', schoolIds, day),
        );
        ofSchoolOn.set(day, loader);
      }
      return loader;
    },

    /** Somebody at two schools counts once. */
    headcountOfTrustOn: (day: string): Promise<StaffGroupHeadcount[]> =>
      count('trust_id', [viewer.trustId], day),
  };
}

/**
 * Each person once at each place, under the staff group of their main post there: the primary one,
 * else the largest, else the oldest.
 */
function countedOnce(place: string): string {
  return `
    SELECT assignment.${place} AS place_id, assignment.person_id,
           (array_agg(assignment.staff_group ORDER BY assignment.is_primary DESC,
              assignment.fte DESC, assignment.starts_on, assignment.id))[1] AS staff_group,
           sum(assignment.fte) AS fte
      FROM assignment JOIN contract
        ON contract.trust_id = assignment.trust_id AND contract.id = assignment.contract_id
     WHERE assignment.trust_id = $1 AND assignment.${place} = ANY ($2::uuid[])
       AND ${holdsOn('assignment', '$3')} AND contract.type_code <> ALL ($4::text[])
     GROUP BY 1, 2`;
}
