import type { Database } from '@trellis/subgraph-kit/database';
import { notFound } from '@trellis/subgraph-kit/faults';
import { idOrNone, isId } from '@trellis/subgraph-kit/ids';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { latestStart } from '../latest-start.ts';
import { isOpenSql, visible } from '../opportunity/opportunity.queries.ts';
import type {
  ProjectExtension,
  ProjectMember,
  ProjectPolicy,
  ProjectTeam,
  ProjectTeamsArgs,
} from './project.types.ts';

/** A team as read. */
export interface ProjectTeamRow extends ProjectTeam {
  readonly schoolId: string | null;
}

/** Somebody in a team, as read. */
export interface ProjectMemberRow extends ProjectMember {
  readonly teamId: string;
  readonly personId: string;
}

/** The day on which a team is looked at: today, within its time. */
const dayOf = `
  least(greatest(london.today, t.starts_on), coalesce(t.ended_on, t.ends_on) - 1)`;

const columns = `
  t.id, o.title, o.summary AS purpose, t.skills, (o.terms ->> 'hoursPerWeek')::float AS "hoursPerWeek",
  t.seats, t.starts_on AS "startsOn", coalesce(t.ended_on, t.ends_on) AS "endsOn", t.ending, t.outcome, t.version,
  o.host_school_id AS "schoolId",
  greatest(t.seats - (SELECT count(*) FROM project_member m WHERE m.trust_id = t.trust_id
      AND m.team_id = t.id AND m.starts_on <= ${dayOf} AND m.ends_on > ${dayOf}), 0)::integer AS "seatsFree",
  CASE WHEN t.ended_on <= london.today THEN t.ending
       WHEN o.state = 'WITHDRAWN' THEN 'WITHDRAWN'
       WHEN london.today < t.starts_on THEN 'FORMING'
       WHEN london.today < t.ends_on THEN 'WORKING'
       ELSE 'OUTCOME_OWED' END AS state`;

const teamsOn = (today: string, parameters: SqlParameters) => `
  project_team t JOIN opportunity o ON o.trust_id = t.trust_id AND o.id = t.id
  CROSS JOIN (SELECT ${parameters.add(today)}::date AS today) AS london`;

/** Teams whose opportunity the viewer may see. */
export function teamsById(
  db: Database,
  viewer: Viewer,
  today: string,
  ids: readonly string[],
  lock: '' | 'FOR UPDATE' = '',
): Promise<ProjectTeamRow[]> {
  const parameters = new SqlParameters();
  const from = teamsOn(today, parameters);
  const where = [...visible(viewer, parameters), `t.id = ANY (${parameters.add(ids)}::uuid[])`];
  return db.rows<ProjectTeamRow>(
    `SELECT ${columns} FROM ${from} WHERE ${where.join(' AND ')} ${lock && `${lock} OF t`}`,
    parameters.values,
  );
}

/**
 * @param lock for a change: of two at once the second sees what the first did.
 * @throws NOT_FOUND when the viewer may see no such team.
 */
export async function foundTeam(
  db: Database,
  viewer: Viewer,
  today: string,
  id: string,
  lock: '' | 'FOR UPDATE' = '',
): Promise<ProjectTeamRow> {
  const [found] = await teamsById(db, viewer, today, [id].filter(isId), lock);
  if (!found) throw notFound('project team');
  return found;
}

const isAnnounced = `EXISTS (
  SELECT 1 FROM project_announcement a JOIN opportunity o ON o.trust_id = a.trust_id AND o.id = a.opportunity_id
   WHERE a.trust_id = t.trust_id AND a.team_id = t.id AND ${isOpenSql})`;

/** All teams, the latest start first. */
export function teamList(
  viewer: Viewer,
  today: string,
  name: string,
  { skillsNeeded = null, school = null, open = null }: ProjectTeamsArgs = {},
): List {
  const parameters = new SqlParameters();
  const from = teamsOn(today, parameters);
  const where = visible(viewer, parameters);
  if (skillsNeeded) {
    const skills = skillsNeeded.map((skill) => skill.trim().toLowerCase());
    where.push(`t.skills && ${parameters.add(skills)}::text[]`);
  }
  if (school) where.push(`o.host_school_id = ${parameters.add(idOrNone(school))}`);
  if (open !== null) where.push(open ? isAnnounced : `NOT ${isAnnounced}`);
  return {
    ...{ name, select: columns, from, where, parameters },
    sort: latestStart('t'),
    filter: [skillsNeeded, school, open],
  };
}

/** Teams by the opportunities that announce their seats. */
export function teamsAnnounced(
  db: Database,
  { trustId }: Viewer,
  opportunityIds: readonly string[],
): Promise<{ opportunityId: string; teamId: string }[]> {
  return db.rows(
    `SELECT opportunity_id AS "opportunityId", team_id AS "teamId" FROM project_announcement
      WHERE trust_id = $1 AND opportunity_id = ANY ($2::uuid[])`,
    [trustId, opportunityIds],
  );
}

