import type { Database } from '@trellis/subgraph-kit/database';
import { newId } from '@trellis/subgraph-kit/ids';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { ApplicationRow } from '../application/application.queries.ts';
import { SeatDaysOtherwise, SeatNotForThem } from './cohort-change.types.ts';
import { heldCohort } from './cohort.queries.ts';
import type { SeatEndReason } from './cohort.types.ts';
import { barsFromAnnounced, type SeatDays } from './seat-bars.queries.ts';
import { seatReasons } from './seat-reasons.ts';
import { SeatNews } from './seat-news.ts';
import type { VacancyService } from './vacancy.service.ts';

/** What an opportunity announced of a cohort: seats for the same people and the same days. */
interface Announced {
  readonly cohortId: string;
  readonly startsOn: string;
  readonly endsOn: string;
}

/** Whom a panel has chosen for seats of a cohort, from the offer to the end of their term. */
export class SeatingService {
  constructor(
    private readonly db: Database,
    private readonly vacancies: VacancyService,
    private readonly now: Clock,
  ) {}

  /** @returns what the opportunity announced of a cohort; undefined for any other. */
  async announced({ trustId }: Viewer, opportunityId: string): Promise<Announced | undefined> {
    const [found] = await this.db.rows<Announced>(
      `SELECT cohort_id AS "cohortId", starts_on AS "startsOn", ends_on AS "endsOn"
         FROM seat_announcement WHERE trust_id = $1 AND opportunity_id = $2 LIMIT 1`,
      [trustId, opportunityId],
    );
    return found;
  }

  /** @returns why somebody cannot be offered, or wait for, a seat that the opportunity announces. */
  async refuse(
    viewer: Viewer,
    application: ApplicationRow,
    offered?: SeatDays,
  ): Promise<SeatDaysOtherwise | SeatNotForThem | undefined> {
    const told = await this.announced(viewer, application.opportunityId);
    if (!told) return undefined;
    const { startsOn, endsOn } = offered ?? told;
    if (startsOn < told.startsOn || startsOn >= told.endsOn || endsOn !== told.endsOn) {
      return new SeatDaysOtherwise(told.startsOn, told.endsOn);
    }
    const bars = await barsFromAnnounced(this.db, viewer, application, { startsOn, endsOn });
    return bars.length > 0 ? new SeatNotForThem(seatReasons(bars)) : undefined;
  }

  /**
   * Holds the cohort of which somebody is about to take a seat.
   *
   * @returns why they cannot, be it that something changed since it was offered.
   */
  async refuseTaking(
    viewer: Viewer,
    application: ApplicationRow,
  ): Promise<SeatNotForThem | undefined> {
    const { opportunityId, offerStartsOn, offerEndsOn } = application;
    const told = await this.announced(viewer, opportunityId);
    if (!told || offerStartsOn === null) return undefined;
    await heldCohort(this.db, viewer, told.cohortId, { mayChange: false });
    const days = { startsOn: offerStartsOn, endsOn: offerEndsOn };
    const bars = await barsFromAnnounced(this.db, viewer, application, days);
    return bars.length > 0 ? new SeatNotForThem(seatReasons(bars)) : undefined;
  }

  /** Makes the term of somebody who accepted, in the seat of those announced that is free first. */
  async take(viewer: Viewer, application: ApplicationRow): Promise<void> {
    const { id, opportunityId, personId, offerStartsOn } = application;
    const termId = newId();
    const taken = await this.db.rows(takeSql, [
      ...[viewer.trustId, termId, opportunityId, personId, id, offerStartsOn, this.now()],
    ]);
    if (taken.length === 0) throw new Error('a place was free and no seat was');
    await new SeatNews(this.db).tell(viewer, [termId]);
  }

  /** Ends the term of an application that was withdrawn after it was accepted, and asks the next. */
  async giveUp(viewer: Viewer, { id, opportunityId }: ApplicationRow): Promise<void> {
    const told = await this.announced(viewer, opportunityId);
    if (!told) return;
    await heldCohort(this.db, viewer, told.cohortId, { mayChange: false });
    const seatIds = await this.end(viewer, 'application_id = $4', [id], 'GAVE_UP');
    await this.vacancies.offerNext(seatIds);
  }

  /**
   * Ends terms today: what has not begun is cancelled, and what is over stays as it was.
   *
   * @param which of them, as SQL over the table with values from `$4` on.
   * @returns the seats that they had.
   */
  async end(
    viewer: Viewer,
    which: string,
    values: readonly unknown[],
    reason: keyof typeof SeatEndReason,
  ): Promise<string[]> {
    const today = londonDay(this.now());
    const ended = await this.db.rows<{ id: string; seatId: string }>(endSql(which), [
      ...[viewer.trustId, today, reason, ...values],
    ]);
    await new SeatNews(this.db).tell(
      viewer,
      ended.map(({ id }) => id),
    );
    return ended.map(({ seatId }) => seatId);
  }
}

const takeSql = `
  WITH free AS (
    SELECT told.seat_id, told.cohort_id, greatest(lower(gap), $6::date) AS starts_on, upper(gap) AS ends_on
      FROM seat_announcement told
     CROSS JOIN LATERAL (
       SELECT coalesce(range_agg(daterange(t.starts_on, t.ends_on)), '{}') AS days FROM seat_term t
        WHERE t.trust_id = $1 AND t.seat_id = told.seat_id AND t.state = 'STANDS') held
     CROSS JOIN LATERAL unnest(datemultirange(daterange(told.starts_on, told.ends_on)) - held.days) AS gap
     WHERE told.trust_id = $1 AND told.opportunity_id = $3 AND upper(gap) = told.ends_on
       AND upper(gap) > $6::date
     ORDER BY 3, told.seat_id LIMIT 1)
  INSERT INTO seat_term (trust_id, id, cohort_id, seat_id, person_id, school_id, starts_on, ends_on, came_by,
                         application_id, taken_at)
  SELECT $1, $2, cohort_id, seat_id, $4, main_school($1, $4, starts_on), starts_on, ends_on, 'PANEL', $5, $7
    FROM free RETURNING id`;

const endSql = (which: string) => `
  WITH ended AS (
    UPDATE seat_term
       SET state = CASE WHEN starts_on >= $2::date THEN 'CANCELLED' ELSE state END,
           ends_on = CASE WHEN starts_on >= $2::date THEN ends_on ELSE $2::date END,
           end_reason = $3, version = version + 1
     WHERE trust_id = $1 AND state = 'STANDS' AND ends_on > $2::date AND (${which})
    RETURNING id, seat_id)
  SELECT id, seat_id AS "seatId" FROM ended`;
