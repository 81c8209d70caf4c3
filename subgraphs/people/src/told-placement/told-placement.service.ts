import type { TrellisEvent } from '@trellis/events/event';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { z } from 'zod';

const types: readonly string[] = [
  ...['placement.agreed', 'placement.scheduled', 'placement.ended', 'placement.cancelled'],
];

const placementShape = z.object({
  personId: z.uuid(),
  hostSchoolId: z.uuid().nullable().default(null),
  endsOn: z.iso.date().nullable().default(null),
  agreementId: z.uuid().nullable().default(null),
});

/** Keeps who is to be at which other school, and who changes places with whom. */
export class ToldPlacementService {
  constructor(private readonly db: Database) {}

  /** Takes what opportunities tells of placements; of each the latest event stands, in whatever order. */
  async take({ trustId }: Viewer, events: readonly TrellisEvent[]): Promise<void> {
    const newest = new Map<string, object>();
    const ours = events.filter(({ type }) => types.includes(type));
    for (const { type, aggregateId: id, sequence, data } of ours.toSorted(bySequence)) {
      const stands = type !== 'placement.cancelled';
      newest.set(id, { ...placementShape.parse(data), id, sequence, stands });
    }
    if (newest.size > 0)
      await this.db.rows(keepSql, [trustId, JSON.stringify([...newest.values()])]);
  }
}

const bySequence = (one: TrellisEvent, other: TrellisEvent) => one.sequence - other.sequence;

const keepSql = `
  INSERT INTO told_placement AS kept (trust_id, id, person_id, host_school_id, agreement_id, ends_on,
                                      stands, sequence)
  SELECT $1, id, "personId", "hostSchoolId", "agreementId", "endsOn", stands, sequence
    FROM json_to_recordset($2) AS told (id uuid, "personId" uuid, "hostSchoolId" uuid,
         "agreementId" uuid, "endsOn" date, stands boolean, sequence bigint) ORDER BY id
  ON CONFLICT (trust_id, id) DO UPDATE SET (person_id, host_school_id, agreement_id, ends_on, stands,
         sequence) = ROW (excluded.person_id, excluded.host_school_id, excluded.agreement_id,
         excluded.ends_on, excluded.stands, excluded.sequence)
   WHERE kept.sequence <= excluded.sequence`;
