import type { Database } from '@trellis/subgraph-kit/database';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import type { EntityFinder, EntityReader } from '@trellis/subgraph-kit/known-entities';
import type { Clock } from '@trellis/subgraph-kit/london-day';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { standingFeed } from './placement/calendar-feed.queries.ts';
import { CalendarFeedResolver } from './placement/calendar-feed.resolver.ts';
import { CalendarFeedService } from './placement/calendar-feed.service.ts';
import { clearanceLoaders } from './clearance/clearance.loaders.ts';
import { ClearanceResolver } from './clearance/clearance.resolver.ts';
import { ClearanceService } from './clearance/clearance.service.ts';
import { CareerLines1797300400010 } from './migrations/career-lines.migration.ts';
import { flowLoaders } from './flow/flow.loaders.ts';
import {
  HostLoadResolver,
  SchoolExchangeResolver,
  SchoolFlowsResolver,
} from './flow/flow.resolver.ts';
import { CalendarFeeds1797300700001 } from './migrations/calendar-feeds.migration.ts';
import { PlacementReminders1797200800004 } from './migrations/placement-reminders.migration.ts';
import { PlacementRules1797200800002 } from './migrations/placement-rules.migration.ts';
import { Placements1797200800001 } from './migrations/placements.migration.ts';
import { Visits1797200800003 } from './migrations/visits.migration.ts';
import { ArrangingResolver } from './placement/arranging.resolver.ts';
import { ConsentService } from './placement/consent.service.ts';
import { placementPartLoaders } from './placement/placement-part.loaders.ts';
import { placementLoaders } from './placement/placement.loaders.ts';
import {
  PlacementCalendarResolver,
  PlacementCheckResolver,
  PlacementConsentResolver,
  PlacementResolver,
} from './placement/placement.resolver.ts';
import type { PlacementService } from './placement/placement.service.ts';
import { WaitingList } from './place/waiting-list.service.ts';
import { PlanningService } from './placement/planning.service.ts';
import { SchedulingService } from './placement/scheduling.service.ts';
import { ProjectSeats } from './project/project-seats.service.ts';
import { reflectionLoaders } from './reflection/reflection.loaders.ts';
import {
  ReflectionOfPlacementResolver,
  ReflectionResolver,
  ReflectionsOfNetworkResolver,
} from './reflection/reflection.resolver.ts';
import { ReflectionService } from './reflection/reflection.service.ts';
import { BookingService } from './visit/booking.service.ts';
import { VisitPlaces } from './visit/visit-places.service.ts';
import { visitLoaders } from './visit/visit.loaders.ts';
import { VisitBookingResolver, VisitSlotResolver } from './visit/visit.resolver.ts';
import { VisitService } from './visit/visit.service.ts';
import { workingDayLoaders } from './working-day/working-day.loaders.ts';
import { WorkingDayResolver, WorkingWeekResolver } from './working-day/working-day.resolver.ts';
import { WorkingDayService } from './working-day/working-day.service.ts';

/** The part of the subgraph that is about placements and their parts. */
export const placementMigrations = [
  Placements1797200800001,
  PlacementRules1797200800002,
  Visits1797200800003,
  PlacementReminders1797200800004,
  CareerLines1797300400010,
  CalendarFeeds1797300700001,
];

/** Their batched reads. */
export function placementReads(db: Database, pages: Pages, now: Clock, viewer: Viewer) {
  return {
    ...placementLoaders(db, pages, now, viewer),
    ...placementPartLoaders(db, now, viewer),
    ...clearanceLoaders(db, viewer),
    ...workingDayLoaders(db, viewer),
    ...visitLoaders(db, pages, now, viewer),
    ...flowLoaders(db, viewer),
    ...reflectionLoaders(db, pages, viewer),
    ownCalendarFeed: () => standingFeed(db, viewer),
  };
}

/** What is given up frees places for those who wait. */
export function schedulingOf(
  db: Database,
  placements: PlacementService,
  idempotency: Idempotency,
  now: Clock,
): SchedulingService {
  const places = new VisitPlaces(db, placements, now);
  const seats = new ProjectSeats(db, new WaitingList(db), now);
  return new SchedulingService(db, idempotency, now, async (viewer, ids) => {
    await places.freed(viewer, ids);
    await seats.freed(viewer, ids);
  });
}

/** Their resolvers. */
export function placementResolvers(
  db: Database,
  people: EntityFinder & EntityReader,
  placements: PlacementService,
  idempotency: Idempotency,
  now: Clock,
) {
  const scheduling = schedulingOf(db, placements, idempotency, now);
  const places = new VisitPlaces(db, placements, now);
  return [
    new VisitSlotResolver(new VisitService(db, scheduling, idempotency, people, now)),
    new VisitBookingResolver(new BookingService(db, places, scheduling, idempotency, now)),
    new ReflectionResolver(new ReflectionService(db, idempotency, people, now)),
    new ReflectionOfPlacementResolver(),
    new ReflectionsOfNetworkResolver(),
    new PlacementCalendarResolver(),
    new PlacementResolver(),
    new PlacementConsentResolver(),
    new PlacementCheckResolver(),
    new ArrangingResolver(
      new PlanningService(db, placements, idempotency, now),
      new ConsentService(db, idempotency, now),
      scheduling,
    ),
    new ClearanceResolver(new ClearanceService(db, idempotency, now)),
    new WorkingWeekResolver(new WorkingDayService(db, placements, idempotency)),
    new WorkingDayResolver(),
    new SchoolFlowsResolver(),
    new SchoolExchangeResolver(),
    new HostLoadResolver(),
    new CalendarFeedResolver(new CalendarFeedService(db, idempotency, people, now)),
  ];
}
