import type { Database } from '@trellis/subgraph-kit/database';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Refusal } from '@trellis/subgraph-kit/refusal';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { PlacementKind } from '../placement/placement-kind.types.ts';
import { PlacementParty } from '../placement/placement-part.types.ts';
import type { PlacementDraft, PlacementService } from '../placement/placement.service.ts';
import type { SchedulingService } from '../placement/scheduling.service.ts';
import { refuseStale } from '../visit/visit.queries.ts';
import {
  type ChangeProjectInput,
  type EndProjectInput,
  type ExtendProjectInput,
  type NameProjectLeadInput,
  NotInTheTeam,
  ProjectDaysUnclear,
  ProjectOver,
} from './project-change.types.ts';
import { ProjectNews } from './project-news.ts';
import { isGoingOn, isSpan, refuseOthers } from './project-planning.service.ts';
import { foundTeam, membersOf, type ProjectTeamRow } from './project.queries.ts';
import { ProjectEnding, ProjectState } from './project.types.ts';

/** A placement by which somebody is in a team until its end. */
interface Staying {
  readonly personId: string;
  readonly opportunityId: string;
  readonly homeSchoolId: string | null;
  readonly hostSchoolId: string | null;
  readonly purpose: string | null;
  readonly minutesAWeek: number | null;
}

/** How a team works: who leads it, how much longer, and how it ends. */
export class ProjectTeamService {
  constructor(
    private readonly db: Database,
    private readonly placements: PlacementService,
    private readonly scheduling: SchedulingService,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
  ) {}

  /**
   * Says who of the team leads it from today, or from its first day.
   *
   * @throws NOT_FOUND when the viewer may see no such team.
   * @throws FORBIDDEN when it is not one that the viewer answers for.
   * @throws CONFLICT with the current version when it changed since it was read.
   */
  nameLead(viewer: Viewer, input: NameProjectLeadInput) {
    const { personId } = input;
    const name = async (team: ProjectTeamRow) => {
      if (!isGoingOn(team)) return new ProjectOver(team.state);
      const today = this.today();
      const fromOn = team.startsOn > today ? team.startsOn : today;
      const members = await membersOf(this.db, viewer, today, [team.id]);
      const isMember = members.some(
        (one) => one.personId === personId && one.joinedOn <= fromOn && one.leavesOn > fromOn,
      );
      if (!isMember) return new NotInTheTeam([personId]);
      await this.db.rows(leadSql, [
        ...[viewer.trustId, team.id, personId, fromOn, this.now(), viewer.personId],
      ]);
      return undefined;
    };
    return this.change(viewer, 'nameProjectLead', input, name);
  }

  /**
   * Lets a project work longer. Each member who was to stay to its end is told, and asked with their head
   * to stay on: nobody agreed to more than they were asked.
   *
   * @throws as `nameLead` does.
   */
  extend(viewer: Viewer, input: ExtendProjectInput) {
    const { endsOn, reason } = input;
    const extend = async (team: ProjectTeamRow) => {
      if (!isGoingOn(team)) return new ProjectOver(team.state);
      if (endsOn <= team.endsOn || !isSpan(team.startsOn, endsOn)) return new ProjectDaysUnclear();
      await this.db.rows(extendSql, [
        ...[viewer.trustId, team.id, endsOn, reason, this.now(), viewer.personId],
      ]);
      const staying = await this.db.rows<Staying>(stayingSql, [
        ...[viewer.trustId, team.id, team.endsOn],
      ]);
      if (staying.length === 0) return undefined;
      const drafts = staying.map((one) => stayingOn(one, team.endsOn, endsOn, viewer));
      const made = await this.placements.make(viewer, drafts);
      const asked = made.map((placementId, which) => ({
        ...{ placementId, personId: staying[which]?.personId ?? '' },
      }));
      const extension = { title: team.title, fromOn: team.endsOn, endsOn, reason };
      await new ProjectNews(this.db).tellOfExtension(viewer, extension, asked);
      return undefined;
    };
    return this.change(viewer, 'extendProject', input, extend);
  }

