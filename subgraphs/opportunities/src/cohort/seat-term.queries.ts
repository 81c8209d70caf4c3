import type { Database } from '@trellis/subgraph-kit/database';
import { Fault, forbidden, notFound } from '@trellis/subgraph-kit/faults';
import { isId } from '@trellis/subgraph-kit/ids';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { latestStart } from '../latest-start.ts';
import { heldCohort } from './cohort.queries.ts';
import type { SeatPause, SeatTerm } from './cohort.types.ts';
import type { ReservePlace, SeatOffer } from './seat-change.types.ts';

/** A term as read on a day, by somebody. */
export interface SeatTermRow extends SeatTerm {
  readonly personId: string;
  readonly cohortId: string;
  readonly seatId: string;
  readonly schoolId: string | null;
}

/** An offer from the reserve list as read. */
export interface SeatOfferRow extends SeatOffer {
  readonly personId: string;
  readonly cohortId: string;
  readonly seatId: string;
  readonly reserveId: string;
}

/** A place on a reserve list as read. */
export interface ReserveRow extends ReservePlace {
  readonly personId: string;
  readonly cohortId: string;
}

/** The viewer is whose it is, or runs the cohort. */
const isPrivySql = `(t.person_id = app.person() OR runs_cohort(t.trust_id, t.cohort_id)) IS TRUE`;

/** @param today the parameter that stands for the day, on which the state depends. */
const termColumns = (today: string) => `
  t.id, t.person_id AS "personId", t.cohort_id AS "cohortId", t.seat_id AS "seatId",
  t.school_id AS "schoolId", t.starts_on AS "startsOn", t.ends_on AS "endsOn", t.came_by AS "cameBy",
  t.stands_in AS "standsIn", t.version,
  CASE WHEN t.state = 'CANCELLED' THEN 'CANCELLED' WHEN ${today}::date < t.starts_on THEN 'TO_COME'
       WHEN ${today}::date >= t.ends_on THEN 'OVER'
       WHEN NOT t.days @> ${today}::date AND ${isPrivySql} THEN 'RESTING' ELSE 'SITTING' END AS state,
  CASE WHEN ${isPrivySql} THEN t.end_reason END AS "endReason"`;

/** Terms of the viewer's trust. */
export function termsById(
  db: Database,
  { trustId }: Viewer,
  today: string,
  ids: readonly string[],
): Promise<SeatTermRow[]> {
  return db.rows<SeatTermRow>(
    `SELECT ${termColumns('$3')} FROM seat_term t WHERE t.trust_id = $1 AND t.id = ANY ($2::uuid[])`,
    [trustId, ids, today],
  );
}

/**
 * Terms, the latest start first; what was given up before it began is left out.
 *
 * @param name what cursors are bound to.
 * @param asOf those that are for this day.
 */
export function termList(
  { trustId }: Viewer,
  today: string,
  name: string,
  asOf: string | null,
): List {
  const parameters = new SqlParameters();
  const where = [`t.trust_id = ${parameters.add(trustId)}`, `t.state = 'STANDS'`];
  if (asOf !== null) {
    const day = `${parameters.add(asOf)}::date`;
    where.push(`t.starts_on <= ${day} AND t.ends_on > ${day}`);
  }
  return {
    name,
    select: termColumns(parameters.add(today)),
    from: 'seat_term t',
    where,
    parameters,
    sort: latestStart('t'),
    filter: { asOf },
  };
}

/** Who sits in seats on a day: of a rest, who stands in. */
export function sittingIn(
  db: Database,
  { trustId }: Viewer,
  today: string,
  seatIds: readonly string[],
): Promise<SeatTermRow[]> {
  return db.rows<SeatTermRow>(
    `SELECT ${termColumns('$3')} FROM seat_term t
      WHERE t.trust_id = $1 AND t.seat_id = ANY ($2::uuid[]) AND t.state = 'STANDS'
        AND t.days @> $3::date`,
    [trustId, seatIds, today],
  );
}

/**
 * A term that is to be changed by whoever has it or somebody who runs the cohort, which is held.
 *
 * @throws NOT_FOUND when the viewer's trust has no such term.
 * @throws FORBIDDEN for others.
 * @throws CONFLICT with the current version when it changed since it was read.
 */
