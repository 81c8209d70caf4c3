import type { Database } from '@trellis/subgraph-kit/database';
import type { Clock } from '@trellis/subgraph-kit/london-day';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { PlacementKind } from '../placement/placement-kind.types.ts';
import { PlacementParty } from '../placement/placement-part.types.ts';
import type { PlacementService } from '../placement/placement.service.ts';
import { VisitNews } from './visit-news.ts';
import { heldSlot, type VisitSlotRow } from './visit.queries.ts';

/** Who has a place on a visit: whoever booked one, and the next who waits when one becomes free. */
export class VisitPlaces {
  constructor(
    private readonly db: Database,
    private readonly placements: PlacementService,
    private readonly now: Clock,
  ) {}

  /** Makes the placement of a booking: the school agreed by offering, the person by booking. */
  async take(
    viewer: Viewer,
    slot: VisitSlotRow,
    { id, personId }: { readonly id: string; readonly personId: string },
  ): Promise<string | undefined> {
    const { kind, theme, schoolId: hostSchoolId, startsOn, endsOn, offeredById } = slot;
    const [placementId] = await this.placements.make(viewer, [
      {
        ...{ personId, kind: PlacementKind[kind], hostSchoolId, startsOn, endsOn, purpose: theme },
        ...{ opportunityId: null, applicationId: null, homeSchoolId: null, weekdays: null },
        agreementId: null,
        agreed: [
          { party: PlacementParty.PERSON, reason: null, byId: personId },
          { party: PlacementParty.HOST_HEAD, reason: null, byId: offeredById },
        ],
      },
    ]);
    await this.db.rows(
      `UPDATE visit_booking SET state = 'BOOKED', placement_id = $3, version = version + 1
        WHERE trust_id = $1 AND id = $2`,
      [viewer.trustId, id, placementId],
    );
    return placementId;
  }

  /** Gives places that became free, with placements that were given up, to those who wait. */
  async freed(viewer: Viewer, placementIds: readonly string[]): Promise<void> {
    const slots = await this.db.rows<{ slotId: string }>(
      `SELECT DISTINCT slot_id AS "slotId" FROM visit_booking
        WHERE trust_id = $1 AND placement_id = ANY ($2::uuid[]) ORDER BY slot_id`,
      [viewer.trustId, placementIds],
    );
    for (const { slotId } of slots) await this.moveUp(viewer, slotId);
  }

  /** Whoever has had the fewest visits this year comes first, and then whoever has waited longest. */
  private async moveUp(viewer: Viewer, slotId: string): Promise<void> {
    const slot = await heldSlot(this.db, viewer, slotId);
    const isOver = slot.withdrawnAt !== null || slot.startsOn <= londonDay(this.now());
    if (isOver || slot.taken >= slot.capacity) return;
    const next = await this.db.rows<{ id: string; personId: string }>(nextSql, [
      ...[viewer.trustId, slotId, slot.capacity - slot.taken],
    ]);
    for (const waiting of next) {
      const id = await this.take(viewer, slot, waiting);
      if (id) await new VisitNews(this.db).placeFree(viewer, slot, id, waiting.personId);
    }
  }
}

/** Those who left or are elsewhere by now stay where they are. */
const nextSql = `
  SELECT b.id, b.person_id AS "personId"
    FROM visit_booking b JOIN visit_slot s ON s.trust_id = b.trust_id AND s.id = b.slot_id
   WHERE b.trust_id = $1 AND b.slot_id = $2 AND b.state = 'WAITING'
     AND NOT EXISTS (SELECT 1 FROM roster_person gone WHERE gone.trust_id = b.trust_id
                        AND gone.id = b.person_id AND gone.status = 'LEFT')
     AND NOT EXISTS (SELECT 1 FROM placement p WHERE p.trust_id = b.trust_id
                        AND p.person_id = b.person_id AND p.state IN ('SCHEDULED', 'PREPARING')
                        AND p.days && datemultirange(daterange(s.starts_on, s.ends_on)))
   ORDER BY (SELECT count(*) FROM visit_booking had
               JOIN visit_slot then_slot ON then_slot.trust_id = had.trust_id
                AND then_slot.id = had.slot_id
              WHERE had.trust_id = b.trust_id AND had.person_id = b.person_id
                AND had.state = 'BOOKED'
                AND academic_year(then_slot.starts_on) = academic_year(s.starts_on)),
            b.booked_at, b.id
   LIMIT $3`;
