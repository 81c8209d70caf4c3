import type { Database } from '@trellis/subgraph-kit/database';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { awardsById } from '../award/award.queries.ts';
import type { StudyProject } from './project.types.ts';

/** A project with what it points to. */
export interface ProjectRow extends StudyProject {
  readonly awardId: string;
  readonly personId: string;
  readonly schoolIds: readonly string[];
  readonly networkIds: readonly string[];
}

const columns = `
  p.id, p.award_id AS "awardId", w.person_id AS "personId", p.question, p.milestones, p.tried,
         p.changed, p.shared_on AS "sharedOn", p.school_ids AS "schoolIds",
         p.network_ids AS "networkIds", p.version`;

const tables = 'study_project p JOIN award w ON w.trust_id = p.trust_id AND w.id = p.award_id';

const select = `SELECT ${columns} FROM ${tables} WHERE p.trust_id = $1`;

/** @returns the trust's project of that id, whoever may see it, held until commit. */
export async function heldProject(db: Database, { trustId }: Viewer, id: string) {
  const sql = `${select} AND p.id = $2 FOR UPDATE OF p`;
  const [project] = await db.rows<ProjectRow>(sql, [trustId, id]);
  return project;
}

/** @returns projects of these awards: shared ones, and those whose award the viewer may know of. */
export async function projectsOfAwards(
  db: Database,
  viewer: Viewer,
  awardIds: readonly string[],
): Promise<ProjectRow[]> {
  const known = new Set((await awardsById(db, viewer, awardIds)).map(({ id }) => id));
  const sql = `${select} AND p.award_id = ANY ($2::uuid[])`;
  const projects = await db.rows<ProjectRow>(sql, [viewer.trustId, awardIds]);
  return projects.filter(({ awardId, sharedOn }) => sharedOn !== null || known.has(awardId));
}

/** @returns projects that serve these goals and were shared, or whose award the viewer may know of. */
export async function projectsOfGoals(db: Database, viewer: Viewer, goalIds: readonly string[]) {
  const links = await db.rows<{ goalId: string; awardId: string }>(
    `SELECT goal_id AS "goalId", award_id AS "awardId" FROM bursary_application
      WHERE trust_id = $1 AND goal_id = ANY ($2::uuid[]) AND award_id IS NOT NULL`,
    [viewer.trustId, goalIds],
  );
  const goalOf = new Map(links.map(({ awardId, goalId }) => [awardId, goalId]));
  const projects = await projectsOfAwards(db, viewer, [...goalOf.keys()]);
  return projects.map((project) => ({ ...project, goalId: goalOf.get(project.awardId) ?? '' }));
}

/** @returns what was shared in the trust, newest first; at most 100. */
export function sharedProjects(db: Database, { trustId }: Viewer): Promise<ProjectRow[]> {
  const sql = `${select} AND p.shared_on IS NOT NULL ORDER BY p.shared_on DESC, p.id LIMIT 100`;
  return db.rows<ProjectRow>(sql, [trustId]);
}

/** What was shared with networks, the latest first; whoever works in the trust may read it. */
export function networkProjectList({ trustId }: Viewer): List {
  const parameters = new SqlParameters();
  return {
    name: 'Network.projects',
    select: columns,
    from: `${tables} CROSS JOIN LATERAL (
      SELECT DISTINCT unnest(p.network_ids) AS network_id) AS shared`,
    where: [`p.trust_id = ${parameters.add(trustId)}`, 'p.shared_on IS NOT NULL'],
    parameters,
    sort: {
      name: 'LATEST',
      keys: [
        { sql: 'p.shared_on', type: 'date' },
        { sql: 'p.id', type: 'uuid' },
      ],
      descending: true,
    },
  };
}