/** What announces the seats of teams, the first of each first. */
export function announcementsOf(
  db: Database,
  { trustId }: Viewer,
  teamIds: readonly string[],
): Promise<{ teamId: string; opportunityId: string }[]> {
  return db.rows(
    `SELECT team_id AS "teamId", opportunity_id AS "opportunityId" FROM project_announcement
      WHERE trust_id = $1 AND team_id = ANY ($2::uuid[])
      ORDER BY team_id, opportunity_id <> team_id, opportunity_id`,
    [trustId, teamIds],
  );
}

/** Where somebody stays on after an extension, it is one time in the team. */
const membersSql = (whose: 'team_id' | 'person_id') => `
  SELECT held.team_id AS "teamId", held.person_id AS "personId", lower(stay) AS "joinedOn",
         upper(stay) AS "leavesOn",
         (SELECT first.placement_id FROM project_member first
           WHERE first.trust_id = $1 AND first.team_id = held.team_id
             AND first.person_id = held.person_id AND first.starts_on = lower(stay)) AS id,
         coalesce(stay @> ${dayOf} AND held.person_id = (
           SELECT lead.person_id FROM project_lead lead
            WHERE lead.trust_id = t.trust_id AND lead.team_id = t.id AND lead.from_on <= ${dayOf}
            ORDER BY number DESC LIMIT 1), false) AS "isLead"
    FROM (SELECT team_id, person_id, range_agg(daterange(starts_on, ends_on)) AS stays
            FROM project_member WHERE trust_id = $1 AND ${whose} = ANY ($2::uuid[])
           GROUP BY team_id, person_id) AS held
    JOIN project_team t ON t.trust_id = $1 AND t.id = held.team_id
   CROSS JOIN unnest(held.stays) AS stay
   CROSS JOIN (SELECT $3::date AS today) AS london`;

/** Who is or was in teams, in the order in which they joined. */
export function membersOf(
  db: Database,
  { trustId }: Viewer,
  today: string,
  teamIds: readonly string[],
): Promise<ProjectMemberRow[]> {
  return db.rows<ProjectMemberRow>(
    `${membersSql('team_id')} ORDER BY held.team_id, lower(stay), held.person_id`,
    [trustId, teamIds, today],
  );
}

/** In which teams people are or were, the latest first. */
export function membershipsOf(
  db: Database,
  { trustId }: Viewer,
  today: string,
  personIds: readonly string[],
): Promise<ProjectMemberRow[]> {
  return db.rows<ProjectMemberRow>(
    `${membersSql('person_id')} ORDER BY held.person_id, lower(stay) DESC, held.team_id`,
    [trustId, personIds, today],
  );
}

/** Placements that make up somebody's time in a team, by that of their first. */
export function placementsOfMembers(
  db: Database,
  { trustId }: Viewer,
  memberIds: readonly string[],
): Promise<{ memberId: string; placementId: string }[]> {
  return db.rows(
    `SELECT first.placement_id AS "memberId", m.placement_id AS "placementId"
       FROM project_member first
      CROSS JOIN LATERAL (
            SELECT range_agg(daterange(starts_on, ends_on)) AS stays FROM project_member
             WHERE trust_id = $1 AND team_id = first.team_id AND person_id = first.person_id) AS held
      CROSS JOIN unnest(held.stays) AS stay
       JOIN project_member m ON m.trust_id = $1 AND m.team_id = first.team_id
        AND m.person_id = first.person_id AND stay @> m.starts_on
      WHERE stay @> first.starts_on AND first.trust_id = $1 AND first.placement_id = ANY ($2::uuid[])
      ORDER BY first.placement_id, m.starts_on`,
    [trustId, memberIds],
  );
}

/** How teams were extended, in order. */
export function extensionsOf(
  db: Database,
  { trustId }: Viewer,
  teamIds: readonly string[],
): Promise<(ProjectExtension & { teamId: string })[]> {
  return db.rows(
    `SELECT team_id AS "teamId", from_on AS "fromOn", ends_on AS "endsOn", reason, made_at AS "madeAt"
       FROM project_extension WHERE trust_id = $1 AND team_id = ANY ($2::uuid[])
      ORDER BY team_id, number`,
    [trustId, teamIds],
  );
}

/** How the trust limits what is done beside posts, once it has said so. */
export async function projectPolicyOf(
  db: Database,
  { trustId }: Viewer,
): Promise<ProjectPolicy | undefined> {
  const [kept] = await db.rows<ProjectPolicy>(
    `SELECT id, (minutes_a_week / 60.0)::float AS "hoursAWeek" FROM project_policy WHERE trust_id = $1`,
    [trustId],
  );
  return kept;
}
