import type { Database } from '@trellis/subgraph-kit/database';
import { notFound } from '@trellis/subgraph-kit/faults';
import { isId } from '@trellis/subgraph-kit/ids';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type {
  Deployment,
  DeploymentDay,
  LendingAccount,
  LendingOffer,
  SpecialistMatch,
  SpecialistNeed,
} from './deployment.types.ts';

/** A need as read. */
export interface NeedRow extends SpecialistNeed {
  readonly schoolId: string;
}

/** An offer as read. */
export interface OfferRow extends LendingOffer {
  readonly personId: string;
  readonly homeSchoolId: string;
}

/** A deployment as read. */
export interface DeploymentRow extends Deployment {
  readonly needId: string;
  readonly offerId: string;
  readonly homeSchoolId: string;
  readonly hostSchoolId: string;
}

/** Who could come for a need. */
export interface MatchRow extends SpecialistMatch {
  readonly needId: string;
  readonly offerId: string;
}

/** A lent day as read. */
export interface LentDayRow extends DeploymentDay {
  readonly deploymentId: string;
}

/** What is lent of a contract, as read. */
export interface AccountRow extends LendingAccount {
  readonly personId: string;
}

const needColumns = `
  n.id, n.subject_code AS "subjectCode", n.phase, n.purpose, n.days, n.starts_on AS "startsOn",
  n.ends_on AS "endsOn", n.withdrawn_at AS "withdrawnAt", n.version, n.school_id AS "schoolId",
  (SELECT count(*)::integer FROM deployment d
     JOIN deployment_day lent ON lent.trust_id = d.trust_id AND lent.deployment_id = d.id
    WHERE d.trust_id = n.trust_id AND d.need_id = n.id AND lent.state <> 'RELEASED') AS "lentDays"`;

const offerColumns = `
  o.id, o.academic_year AS "academicYear", o.subject_codes AS "subjectCodes", o.phases, o.days, o.used,
  o.within_miles AS "withinMiles",
  o.rate_pence AS "ratePence", o.approved_at AS "approvedAt", o.withdrawn_at AS "withdrawnAt", o.version,
  o.person_id AS "personId", o.home_school_id AS "homeSchoolId"`;

type Lock = '' | 'FOR UPDATE';

/** Needs of the viewer's trust. */
export function needsById(
  db: Database,
  { trustId }: Viewer,
  ids: readonly string[],
  lock: Lock = '',
): Promise<NeedRow[]> {
  return db.rows<NeedRow>(
    `SELECT ${needColumns} FROM specialist_need n
      WHERE n.trust_id = $1 AND n.id = ANY ($2::uuid[]) ${lock}`,
    [trustId, ids],
  );
}

/** Offers of the viewer's trust. */
export function offersById(
  db: Database,
  { trustId }: Viewer,
  ids: readonly string[],
  lock: Lock = '',
): Promise<OfferRow[]> {
  return db.rows<OfferRow>(
    `SELECT ${offerColumns} FROM lending_offer o
      WHERE o.trust_id = $1 AND o.id = ANY ($2::uuid[]) ${lock}`,
    [trustId, ids],
  );
}

/** Deployments of the viewer's trust. */
export function deploymentsById(
  db: Database,
  { trustId }: Viewer,
  ids: readonly string[],
): Promise<DeploymentRow[]> {
  return db.rows<DeploymentRow>(
    `SELECT id, rate_pence AS "ratePence", minutes_a_day AS "minutesADay", need_id AS "needId",
            offer_id AS "offerId", home_school_id AS "homeSchoolId", host_school_id AS "hostSchoolId"
       FROM deployment WHERE trust_id = $1 AND id = ANY ($2::uuid[])`,
    [trustId, ids],
  );
}

/** @throws NOT_FOUND when the viewer's trust has no such need. */
export async function foundNeed(db: Database, viewer: Viewer, id: string, lock: Lock = '') {
  const [found] = await needsById(db, viewer, [id].filter(isId), lock);
  if (!found) throw notFound('need');
  return found;
}

/** @throws NOT_FOUND when the viewer's trust has no such offer. */
export async function foundOffer(db: Database, viewer: Viewer, id: string, lock: Lock = '') {
  const [found] = await offersById(db, viewer, [id].filter(isId), lock);
  if (!found) throw notFound('offer');
  return found;
}

/** @throws NOT_FOUND when the viewer's trust has no such deployment. */
export async function foundDeployment(db: Database, viewer: Viewer, id: string) {
  const [found] = await deploymentsById(db, viewer, [id].filter(isId));
  if (!found) throw notFound('deployment');
  return found;
}