  /**
   * Ends a project and says what came of it. What its members do for it ends with it, whoever agreed.
   *
   * @throws as `nameLead` does.
   */
  end(viewer: Viewer, input: EndProjectInput) {
    const { ending, outcome } = input;
    const end = async (team: ProjectTeamRow) => {
      const isOver = team.state === ProjectState.OUTCOME_OWED;
      const cannotBeDone =
        ending === ProjectEnding.COMPLETED && team.state === ProjectState.FORMING;
      if (!(isOver || isGoingOn(team)) || cannotBeDone) return new ProjectOver(team.state);
      const today = this.today();
      const endsOn = isOver ? team.endsOn : (input.endsOn ?? today);
      if (!isOver && (endsOn < today || endsOn > team.endsOn)) return new ProjectDaysUnclear();
      await this.db.rows(endSql, [viewer.trustId, team.id, ending, endsOn, outcome]);
      const running = await this.db.rows<{ id: string }>(runningSql, [
        ...[viewer.trustId, team.id, endsOn],
      ]);
      const ids = running.map(({ id }) => id);
      await this.scheduling.endAll(viewer, ids, endsOn);
      return undefined;
    };
    return this.change(viewer, 'endProject', input, end);
  }

  private today(): string {
    return londonDay(this.now());
  }

  /** Placements are held before their team, as whoever takes or gives up a seat does. */
  private change<No extends Refusal>(
    viewer: Viewer,
    mutation: string,
    input: ChangeProjectInput,
    work: (team: ProjectTeamRow) => Promise<No | undefined>,
  ) {
    const { id, version } = input;
    const find = () => foundTeam(this.db, viewer, this.today(), id);
    const change = async () => {
      const { schoolId } = await find();
      refuseOthers(viewer, schoolId);
      await this.db.rows(holdMembersSql, [viewer.trustId, id]);
      const team = await foundTeam(this.db, viewer, this.today(), id, 'FOR UPDATE');
      refuseStale(team, version);
      const refusal = await work(team);
      if (refusal) return refusal;
      await this.db.rows(
        'UPDATE project_team SET version = version + 1 WHERE trust_id = $1 AND id = $2',
        [viewer.trustId, id],
      );
      return find();
    };
    return this.idempotency.once(viewer, mutation, input, change, find);
  }
}

/** Whoever answers for the project agrees for its school. */
function stayingOn(
  { personId, opportunityId, homeSchoolId, hostSchoolId, purpose, minutesAWeek }: Staying,
  startsOn: string,
  endsOn: string,
  viewer: Viewer,
): PlacementDraft {
  return {
    ...{ personId, kind: PlacementKind.PROJECT, opportunityId, applicationId: null },
    ...{ homeSchoolId, hostSchoolId, startsOn, endsOn, weekdays: null, purpose },
    ...{ agreementId: null, minutesAWeek },
    agreed: [{ party: PlacementParty.HOST_HEAD, reason: null, byId: viewer.personId }],
  };
}

const holdMembersSql = `
  SELECT 1 FROM placement p JOIN project_announcement a
      ON a.trust_id = p.trust_id AND a.opportunity_id = p.opportunity_id
   WHERE a.trust_id = $1 AND a.team_id = $2 ORDER BY p.id FOR UPDATE OF p`;

const leadSql = `
  INSERT INTO project_lead (trust_id, team_id, number, person_id, from_on, named_at, named_by_id)
  SELECT $1, $2, count(*) + 1, $3, $4, $5, $6 FROM project_lead WHERE trust_id = $1 AND team_id = $2`;

const extendSql = `
  WITH before AS (SELECT ends_on FROM project_team WHERE trust_id = $1 AND id = $2),
       extended AS (UPDATE project_team SET ends_on = $3 WHERE trust_id = $1 AND id = $2)
  INSERT INTO project_extension (trust_id, team_id, number, from_on, ends_on, reason, made_at, made_by_id)
  SELECT $1, $2, (SELECT count(*) + 1 FROM project_extension WHERE trust_id = $1 AND team_id = $2),
         ends_on, $3, $4, $5, $6 FROM before`;

const stayingSql = `
  SELECT p.person_id AS "personId", p.opportunity_id AS "opportunityId",
         p.home_school_id AS "homeSchoolId", p.host_school_id AS "hostSchoolId", p.purpose,
         p.minutes_a_week AS "minutesAWeek"
    FROM project_member m JOIN placement p ON p.trust_id = m.trust_id AND p.id = m.placement_id
   WHERE m.trust_id = $1 AND m.team_id = $2 AND m.ends_on = $3 AND m.state IN ('PREPARING', 'SCHEDULED')
   ORDER BY p.person_id`;

const endSql = `
  UPDATE project_team SET ending = $3, ended_on = $4, outcome = $5 WHERE trust_id = $1 AND id = $2`;

const runningSql = `
  SELECT placement_id AS id FROM project_member
   WHERE trust_id = $1 AND team_id = $2 AND ends_on > $3::date AND state IN ('PREPARING', 'SCHEDULED')`;
