import type { Database } from '@trellis/subgraph-kit/database';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import type { Clock } from '@trellis/subgraph-kit/london-day';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { clearanceLoaders } from './clearance/clearance.loaders.ts';
import { ClearanceResolver } from './clearance/clearance.resolver.ts';
import { ClearanceService } from './clearance/clearance.service.ts';
import { PlacementRules1797200800002 } from './migrations/placement-rules.migration.ts';
import { Placements1797200800001 } from './migrations/placements.migration.ts';
import { ArrangingResolver } from './placement/arranging.resolver.ts';
import { ConsentService } from './placement/consent.service.ts';
import { placementPartLoaders } from './placement/placement-part.loaders.ts';
import { placementLoaders } from './placement/placement.loaders.ts';
import {
  PlacementCheckResolver,
  PlacementConsentResolver,
  PlacementResolver,
} from './placement/placement.resolver.ts';
import type { PlacementService } from './placement/placement.service.ts';
import { PlanningService } from './placement/planning.service.ts';
import { SchedulingService } from './placement/scheduling.service.ts';
import { workingDayLoaders } from './working-day/working-day.loaders.ts';
import { WorkingDayResolver, WorkingWeekResolver } from './working-day/working-day.resolver.ts';
import { WorkingDayService } from './working-day/working-day.service.ts';

/** The part of the subgraph that is about placements and their parts. */
export const placementMigrations = [Placements1797200800001, PlacementRules1797200800002];

/** Their batched reads. */
export function placementReads(db: Database, pages: Pages, now: Clock, viewer: Viewer) {
  return {
    ...placementLoaders(db, pages, now, viewer),
    ...placementPartLoaders(db, now, viewer),
    ...clearanceLoaders(db, viewer),
    ...workingDayLoaders(db, viewer),
  };
}

/** Their resolvers. */
export function placementResolvers(
  db: Database,
  placements: PlacementService,
  idempotency: Idempotency,
  now: Clock,
) {
  return [
    new PlacementResolver(),
    new PlacementConsentResolver(),
    new PlacementCheckResolver(),
    new ArrangingResolver(
      new PlanningService(db, placements, idempotency, now),
      new ConsentService(db, idempotency, now),
      new SchedulingService(db, idempotency, now),
    ),
    new ClearanceResolver(new ClearanceService(db, idempotency, now)),
    new WorkingWeekResolver(new WorkingDayService(db, placements, idempotency)),
    new WorkingDayResolver(),
  ];
}
