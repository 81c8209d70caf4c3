import type { TrellisEvent } from '@trellis/events/event';
import { eventEndpoint } from '@trellis/events/event-endpoint';
import type { ApplyEvents } from '@trellis/events/event-receiver';
import { eventRetention } from '@trellis/events/event-retention.migration';
import { eventTables } from '@trellis/events/events.migration';
import { RosterCredentials1797200400030 } from '@trellis/staff-roster/roster-credentials.migration';
import { rosterTables } from '@trellis/staff-roster/roster.migration';
import { RosterService } from '@trellis/staff-roster/roster.service';
import type { Database } from '@trellis/subgraph-kit/database';
import { federatedSchema, type References } from '@trellis/subgraph-kit/federated-schema';
import { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idempotencyRetention } from '@trellis/subgraph-kit/idempotency-retention.migration';
import { idempotencyTable } from '@trellis/subgraph-kit/idempotency.migration';
import type { EntityFinder, EntityReader } from '@trellis/subgraph-kit/known-entities';
import { RowSecuritySettings1700000000000 } from '@trellis/subgraph-kit/row-security-settings.migration';
import type { SubgraphDefinition } from '@trellis/subgraph-kit/serve';
import { ApplicationEntity } from './application/application.entity.ts';
import { calendarScope } from './placement/calendar-feed.service.ts';
import { applyingMigrations, applyingReads, applyingResolvers } from './applying-subgraph.ts';
import { cohortLoaders } from './cohort/cohort.loaders.ts';
import {
  cohortCalendarOf,
  cohortMigrations,
  cohortResolvers,
  publishingOf,
  seatingOf,
} from './cohorts-subgraph.ts';
import type { Context, Loaders } from './context.ts';
import {
  deploymentMigrations,
  deploymentReads,
  deploymentResolvers,
} from './deployments-subgraph.ts';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import { EligibilityResolver } from './eligibility/eligibility.resolver.ts';
import { EligibilityService } from './eligibility/eligibility.service.ts';
import { eligibilityLoaders } from './eligibility/eligibility.loaders.ts';
import { opportunityMatchLoaders } from './eligibility/opportunity-match.loaders.ts';
import { OpportunityMatchResolver } from './eligibility/opportunity-match.resolver.ts';
import { fairnessLoaders } from './fairness/fairness.loaders.ts';
import {
  FairnessResolver,
  ReachResolver,
  UnreachedResolver,
} from './fairness/fairness.resolver.ts';
import { FairnessPolicyResolver } from './fairness/fairness-policy.resolver.ts';
import { FairnessPolicyService } from './fairness/fairness-policy.service.ts';
import { FairnessService } from './fairness/fairness.service.ts';
import { ReachService } from './fairness/reach.service.ts';
import { FairnessWindows1797080000004 } from './migrations/fairness-windows.migration.ts';
import { Eligibility1797080000002 } from './migrations/eligibility.migration.ts';
import { opportunityHistoryLoaders } from './history/opportunity-history.loaders.ts';
import {
  HistoryEntryResolver,
  OpportunityHistoryResolver,
  OverrideResolver,
} from './history/opportunity-history.resolver.ts';
import { Choosing1797110010001 } from './migrations/choosing.migration.ts';
import { OutcomeNotices1797200400020 } from './migrations/outcome-notices.migration.ts';
import { Reminders1797200400021 } from './migrations/reminders.migration.ts';
import { OpportunityClosings1797300100000 } from './migrations/opportunity-closings.migration.ts';
import { NoticeLookup1797102000002 } from './migrations/notice-lookup.migration.ts';
import { OpportunityRecords1797102000001 } from './migrations/opportunity-records.migration.ts';
import { Opportunities1757289600000 } from './migrations/opportunities.migration.ts';
import { OpportunityVersions1797080000001 } from './migrations/opportunity-versions.migration.ts';
import { Panels1797081000001 } from './migrations/panels.migration.ts';
import { sharedTypes } from './shared-types-subgraph.ts';
import { AspirationMatch } from './aspiration/aspiration-match.types.ts';
import { NeedWays } from './next-step/need-ways.types.ts';
import { StaffGroupOutlook } from './next-step/staff-group-outlook.types.ts';
import { staffGroupOutlookLoaders } from './next-step/staff-group-outlook.loaders.ts';
import { OpportunityProgressResolver } from './opportunity/opportunity-progress.resolver.ts';
import { OpportunityProgressService } from './opportunity/opportunity-progress.service.ts';
import { opportunityVersionLoaders } from './opportunity/opportunity-version.loaders.ts';
import { OpportunityEntity } from './opportunity/opportunity.entity.ts';
import { opportunityLoaders } from './opportunity/opportunity.loaders.ts';
import { OpportunityResolver } from './opportunity/opportunity.resolver.ts';
import { RedeploymentResolver } from './opportunity/redeployment.resolver.ts';
import { RedeploymentService } from './opportunity/redeployment.service.ts';
import { OpportunityRows } from './opportunity/opportunity.rows.ts';
import { OpportunityService } from './opportunity/opportunity.service.ts';
import { PlaceEndingService } from './place/place-ending.service.ts';
import { PlacementEntity } from './placement/placement.entity.ts';
import { PlacementService } from './placement/placement.service.ts';
import {
  placementMigrations,
  placementReads,
  placementResolvers,
  schedulingOf,
} from './placements-subgraph.ts';
import { Swaps1797200900000 } from './migrations/swaps.migration.ts';
import { swapLoaders } from './swap/swap.loaders.ts';
import { swapResolvers } from './swaps-subgraph.ts';
import { projectLoaders } from './project/project.loaders.ts';
import { projectMigrations, projectResolvers } from './projects-subgraph.ts';
import { StudyRoundService } from './study-round/study-round.service.ts';
import { SecondRounds1797300100010 } from './migrations/second-rounds.migration.ts';
import { SchoolDays1797080000003 } from './migrations/school-days.migration.ts';
import { schoolCalendarLoaders } from './term/school-calendar.loaders.ts';
import { CalendarImportResolver } from './term/calendar-import.resolver.ts';
import { CalendarImportService } from './term/calendar-import.service.ts';
import { SchoolCalendarResolver } from './term/school-calendar.resolver.ts';
import { SchoolCalendarService } from './term/school-calendar.service.ts';
import { Viewer } from './viewer/viewer.types.ts';

