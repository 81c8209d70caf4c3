import type { Database } from '@trellis/subgraph-kit/database';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { employmentSql } from '../employment/employment.queries.ts';
import type { TieIn } from './clawback-arithmetic.ts';
import type { Clawback, ClawbackStatus } from './clawback.types.ts';

const columns = `id, award_id AS "awardId", person_id AS "personId", left_on AS "leftOn",
  calculated_on AS "calculatedOn", base_pence AS "basePence", amount_pence AS "amountPence",
  repaid_pence AS "repaidPence", arithmetic, status, waiver, reason, version`;

/** Whether the viewer may know what this person owes. */
export const mayKnowClawback = (viewer: Viewer, personId: string): boolean =>
  personId === viewer.personId || viewer.scopes.has('clawback:manage');

/** Clawbacks of the trust, the latest leaver first; one status alone where it is given. */
export function clawbackList(
  { trustId }: Viewer,
  name: string,
  status: ClawbackStatus | null,
): List {
  const parameters = new SqlParameters();
  const where = [`trust_id = ${parameters.add(trustId)}`];
  if (status !== null) where.push(`status = ${parameters.add(status)}`);
  const keys = [
    { sql: 'left_on', type: 'date' },
    { sql: 'id', type: 'uuid' },
  ] as const;
  const sort = { name: 'NEWEST', keys, descending: true };
  const filter = { status };
  return { name, select: columns, from: 'clawback', where, parameters, sort, filter };
}

/** @returns the trust's clawback of that id. */
export async function clawbackById(
  db: Database,
  { trustId }: Viewer,
  id: string,
): Promise<Clawback | undefined> {
  const sql = `SELECT ${columns} FROM clawback WHERE trust_id = $1 AND id = $2`;
  const [clawback] = await db.rows<Clawback>(sql, [trustId, id]);
  return clawback;
}

/** @returns the clawback of an award that is not reversed. */
export async function clawbackOfAward(
  db: Database,
  { trustId }: Viewer,
  awardId: string,
): Promise<Clawback | undefined> {
  const [clawback] = await db.rows<Clawback>(
    `SELECT ${columns} FROM clawback
      WHERE trust_id = $1 AND award_id = $2 AND status <> 'REVERSED'`,
    [trustId, awardId],
  );
  return clawback;
}

/** An award with a tie-in that was agreed to. */
export interface TiedAward extends TieIn {
  readonly id: string;
  readonly personId: string;
  /** When they finished or gave up; null while they study. */
  readonly endedOn: string | null;
  /** A programme that its provider cancelled ties nobody. */
  readonly isCancelled: boolean;
}

const ended = 'coalesce(award.completed_on, award.withdrawn_on)';
const tied = `award.trust_id = $1 AND award.accepted_at IS NOT NULL
  AND agreement.tie_in_kind <> 'NONE'`;
const awardWithAgreement = `award
  JOIN agreement ON agreement.trust_id = award.trust_id AND agreement.id = award.agreement_id`;

/** @returns awards of these people by which they may owe something, held, in the order of ids. */
export function holdTiedAwards(
  db: Database,
  { trustId }: Viewer,
  personIds: readonly string[],
): Promise<TiedAward[]> {
  return db.rows<TiedAward>(
    `SELECT award.id, award.person_id AS "personId", ${ended} AS "endedOn",
            tie_in_kind AS "tieInKind", tie_in_months AS "tieInMonths",
            before_completion_percent AS "beforeCompletionPercent", bands,
            award.status = 'CANCELLED' AS "isCancelled"
       FROM ${awardWithAgreement}
      WHERE ${tied} AND award.person_id = ANY ($2) ORDER BY award.id FOR UPDATE OF award`,
    [trustId, personIds],
  );
}

/** Those who leave before the day (`before`) and before their tie-in ends, the first to leave first. */
export function leaverList({ trustId }: Viewer, before: string): List {
  const parameters = new SqlParameters();
  parameters.add(trustId); // $1, as the parts of the statement have it
  const day = parameters.add(before);
  const endsOn = `(${ended} + make_interval(months => tie_in_months))::date`;
  const from = `${awardWithAgreement}
    JOIN (${employmentSql}) AS employment ON employment."personId" = award.person_id`;
  const where = [
    tied,
    "award.status <> 'CANCELLED'",
    `employment."leavesOn" < ${day}::date`,
    `(${ended} IS NULL OR employment."leavesOn" < ${endsOn})`,
  ];
  const keys = [
    { sql: 'employment."leavesOn"', type: 'date' },
    { sql: 'award.id', type: 'uuid' },
  ] as const;
  const select = `award.id AS "awardId", award.person_id AS "personId",
    employment."leavesOn" AS "leavesOn", ${endsOn} AS "tieInEndsOn"`;
  const sort = { name: 'LEAVING', keys };
  return { name: 'leaversWithTieIn', select, from, where, parameters, sort, filter: { before } };
}

export const writeClawbackSql = `
  INSERT INTO clawback (trust_id, id, award_id, person_id, left_on, calculated_on, base_pence,
                        amount_pence, arithmetic, status, waiver, reason)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;

/** Whoever decided (`$6`), or nobody where it follows from what people told. */
export const changeClawbackSql = `
  UPDATE clawback SET status = $3, waiver = $4, reason = $5, decided_by_id = $6,
         repaid_pence = repaid_pence + $7, version = version + 1
   WHERE trust_id = $1 AND id = $2`;
