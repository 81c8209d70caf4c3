import type { Database } from '@trellis/subgraph-kit/database';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { EntityManager } from 'typeorm';
import { AwardEntity } from './award.entity.ts';

/** What awards are answered with; `id`s of what they point to are there for the relations. */
export type AwardRow = Omit<
  AwardEntity,
  | 'trustId'
  | 'programmeCode'
  | 'withdrawnByKind'
  | 'withdrawnById'
  | 'deferredOn'
  | 'deferralCode'
  | 'completionEvidence'
>;

const columns = `id, fund_id AS "fundId", person_id AS "personId", school_id AS "schoolId",
  programme_id AS "programmeId", academic_year AS "academicYear", amount_pence AS "amountPence",
  awarded_on AS "awardedOn", awarded_by_kind AS "awardedByKind", awarded_by_id AS "awardedById",
  status, agreement_id AS "agreementId", accept_before AS "acceptBefore",
  accepted_at AS "acceptedAt", completed_on AS "completedOn", deferred_until AS "deferredUntil",
  withdrawal_code AS "withdrawalCode", withdrawn_on AS "withdrawnOn", withdrawn_reason AS "withdrawnReason", version`;

/** Whether others' awards may be known to the viewer at all, be it for some schools. */
export const mayReadAwards = ({ scopes }: Viewer): boolean => scopes.has('award:read');

/** Whether the viewer answers for a school, as the people team does for each. */
export const answersFor = ({ allPlaces, placeIds }: Viewer, schoolId: string): boolean =>
  allPlaces || placeIds.includes(schoolId);

/** Whether the viewer may know of an award: own ones, and those for schools that they answer for. */
export function mayKnow(viewer: Viewer, { personId, schoolId }: AwardRow): boolean {
  return personId === viewer.personId || (mayReadAwards(viewer) && answersFor(viewer, schoolId));
}

/** The same as `mayKnow`, as conditions on `award`. */
function knownAwards(viewer: Viewer, parameters: SqlParameters): string[] {
  const ofTrust = `trust_id = ${parameters.add(viewer.trustId)}`;
  if (mayReadAwards(viewer) && viewer.allPlaces) return [ofTrust];
  const own = `person_id = ${parameters.add(viewer.personId)}`;
  if (!mayReadAwards(viewer)) return [ofTrust, own];
  const atPlaces = `school_id = ANY (${parameters.add(viewer.placeIds)}::uuid[])`;
  return [ofTrust, `(${own} OR ${atPlaces})`];
}

/**
 * Awards that the viewer may know of, newest first.
 *
 * @param name of the field, to which cursors are bound.
 */
export function awardList(viewer: Viewer, name: string): List {
  const parameters = new SqlParameters();
  const where = knownAwards(viewer, parameters);
  const keys = [
    { sql: 'awarded_on', type: 'date' },
    { sql: 'id', type: 'uuid' },
  ] as const;
  const sort = { name: 'NEWEST', keys, descending: true };
  return { name, select: columns, from: 'award', where, parameters, sort };
}

/** @returns those of these ids of which the viewer may know, in any order. */
export function awardsById(
  db: Database,
  viewer: Viewer,
  ids: readonly string[],
): Promise<AwardRow[]> {
  const parameters = new SqlParameters();
  const where = [...knownAwards(viewer, parameters), `id = ANY (${parameters.add(ids)})`];
  const sql = `SELECT ${columns} FROM award WHERE ${where.join(' AND ')}`;
  return db.rows<AwardRow>(sql, parameters.values);
}

/** An award that nobody else changes until the operation is over. */
export type HeldAward = AwardRow;

/** @returns the trust's award of that id, held. */
export async function holdAward(
  db: Database,
  { trustId }: Viewer,
  id: string,
): Promise<HeldAward | undefined> {
  const sql = `SELECT ${columns} FROM award WHERE trust_id = $1 AND id = $2 FOR UPDATE`;
  const [award] = await db.rows<HeldAward>(sql, [trustId, id]);
  return award;
}

/** What no two standing awards of a trust have in common. */
export type StandingKey = Pick<AwardEntity, 'personId' | 'programmeCode' | 'academicYear'>;

/** The key as one text, for a Map. */
export const keyOf = ({ personId, programmeCode, academicYear }: StandingKey): string =>
  [personId, programmeCode, academicYear].join(' ');

/** @returns awards that stand under these keys, and awards of these ids whether they stand or not. */
export function awardsInTheWay(
  tx: EntityManager,
  viewer: Viewer,
  keys: readonly StandingKey[],
  ids: readonly string[],
): Promise<AwardEntity[]> {
  return tx
    .createQueryBuilder(AwardEntity, 'award')
    .where('award.trustId = :trustId', { trustId: viewer.trustId })
    .andWhere(
      `(award.id = ANY (:ids) OR award.withdrawnOn IS NULL
        AND (award.personId, award.programmeCode, award.academicYear)
         IN (SELECT * FROM unnest(:people::uuid[], :codes::text[], :years::integer[])))`,
      {
        ids,
        people: keys.map(({ personId }) => personId),
        codes: keys.map(({ programmeCode }) => programmeCode),
        years: keys.map(({ academicYear }) => academicYear),
      },
    )
    .getMany();
}
