import type { Database } from '@trellis/subgraph-kit/database';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import type { Clock } from '@trellis/subgraph-kit/london-day';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { applicationDraftLoaders } from './application/application-draft.loaders.ts';
import {
  ApplicationDraftResolver,
  DraftOfOpportunityResolver,
  DraftsOfPersonResolver,
} from './application/application-draft.resolver.ts';
import { ApplicationDraftService } from './application/application-draft.service.ts';
import { applicationLoaders } from './application/application.loaders.ts';
import { ApplicationResolver } from './application/application.resolver.ts';
import { ApplicationService } from './application/application.service.ts';
import { AnsweringService } from './choosing/answering.service.ts';
import { ChoosingResolver } from './choosing/choosing.resolver.ts';
import { ChoosingService } from './choosing/choosing.service.ts';
import type { SeatingService } from './cohort/seating.service.ts';
import { encouragementLoaders } from './encouragement/encouragement.loaders.ts';
import {
  EncouragementResolver,
  EncouragementsOfPersonResolver,
} from './encouragement/encouragement.resolver.ts';
import { EncouragementService } from './encouragement/encouragement.service.ts';
import { explanationLoaders } from './explanation/explanation.loaders.ts';
import {
  ExplanationPartsResolver,
  ExplanationResolver,
} from './explanation/explanation.resolver.ts';
import type { FairnessService } from './fairness/fairness.service.ts';
import { feedbackLoaders } from './feedback/feedback.loaders.ts';
import { FeedbackResolver } from './feedback/feedback.resolver.ts';
import { FeedbackService } from './feedback/feedback.service.ts';
import { ApplicationDrafts1797200300000 } from './migrations/application-drafts.migration.ts';
import { Endings1797200300004 } from './migrations/endings.migration.ts';
import { Explanations1797200300001 } from './migrations/explanations.migration.ts';
import { PanelSpread1797300500005 } from './migrations/panel-spread.migration.ts';
import { PanelsDecide1797200300005 } from './migrations/panels-decide.migration.ts';
import { OrganiserConflicts1797300150000 } from './migrations/organiser-conflicts.migration.ts';
import { Preparation1797200300002 } from './migrations/preparation.migration.ts';
import { ReasonsAndEncouragement1797200300003 } from './migrations/reasons-and-encouragement.migration.ts';
import { notApplyingLoaders } from './not-applying/not-applying.loaders.ts';
import { NotApplyingResolver } from './not-applying/not-applying.resolver.ts';
import { NotApplyingService } from './not-applying/not-applying.service.ts';
import type { OpportunityService } from './opportunity/opportunity.service.ts';
import { OrganiserConflictResolver } from './panel/organiser-conflict.resolver.ts';
import { OrganiserConflictService } from './panel/organiser-conflict.service.ts';
import { panelLoaders } from './panel/panel.loaders.ts';
import { panelSpreadLoaders } from './panel/panel-spread.loaders.ts';
import {
  PanelMemberResolver,
  PanelOfOpportunityResolver,
  PanelResolver,
} from './panel/panel.resolver.ts';
import { PanelService } from './panel/panel.service.ts';
import { ScoringResolver } from './panel/scoring.resolver.ts';
import { ScoringService } from './panel/scoring.service.ts';
import { placeLoaders } from './place/place.loaders.ts';
import { PlaceResolver } from './place/place.resolver.ts';
import { PlaceService } from './place/place.service.ts';
import { WaitingList } from './place/waiting-list.service.ts';
import type { PlacementService } from './placement/placement.service.ts';
import { ProjectSeats } from './project/project-seats.service.ts';
import { PreparationPlaceService } from './preparation/preparation-place.service.ts';
import { preparationLoaders } from './preparation/preparation.loaders.ts';
import {
  PreparationOfOpportunityResolver,
  PreparationPlaceResolver,
  PreparationResolver,
} from './preparation/preparation.resolver.ts';
import { PreparationService } from './preparation/preparation.service.ts';

/** What came to the tables of applying since they were first made. */
export const applyingMigrations = [
  ApplicationDrafts1797200300000,
  Explanations1797200300001,
  OrganiserConflicts1797300150000,
  Preparation1797200300002,
  ReasonsAndEncouragement1797200300003,
  Endings1797200300004,
  PanelsDecide1797200300005,
  PanelSpread1797300500005,
];

/** What those who apply, choose and are chosen may read. */
export const applyingReads = (db: Database, pages: Pages, now: Clock, viewer: Viewer) => ({
  ...applicationLoaders(db, pages, viewer),
  ...applicationDraftLoaders(db, pages, viewer),
  ...feedbackLoaders(db, pages, viewer),
  ...explanationLoaders(db),
  ...panelLoaders(db, pages, viewer),
  ...panelSpreadLoaders(db),
  ...placeLoaders(db, viewer),
  ...preparationLoaders(db, pages, viewer),
  ...notApplyingLoaders(db, now, viewer),
  ...encouragementLoaders(pages, viewer),
});

/** What applying and choosing stand on. */
interface Around {
  readonly opportunities: OpportunityService;
  readonly fairness: FairnessService;
  readonly placements: PlacementService;
  readonly seating: SeatingService;
  readonly idempotency: Idempotency;
}

/** Applying, choosing and being chosen, wired. */
export function applyingResolvers(
  db: Database,
  { opportunities, fairness, placements, seating, idempotency }: Around,
  now: Clock,
) {
  const waiting = new WaitingList(db);
  const seats = new ProjectSeats(db, waiting, now);
  const after = { placements, seating, seats, waiting };
  const applications = new ApplicationService(db, after, idempotency, now);
  const panels = new PanelService(db, opportunities, idempotency, now);
  const conflicts = new OrganiserConflictService(db, opportunities, idempotency, now);
  return [
    new ApplicationResolver(applications),
    new ApplicationDraftResolver(new ApplicationDraftService(db, applications, idempotency, now)),
    new DraftOfOpportunityResolver(),
    new DraftsOfPersonResolver(),
    new ChoosingResolver(
      new ChoosingService(db, opportunities, fairness, { seats, seating }, idempotency, now),
      new AnsweringService(db, opportunities, fairness, after, idempotency, now),
    ),
    new PlaceResolver(new PlaceService(db, opportunities, idempotency)),
    new PanelResolver(panels),
    new OrganiserConflictResolver(conflicts),
    new PanelMemberResolver(),
    new PanelOfOpportunityResolver(),
    new ScoringResolver(new ScoringService(db, opportunities, panels, fairness, idempotency, now)),
    new FeedbackResolver(new FeedbackService(db, idempotency, now)),
    new ExplanationResolver(),
    new ExplanationPartsResolver(),
    new PreparationResolver(
      new PreparationService(db, opportunities, idempotency, now),
      new PreparationPlaceService(db, idempotency, now),
    ),
    new PreparationPlaceResolver(),
    new PreparationOfOpportunityResolver(),
    new NotApplyingResolver(new NotApplyingService(db, idempotency, now)),
    new EncouragementResolver(new EncouragementService(db, idempotency, now)),
    new EncouragementsOfPersonResolver(),
  ];
}
