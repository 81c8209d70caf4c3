import { byId, PagesByParent } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Database } from '@trellis/subgraph-kit/database';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  availableList,
  bookingList,
  slotsById,
  type VisitBookingRow,
  type VisitSlotRow,
} from './visit.queries.ts';
import type { VisitsAvailableArgs } from './visit.types.ts';

/** Visits and who comes, batched. Whoever may see a person may see what they do. */
export function visitLoaders(db: Database, pages: Pages, now: Clock, viewer: Viewer) {
  const pagesOf = (name: string, parent: string) =>
    new PagesByParent<ConnectionArgs, VisitBookingRow>((args, ids) =>
      pages.ofEach(viewer, bookingList(viewer, name), args, parent, ids),
    );
  return {
    visitSlot: byId((ids) => slotsById(db, viewer, ids)),
    visitsAvailable: (args: VisitsAvailableArgs) =>
      pages.of<VisitSlotRow>(viewer, availableList(viewer, londonDay(now()), args), args),
    bookingsOfSlot: pagesOf('VisitSlot.bookings', 'b.slot_id'),
    bookingsOfPerson: pagesOf('Person.visitBookings', 'b.person_id'),
  };
}
