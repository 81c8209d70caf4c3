import type { SubgraphContext } from '@trellis/subgraph-kit/viewer';
import type { applyingReads } from './applying-subgraph.ts';
import type { cohortLoaders } from './cohort/cohort.loaders.ts';
import type { eligibilityLoaders } from './eligibility/eligibility.loaders.ts';
import type { opportunityMatchLoaders } from './eligibility/opportunity-match.loaders.ts';
import type { fairnessLoaders } from './fairness/fairness.loaders.ts';
import type { opportunityHistoryLoaders } from './history/opportunity-history.loaders.ts';
import type { opportunityLoaders } from './opportunity/opportunity.loaders.ts';
import type { opportunityVersionLoaders } from './opportunity/opportunity-version.loaders.ts';
import type { schoolCalendarLoaders } from './term/school-calendar.loaders.ts';
import type { deploymentReads } from './deployments-subgraph.ts';
import type { staffGroupOutlookLoaders } from './next-step/staff-group-outlook.loaders.ts';
import type { projectLoaders } from './project/project.loaders.ts';
import type { swapLoaders } from './swap/swap.loaders.ts';
import type { placementReads } from './placements-subgraph.ts';

/** Batched reads, made anew for each operation. */
export type Loaders = ReturnType<typeof opportunityLoaders> &
  ReturnType<typeof opportunityVersionLoaders> &
  ReturnType<typeof eligibilityLoaders> &
  ReturnType<typeof opportunityMatchLoaders> &
  ReturnType<typeof opportunityHistoryLoaders> &
  ReturnType<typeof fairnessLoaders> &
  ReturnType<typeof schoolCalendarLoaders> &
  ReturnType<typeof staffGroupOutlookLoaders> &
  ReturnType<typeof swapLoaders> &
  ReturnType<typeof projectLoaders> &
  ReturnType<typeof cohortLoaders> &
  ReturnType<typeof placementReads> &
  ReturnType<typeof deploymentReads> &
  ReturnType<typeof applyingReads>;

/** What every resolver of this subgraph is handed. */
export type Context = SubgraphContext<Loaders>;
