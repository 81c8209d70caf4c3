import { audienceSql } from './audience.queries.ts';
import { manyByKey } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { OpportunityVersion } from './opportunity-version.types.ts';

interface VersionRow extends OpportunityVersion {
  readonly opportunityId: string;
}

/** Versions of opportunities, the newest first, batched. */
export function opportunityVersionLoaders(db: Database, { trustId }: Viewer) {
  return {
    versionsByOpportunity: manyByKey<VersionRow>(
      ({ opportunityId }) => opportunityId,
      (ids) =>
        db.rows<VersionRow>(
          `SELECT opportunity_id AS "opportunityId", number, made_at AS "madeAt", changes, title,
                  closes_on AS "closesOn", ${audienceSql('audience')} AS audience, terms
             FROM opportunity_version WHERE trust_id = $1 AND opportunity_id = ANY ($2::uuid[])
            ORDER BY number DESC`,
          [trustId, ids],
        ),
    ),
  };
}