export async function heldTerm(
  db: Database,
  viewer: Viewer,
  today: string,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<SeatTermRow> {
  const find = async () => (await termsById(db, viewer, today, [id].filter(isId)))[0];
  const seen = await find();
  if (!seen) throw notFound('term');
  const isOwn = viewer.personId === seen.personId;
  await heldCohort(db, viewer, seen.cohortId, { mayChange: !isOwn });
  const term = await find();
  if (!term) throw notFound('term');
  if (term.version !== version) {
    throw new Fault('CONFLICT', 'The term was changed since it was read.', {
      currentVersion: term.version,
    });
  }
  return term;
}

const offerColumns = `
  o.id, o.person_id AS "personId", o.cohort_id AS "cohortId", o.seat_id AS "seatId",
  o.reserve_id AS "reserveId", o.starts_on AS "startsOn", o.ends_on AS "endsOn",
  o.stands_in AS "standsIn", o.answer_by AS "answerBy", o.state, o.version`;

/** Offers that the viewer may read. */
export function offersById(
  db: Database,
  { trustId }: Viewer,
  ids: readonly string[],
): Promise<SeatOfferRow[]> {
  return db.rows<SeatOfferRow>(
    `SELECT ${offerColumns} FROM seat_offer o WHERE o.trust_id = $1 AND o.id = ANY ($2::uuid[])`,
    [trustId, ids],
  );
}

/** Offers to people, the latest first, as far as the viewer may read them. */
export function offersOfPeople(
  db: Database,
  { trustId }: Viewer,
  personIds: readonly string[],
): Promise<SeatOfferRow[]> {
  return db.rows<SeatOfferRow>(
    `SELECT ${offerColumns} FROM seat_offer o
      WHERE o.trust_id = $1 AND o.person_id = ANY ($2::uuid[]) ORDER BY o.offered_at DESC, o.id`,
    [trustId, personIds],
  );
}

/**
 * An offer that its person answers; the cohort is held.
 *
 * @throws NOT_FOUND when the viewer may read no such offer.
 * @throws FORBIDDEN for others than its person.
 * @throws CONFLICT with the current version when it changed since it was read.
 */
export async function heldOffer(
  db: Database,
  viewer: Viewer,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<SeatOfferRow> {
  const find = async () => (await offersById(db, viewer, [id].filter(isId)))[0];
  const seen = await find();
  if (!seen) throw notFound('offer');
  if (seen.personId !== viewer.personId) throw forbidden('Everybody answers for themselves.');
  await heldCohort(db, viewer, seen.cohortId, { mayChange: false });
  const offer = await find();
  if (!offer) throw notFound('offer');
  if (offer.version !== version) {
    throw new Fault('CONFLICT', 'The offer was changed since it was read.', {
      currentVersion: offer.version,
    });
  }
  return offer;
}

/** The reserve lists of cohorts in the order in which they are asked, as far as the viewer may read them. */
export function reservesOfCohorts(
  db: Database,
  { trustId }: Viewer,
  today: string,
  cohortIds: readonly string[],
): Promise<ReserveRow[]> {
  return db.rows<ReserveRow>(
    `SELECT ${reserveColumns} FROM cohort_reserve r
      WHERE r.trust_id = $1 AND r.cohort_id = ANY ($2::uuid[]) AND r.until_on > $3
      ORDER BY r.cohort_id, r.until_on DESC, r.place NULLS LAST, sha256(convert_to(r.id::text, 'UTF8'))`,
    [trustId, cohortIds, today],
  );
}

/** @throws NOT_FOUND when the viewer may read no such place. */
export async function foundReserve(
  db: Database,
  { trustId }: Viewer,
  id: string,
): Promise<ReserveRow> {
  const [found] = await db.rows<ReserveRow>(
    `SELECT ${reserveColumns} FROM cohort_reserve r WHERE r.trust_id = $1 AND r.id = $2`,
    [trustId, isId(id) ? id : null],
  );
  if (!found) throw notFound('place on the reserve list');
  return found;
}

const reserveColumns = `
  r.id, r.person_id AS "personId", r.cohort_id AS "cohortId", r.place, r.until_on AS until, r.state,
  r.version`;

/** When terms rest, as far as the viewer may read it. */
export function pausesOfTerms(
  db: Database,
  { trustId }: Viewer,
  termIds: readonly string[],
): Promise<(SeatPause & { readonly termId: string })[]> {
  return db.rows(
    `SELECT term_id AS "termId", from_on AS "fromOn", until_on AS "untilOn", given_back AS "givenBack"
       FROM seat_pause WHERE trust_id = $1 AND term_id = ANY ($2::uuid[]) ORDER BY term_id, from_on`,
    [trustId, termIds],
  );
}
