import type { Database } from '@trellis/subgraph-kit/database';
import { Fault, forbidden, notFound } from '@trellis/subgraph-kit/faults';
import { idOrNone, isId } from '@trellis/subgraph-kit/ids';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { answersFor } from '../placement/placement.queries.ts';
import type { Cohort, CohortFilter, CohortSeat, SeatEnding } from './cohort.types.ts';

/** A cohort as read. */
export interface CohortRow extends Cohort {
  readonly hostSchoolId: string | null;
}

/** A seat as read on a day. */
export interface SeatRow extends CohortSeat {
  readonly cohortId: string;
  readonly schoolIds: string[];
}

/** That a seat falls free. */
export interface SeatEndingRow extends SeatEnding {
  readonly seatId: string;
  readonly cohortId: string;
  readonly opportunityId: string | null;
}

const cohortColumns = `
  c.id, c.name, c.purpose, c.host_school_id AS "hostSchoolId", c.starts_on AS "startsOn",
  c.ends_on AS "endsOn", c.term_years AS "termYears", c.most_terms AS "mostTerms",
  c.cooling_off_months AS "coolingOffMonths", c.least_attendance AS "leastAttendance",
  c.keeps_seat_on_move AS "keepsSeatOnMove", c.version`;

/** Cohorts of the viewer's trust. */
export function cohortsById(
  db: Database,
  { trustId }: Viewer,
  ids: readonly string[],
): Promise<CohortRow[]> {
  return db.rows<CohortRow>(
    `SELECT ${cohortColumns} FROM cohort c WHERE c.trust_id = $1 AND c.id = ANY ($2::uuid[])`,
    [trustId, ids],
  );
}

/** The trust's cohorts by name. */
export function cohortList({ trustId }: Viewer, filter: CohortFilter | null): List {
  const parameters = new SqlParameters();
  const where = [`c.trust_id = ${parameters.add(trustId)}`];
  const { hostSchoolId, runningOn } = filter ?? {};
  if (hostSchoolId) where.push(`c.host_school_id = ${parameters.add(idOrNone(hostSchoolId))}`);
  if (runningOn) {
    const day = `${parameters.add(runningOn)}::date`;
    where.push(`c.starts_on <= ${day} AND (c.ends_on IS NULL OR c.ends_on > ${day})`);
  }
  return {
    name: 'cohorts',
    select: cohortColumns,
    from: 'cohort c',
    where,
    parameters,
    sort: {
      name: 'NAME',
      keys: [
        { sql: 'c.name', type: 'text' },
        { sql: 'c.id', type: 'uuid' },
      ],
    },
    filter,
  };
}

/**
 * A cohort that is to be changed by somebody who answers for it, or in which seats are, held until the
 * operation ends: of two who take or give up its seats at once the second comes after the first.
 *
 * @param mayChange whether one has to answer for it.
 * @param version as last read; not given where the change does not depend on what was read.
 * @throws NOT_FOUND when the viewer's trust has no such cohort.
 * @throws FORBIDDEN when one has to answer for it and does not.
 * @throws CONFLICT with the current version when it changed since it was read.
 */
export async function heldCohort(
  db: Database,
  viewer: Viewer,
  id: string,
  { mayChange, version }: { readonly mayChange: boolean; readonly version?: number },
): Promise<CohortRow> {
  const [found] = isId(id)
    ? await db.rows<CohortRow>(
        `SELECT ${cohortColumns} FROM cohort c WHERE c.trust_id = $1 AND c.id = $2 FOR UPDATE`,
        [viewer.trustId, id],
      )
    : [];
  if (!found) throw notFound('cohort');
  if (mayChange && !answersFor(viewer, found.hostSchoolId)) {
    throw forbidden('A cohort is run by the head of its school, or by the people team.');
  }
  if (version !== undefined && found.version !== version) {
    throw new Fault('CONFLICT', 'The cohort was changed since it was read.', {
      currentVersion: found.version,
    });
  }
  return found;
}

const seatColumns = (today: string) => `
  s.id, s.number, s.cohort_id AS "cohortId", s.staff_groups AS "staffGroups",
  s.school_ids AS "schoolIds", s.phases, s.kept_reason AS "keptReason",
  lower(seat_period(s, ${today}::date)) AS "periodStartsOn",
  upper(seat_period(s, ${today}::date)) AS "rotatesOn"`;

