import type { Database } from '@trellis/subgraph-kit/database';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { Instalment, InstalmentStatus } from './instalment.types.ts';

const from = `instalment JOIN award ON award.trust_id = instalment.trust_id
   AND award.id = instalment.award_id`;

/**
 * How far an instalment is on a day. Kept nowhere: leave begins and ends with the calendar, and nothing
 * has to run on that morning.
 *
 * @param today the parameter that holds the day.
 */
const statusOn = (today: string) => `
  CASE WHEN instalment.state IN ('PAID', 'CANCELLED', 'RECLAIMED') THEN instalment.state
       WHEN award.status = 'OFFERED' THEN 'PLANNED'
       WHEN award.status = 'DEFERRED' OR EXISTS (
         SELECT FROM roster_person AS person,
                jsonb_to_recordset(person.leave) AS period ("startsOn" date, "endsOn" date)
          WHERE person.trust_id = award.trust_id AND person.id = award.person_id
            AND "startsOn" <= ${today}::date AND ("endsOn" IS NULL OR "endsOn" > ${today}::date))
         THEN 'HELD'
       WHEN instalment.state = 'APPROVED' THEN 'APPROVED'
       WHEN instalment.due_on <= ${today}::date OR instalment.evidence_on IS NOT NULL THEN 'DUE'
       ELSE 'PLANNED' END`;

const columnsOn = (today: string) => `
  instalment.id, instalment.award_id AS "awardId", line_id AS "lineId", number, trigger,
  due_on AS "dueOn", milestone, evidence, instalment.amount_pence AS "amountPence",
  ${statusOn(today)} AS status, first_approved_by_id AS "firstApprovedById",
  second_approved_by_id AS "secondApprovedById", paid_on AS "paidOn",
  payment_reference AS "paymentReference", instalment.version`;

/** @returns the instalments of these awards as they are on the day, in the order of the plan. */
export function instalmentsOfAwards(
  db: Database,
  { trustId }: Viewer,
  awardIds: readonly string[],
  today: string,
): Promise<Instalment[]> {
  return db.rows<Instalment>(
    `SELECT ${columnsOn('$3')} FROM ${from}
      WHERE instalment.trust_id = $1 AND instalment.award_id = ANY ($2)
      ORDER BY instalment.award_id, number`,
    [trustId, awardIds, today],
  );
}

/** @returns those of these ids, as they are on the day, in any order. */
export function instalmentsById(
  db: Database,
  { trustId }: Viewer,
  ids: readonly string[],
  today: string,
): Promise<Instalment[]> {
  return db.rows<Instalment>(
    `SELECT ${columnsOn('$3')} FROM ${from}
      WHERE instalment.trust_id = $1 AND instalment.id = ANY ($2)`,
    [trustId, ids, today],
  );
}

/** The trust's instalments that are as far as this on the day, by what makes them due. */
export function instalmentList({ trustId }: Viewer, status: InstalmentStatus, today: string): List {
  const parameters = new SqlParameters();
  const day = parameters.add(today);
  const where = [
    `instalment.trust_id = ${parameters.add(trustId)}`,
    `${statusOn(day)} = ${parameters.add(status)}`,
  ];
  const keys = [
    { sql: "coalesce(instalment.due_on, 'infinity')", type: 'date' },
    { sql: 'instalment.id', type: 'uuid' },
  ] as const;
  const sort = { name: 'DUE', keys };
  const filter = { status };
  return { name: 'instalments', select: columnsOn(day), from, where, parameters, sort, filter };
}

/** The award ended: what was not paid will not be. */
export async function cancelInstalments(
  db: Database,
  { trustId }: Viewer,
  awardId: string,
): Promise<void> {
  await db.rows(
    `UPDATE instalment SET state = 'CANCELLED', version = version + 1
      WHERE trust_id = $1 AND award_id = $2 AND state IN ('OPEN', 'APPROVED')`,
    [trustId, awardId],
  );
}

/** The provider paid back: what was paid by lines that have kept nothing is reclaimed. */
export async function reclaimInstalments(
  db: Database,
  { trustId }: Viewer,
  awardId: string,
): Promise<void> {
  await db.rows(
    `UPDATE instalment SET state = 'RECLAIMED', version = instalment.version + 1
       FROM funding_line AS line
      WHERE instalment.trust_id = $1 AND instalment.award_id = $2
        AND line.trust_id = $1 AND line.id = instalment.line_id AND instalment.state = 'PAID'
        AND line.paid_pence = 0`,
    [trustId, awardId],
  );
}

/** Study rested: what was not due when it began to is due as many days later. */
export async function moveDueDays(
  db: Database,
  { trustId }: Viewer,
  awardId: string,
  restedFrom: string,
  restedUntil: string,
): Promise<void> {
  await db.rows(
    `UPDATE instalment SET due_on = due_on + ($4::date - $3::date), version = version + 1
      WHERE trust_id = $1 AND award_id = $2 AND state = 'OPEN' AND due_on > $3::date`,
    [trustId, awardId, restedFrom, restedUntil],
  );
}

/** At year end another line pays what the old one did not. */
export const carryInstalmentsSql = `
  UPDATE instalment SET line_id = carried.id, version = version + 1
    FROM json_to_recordset($2) AS carried (id uuid, "fromId" uuid)
   WHERE trust_id = $1 AND line_id = carried."fromId" AND state IN ('OPEN', 'APPROVED')`;

/** Ids of the trust's (`$1`) instalments that two people approved and nothing holds. */
export const instalmentsReadySql = (today: string) => `
  SELECT instalment.id FROM ${from}
   WHERE instalment.trust_id = $1 AND instalment.state = 'APPROVED'
     AND ${statusOn(today)} = 'APPROVED'`;
