import { careerLineTypes } from '@trellis/events/career-line';
import { eventEndpoint } from '@trellis/events/event-endpoint';
import type { ApplyEvents } from '@trellis/events/event-receiver';
import type { Printer } from '@trellis/pdf-printer/printer';
import { staffFactsPath, staffFactsScope } from '@trellis/staff-roster/staff-facts';
import type { Database } from '@trellis/subgraph-kit/database';
import { federatedSchema } from '@trellis/subgraph-kit/federated-schema';
import { Idempotency } from '@trellis/subgraph-kit/idempotency';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { SubgraphDefinition } from '@trellis/subgraph-kit/serve';
import { Approver } from './access/access.types.ts';
import { ApiClientResolver } from './access/api-client.resolver.ts';
import { ApiClientService } from './access/api-client.service.ts';
import type { KeyEnvironment } from './access/api-key.ts';
import { PrincipalResolver } from './access/principal.resolver.ts';
import { PrincipalService } from './access/principal.service.ts';
import { ViewerResolver } from './access/viewer.resolver.ts';
import {
  AssignmentResolver,
  ContractAssignmentsResolver,
  PersonAssignmentsResolver,
} from './assignment/assignment.resolver.ts';
import { CareerEventService } from './career-event/career-event.service.ts';
import { ToldLineService } from './career-event/told-line.service.ts';
import { careers } from './careers.subgraph.ts';
import { ChangeFeedResolver } from './change-feed/change-feed.resolver.ts';
import { PassingOnService } from './change-feed/passing-on.service.ts';
import { ChangeFeedService } from './change-feed/change-feed.service.ts';
import { type Context, type Loaders, loadersFor } from './context.ts';
import { ActionMovingService } from './agreed-action/action-moving.service.ts';
import { ConversationMorning } from './conversation-nudge/conversation-morning.ts';
import { ConversationNudgeService } from './conversation-nudge/conversation-nudge.service.ts';
import { ConversationMovingService } from './conversation/conversation-moving.service.ts';
import { PersonContractsResolver } from './contract/contract.resolver.ts';
import { peopleDatabase } from './database-shape.ts';
import { StaffFactsService } from './event/staff-facts.service.ts';
import { SchoolHeadcountResolver, TrustHeadcountResolver } from './headcount/headcount.resolver.ts';
import { PersonLeaveResolver } from './leave/leave.resolver.ts';
import { EqualityService } from './equality/equality.service.ts';
import { StaffEventService } from './event/staff-event.service.ts';
import { ManagerService } from './manager/manager.service.ts';
import { KeptRecordService } from './sync/kept-record.service.ts';
import { ManagerResolver } from './manager/manager.resolver.ts';
import { StaffMatchCandidateResolver, StaffMatchResolver } from './match/match.resolver.ts';
import { MatchService } from './match/match.service.ts';
import { PersonMergeService } from './match/person-merge.service.ts';
import { ReviewService } from './match/review.service.ts';
import { TrnChangeResolver } from './match/trn-change.resolver.ts';
import { TrnService } from './match/trn.service.ts';
import { NoticeRequestService } from './notice/notice-request.service.ts';
import { noticeRequestType } from './notice/notice.codes.ts';
import { NoticePreferenceResolver } from './notice/notice-preference.resolver.ts';
import { NoticePreferenceService } from './notice/notice-preference.service.ts';
import { NoticeSheetResolver } from './notice/notice-sheet.resolver.ts';
import { NoticeSheetService } from './notice/notice-sheet.service.ts';
import {
  NoticeResolver,
  PersonNoticesResolver,
  ViewerNoticesResolver,
} from './notice/notice.resolver.ts';
import { NoticeService } from './notice/notice.service.ts';
import { PersonResolver, SchoolStaffResolver } from './person/person.resolver.ts';
import {
  SchoolChangeResolver,
  SchoolHistoryResolver,
} from './school-change/school-change.resolver.ts';
import { SchoolChangeService } from './school-change/school-change.service.ts';
import { SchoolResolver } from './school/school.resolver.ts';
import { StaffChunkService } from './sync/staff-chunk.service.ts';
import { StaffFinishService } from './sync/staff-finish.service.ts';
import { StaffNews } from './sync/staff-news.ts';
import { StaffRecordService } from './sync/staff-record.service.ts';
import {
  ContractSourceResolver,
  PersonSourcesResolver,
  StaffSyncResolver,
  StaffSyncRowResolver,
  TooManyMissingResolver,
} from './sync/staff-sync.resolver.ts';
import { StaffSyncService } from './sync/staff-sync.service.ts';
import { StaffUndoService } from './sync/staff-undo.service.ts';
import { WebhookResolver } from './webhook/webhook.resolver.ts';
import { WebhookService, type WebhookSettings } from './webhook/webhook.service.ts';
import { TrustResolver } from './trust/trust.resolver.ts';
import { AspirationMatch } from './aspiration/aspiration-match.types.ts';
import { conversations } from './conversations.subgraph.ts';
import { networks } from './networks.subgraph.ts';
import { UsageResolver } from './usage/usage.resolver.ts';
import { UsageService } from './usage/usage.service.ts';
import { ToldPlacementService } from './told-placement/told-placement.service.ts';

