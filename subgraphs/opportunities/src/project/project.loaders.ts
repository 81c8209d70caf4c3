import { byId, byKey, manyByKey, PagesByParent } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Database } from '@trellis/subgraph-kit/database';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { outputsOfTeams, type ProjectOutputRow } from './project-output.queries.ts';
import {
  announcementsOf,
  extensionsOf,
  membershipsOf,
  membersOf,
  placementsOfMembers,
  type ProjectMemberRow,
  type ProjectTeamRow,
  teamList,
  teamsAnnounced,
  teamsById,
} from './project.queries.ts';
import type { ProjectTeamsArgs } from './project.types.ts';

const ofTeam = ({ teamId }: { readonly teamId: string }) => teamId;

/** Project teams and what belongs to them, batched. Whoever may see a person may see what they do. */
export function projectLoaders(db: Database, pages: Pages, now: Clock, viewer: Viewer) {
  const today = londonDay(now());
  return {
    projectTeam: byId((ids) => teamsById(db, viewer, today, ids)),
    projectTeams: (args: ProjectTeamsArgs) =>
      pages.of<ProjectTeamRow>(viewer, teamList(viewer, today, 'projectTeams', args), args),
    projectTeamsOfSchool: new PagesByParent<ConnectionArgs, ProjectTeamRow>((args, ids) =>
      pages.ofEach(
        viewer,
        teamList(viewer, today, 'School.projectTeams'),
        args,
        'o.host_school_id',
        ids,
      ),
    ),
    teamAnnounced: byKey<{ opportunityId: string; teamId: string }>(
      ({ opportunityId }) => opportunityId,
      (ids) => teamsAnnounced(db, viewer, ids),
    ),
    announcementsOfTeam: manyByKey(ofTeam, (ids) => announcementsOf(db, viewer, ids)),
    membersOfTeam: manyByKey<ProjectMemberRow>(ofTeam, (ids) => membersOf(db, viewer, today, ids)),
    projectsOfPerson: manyByKey<ProjectMemberRow>(
      ({ personId }) => personId,
      (ids) => membershipsOf(db, viewer, today, ids),
    ),
    placementsOfMember: manyByKey(
      ({ memberId }: { readonly memberId: string; readonly placementId: string }) => memberId,
      (ids) => placementsOfMembers(db, viewer, ids),
    ),
    extensionsOfTeam: manyByKey(ofTeam, (ids) => extensionsOf(db, viewer, ids)),
    outputsOfTeam: manyByKey<ProjectOutputRow>(ofTeam, (ids) => outputsOfTeams(db, viewer, ids)),
  };
}
