import { Outbox } from '@trellis/events/outbox';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';

/** What others hear of placements; people keeps who is where, and who changes places with whom. */
export class PlacementNews {
  constructor(private readonly db: Database) {}

  /** @param type such as `placement.scheduled`. */
  async tell(viewer: Viewer, type: string, ids: readonly string[]): Promise<void> {
    const placements = await this.db.rows<Told>(toldSql, [viewer.trustId, ids]);
    const told = placements.map(({ id, ...data }) => ({
      type,
      ...{ aggregateType: 'Placement', aggregateId: id },
      data,
    }));
    await new Outbox(this.db).append(viewer, told);
  }
}

interface Told {
  readonly id: string;
  readonly personId: string;
  readonly opportunityId: string | null;
  readonly kind: string;
  readonly title: string | null;
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly homeSchoolId: string | null;
  readonly hostSchoolId: string | null;
  readonly agreementId: string | null;
}

const toldSql = `
  SELECT p.id, p.person_id AS "personId", p.opportunity_id AS "opportunityId", p.kind,
         coalesce(o.title, p.purpose) AS title, p.starts_on AS "startsOn", p.ends_on AS "endsOn",
         p.home_school_id AS "homeSchoolId", p.host_school_id AS "hostSchoolId",
         p.agreement_id AS "agreementId"
    FROM placement p
    LEFT JOIN opportunity o ON o.trust_id = p.trust_id AND o.id = p.opportunity_id
   WHERE p.trust_id = $1 AND p.id = ANY ($2::uuid[]) ORDER BY p.id`;