/** The tables and their history. */
export const opportunitiesDatabase = {
  entities: [OpportunityEntity, ApplicationEntity, PlacementEntity],
  migrations: [
    RowSecuritySettings1700000000000,
    idempotencyTable('opportunities'),
    Opportunities1757289600000,
    eventTables('opportunities'),
    rosterTables('opportunities'),
    eventRetention('opportunities'),
    idempotencyRetention('opportunities'),
    OpportunityVersions1797080000001,
    Eligibility1797080000002,
    SchoolDays1797080000003,
    FairnessWindows1797080000004,
    Panels1797081000001,
    OpportunityRecords1797102000001,
    NoticeLookup1797102000002,
    Choosing1797110010001,
    ...applyingMigrations,
    ...placementMigrations,
    ...deploymentMigrations,
    Swaps1797200900000,
    ...projectMigrations,
    OutcomeNotices1797200400020,
    Reminders1797200400021,
    RosterCredentials1797200400030,
    OpportunityClosings1797300100000,
    SecondRounds1797300100010,
    ...cohortMigrations,
  ],
};

/**
 * The subgraph, wired.
 *
 * @param people knows which schools and networks a viewer may see.
 */
export function opportunitiesSubgraph(
  people: EntityFinder & EntityReader,
  now: Clock,
): SubgraphDefinition<Loaders> {
  return {
    name: 'opportunities',
    database: opportunitiesDatabase,
    refusedScopes: (issuer) => (issuer === 'gateway' ? [] : [calendarScope]),
    endpoints: (around) =>
      eventEndpoint(
        'opportunities',
        {
          people: staffOf(around.db, people, now),
          study: roundsOf(around.db, people, now),
          opportunities: daysOf(around.db, people, now),
        },
        around,
      ),
    wire: async (db, pages) => ({
      schema: await schemaOf(db, people, now),
      loadersFor: (viewer) => ({
        ...opportunityLoaders(db, pages, now, viewer),
        ...opportunityVersionLoaders(db, viewer),
        ...eligibilityLoaders(db, now, viewer),
        ...opportunityMatchLoaders(db, pages, now, viewer),
        ...staffGroupOutlookLoaders(db, now, viewer),
        ...opportunityHistoryLoaders(pages, viewer),
        ...fairnessLoaders(db, pages, viewer),
        ...schoolCalendarLoaders(db, viewer),
        ...placementReads(db, pages, now, viewer),
        ...deploymentReads(db, pages, now, viewer),
        ...swapLoaders(db, pages, now, viewer),
        ...projectLoaders(db, pages, now, viewer),
        ...cohortLoaders(db, pages, now, viewer),
        ...applyingReads(db, pages, now, viewer),
      }),
    }),
  };
}

/** People owns and describes them. */
const byKeyAlone = ({ id }: { readonly id?: string }) => ({ id });

