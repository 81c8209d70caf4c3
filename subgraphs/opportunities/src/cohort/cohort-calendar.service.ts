import type { TrellisEvent } from '@trellis/events/event';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Clock } from '@trellis/subgraph-kit/london-day';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { SeatAnnouncing } from './seat-announcing.service.ts';
import type { SeatingService } from './seating.service.ts';
import type { VacancyService } from './vacancy.service.ts';

/** What the worker leaves word of, once a day for each trust that has cohorts. */
export const cohortDayType = 'cohort.day_began';

/** What happens to seats without anybody doing it: people leave and move, and days pass. */
export class CohortCalendarService {
  constructor(
    private readonly db: Database,
    private readonly seating: SeatingService,
    private readonly vacancies: VacancyService,
    private readonly announcing: SeatAnnouncing,
    private readonly now: Clock,
  ) {}

  /**
   * Does what a day asks for: ends the terms of those who are gone or have moved, lets unanswered offers
   * go, offers vacant seats to the reserve list, and announces those that fall free. Done again on the same
   * day, it finds nothing left to do.
   */
  async follow(viewer: Viewer, events: readonly TrellisEvent[]): Promise<void> {
    if (!events.some(({ type }) => type === cohortDayType)) return;
    const { trustId } = viewer;
    const cohorts = await this.hold(viewer, null);
    await this.endOfThoseGone(viewer, null);
    await this.vacancies.lapse(cohorts);
    const vacant = await this.db.rows<{ id: string }>(
      `SELECT id FROM cohort_seat s WHERE trust_id = $1 AND seat_vacancy(s, $2) IS NOT NULL
        ORDER BY cohort_id, number`,
      [trustId, londonDay(this.now())],
    );
    await this.vacancies.offerNext(vacant.map(({ id }) => id));
    await this.announcing.announceDue(viewer);
  }

  /** Follows changes of staff, which the roster has taken already: whoever left sits no more. */
  async followStaff(viewer: Viewer, events: readonly TrellisEvent[]): Promise<void> {
    const people = [
      ...new Set(
        events
          .filter(({ type }) => type.startsWith('person.'))
          .map(({ aggregateId }) => aggregateId),
      ),
    ];
    if (people.length === 0) return;
    const held = await this.hold(viewer, people);
    if (held.length > 0) await this.endOfThoseGone(viewer, people);
  }

  /** Holds the cohorts in which some, or any, have seats; always in the same order. */
  private async hold({ trustId }: Viewer, personIds: readonly string[] | null): Promise<string[]> {
    const held = await this.db.rows<{ id: string }>(
      `SELECT id FROM cohort c
        WHERE trust_id = $1 AND (ends_on IS NULL OR ends_on > $2)
          AND ($3::uuid[] IS NULL OR EXISTS (
                SELECT 1 FROM seat_term t WHERE t.trust_id = $1 AND t.cohort_id = c.id
                   AND t.person_id = ANY ($3::uuid[]) AND t.state = 'STANDS' AND t.ends_on > $2))
        ORDER BY id FOR UPDATE`,
      [trustId, londonDay(this.now()), personIds],
    );
    return held.map(({ id }) => id);
  }

  private async endOfThoseGone(viewer: Viewer, personIds: readonly string[] | null) {
    const gone = await this.seating.end(viewer, goneSql, [personIds], 'LEFT_TRUST');
    const moved = await this.seating.end(viewer, movedSql, [personIds], 'MOVED_SCHOOL');
    await this.vacancies.offerNext([...gone, ...moved]);
  }
}

const among = '($4::uuid[] IS NULL OR person_id = ANY ($4::uuid[]))';

const postToday = (school: string) => `
  EXISTS (SELECT 1 FROM roster_assignment post
           WHERE post.trust_id = seat_term.trust_id AND post.person_id = seat_term.person_id
             AND post.starts_on <= $2::date AND (post.ends_on IS NULL OR post.ends_on > $2::date)
             ${school})`;

/** Who left, and who has no post any more on a day of their term: as when a school leaves with its staff. */
const goneSql = `
  ${among} AND (
    EXISTS (SELECT 1 FROM roster_person who WHERE who.trust_id = seat_term.trust_id
               AND who.id = seat_term.person_id AND who.status IN ('LEFT', 'MERGED'))
    OR starts_on <= $2::date AND NOT ${postToday('')})`;

const movedSql = `
  ${among} AND starts_on <= $2::date AND school_id IS NOT NULL
  AND NOT ${postToday('AND post.school_id = seat_term.school_id')}
  AND EXISTS (SELECT 1 FROM cohort c WHERE c.trust_id = seat_term.trust_id AND c.id = seat_term.cohort_id
                 AND NOT c.keeps_seat_on_move)`;
