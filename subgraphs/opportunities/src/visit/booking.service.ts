import type { Database } from '@trellis/subgraph-kit/database';
import { forbidden } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { answersFor } from '../placement/placement.queries.ts';
import type { SchedulingService } from '../placement/scheduling.service.ts';
import {
  AlreadyBooked,
  type BookVisitInput,
  type CancelVisitBookingInput,
  ElsewhereThen,
  OwnSchool,
  TooManyVisits,
  VisitNotBookable,
} from './visit-change.types.ts';
import type { VisitPlaces } from './visit-places.service.ts';
import {
  foundBooking,
  heldSlot,
  refuseStale,
  standingBooking,
  type VisitSlotRow,
} from './visit.queries.ts';
import { visitPolicyOf } from './visit.service.ts';
import { VisitBookingState } from './visit.types.ts';

const { BOOKED, WAITING, CANCELLED } = VisitBookingState;

/** Booking and giving up a visit, which each person does for themselves. */
export class BookingService {
  constructor(
    private readonly db: Database,
    private readonly places: VisitPlaces,
    private readonly scheduling: SchedulingService,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
  ) {}

  /**
   * Books a place for the viewer, or puts them on the waiting list where none is left.
   *
   * @throws NOT_FOUND when the viewer's trust has no such visit.
   * @throws FORBIDDEN when the viewer is no person.
   */
  book(viewer: Viewer, input: BookVisitInput) {
    const { trustId, personId } = viewer;
    if (personId === null) throw forbidden('Only a signed-in person can do this, for themselves.');
    const book = async () => {
      const slot = await heldSlot(this.db, viewer, input.slotId);
      const refusal = await this.refusal(viewer, slot, personId);
      if (refusal) return refusal;
      const id = newId();
      await this.db.rows(
        `INSERT INTO visit_booking (trust_id, id, slot_id, person_id, state, booked_at)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [trustId, id, slot.id, personId, WAITING, this.now()],
      );
      if (slot.taken < slot.capacity) await this.places.take(viewer, slot, { id, personId });
      return foundBooking(this.db, viewer, id);
    };
    const again = (id: string) => foundBooking(this.db, viewer, id);
    return this.idempotency.once(viewer, 'bookVisit', input, book, again);
  }

  /**
   * Gives a booking up before the visit begins. The place goes to the next who waits.
   *
   * @throws NOT_FOUND when the viewer's trust has no such booking.
   * @throws FORBIDDEN unless it is the viewer's own, or of a school that they answer for.
   * @throws CONFLICT with the current version when it changed since it was read.
   */
  cancel(viewer: Viewer, input: CancelVisitBookingInput) {
    const { id } = input;
    const cancel = async () => {
      const { slotId } = await foundBooking(this.db, viewer, id);
      const slot = await heldSlot(this.db, viewer, slotId);
      const booking = await foundBooking(this.db, viewer, id);
      if (booking.personId !== viewer.personId && !answersFor(viewer, slot.schoolId)) {
        throw forbidden('Whoever booked it gives it up, or the school that expects them.');
      }
      refuseStale(booking, input.version);
      const hasBegun = slot.startsOn <= londonDay(this.now());
      if (booking.state === CANCELLED || hasBegun) return new VisitNotBookable(null);
      if (booking.state === BOOKED && booking.placementId !== null) {
        await this.scheduling.giveUp(viewer, [booking.placementId]);
      } else {
        await this.db.rows(
          `UPDATE visit_booking SET state = $3, version = version + 1
            WHERE trust_id = $1 AND id = $2`,
          [viewer.trustId, id, CANCELLED],
        );
      }
      return foundBooking(this.db, viewer, id);
    };
    const again = () => foundBooking(this.db, viewer, id);
    return this.idempotency.once(viewer, 'cancelVisitBooking', input, cancel, again);
  }

  private async refusal(viewer: Viewer, slot: VisitSlotRow, personId: string) {
    const today = londonDay(this.now());
    if (slot.withdrawnAt !== null || slot.startsOn <= today) return new VisitNotBookable(null);
    if (slot.bookableOn > today) return new VisitNotBookable(slot.bookableOn);
    const standing = await standingBooking(this.db, viewer, slot.id, personId);
    if (standing) return new AlreadyBooked(standing);
    // Of two visits that somebody books at once the second sees the first.
    await this.db.rows('SELECT pg_advisory_xact_lock(hashtextextended($1, 1))', [personId]);
    const [found] = await this.db.rows<Standing>(standingSql, [
      ...[viewer.trustId, personId, slot.schoolId, slot.startsOn, slot.endsOn],
    ]);
    if (!found) return undefined;
    if (found.isOwnSchool) return new OwnSchool();
    if (found.isElsewhere) return new ElsewhereThen();
    const { mostAYear } = await visitPolicyOf(this.db, viewer);
    return found.visits >= mostAYear ? new TooManyVisits(mostAYear) : undefined;
  }
}

interface Standing {
  readonly isOwnSchool: boolean;
  readonly isElsewhere: boolean;
  readonly visits: number;
}

const standingSql = `
  SELECT EXISTS (SELECT 1 FROM roster_assignment post
                  WHERE post.trust_id = $1 AND post.person_id = $2 AND post.school_id = $3
                    AND (post.ends_on IS NULL OR post.ends_on > $4::date)) AS "isOwnSchool",
         EXISTS (SELECT 1 FROM placement p
                  WHERE p.trust_id = $1 AND p.person_id = $2
                    AND p.state IN ('PREPARING', 'SCHEDULED', 'RECORDED')
                    AND p.days && datemultirange(daterange($4::date, $5::date))) AS "isElsewhere",
         (SELECT count(*)::integer FROM visit_booking b
            JOIN visit_slot s ON s.trust_id = b.trust_id AND s.id = b.slot_id
           WHERE b.trust_id = $1 AND b.person_id = $2 AND b.state <> 'CANCELLED'
             AND academic_year(s.starts_on) = academic_year($4::date)) AS visits`;
