import { eventEndpoint } from '@trellis/events/event-endpoint';
import type { ApplyEvents } from '@trellis/events/event-receiver';
import { eventRetention } from '@trellis/events/event-retention.migration';
import { eventTables } from '@trellis/events/events.migration';
import { RosterCredentials1797200400030 } from '@trellis/staff-roster/roster-credentials.migration';
import { rosterTables } from '@trellis/staff-roster/roster.migration';
import { RosterService } from '@trellis/staff-roster/roster.service';
import type { DatabaseShape } from '@trellis/subgraph-kit/data-source';
import type { Database } from '@trellis/subgraph-kit/database';
import { federatedSchema } from '@trellis/subgraph-kit/federated-schema';
import { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idempotencyRetention } from '@trellis/subgraph-kit/idempotency-retention.migration';
import { idempotencyTable } from '@trellis/subgraph-kit/idempotency.migration';
import type { EntityDirectory } from '@trellis/subgraph-kit/known-entities';
import type { Pages } from '@trellis/subgraph-kit/page';
import { RowSecuritySettings1700000000000 } from '@trellis/subgraph-kit/row-security-settings.migration';
import type { SubgraphDefinition } from '@trellis/subgraph-kit/serve';
import { AgreementResolver } from './agreement/agreement.resolver.ts';
import { AgreementService } from './agreement/agreement.service.ts';
import { FundAwardsResolver, PersonAwardsResolver } from './award/award-list.resolver.ts';
import { AwardEntity } from './award/award.entity.ts';
import { AwardLifeResolver, FundingLineResolver } from './award/award-life.resolver.ts';
import { AwardLifeService } from './award/award-life.service.ts';
import { AwardMoveResolver, AwardMovesResolver } from './award-move/award-move.resolver.ts';
import { AwardMoveService } from './award-move/award-move.service.ts';
import { AwardResolver } from './award/award.resolver.ts';
import { AwardService } from './award/award.service.ts';
import {
  ClawbackResolver,
  LeaverWithTieInResolver,
  PersonClawbacksResolver,
} from './clawback/clawback.resolver.ts';
import { ClawbackService } from './clawback/clawback.service.ts';
import { LeaverService } from './clawback/leaver.service.ts';
import { type Context, type Loaders, loadersFor } from './context.ts';
import {
  FundingRuleResolver,
  ProgrammeFundingResolver,
} from './funding-rule/funding-rule.resolver.ts';
import { FundingRuleService } from './funding-rule/funding-rule.service.ts';
import { FundEntity } from './fund/fund.entity.ts';
import { FundMoneyResolver } from './fund/fund-money.resolver.ts';
import { FundMoneyService, type MoneySurroundings } from './fund/fund-money.service.ts';
import { FundResolver } from './fund/fund.resolver.ts';
import { AwardInstalmentsResolver, InstalmentResolver } from './instalment/instalment.resolver.ts';
import { BursaryApplicationChangeResolver } from './application/bursary-application-change.resolver.ts';
import { BursaryApplicationResolver } from './application/bursary-application.resolver.ts';
import { BursaryApplicationService } from './application/bursary-application.service.ts';
import { BursaryOfferService } from './application/bursary-offer.service.ts';
import { GoalResolver } from './goal/goal.resolver.ts';
import { GoalService } from './goal/goal.service.ts';
import {
  AwardProjectResolver,
  GoalProjectsResolver,
  NetworkProjectsResolver,
  ProjectResolver,
} from './project/project.resolver.ts';
import { ProjectService } from './project/project.service.ts';
import { RoundConflictResolver } from './round/round-conflict.resolver.ts';
import { RoundConflictService } from './round/round-conflict.service.ts';
import { RoundResolver } from './round/round.resolver.ts';
import { RoundScoringResolver } from './round/round-scoring.resolver.ts';
import { RoundScoringService } from './round/round-scoring.service.ts';
import { RoundWindowService } from './round/round-window.service.ts';
import { RoundService } from './round/round.service.ts';
import { SchemeService } from './scheme/scheme.service.ts';
import { InstalmentService } from './instalment/instalment.service.ts';
import type { Clock } from '@trellis/subgraph-kit/london-day';
import { AwardLives1797106000002 } from './migrations/award-lives.migration.ts';
import { AwardMoves1797300000002 } from './migrations/award-moves.migration.ts';
import { Awards1795392000002 } from './migrations/awards.migration.ts';
import { CareerLines1797300400020 } from './migrations/career-lines.migration.ts';
import { Clawbacks1797106000003 } from './migrations/clawbacks.migration.ts';
import { Funds1795392000001 } from './migrations/funds.migration.ts';
import { Ledger1797106000000 } from './migrations/ledger.migration.ts';
import { OwnProgrammes1797107000000 } from './migrations/own-programmes.migration.ts';
import { Projects1797107000003 } from './migrations/projects.migration.ts';
import { RoundConflicts1797200700001 } from './migrations/round-conflicts.migration.ts';
import { RoundWindows1797107000002 } from './migrations/round-windows.migration.ts';
import { Rounds1797107000001 } from './migrations/rounds.migration.ts';
import { PanelsOfOneRound1797300000001 } from './migrations/panels-of-one-round.migration.ts';
import { Programmes1795392000000 } from './migrations/programmes.migration.ts';
import { SchoolReleases1797300000000 } from './migrations/school-releases.migration.ts';
import { StudyReports1797200700000 } from './migrations/study-reports.migration.ts';
import { YearEnds1797106000001 } from './migrations/year-ends.migration.ts';
import { PaymentCorrectionService } from './payment/payment-correction.service.ts';
import { PaymentResolver } from './payment/payment.resolver.ts';
import { PaymentService } from './payment/payment.service.ts';
import { readCatalogue } from './programme/catalogue-file.ts';
import { CatalogueService } from './programme/catalogue.service.ts';
import { CredentialKindProgrammesResolver } from './programme/credential-kind.resolver.ts';
import { CredentialKind } from './programme/credential-kind.types.ts';
import { OwnProgrammeResolver } from './programme/own-programme.resolver.ts';
import { OwnProgrammeService } from './programme/own-programme.service.ts';
import { ProgrammeEntity } from './programme/programme.entity.ts';
import { ProgrammeResolver } from './programme/programme.resolver.ts';
import { ReleaseDayResolver } from './release/release-day.resolver.ts';
import { ReleaseDayService } from './release/release-day.service.ts';
import {
  ApplicationReleasesResolver,
  SchoolReleaseResolver,
} from './release/school-release.resolver.ts';
import { SchoolReleaseService } from './release/school-release.service.ts';
import { StudyReportResolver } from './report/study-report.resolver.ts';
import { StudyReportService } from './report/study-report.service.ts';
import { CommitmentForecastResolver } from './spend/commitment-forecast.resolver.ts';
import { StudySpendResolver } from './spend/study-spend.resolver.ts';
import { YearEndResolver } from './year-end/year-end.resolver.ts';
import { YearEndService } from './year-end/year-end.service.ts';