/** How each entity is found by its key. */
const references: References<Context> = {
  Opportunity: ({ id = '' }, { loaders }) => loaders.opportunity.load(id),
  Application: ({ id = '' }, { loaders }) => loaders.application.load(id),
  Placement: ({ id = '' }, { loaders }) => loaders.placement.load(id),
  SpecialistNeed: ({ id = '' }, { loaders }) => loaders.specialistNeed.load(id),
  LendingOffer: ({ id = '' }, { loaders }) => loaders.lendingOffer.load(id),
  Deployment: ({ id = '' }, { loaders }) => loaders.deployment.load(id),
  VisitSlot: ({ id = '' }, { loaders }) => loaders.visitSlot.load(id),
  Swap: ({ id = '' }, { loaders }) => loaders.swap.load(id),
  SwapWish: ({ id = '' }, { loaders }) => loaders.swapWish.load(id),
  SwapMatching: ({ id = '' }, { loaders }) => loaders.swapMatching.load(id),
  ProjectTeam: ({ id = '' }, { loaders }) => loaders.projectTeam.load(id),
  Cohort: ({ id = '' }, { loaders }) => loaders.cohort.load(id),
  CohortSeat: ({ id = '' }, { loaders }) => loaders.cohortSeat.load(id),
  SeatTerm: ({ id = '' }, { loaders }) => loaders.seatTerm.load(id),
  SeatOffer: ({ id = '' }, { loaders }) => loaders.seatOffer.load(id),
  Panel: ({ id = '' }, { loaders }) => loaders.panel.load(id),
  Candidate: ({ id = '' }, { loaders }) => loaders.candidate.load(id),
  ...{ Person: byKeyAlone, Viewer: byKeyAlone, School: byKeyAlone, Network: byKeyAlone },
  NeedWays: ({ personId, need }) => ({ personId, need }),
  AspirationMatch: ({ kind }) => ({ kind }),
  StaffGroupOutlook: ({ code }) => ({ code }),
};

function schemaOf(db: Database, people: EntityFinder & EntityReader, now: Clock) {
  const idempotency = new Idempotency(db);
  const eligibility = new EligibilityService(db, now);
  const fairness = new FairnessService(db, now);
  const rows = new OpportunityRows(db, eligibility, fairness, now);
  const opportunities = new OpportunityService(db, rows, idempotency, people, now);
  const placements = new PlacementService(db, now);
  const scheduling = schedulingOf(db, placements, idempotency, now);
  const endings = new PlaceEndingService(db);
  const seating = seatingOf(db, idempotency, now);
  return federatedSchema<Context>(
    [
      new OpportunityResolver(opportunities),
      new OpportunityProgressResolver(
        new OpportunityProgressService(rows, fairness, endings, idempotency, people, now),
      ),
      new RedeploymentResolver(new RedeploymentService(db, rows, idempotency, people, now)),
      ...applyingResolvers(db, { opportunities, fairness, placements, seating, idempotency }, now),
      ...placementResolvers(db, people, placements, idempotency, now),
      ...deploymentResolvers(db, people, placements, idempotency, now),
      ...swapResolvers(db, people, placements, idempotency, now),
      ...projectResolvers(db, { opportunities, placements, scheduling, idempotency }, now),
      ...cohortResolvers(db, people, opportunities, idempotency, now),
      new EligibilityResolver(eligibility),
      new OpportunityMatchResolver(),
      new OpportunityHistoryResolver(),
      new HistoryEntryResolver(),
      new OverrideResolver(),
      new FairnessResolver(new ReachService(db, opportunities, idempotency, now), now),
      new FairnessPolicyResolver(new FairnessPolicyService(db, idempotency, now)),
      new ReachResolver(),
      new UnreachedResolver(),
      new CalendarImportResolver(new CalendarImportService(db, idempotency, people, now)),
      new SchoolCalendarResolver(new SchoolCalendarService(db, idempotency, people, now)),
      ...sharedTypes(),
    ],
    references,
    [AspirationMatch, NeedWays, StaffGroupOutlook, Viewer],
  );
}

/** Study's events announce its rounds. */
function roundsOf(db: Database, people: EntityFinder, now: Clock): ApplyEvents {
  const rounds = new StudyRoundService(db, publishingOf(db, people, now));
  return (viewer, events) => rounds.follow(viewer, events);
}

/** People's events make the roster, which eligibility follows, and say whom notices reached. */
function staffOf(db: Database, people: EntityFinder, now: Clock): ApplyEvents {
  const roster = new RosterService(db);
  const eligibility = new EligibilityService(db, now);
  const fairness = new FairnessService(db, now);
  const placements = new PlacementService(db, now);
  const idempotency = new Idempotency(db);
  const scheduling = schedulingOf(db, placements, idempotency, now);
  const seats = cohortCalendarOf(db, people, now);
  return async (viewer, events) => {
    await roster.apply(viewer, events);
    await scheduling.endOfLeavers(viewer, leaversOf(events));
    await seats.followStaff(viewer, events);
    await fairness.announceTo(viewer, await eligibility.follow(viewer, events));
    await fairness.take(viewer, events);
  };
}

/** Each day some begin and some leave of whom nobody tells that day. */
function daysOf(db: Database, people: EntityFinder, now: Clock): ApplyEvents {
  const roster = new RosterService(db);
  const eligibility = new EligibilityService(db, now);
  const fairness = new FairnessService(db, now);
  const seats = cohortCalendarOf(db, people, now);
  return async (viewer, events) => {
    await roster.turnTo(viewer, londonDay(now()));
    await fairness.announceTo(viewer, await eligibility.followDay(viewer));
    await seats.follow(viewer, events);
  };
}

function leaversOf(events: readonly TrellisEvent[]): string[] {
  return events.filter(({ type }) => type === 'person.left').map(({ aggregateId }) => aggregateId);
}
