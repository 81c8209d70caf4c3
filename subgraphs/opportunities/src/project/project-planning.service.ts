import type { Database } from '@trellis/subgraph-kit/database';
import { forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { asGiven } from '../opportunity/audience.types.ts';
import { OpportunityNotEditable } from '../opportunity/opportunity-change.types.ts';
import { OpportunityKind } from '../opportunity/opportunity-kind.types.ts';
import { OpportunityState } from '../opportunity/opportunity-state.types.ts';
import type { OpportunityService } from '../opportunity/opportunity.service.ts';
import { answersFor } from '../placement/placement.queries.ts';
import { refuseStale } from '../visit/visit.queries.ts';
import {
  type AnnounceProjectSeatsInput,
  NoProject,
  NoSeatFree,
  type PlanProjectInput,
  ProjectDaysUnclear,
  ProjectOver,
  type SetProjectPolicyInput,
  StillChoosing,
} from './project-change.types.ts';
import { foundTeam, projectPolicyOf, teamsById, type ProjectTeamRow } from './project.queries.ts';
import { ProjectState } from './project.types.ts';

const { DRAFT, APPROVED } = OpportunityState;

/** Longest that a project works, in days; the database holds the same. */
export const mostDays = 1_100;

/** What a project needs, and who is told of its seats. */
export class ProjectPlanningService {
  constructor(
    private readonly db: Database,
    private readonly opportunities: OpportunityService,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
  ) {}

  /**
   * Plans what a draft of the kind PROJECT is for, or plans it anew. It has as many places as seats.
   *
   * @throws NOT_FOUND when the viewer may see no such opportunity.
   * @throws FORBIDDEN when its school is not one that the viewer answers for.
   * @throws CONFLICT with the current version when the plan changed since it was read.
   */
  plan(viewer: Viewer, input: PlanProjectInput) {
    const { opportunityId: id, startsOn, endsOn, seats } = input;
    const find = () => this.find(viewer, id);
    const plan = async () => {
      const { kind, state } = await this.opportunities.held(viewer, id);
      if (kind !== OpportunityKind.PROJECT) return new NoProject();
      if (state !== DRAFT && state !== APPROVED) return new OpportunityNotEditable(state);
      if (!isSpan(startsOn, endsOn)) return new ProjectDaysUnclear();
      const [before] = await teamsById(this.db, viewer, this.today(), [id]);
      refuseStale(before ?? { version: 0 }, input.version ?? 0);
      const skills = [...new Set(input.skills.map((skill) => skill.trim().toLowerCase()))];
      await this.db.rows(planSql, [
        ...[viewer.trustId, id, skills, startsOn, endsOn, seats, this.now(), viewer.personId],
      ]);
      await this.announceBy(viewer, id, id, seats);
      return find();
    };
    return this.idempotency.once(viewer, 'planProject', input, plan, find);
  }

  /**
   * Writes a draft for the seats of a team that are free, which says of the project what its first
   * opportunity said.
   *
   * @throws NOT_FOUND, FORBIDDEN or CONFLICT as `plan` does.
   */
  announce(viewer: Viewer, input: AnnounceProjectSeatsInput) {
    const { opensOn, closesOn } = input;
    const announce = async () => {
      const team = await this.held(viewer, input);
      if (!isGoingOn(team)) return new ProjectOver(team.state);
      const standing = await this.standingAnnouncement(viewer, team.id);
      if (standing) return new StillChoosing(standing);
      const free = await this.freeFromNowOn(viewer, team);
      if (free < 1) return new NoSeatFree(team.seats);
      const first = await this.opportunities.seen(viewer, team.id);
      const { kind, title, summary, hostSchoolId, networkId, audience } = first;
      const { criteria, ...terms } = first.terms;
      const draft = await this.opportunities.create(viewer, {
        ...{ kind, title, summary, hostSchoolId, networkId, opensOn, closesOn },
        audience: asGiven(audience),
        terms: { ...terms, criteria: [...criteria] },
      });
      if (draft instanceof Refusal) return draft;
      await this.announceBy(viewer, draft.id, team.id, free);
      return draft;
    };
    const again = (id: string) => this.opportunities.seen(viewer, id);
    return this.idempotency.once(viewer, 'announceProjectSeats', input, announce, again);
  }

  /** Says how much may be done beside posts. @throws FORBIDDEN unless for all schools. */
  setPolicy(viewer: Viewer, input: SetProjectPolicyInput) {
    if (!viewer.allPlaces) throw forbidden('Only those who answer for all schools set policies.');
    const find = async () => {
      const kept = await projectPolicyOf(this.db, viewer);
      if (!kept) throw notFound('policy');
      return kept;
    };
    const set = async () => {
      await this.db.rows(policySql, [
        ...[viewer.trustId, newId(), Math.round(input.hoursAWeek * 60), this.now()],
        viewer.personId,
      ]);
      return find();
    };
    return this.idempotency.once(viewer, 'setProjectPolicy', input, set, find);
  }

  private today(): string {
    return londonDay(this.now());
  }

  private find(viewer: Viewer, id: string): Promise<ProjectTeamRow> {
    return foundTeam(this.db, viewer, this.today(), id);
  }

  private async held(viewer: Viewer, { id, version }: AnnounceProjectSeatsInput) {
    const team = await foundTeam(this.db, viewer, this.today(), id, 'FOR UPDATE');
    refuseOthers(viewer, team.schoolId);
    refuseStale(team, version);
    return team;
  }

  private async announceBy(viewer: Viewer, opportunityId: string, teamId: string, places: number) {
    await this.db.rows(announceSql, [viewer.trustId, opportunityId, teamId, places]);
  }

  private async standingAnnouncement({ trustId }: Viewer, teamId: string) {
    const [standing] = await this.db.rows<{ id: string }>(
      `SELECT o.id FROM project_announcement a
         JOIN opportunity o ON o.trust_id = a.trust_id AND o.id = a.opportunity_id
        WHERE a.trust_id = $1 AND a.team_id = $2
          AND o.state NOT IN ('FILLED', 'PART_FILLED', 'UNFILLED', 'WITHDRAWN') LIMIT 1`,
      [trustId, teamId],
    );
    return standing?.id;
  }

  /** Seats that are free on each day from today on. */
  private async freeFromNowOn(viewer: Viewer, { id, seats }: ProjectTeamRow): Promise<number> {
    const [counted] = await this.db.rows<{ most: number }>(mostSql, [
      ...[viewer.trustId, id, this.today()],
    ]);
    return seats - (counted?.most ?? 0);
  }
}

/** @throws FORBIDDEN unless the viewer answers for the school, or for all where it is the trust's. */
export function refuseOthers(viewer: Viewer, schoolId: string | null): void {
  if (!answersFor(viewer, schoolId)) throw forbidden('Those who offer a project run it.');
}

/** @returns whether a project may work for those days. */
export function isSpan(startsOn: string, endsOn: string): boolean {
  const days = (Date.parse(endsOn) - Date.parse(startsOn)) / 86_400_000;
  return days >= 1 && days <= mostDays;
}

/** @returns whether a team works, or is to, and nobody has said when it ends. */
export function isGoingOn({ state, ending }: ProjectTeamRow): boolean {
  return ending === null && (state === ProjectState.FORMING || state === ProjectState.WORKING);
}

const planSql = `
  INSERT INTO project_team (trust_id, id, skills, starts_on, ends_on, seats, planned_at, planned_by_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT (trust_id, id) DO UPDATE SET skills = excluded.skills, starts_on = excluded.starts_on,
    ends_on = excluded.ends_on, seats = excluded.seats, planned_at = excluded.planned_at,
    planned_by_id = excluded.planned_by_id, version = project_team.version + 1`;

const announceSql = `
  WITH announced AS (
    INSERT INTO project_announcement (trust_id, opportunity_id, team_id) VALUES ($1, $2, $3)
    ON CONFLICT DO NOTHING)
  INSERT INTO opportunity_place (trust_id, opportunity_id, places) VALUES ($1, $2, $4)
  ON CONFLICT (trust_id, opportunity_id) DO UPDATE SET places = excluded.places`;

/** On the days on which somebody joins; on no other day are there more. */
const mostSql = `
  SELECT max((SELECT count(*) FROM project_member m WHERE m.trust_id = $1 AND m.team_id = $2
                 AND m.starts_on <= joining.day AND m.ends_on > joining.day))::integer AS most
    FROM (SELECT $3::date AS day UNION
          SELECT starts_on FROM project_member
           WHERE trust_id = $1 AND team_id = $2 AND starts_on > $3::date) AS joining`;

const policySql = `
  INSERT INTO project_policy (trust_id, id, minutes_a_week, set_at, set_by_id)
  VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (trust_id) DO UPDATE SET minutes_a_week = excluded.minutes_a_week,
    set_at = excluded.set_at, set_by_id = excluded.set_by_id`;