export const studyDatabase: DatabaseShape = {
  entities: [ProgrammeEntity, FundEntity, AwardEntity],
  migrations: [
    RowSecuritySettings1700000000000,
    idempotencyTable('study'),
    Programmes1795392000000,
    Funds1795392000001,
    Awards1795392000002,
    eventTables('study'),
    rosterTables('study'),
    eventRetention('study'),
    idempotencyRetention('study'),
    Ledger1797106000000,
    YearEnds1797106000001,
    AwardLives1797106000002,
    Clawbacks1797106000003,
    OwnProgrammes1797107000000,
    Rounds1797107000001,
    RoundWindows1797107000002,
    Projects1797107000003,
    StudyReports1797200700000,
    RoundConflicts1797200700001,
    RosterCredentials1797200400030,
    SchoolReleases1797300000000,
    PanelsOfOneRound1797300000001,
    AwardMoves1797300000002,
    CareerLines1797300400020,
  ],
};

/** What is outside the subgraph. */
export interface Surroundings {
  /** Who knows people and schools. */
  readonly people: EntityDirectory;
  readonly clock?: Clock;
}

/** The study subgraph; the catalogue is in the database before it serves. */
export function studySubgraph(surroundings: Surroundings): SubgraphDefinition<Loaders> {
  return {
    name: 'study',
    database: studyDatabase,
    refusedScopes: () => ['catalogue:load'],
    endpoints: (around) =>
      eventEndpoint(
        'study',
        { people: rosterOf(around.db, surroundings.clock), opportunities: windowsOf(around.db) },
        around,
      ),
    wire: async (db, pages) => {
      await new CatalogueService(db).load(readCatalogue());
      return {
        schema: await studySchema(db, pages, surroundings),
        loadersFor: (viewer) =>
          loadersFor(db, pages, viewer, surroundings.clock ?? (() => new Date())),
      };
    },
  };
}

