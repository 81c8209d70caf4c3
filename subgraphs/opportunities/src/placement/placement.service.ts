import { Outbox } from '@trellis/events/outbox';
import type { Database } from '@trellis/subgraph-kit/database';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { ApplicationRow } from '../application/application.queries.ts';

/** What people agree to do for a time outside their post. */
export class PlacementService {
  constructor(private readonly db: Database) {}

  /**
   * Makes the placement of an offer that was accepted: from the school of the person's main post to
   * the one that offers it, or at home where none does.
   */
  async agree(viewer: Viewer, { id, personId, opportunityId }: ApplicationRow): Promise<void> {
    const agreed = await this.db.rows<Told>(agreeSql, [viewer.trustId, id, newId()]);
    await this.tell(viewer, 'placement.agreed', agreed, { personId, opportunityId });
  }

  /** Takes back the placement of an application that was withdrawn after it was accepted. */
  async cancel(viewer: Viewer, { id, personId, opportunityId }: ApplicationRow): Promise<void> {
    const cancelled = await this.db.rows<Told>(cancelSql, [viewer.trustId, id]);
    await this.tell(viewer, 'placement.cancelled', cancelled, { personId, opportunityId });
  }

  private tell(viewer: Viewer, type: string, placements: readonly Told[], of: object) {
    const told = placements.map(({ id, ...data }) => ({
      type,
      ...{ aggregateType: 'Placement', aggregateId: id },
      data: { ...of, ...data },
    }));
    return new Outbox(this.db).append(viewer, told);
  }
}

/** What others hear of a placement. */
interface Told {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly homeSchoolId: string | null;
  readonly hostSchoolId: string | null;
}

const told = `
  placed.id, placed.kind, o.title, placed.starts_on AS "startsOn", placed.ends_on AS "endsOn",
  placed.home_school_id AS "homeSchoolId", placed.host_school_id AS "hostSchoolId"`;

const agreeSql = `
  WITH placed AS (
    INSERT INTO placement (trust_id, id, opportunity_id, person_id, kind, home_school_id,
                           host_school_id, starts_on, ends_on, application_id, state)
    SELECT a.trust_id, $3, a.opportunity_id, a.person_id, o.kind, home.school_id,
           coalesce(o.host_school_id, home.school_id), a.offer_starts_on, a.offer_ends_on, a.id,
           'PREPARING'
      FROM application a
      JOIN opportunity o ON o.trust_id = a.trust_id AND o.id = a.opportunity_id
      LEFT JOIN LATERAL (
        SELECT school_id FROM roster_assignment r
         WHERE r.trust_id = a.trust_id AND r.person_id = a.person_id
           AND (r.ends_on IS NULL OR r.ends_on > a.offer_starts_on)
         ORDER BY r.starts_on > a.offer_starts_on, r.is_primary DESC, r.fte DESC, r.id LIMIT 1
      ) home ON true
     WHERE a.trust_id = $1 AND a.id = $2
    RETURNING *
  )
  SELECT ${told} FROM placed
    JOIN opportunity o ON o.trust_id = placed.trust_id AND o.id = placed.opportunity_id`;

const cancelSql = `
  WITH placed AS (
    UPDATE placement SET state = 'CANCELLED'
     WHERE trust_id = $1 AND application_id = $2 AND state <> 'CANCELLED'
    RETURNING *
  )
  SELECT ${told} FROM placed
    JOIN opportunity o ON o.trust_id = placed.trust_id AND o.id = placed.opportunity_id`;
