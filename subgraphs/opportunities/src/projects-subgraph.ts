import type { Database } from '@trellis/subgraph-kit/database';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import type { Clock } from '@trellis/subgraph-kit/london-day';
import { HoursBesidePosts1797300500002 } from './migrations/hours-beside-posts.migration.ts';
import { ProjectLines1797300500003 } from './migrations/project-lines.migration.ts';
import { ProjectTeams1797300500001 } from './migrations/project-teams.migration.ts';
import type { OpportunityService } from './opportunity/opportunity.service.ts';
import type { PlacementService } from './placement/placement.service.ts';
import type { SchedulingService } from './placement/scheduling.service.ts';
import { ProjectPlanningResolver, ProjectWorkResolver } from './project/project-change.resolver.ts';
import { ProjectOutputService } from './project/project-output.service.ts';
import { ProjectPlanningService } from './project/project-planning.service.ts';
import { ProjectTeamService } from './project/project-team.service.ts';
import {
  ProjectMemberResolver,
  ProjectOfOpportunityResolver,
  ProjectOutputResolver,
  ProjectsOfPersonResolver,
  ProjectsOfSchoolResolver,
  ProjectTeamResolver,
} from './project/project.resolver.ts';

/** The part of the subgraph that is about what is done beside a post. */
export const projectMigrations = [
  ProjectTeams1797300500001,
  HoursBesidePosts1797300500002,
  ProjectLines1797300500003,
];

/** What project teams stand on. */
interface Around {
  readonly opportunities: OpportunityService;
  readonly placements: PlacementService;
  readonly scheduling: SchedulingService;
  readonly idempotency: Idempotency;
}

/** Their resolvers. */
export function projectResolvers(
  db: Database,
  { opportunities, placements, scheduling, idempotency }: Around,
  now: Clock,
) {
  return [
    new ProjectTeamResolver(),
    new ProjectMemberResolver(),
    new ProjectOutputResolver(),
    new ProjectOfOpportunityResolver(),
    new ProjectsOfPersonResolver(),
    new ProjectsOfSchoolResolver(),
    new ProjectPlanningResolver(new ProjectPlanningService(db, opportunities, idempotency, now)),
    new ProjectWorkResolver(
      new ProjectTeamService(db, placements, scheduling, idempotency, now),
      new ProjectOutputService(db, idempotency, now),
    ),
  ];
}
