import type { Database } from '@trellis/subgraph-kit/database';
import { notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { SeatTermState } from './cohort.types.ts';
import {
  type GiveUpSeatInput,
  type RestSeatTermInput,
  type ResumeSeatTermInput,
  SeatLentMeanwhile,
  SeatTermDaysUnclear,
  SeatTermNotChangeable,
} from './seat-change.types.ts';
import { SeatNews } from './seat-news.ts';
import { heldTerm, pausesOfTerms, termsById, type SeatTermRow } from './seat-term.queries.ts';
import type { VacancyService } from './vacancy.service.ts';

const { OVER, CANCELLED } = SeatTermState;

/** What becomes of a term while somebody has it: it rests, goes on, or ends before its time. */
export class SeatTermService {
  constructor(
    private readonly db: Database,
    private readonly vacancies: VacancyService,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
  ) {}

  /**
   * Ends a term before its time, for whoever has it or somebody who runs the cohort. The next on the
   * reserve list is offered the remainder.
   *
   * @throws NOT_FOUND, FORBIDDEN or CONFLICT as `heldTerm` does.
   */
  giveUp(viewer: Viewer, input: GiveUpSeatInput) {
    const { from } = input;
    return this.change(viewer, 'giveUpSeat', input, async (term, today) => {
      if (from < today || from >= term.endsOn) return new SeatTermDaysUnclear(today, term.endsOn);
      await this.db.rows(endSql, [viewer.trustId, term.id, from]);
      await this.vacancies.offerNext([term.seatId]);
      return undefined;
    });
  }

  /**
   * Lets a term rest, for whoever has it or somebody who runs the cohort. It ends later by as many days as
   * the seat is not promised by then. The next on the reserve list is asked to stand in.
   *
   * @throws NOT_FOUND, FORBIDDEN or CONFLICT as `heldTerm` does.
   */
  rest(viewer: Viewer, input: RestSeatTermInput) {
    const { from, until } = input;
    return this.change(viewer, 'restSeatTerm', input, async (term, today) => {
      const { startsOn, endsOn, id } = term;
      const earliest = startsOn > today ? startsOn : today;
      if (from < earliest || from >= endsOn || until <= from) {
        return new SeatTermDaysUnclear(earliest, endsOn);
      }
      const pauses = await pausesOfTerms(this.db, viewer, [id]);
      const [clash] = pauses.filter(({ fromOn, untilOn }) => fromOn < until && untilOn > from);
      if (clash) return new SeatTermDaysUnclear(clash.untilOn, endsOn);
      const [given] = await this.db.rows<{ days: number }>(restSql, [
        ...[viewer.trustId, newId(), id, from, until, this.now(), viewer.personId],
      ]);
      await this.db.rows(lengthenSql, [viewer.trustId, id, given?.days ?? 0]);
      await this.vacancies.offerNext([term.seatId]);
      return undefined;
    });
  }

  /**
   * Lets somebody come back earlier than was said, unless another was promised to stand in.
   *
   * @throws NOT_FOUND, FORBIDDEN or CONFLICT as `heldTerm` does.
   */
  resume(viewer: Viewer, input: ResumeSeatTermInput) {
    const { on } = input;
    return this.change(viewer, 'resumeSeatTerm', input, async (term, today) => {
      const pauses = await pausesOfTerms(this.db, viewer, [term.id]);
      const [rest] = pauses.filter(({ untilOn }) => untilOn > today);
      if (!rest) return new SeatTermNotChangeable(term.state);
      const earliest = rest.fromOn >= today ? dayAfter(rest.fromOn) : today;
      if (on < earliest || on >= rest.untilOn)
        return new SeatTermDaysUnclear(earliest, rest.untilOn);
      const [lent] = await this.db.rows<{ until: string | null }>(lentSql, [
        ...[viewer.trustId, term.seatId, term.id, on, rest.untilOn],
      ]);
      if (lent?.until) return new SeatLentMeanwhile(lent.until);
      const which = [viewer.trustId, term.id, rest.fromOn, on];
      const [spared] = await this.db.rows<{ days: number }>(sparedSql, which);
      await this.db.rows(lengthenSql, [viewer.trustId, term.id, -(spared?.days ?? 0)]);
      await this.db.rows(resumeSql, which);
      return undefined;
    });
  }

  private change<No extends SeatTermDaysUnclear | SeatTermNotChangeable | SeatLentMeanwhile>(
    viewer: Viewer,
    mutation: string,
    input: { readonly id: string; readonly version: number; idempotencyKey?: string },
    change: (term: SeatTermRow, today: string) => Promise<No | undefined>,
  ) {
    const { id } = input;
    const work = async () => {
      const today = londonDay(this.now());
      const term = await heldTerm(this.db, viewer, today, input);
      if (term.state === OVER || term.state === CANCELLED) {
        return new SeatTermNotChangeable(term.state);
      }
      const refusal = await change(term, today);
      if (refusal) return refusal;
      await new SeatNews(this.db).tell(viewer, [id]);
      return this.found(viewer, id);
    };
    return this.idempotency.once(viewer, mutation, input, work, () => this.found(viewer, id));
  }

  private async found(viewer: Viewer, id: string): Promise<SeatTermRow> {
    const [found] = await termsById(this.db, viewer, londonDay(this.now()), [id]);
    if (!found) throw notFound('term');
    return found;
  }
}

const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

const endSql = `
  UPDATE seat_term
     SET state = CASE WHEN starts_on >= $3::date THEN 'CANCELLED' ELSE state END,
         ends_on = CASE WHEN starts_on >= $3::date THEN ends_on ELSE $3::date END,
         end_reason = 'GAVE_UP', version = version + 1
   WHERE trust_id = $1 AND id = $2`;

/**
 * The first day from the end of a term on which its seat is promised: to another, or to whom everybody was
 * told to apply.
 */
const promised = `
  least((SELECT min(other.starts_on) FROM seat_term other
          WHERE other.trust_id = t.trust_id AND other.seat_id = t.seat_id AND other.id <> t.id
            AND other.state = 'STANDS' AND other.starts_on >= t.ends_on),
        (SELECT min(told.starts_on) FROM seat_announcement told
          WHERE told.trust_id = t.trust_id AND told.seat_id = t.seat_id AND told.starts_on >= t.ends_on
            AND is_undecided(told.trust_id, told.opportunity_id)),
        (SELECT c.ends_on FROM cohort c WHERE c.trust_id = t.trust_id AND c.id = t.cohort_id),
        'infinity'::date)`;

const restSql = `
  WITH paused AS (
    INSERT INTO seat_pause (trust_id, id, term_id, cohort_id, person_id, from_on, until_on, given_back,
                            recorded_at, recorded_by_id)
    SELECT $1, $2, $3, t.cohort_id, t.person_id, $4, $5,
           CASE WHEN isfinite(${promised}) THEN least($5::date - $4::date, ${promised} - t.ends_on)
                ELSE $5::date - $4::date END, $6, $7
      FROM seat_term t WHERE t.trust_id = $1 AND t.id = $3
    RETURNING given_back)
  SELECT given_back AS days FROM paused`;

/** Until when another sits who was promised to on days from `$4` to `$5`. */
const lentSql = `
  SELECT max(upper(d)) AS until FROM seat_term t CROSS JOIN unnest(t.days) AS d
   WHERE t.trust_id = $1 AND t.seat_id = $2 AND t.id <> $3 AND t.state = 'STANDS'
     AND d && daterange($4, $5)`;

/** By how much less the term is made longer; its end is brought forward before it rests for less. */
const sparedSql = `
  SELECT given_back - least(given_back, $4::date - from_on) AS days
    FROM seat_pause WHERE trust_id = $1 AND term_id = $2 AND from_on = $3`;

const resumeSql = `
  UPDATE seat_pause SET until_on = $4, given_back = least(given_back, $4::date - from_on)
   WHERE trust_id = $1 AND term_id = $2 AND from_on = $3`;

const lengthenSql = `
  UPDATE seat_term SET ends_on = ends_on + $3::integer, version = version + 1
   WHERE trust_id = $1 AND id = $2`;