/** Seats of the viewer's trust as they are on a day. */
export function seatsById(
  db: Database,
  { trustId }: Viewer,
  today: string,
  ids: readonly string[],
): Promise<SeatRow[]> {
  return db.rows<SeatRow>(
    `SELECT ${seatColumns('$3')} FROM cohort_seat s WHERE s.trust_id = $1 AND s.id = ANY ($2::uuid[])`,
    [trustId, ids, today],
  );
}

/** The seats of cohorts, by number. */
export function seatsOfCohorts(
  db: Database,
  { trustId }: Viewer,
  today: string,
  cohortIds: readonly string[],
): Promise<SeatRow[]> {
  return db.rows<SeatRow>(
    `SELECT ${seatColumns('$3')} FROM cohort_seat s
      WHERE s.trust_id = $1 AND s.cohort_id = ANY ($2::uuid[]) ORDER BY s.cohort_id, s.number`,
    [trustId, cohortIds, today],
  );
}

/** The seats that opportunities announce, by number. */
export function announcedSeats(
  db: Database,
  { trustId }: Viewer,
  today: string,
  opportunityIds: readonly string[],
): Promise<(SeatRow & { readonly opportunityId: string })[]> {
  return db.rows(
    `SELECT told.opportunity_id AS "opportunityId", ${seatColumns('$3')}
       FROM seat_announcement told
       JOIN cohort_seat s ON s.trust_id = told.trust_id AND s.id = told.seat_id
      WHERE told.trust_id = $1 AND told.opportunity_id = ANY ($2::uuid[])
      ORDER BY told.opportunity_id, s.number`,
    [trustId, opportunityIds, today],
  );
}

/**
 * Seats that are free, or fall free, before a day, the earliest first: those whose period ends, and those
 * that nobody has until it does.
 */
export function seatsEndingBefore(
  db: Database,
  { trustId }: Viewer,
  today: string,
  before: string,
): Promise<SeatEndingRow[]> {
  return db.rows<SeatEndingRow>(
    `SELECT s.id AS "seatId", s.cohort_id AS "cohortId", lower(gap) AS "freeFrom", upper(gap) AS until,
            told.opportunity_id AS "opportunityId"
       FROM cohort_seat s
      CROSS JOIN LATERAL (
        SELECT seat_period(s, $2::date) AS period
        UNION SELECT seat_period(s, upper(seat_period(s, $2::date)))) asked
      CROSS JOIN LATERAL (
        SELECT coalesce(range_agg(daterange(t.starts_on, t.ends_on)), '{}') AS days FROM seat_term t
         WHERE t.trust_id = $1 AND t.seat_id = s.id AND t.state = 'STANDS') taken
      CROSS JOIN LATERAL unnest(datemultirange(asked.period) - taken.days) AS gap
       LEFT JOIN LATERAL (
         SELECT a.opportunity_id FROM seat_announcement a
          WHERE a.trust_id = $1 AND a.seat_id = s.id AND daterange(a.starts_on, a.ends_on) && gap
          ORDER BY is_undecided(a.trust_id, a.opportunity_id) DESC, a.starts_on DESC LIMIT 1) told ON true
      WHERE s.trust_id = $1 AND upper(gap) > $2::date AND lower(gap) < $3::date
      ORDER BY lower(gap), s.cohort_id, s.number LIMIT 500`,
    [trustId, today, before],
  );
}

/** How many seats of cohorts rotate when, within two terms from a day. */
export function rotationsOfCohorts(
  db: Database,
  { trustId }: Viewer,
  today: string,
  cohortIds: readonly string[],
): Promise<{ cohortId: string; on: string; seats: number }[]> {
  return db.rows(
    `SELECT s.cohort_id AS "cohortId", upper(seat_period(s, $3::date)) AS on, count(*)::integer AS seats
       FROM cohort_seat s WHERE s.trust_id = $1 AND s.cohort_id = ANY ($2::uuid[])
        AND upper(seat_period(s, $3::date)) IS NOT NULL
      GROUP BY 1, 2 ORDER BY 1, 2`,
    [trustId, cohortIds, today],
  );
}
