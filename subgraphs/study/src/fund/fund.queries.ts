import type { Database } from '@trellis/subgraph-kit/database';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type EntityManager, In } from 'typeorm';
import { FundEntity } from './fund.entity.ts';
import type { Fund, FundFilter } from './fund.types.ts';

const columns = `id, name, academic_year AS "academicYear", source, closed_on AS "closedOn",
  amount_pence AS "amountPence", amount_pence - committed_pence AS "remainingPence"`;

/** The trust's funds, newest year first. */
export function fundList(viewer: Viewer, filter: FundFilter | null | undefined): List {
  const parameters = new SqlParameters();
  const where = [`trust_id = ${parameters.add(viewer.trustId)}`];
  if (filter?.academicYear != null)
    where.push(`academic_year = ${parameters.add(filter.academicYear)}`);
  const keys = [
    { sql: 'academic_year', type: 'integer' },
    { sql: 'lower(name COLLATE "C")', type: 'text' },
    { sql: 'id', type: 'uuid' },
  ] as const;
  const sort = { name: 'NEWEST', keys, descending: true };
  return { name: 'funds', select: columns, from: 'fund', where, parameters, sort, filter };
}

/** @returns the trust's funds of those ids, in any order. */
export function fundsById(db: Database, viewer: Viewer, ids: readonly string[]): Promise<Fund[]> {
  const sql = `SELECT ${columns} FROM fund WHERE trust_id = $1 AND id = ANY ($2)`;
  return db.rows<Fund>(sql, [viewer.trustId, ids]);
}

/**
 * Holds the funds until commit, so that what is left of them cannot change under a decision. In the
 * order of their ids, so that two who need several do not wait for each other.
 *
 * @returns the trust's funds of those ids, by id.
 */
export async function lockFunds(
  tx: EntityManager,
  viewer: Viewer,
  ids: readonly string[],
): Promise<ReadonlyMap<string, FundEntity>> {
  const funds = await tx.find(FundEntity, {
    where: { trustId: viewer.trustId, id: In([...new Set(ids)]) },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  return new Map(funds.map((fund) => [fund.id, fund]));
}
