import type { Database } from '@trellis/subgraph-kit/database';
import { idOrNone, isId } from '@trellis/subgraph-kit/ids';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { LendingPosition, LendingPositionArgs, Recharge } from './recharge.types.ts';

/** A recharge as read. */
export interface RechargeRow extends Recharge {
  readonly deploymentId: string;
  readonly debitSchoolId: string;
  readonly creditSchoolId: string;
}

/** A position as worked out. */
export interface PositionRow extends LendingPosition {
  readonly schoolId: string;
}

const columns = `
  r.id, r.days, r.rate_pence AS "ratePence", r.amount_pence AS "amountPence",
  r.academic_year AS "academicYear", r.reverses_id AS "reversesId", r.reason,
  r.posted_at AS "postedAt", r.deployment_id AS "deploymentId", r.debit_school_id AS "debitSchoolId",
  r.credit_school_id AS "creditSchoolId"`;

/** Recharges, as far as row security shows them: those of schools that the viewer answers for. */
export function rechargesById(
  db: Database,
  { trustId }: Viewer,
  ids: readonly string[],
): Promise<RechargeRow[]> {
  return db.rows<RechargeRow>(
    `SELECT ${columns} FROM recharge r WHERE r.trust_id = $1 AND r.id = ANY ($2::uuid[])`,
    [trustId, ids.filter(isId)],
  );
}

/** Those of a school in an academic year, the latest first. */
export function rechargeList(
  { trustId }: Viewer,
  { schoolId, academicYear }: LendingPositionArgs,
): List {
  const parameters = new SqlParameters();
  const school = parameters.add(idOrNone(schoolId));
  return {
    ...{ name: 'LendingPosition.recharges', select: columns, from: 'recharge r', parameters },
    where: [
      `r.trust_id = ${parameters.add(trustId)} AND r.academic_year = ${parameters.add(academicYear)}`,
      `(r.debit_school_id = ${school} OR r.credit_school_id = ${school})`,
    ],
    sort: {
      name: 'LATEST',
      keys: [
        { sql: 'r.posted_at', type: 'timestamptz' },
        { sql: 'r.id', type: 'uuid' },
      ],
      descending: true,
    },
    filter: [schoolId, academicYear],
  };
}

/** What a school lent and borrowed; what takes something back counts against it. */
export async function positionOf(
  db: Database,
  { trustId }: Viewer,
  { schoolId, academicYear }: LendingPositionArgs,
): Promise<PositionRow | undefined> {
  const [position] = await db.rows<PositionRow>(positionSql, [
    ...[trustId, idOrNone(schoolId), academicYear],
  ]);
  return position;
}

const positionSql = `
  WITH entry AS (
    SELECT CASE WHEN (r.credit_school_id = $2) = (r.reverses_id IS NULL) THEN 'LENT'
                ELSE 'BORROWED' END AS side,
           CASE WHEN r.reverses_id IS NULL THEN 1 ELSE -1 END AS sign, r.days, r.amount_pence
      FROM recharge r
     WHERE r.trust_id = $1 AND r.academic_year = $3
       AND (r.debit_school_id = $2 OR r.credit_school_id = $2)
  ), total AS (
    SELECT coalesce(sum(sign * days) FILTER (WHERE side = 'LENT'), 0)::float8 AS lent,
           coalesce(sum(sign * days) FILTER (WHERE side = 'BORROWED'), 0)::float8 AS borrowed,
           coalesce(sum(sign * amount_pence) FILTER (WHERE side = 'LENT'), 0)::float8 AS owed,
           coalesce(sum(sign * amount_pence) FILTER (WHERE side = 'BORROWED'), 0)::float8 AS owing
      FROM entry)
  SELECT $2::uuid AS "schoolId", $3::integer AS "academicYear", lent AS "lentDays",
         borrowed AS "borrowedDays", lent - borrowed AS "netDays", owed AS "owedPence",
         owing AS "owingPence", owed - owing AS "netPence" FROM total`;
