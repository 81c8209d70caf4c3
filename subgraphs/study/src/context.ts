import { byId, manyByKey } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { SubgraphContext, Viewer } from '@trellis/subgraph-kit/viewer';
import { agreementsById } from './agreement/agreement.queries.ts';
import { movesOfAwards } from './award-move/award-move.queries.ts';
import { AwardsOfPeople, awardsOfFunds } from './award/award.loaders.ts';
import { awardsById } from './award/award.queries.ts';
import { linesOfAwards } from './award/line.service.ts';
import { ClawbacksOfPeople } from './clawback/clawback.loaders.ts';
import { ownFundingFactsLoader } from './funding-rule/funding-rule.loaders.ts';
import { fundPositionLoader } from './fund/fund-position.queries.ts';
import { ledgerOfFunds } from './ledger/ledger.loaders.ts';
import { fundsById } from './fund/fund.queries.ts';
import { awardsOfGoals, goalsById } from './goal/goal.queries.ts';
import { instalmentsOfAwards } from './instalment/instalment.queries.ts';
import { releaseDaysOfAwards } from './release/release-day.queries.ts';
import { releasesOfApplications } from './release/school-release.queries.ts';
import { programmesOfCredentials } from './programme/programme.loaders.ts';
import { programmesById } from './programme/programme.queries.ts';
import { projectsOfNetworks } from './project/project.loaders.ts';
import { projectsOfAwards, projectsOfGoals } from './project/project.queries.ts';
import { roundsById } from './round/round.queries.ts';
import { studySpendLoader } from './spend/study-spend.loaders.ts';

export type Loaders = ReturnType<typeof loadersFor>;
export type Context = SubgraphContext<Loaders>;

/** Batched reads for one operation of one viewer; none answers what the viewer may not know. */
export function loadersFor(db: Database, pages: Pages, viewer: Viewer, clock: Clock) {
  const today = () => londonDay(clock());
  return {
    agreement: byId((ids) => agreementsById(db, viewer, ids)),
    linesOfAward: manyByKey(byAward, (ids) => linesOfAwards(db, viewer, ids)),
    movesOfAward: manyByKey(byAward, (ids) => movesOfAwards(db, viewer, ids)),
    instalmentsOfAward: manyByKey(byAward, (ids) => instalmentsOfAwards(db, viewer, ids, today())),
    releasesOfApplication: manyByKey(byApplication, (ids) =>
      releasesOfApplications(db, viewer, ids),
    ),
    releaseDaysOfAward: manyByKey(byAward, (ids) => releaseDaysOfAwards(db, viewer, ids)),
    programme: byId((ids) => programmesById(db, ids)),
    programmesOfCredential: programmesOfCredentials(db, today),
    fundPosition: fundPositionLoader(db, viewer),
    ledgerOfFund: ledgerOfFunds(pages, viewer),
    fund: byId((ids) => fundsById(db, viewer, ids)),
    award: byId((ids) => awardsById(db, viewer, ids)),
    clawbacksOfPerson: new ClawbacksOfPeople(pages, viewer),
    awardsOfPerson: new AwardsOfPeople(pages, viewer),
    awardsOfFund: awardsOfFunds(pages, viewer),
    studySpend: studySpendLoader(db, viewer),
    ownFundingFacts: ownFundingFactsLoader(db, viewer),
    studyRound: byId((ids) => roundsById(db, viewer, ids)),
    goal: byId((ids) => goalsById(db, viewer, ids)),
    projectOfAward: manyByKey(byAward, (ids) => projectsOfAwards(db, viewer, ids)),
    projectsOfGoal: manyByKey(byGoal, (ids) => projectsOfGoals(db, viewer, ids)),
    projectsOfNetwork: projectsOfNetworks(pages, viewer),
    awardsOfGoal: manyByKey(byGoal, (ids) => awardsOfGoals(db, viewer, ids)),
  };
}

const byAward = ({ awardId }: { readonly awardId: string }) => awardId;
const byApplication = ({ applicationId }: { readonly applicationId: string }) => applicationId;
const byGoal = ({ goalId }: { readonly goalId: string }) => goalId;