/** What is outside the subgraph. */
export interface Surroundings {
  /** Part of each key that is made here. */
  readonly keyEnvironment: KeyEnvironment;
  /** Without it nobody can register a webhook. */
  readonly webhooks?: WebhookSettings | undefined;
  /** Makes PDF files; without it there are none. */
  readonly printer?: Printer | undefined;
}

/** The subgraph that owns schools, staff, networks and who may come in. */
export function peopleSubgraph(surroundings: Surroundings): SubgraphDefinition<Loaders> {
  return {
    name: 'people',
    database: peopleDatabase,
    // The first two are for commands that run beside the database; callers are the gateway's business.
    refusedScopes: (issuer) =>
      issuer === 'gateway'
        ? ['gias:import', 'trust:find', staffFactsScope]
        : ['gias:import', 'trust:find', 'principal:read'],
    endpoints: (around) => ({
      ...eventEndpoint('people', careerEvents(around.db), around),
      [staffFactsPath]: (_, body, viewer) => new StaffFactsService(around.db).answer(viewer, body),
    }),
    wire: async (db, pages) => ({
      schema: await peopleSchema(db, pages, surroundings),
      loadersFor: (viewer) => loadersFor(db, pages, viewer),
    }),
  };
}

/** Where careers happen beside people, who wants people told of something, and the mornings. */
function careerEvents(db: Database): Record<string, ApplyEvents> {
  const careers = new CareerEventService(db);
  const notices = new NoticeService(db, new Idempotency(db));
  const lines = new ToldLineService(db);
  const outside = new PassingOnService(db);
  const requests = new NoticeRequestService(notices);
  const morning = new ConversationMorning(
    new ConversationMovingService(db),
    new ActionMovingService(db, notices),
    new ConversationNudgeService(db, notices),
  );
  const take =
    (source: string): ApplyEvents =>
    async (viewer, events) => {
      const { LINE = [], CAREER = [] } = Object.groupBy(events, ({ type }) =>
        careerLineTypes.includes(type) ? 'LINE' : type === noticeRequestType ? 'NOTICE' : 'CAREER',
      );
      await careers.record(viewer, source, CAREER);
      await lines.record(viewer, source, LINE);
    };
  const fromOpportunities = take('opportunities');
  return {
    opportunities: async (viewer, events) => {
      await fromOpportunities(viewer, events);
      await new ToldPlacementService(db).take(viewer, events);
      await outside.passOn(viewer, events);
      await requests.take(viewer, events);
    },
    study: take('study'),
    people: (viewer, events) => morning.take(viewer, events),
  };
}