/** The schema with everything wired; nothing is read before the first operation. */
export function studySchema(
  db: Database,
  pages: Pages,
  { people, clock = () => new Date() }: Surroundings,
) {
  const idempotency = new Idempotency(db);
  const awards = new AwardService(db, people, idempotency, clock);
  const around = { db, people, idempotency, clock };
  return federatedSchema<Context>(
    [
      new GoalResolver(db, new GoalService(db, people, idempotency)),
      new ProjectResolver(db, new ProjectService(around)),
      new AwardProjectResolver(),
      new GoalProjectsResolver(),
      new NetworkProjectsResolver(),
      ...roundResolvers(around, awards, pages),
      new ProgrammeResolver(db, pages, clock),
      new CredentialKindProgrammesResolver(),
      new OwnProgrammeResolver(new OwnProgrammeService(db, idempotency, clock)),
      new FundingRuleResolver(new FundingRuleService(db)),
      new ProgrammeFundingResolver(),
      new FundResolver(pages),
      new FundMoneyResolver(new FundMoneyService({ db, people, idempotency, clock }), clock),
      new YearEndResolver(new YearEndService(db, clock)),
      new AwardResolver(awards),
      new AwardLifeResolver(awards, new AwardLifeService(db, idempotency, clock)),
      new FundingLineResolver(),
      new AwardMovesResolver(new AwardMoveService(around)),
      new AwardMoveResolver(),
      new AgreementResolver(new AgreementService(db, idempotency)),
      new InstalmentResolver(new InstalmentService(db, idempotency, clock), pages, clock),
      new AwardInstalmentsResolver(),
      new PaymentResolver(
        new PaymentService(db, idempotency, clock),
        new PaymentCorrectionService(db, idempotency, clock),
      ),
      new ClawbackResolver(new ClawbackService(db, idempotency, clock), pages),
      new LeaverWithTieInResolver(),
      new PersonClawbacksResolver(),
      new ReleaseDayResolver(new ReleaseDayService(db, idempotency)),
      new PersonAwardsResolver(),
      new FundAwardsResolver(),
      new StudySpendResolver(clock),
      new CommitmentForecastResolver(db, clock),
      new StudyReportResolver(new StudyReportService(db, clock)),
    ],
    {
      Programme: ({ id = '' }, { loaders }) => loaders.programme.load(id),
      Fund: ({ id = '' }, { loaders, viewer }) =>
        viewer.scopes.has('spend:read') ? loaders.fund.load(id) : null,
      Award: ({ id = '' }, { loaders }) => loaders.award.load(id),
      // Their own subgraph has checked them; each field here asks what the viewer may know.
      Person: ({ id }) => ({ id }),
      School: ({ id }) => ({ id }),
      Network: ({ id }) => ({ id }),
    },
    [CredentialKind],
  );
}

/** What gives money out in rounds. */
function roundResolvers(around: MoneySurroundings, awards: AwardService, pages: Pages): object[] {
  const { db, clock, idempotency } = around;
  const schemes = new SchemeService(db, idempotency);
  const rounds = new RoundService(around, schemes);
  const applications = new BursaryApplicationService(around);
  const offers = new BursaryOfferService({ ...around, awards, rounds, applications });
  return [
    new RoundResolver({ db, clock, schemes, rounds }),
    new RoundScoringResolver(new RoundScoringService(around, rounds)),
    new RoundConflictResolver(new RoundConflictService(around, rounds)),
    new BursaryApplicationResolver(applications, pages),
    new BursaryApplicationChangeResolver(applications, offers),
    new ApplicationReleasesResolver(),
    new SchoolReleaseResolver(new SchoolReleaseService(around, applications)),
  ];
}

/** Opportunities says when a round may be decided. */
function windowsOf(db: Database): ApplyEvents {
  const windows = new RoundWindowService(db);
  return (viewer, events) => windows.take(viewer, events);
}

/** People's events make the roster, and tell of leavers who may owe something. */
function rosterOf(db: Database, clock: Clock = () => new Date()): ApplyEvents {
  const roster = new RosterService(db);
  const leavers = new LeaverService(db, clock);
  return async (viewer, events) => {
    await roster.apply(viewer, events);
    await leavers.follow(viewer, [...new Set(events.map(({ aggregateId }) => aggregateId))]);
  };
}
