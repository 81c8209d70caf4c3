import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { AwardRow } from '../award/award.queries.ts';
import { awardsById } from '../award/award.queries.ts';
import type { DevelopmentGoal } from './goal.types.ts';

/** A goal with the school that it belongs to. */
export interface GoalRow extends DevelopmentGoal {
  readonly schoolId: string | null;
}

const columns = `id, academic_year AS "academicYear", school_id AS "schoolId", team, title,
  description`;

/** @returns the trust's goals of those ids, in any order. */
export function goalsById(db: Database, { trustId }: Viewer, ids: readonly string[]) {
  const sql = `SELECT ${columns} FROM development_goal WHERE trust_id = $1 AND id = ANY ($2::uuid[])`;
  return db.rows<GoalRow>(sql, [trustId, ids]);
}

/** @returns the trust's goals of a year, its own first. */
export function goalsOfYear(db: Database, { trustId }: Viewer, academicYear: number) {
  return db.rows<GoalRow>(
    `SELECT ${columns} FROM development_goal WHERE trust_id = $1 AND academic_year = $2
      ORDER BY school_id NULLS FIRST, id LIMIT 500`,
    [trustId, academicYear],
  );
}

/** @returns awards that serve these goals, as far as the viewer may know of them. */
export async function awardsOfGoals(
  db: Database,
  viewer: Viewer,
  goalIds: readonly string[],
): Promise<(AwardRow & { readonly goalId: string })[]> {
  const links = await db.rows<{ goalId: string; awardId: string }>(
    `SELECT goal_id AS "goalId", award_id AS "awardId" FROM bursary_application
      WHERE trust_id = $1 AND goal_id = ANY ($2::uuid[]) AND award_id IS NOT NULL`,
    [viewer.trustId, goalIds],
  );
  const awards = await awardsById(
    db,
    viewer,
    links.map(({ awardId }) => awardId),
  );
  const goalOf = new Map(links.map(({ awardId, goalId }) => [awardId, goalId]));
  return awards.map((award) => ({ ...award, goalId: goalOf.get(award.id) ?? '' }));
}