/** The schema with everything wired; nothing is read before the first operation. */
function peopleSchema(
  db: Database,
  pages: Pages,
  { keyEnvironment, webhooks, printer }: Surroundings,
) {
  const idempotency = new Idempotency(db);
  return federatedSchema<Context>(
    [
      new TrustResolver(),
      new SchoolResolver(pages),
      new PersonResolver(pages),
      new SchoolStaffResolver(),
      new PersonContractsResolver(),
      new AssignmentResolver(),
      new PersonAssignmentsResolver(),
      new ContractAssignmentsResolver(),
      new ManagerResolver(),
      new PersonLeaveResolver(),
      staffMatches(db, pages, idempotency),
      new StaffMatchCandidateResolver(),
      new TrnChangeResolver(),
      new SchoolChangeResolver(new SchoolChangeService(db, idempotency, new StaffEventService(db))),
      new SchoolHistoryResolver(),
      new StaffSyncResolver(pages, staffSyncServices(db, idempotency)),
      new StaffSyncRowResolver(),
      new PersonSourcesResolver(),
      new ContractSourceResolver(),
      new TooManyMissingResolver(),
      ...networks(db, pages, idempotency),
      ...notices(db, pages, idempotency),
      ...conversations(db, pages, idempotency),
      ...careers(db, idempotency, printer),
      new SchoolHeadcountResolver(),
      new TrustHeadcountResolver(),
      new ViewerResolver(pages),
      new PrincipalResolver(new PrincipalService(db)),
      new UsageResolver(new UsageService(db)),
      new ChangeFeedResolver(new ChangeFeedService(db, pages)),
      new WebhookResolver(pages, new WebhookService(db, idempotency, webhooks)),
      new ApiClientResolver(pages, new ApiClientService(db, idempotency, keyEnvironment)),
    ],
    {
      Trust: ({ id = '' }, { loaders }) => loaders.trust.load(id),
      School: ({ id, urn = '' }, { loaders }) =>
        id === undefined ? loaders.schoolByUrn.load(urn) : loaders.school.load(id),
      Person: ({ id = '' }, { loaders }) => loaders.person.load(id),
      Network: ({ id = '' }, { loaders }) => loaders.network.load(id),
      Alliance: ({ id = '' }, { loaders }) => loaders.alliance.load(id),
      CareerConversation: ({ id = '' }, { loaders }) => loaders.conversation.load(id),
      AgreedAction: ({ id = '' }, { loaders }) => loaders.agreedAction.load(id),
      Approver: ({ id = '' }, { loaders }) => loaders.approver.load(id),
      AspirationMatch: ({ kind }) => ({ kind }),
    },
    [Approver, AspirationMatch],
  );
}

function notices(db: Database, pages: Pages, idempotency: Idempotency) {
  const service = new NoticeService(db, idempotency);
  return [
    new NoticeSheetResolver(pages, new NoticeSheetService(db, idempotency)),
    new NoticePreferenceResolver(new NoticePreferenceService(db, idempotency)),
    new NoticeResolver(service),
    new PersonNoticesResolver(),
    new ViewerNoticesResolver(service),
  ];
}

function staffSyncServices(db: Database, idempotency: Idempotency) {
  const syncs = new StaffSyncService(db, idempotency);
  const records = new StaffRecordService(db, new MatchService(db));
  const news = new StaffNews(db);
  return {
    syncs,
    chunks: new StaffChunkService(db, syncs, records, news, idempotency),
    finishing: new StaffFinishService(db, syncs, records, news, idempotency),
    undoing: new StaffUndoService(db, syncs, records, news, idempotency),
  };
}

function staffMatches(db: Database, pages: Pages, idempotency: Idempotency) {
  const events = new StaffEventService(db);
  const merges = new PersonMergeService(
    db,
    new ManagerService(db),
    new EqualityService(db),
    events,
  );
  const matches = new MatchService(db);
  const kept = new KeptRecordService(db, matches, events);
  const reviews = new ReviewService(db, idempotency, matches, merges, kept);
  return new StaffMatchResolver(pages, reviews, new TrnService(db, idempotency, events));
}
