import type { Database } from '@trellis/subgraph-kit/database';
import { Fault, notFound } from '@trellis/subgraph-kit/faults';
import { idOrNone, isId } from '@trellis/subgraph-kit/ids';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { VisitBooking, VisitsAvailableArgs, VisitSlot } from './visit.types.ts';

/** A visit as read. */
export interface VisitSlotRow extends VisitSlot {
  readonly schoolId: string;
  readonly offeredById: string | null;
}

/** A booking as read. */
export interface VisitBookingRow extends VisitBooking {
  readonly slotId: string;
  readonly personId: string;
  readonly placementId: string | null;
}

const slotColumns = `
  s.id, s.kind, s.theme, s.subject_code AS "subjectCode", s.summary, s.starts_on AS "startsOn",
  s.ends_on AS "endsOn", s.bookable_on AS "bookableOn", s.capacity, s.taken, s.waiting,
  s.withdrawn_at AS "withdrawnAt", s.version, s.school_id AS "schoolId",
  s.offered_by_id AS "offeredById"`;

const bookingColumns = `
  b.id, b.state, b.booked_at AS "bookedAt", b.version, b.slot_id AS "slotId",
  b.person_id AS "personId", b.placement_id AS "placementId"`;

/**
 * Visits of the viewer's trust.
 *
 * @param lock for a change: two who book the last place come one after the other.
 */
export function slotsById(
  db: Database,
  { trustId }: Viewer,
  ids: readonly string[],
  lock: '' | 'FOR UPDATE' = '',
): Promise<VisitSlotRow[]> {
  return db.rows<VisitSlotRow>(
    `SELECT ${slotColumns} FROM visit_slot s WHERE s.trust_id = $1 AND s.id = ANY ($2::uuid[]) ${lock}`,
    [trustId, ids],
  );
}

/** @throws NOT_FOUND when the viewer's trust has no such visit. */
export async function heldSlot(db: Database, viewer: Viewer, id: string): Promise<VisitSlotRow> {
  const [found] = await slotsById(db, viewer, [id].filter(isId), 'FOR UPDATE');
  if (!found) throw notFound('visit');
  return found;
}

/** Bookings of the viewer's trust. */
export function bookingsById(
  db: Database,
  { trustId }: Viewer,
  ids: readonly string[],
): Promise<VisitBookingRow[]> {
  return db.rows<VisitBookingRow>(
    `SELECT ${bookingColumns} FROM visit_booking b WHERE b.trust_id = $1 AND b.id = ANY ($2::uuid[])`,
    [trustId, ids],
  );
}

/** @throws NOT_FOUND when the viewer's trust has no such booking. */
export async function foundBooking(
  db: Database,
  viewer: Viewer,
  id: string,
): Promise<VisitBookingRow> {
  const [found] = await bookingsById(db, viewer, [id].filter(isId));
  if (!found) throw notFound('booking');
  return found;
}

/** The person's booking of the visit that was not cancelled. */
export async function standingBooking(
  db: Database,
  { trustId }: Viewer,
  slotId: string,
  personId: string,
): Promise<VisitBookingRow | undefined> {
  const [standing] = await db.rows<VisitBookingRow>(
    `SELECT ${bookingColumns} FROM visit_booking b WHERE b.trust_id = $1 AND b.slot_id = $2
        AND b.person_id = $3 AND b.state <> 'CANCELLED'`,
    [trustId, slotId, personId],
  );
  return standing;
}

/** @throws CONFLICT with the current version when it is another. */
export function refuseStale(current: { readonly version: number }, version: number): void {
  if (current.version === version) return;
  throw new Fault('CONFLICT', 'It was changed since it was read.', {
    currentVersion: current.version,
  });
}

/** What has room and begins within those days, the earliest first. */
export function availableList({ trustId }: Viewer, today: string, args: VisitsAvailableArgs): List {
  const { school, from, to, theme } = args;
  const parameters = new SqlParameters();
  const where = [
    `s.trust_id = ${parameters.add(trustId)}`,
    's.withdrawn_at IS NULL AND s.taken < s.capacity',
    `s.starts_on > ${parameters.add(today)}::date`,
    `s.starts_on >= ${parameters.add(from)}::date AND s.starts_on <= ${parameters.add(to)}::date`,
  ];
  if (school) where.push(`s.school_id = ${parameters.add(idOrNone(school))}`);
  if (theme) {
    const pattern = parameters.addContaining(theme);
    where.push(
      `(s.theme ILIKE ${pattern} OR s.summary ILIKE ${pattern} OR s.subject_code ILIKE ${pattern})`,
    );
  }
  return {
    ...{ name: 'visitsAvailable', select: slotColumns, from: 'visit_slot s', where, parameters },
    sort: {
      name: 'EARLIEST',
      keys: [
        { sql: 's.starts_on', type: 'date' },
        { sql: 's.id', type: 'uuid' },
      ],
    },
    filter: [school, from, to, theme],
  };
}

/** All bookings, the latest first. */
export function bookingList({ trustId }: Viewer, name: string): List {
  const parameters = new SqlParameters();
  return {
    ...{ name, select: bookingColumns, from: 'visit_booking b', parameters },
    where: [`b.trust_id = ${parameters.add(trustId)}`],
    sort: {
      name: 'LATEST',
      keys: [
        { sql: 'b.booked_at', type: 'timestamptz' },
        { sql: 'b.id', type: 'uuid' },
      ],
      descending: true,
    },
  };
}