/** Needs that were not taken back and are not over, the earliest first. */
export function needList({ trustId }: Viewer, today: string): List {
  const parameters = new SqlParameters();
  return {
    ...{ name: 'specialistNeeds', select: needColumns, from: 'specialist_need n', parameters },
    where: [
      `n.trust_id = ${parameters.add(trustId)} AND n.withdrawn_at IS NULL`,
      `n.ends_on > ${parameters.add(today)}::date`,
    ],
    sort: {
      name: 'EARLIEST',
      keys: [
        { sql: 'n.starts_on', type: 'date' },
        { sql: 'n.id', type: 'uuid' },
      ],
    },
  };
}

/** The days of deployments. */
export function daysOfDeployments(
  db: Database,
  { trustId }: Viewer,
  ids: readonly string[],
): Promise<LentDayRow[]> {
  return db.rows(
    `SELECT deployment_id AS "deploymentId", day, state FROM deployment_day
      WHERE trust_id = $1 AND deployment_id = ANY ($2::uuid[]) ORDER BY deployment_id, day`,
    [trustId, ids],
  );
}

/** How much of people's contracts is lent, the latest year first, for those who may know. */
export function accountsOf(
  db: Database,
  { trustId, personId, allPlaces, placeIds, scopes }: Viewer,
  personIds: readonly string[],
): Promise<AccountRow[]> {
  return db.rows(
    `SELECT person_id AS "personId", academic_year AS "academicYear",
            contract_days AS "contractDays", lent_days AS "lentDays",
            contract_minutes AS "contractMinutes", lent_minutes AS "lentMinutes"
       FROM lending_account a WHERE trust_id = $1 AND person_id = ANY ($2::uuid[])
        AND (person_id = $3 OR $4::boolean AND ($5::boolean OR EXISTS (
               SELECT 1 FROM roster_assignment post WHERE post.trust_id = a.trust_id
                  AND post.person_id = a.person_id AND post.school_id = ANY ($6::uuid[]))))
      ORDER BY person_id, academic_year DESC`,
    [trustId, personIds, personId, scopes.has('opportunity:publish'), allPlaces, placeIds],
  );
}

/** What of a contract and an offer is left, in days and minutes, on a day of `o` for the person. */
const left = (day: string) => `
  CROSS JOIN LATERAL contract_share(o.trust_id, o.person_id, ${day}) AS share
  LEFT JOIN lending_account account ON account.trust_id = o.trust_id
   AND account.person_id = o.person_id AND account.academic_year = o.academic_year
  CROSS JOIN LATERAL (SELECT
    greatest(least(o.days - o.used, share.days - coalesce(account.lent_days, 0)), 0) AS days,
    greatest(share.minutes - coalesce(account.lent_minutes, 0), 0) AS minutes) AS still`;

/** Who could come for needs: those of other schools who teach it and would, the nearest first. */
export function matchesOf(
  db: Database,
  { trustId }: Viewer,
  needIds: readonly string[],
): Promise<MatchRow[]> {
  return db.rows<MatchRow>(
    `SELECT n.id AS "needId", o.id AS "offerId", still.days AS "daysLeft",
            still.minutes / 60 AS "hoursLeft", still.days >= n.days AS "isEnough",
            round(away.miles::numeric, 1)::float AS miles
       FROM specialist_need n
       JOIN lending_offer o ON o.trust_id = n.trust_id AND o.approved_at IS NOT NULL
        AND o.withdrawn_at IS NULL AND n.subject_code = ANY (o.subject_codes)
        AND (n.phase IS NULL OR o.phases = '{}' OR n.phase = ANY (o.phases))
        AND (o.school_ids = '{}' OR n.school_id = ANY (o.school_ids))
        AND o.home_school_id <> n.school_id
        AND o.academic_year IN (academic_year(n.starts_on), academic_year(n.ends_on - 1))
       ${left('n.starts_on')}
      CROSS JOIN LATERAL (SELECT sqrt((n.easting - o.easting)::float ^ 2
                                      + (n.northing - o.northing)::float ^ 2) / 1609.344 AS miles) AS away
      WHERE n.trust_id = $1 AND n.id = ANY ($2::uuid[]) AND still.days > 0
        AND (o.within_miles IS NULL OR away.miles <= o.within_miles)
      ORDER BY n.id, still.days >= n.days DESC, away.miles NULLS LAST, still.days DESC, o.id`,
    [trustId, needIds],
  );
}

/** What is left of an offer and its contract on a day. */
export async function leftOf(db: Database, { trustId }: Viewer, offerId: string, day: string) {
  const [found] = await db.rows<{ days: number; minutes: number }>(
    `SELECT still.days, still.minutes FROM lending_offer o ${left('$3::date')}
      WHERE o.trust_id = $1 AND o.id = $2`,
    [trustId, offerId, day],
  );
  return found ?? { days: 0, minutes: 0 };
}
