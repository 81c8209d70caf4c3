import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type SeatBar, seatReasons } from './seat-reasons.ts';

const barColumns = (starts: string) => `
  bars.bar, bars.again_on AS "againOn", ${starts} AS "startsOn", s.kept_reason AS "keptReason",
  c.most_terms AS "mostTerms", c.cooling_off_months AS "coolingOffMonths"`;

const ofCohortSql = 'JOIN cohort c ON c.trust_id = s.trust_id AND c.id = s.cohort_id';

/** One seat of each announcement: all of one are for the same people. */
const announcedSql = `
  (SELECT DISTINCT ON (opportunity_id) opportunity_id, seat_id, starts_on, ends_on
     FROM seat_announcement WHERE trust_id = $1 AND opportunity_id = ANY ($2::uuid[])
    ORDER BY opportunity_id, seat_id)`;

/** For which days somebody would have a seat. */
export interface SeatDays {
  readonly startsOn: string;
  readonly endsOn: string | null;
}

/** Why somebody cannot have the seats that an opportunity announces, for some days. */
export function barsFromAnnounced(
  db: Database,
  { trustId }: Viewer,
  { opportunityId, personId }: { readonly opportunityId: string; readonly personId: string },
  { startsOn, endsOn }: SeatDays,
): Promise<SeatBar[]> {
  return db.rows<SeatBar>(
    `SELECT ${barColumns('$4::date')} FROM ${announcedSql} told
       JOIN cohort_seat s ON s.trust_id = $1 AND s.id = told.seat_id ${ofCohortSql}
      CROSS JOIN LATERAL seat_bars(s, $3, $4, $5) AS bars`,
    [trustId, [opportunityId], personId, startsOn, endsOn],
  );
}

/** Why somebody cannot have a seat for some days. */
export function barsFromSeat(
  db: Database,
  { trustId }: Viewer,
  { seatId, personId }: { readonly seatId: string; readonly personId: string },
  { startsOn, endsOn }: SeatDays,
): Promise<SeatBar[]> {
  return db.rows<SeatBar>(
    `SELECT ${barColumns('$4::date')} FROM cohort_seat s ${ofCohortSql}
      CROSS JOIN LATERAL seat_bars(s, $3, $4, $5) AS bars
      WHERE s.trust_id = $1 AND s.id = $2`,
    [trustId, seatId, personId, startsOn, endsOn],
  );
}

/** Somebody, and what they may go for. */
interface Pair {
  readonly opportunityId: string;
  readonly personId: string;
}

/**
 * Why people cannot have the seats that opportunities announce, beside what their posts have to do with it:
 * that somebody sits then, or has sat to the limit.
 *
 * @returns sentences for the person of each pair of whom there is something to say.
 */
export async function seatReasonsOfPairs(
  db: Database,
  { trustId }: Viewer,
  pairs: readonly Pair[],
): Promise<(Pair & { readonly reasons: readonly string[] })[]> {
  const bars = await db.rows<SeatBar & Pair>(
    `SELECT pair.opportunity_id AS "opportunityId", pair.person_id AS "personId",
            ${barColumns('told.starts_on')}
       FROM unnest($2::uuid[], $3::uuid[]) AS pair (opportunity_id, person_id)
       JOIN ${announcedSql} told ON told.opportunity_id = pair.opportunity_id
       JOIN cohort_seat s ON s.trust_id = $1 AND s.id = told.seat_id ${ofCohortSql}
      CROSS JOIN LATERAL seat_bars(s, pair.person_id, told.starts_on, told.ends_on) AS bars
      WHERE bars.bar IN ('SITS_THEN', 'SAT_TO_THE_LIMIT')`,
    [
      trustId,
      pairs.map(({ opportunityId }) => opportunityId),
      pairs.map(({ personId }) => personId),
    ],
  );
  return bars.map((bar) => ({ ...bar, reasons: seatReasons([bar]) }));
}
