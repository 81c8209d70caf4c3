import type { Database } from '@trellis/subgraph-kit/database';
import { notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { isId, newId } from '@trellis/subgraph-kit/ids';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { SeatNotForThem } from './cohort-change.types.ts';
import { heldCohort, seatsById } from './cohort.queries.ts';
import {
  type AnswerSeatOfferInput,
  type LeaveReserveListInput,
  type OfferVacantSeatInput,
  ReserveListExhausted,
  SeatNotVacant,
  SeatOfferOver,
  SeatOfferState,
} from './seat-change.types.ts';
import { SeatNews } from './seat-news.ts';
import { barsFromSeat } from './seat-bars.queries.ts';
import { seatReasons } from './seat-reasons.ts';
import { foundReserve, heldOffer, offersById, type SeatOfferRow } from './seat-term.queries.ts';

const { ACCEPTED, DECLINED, OFFERED } = SeatOfferState;

/** Days that somebody on the reserve list has for an answer. */
const patience = 14;
const dayInMilliseconds = 86_400_000;

/** Seats that fall free in mid-term, and who of the reserve list has them for the remainder. */
export class VacancyService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
  ) {}

  /**
   * Offers a vacant seat to the next on the reserve list. That happens by itself when somebody gives a seat
   * up; this is for when the list was exhausted, or somebody does not answer.
   *
   * @throws NOT_FOUND when the viewer's trust has no such seat.
   * @throws FORBIDDEN unless the viewer answers for the cohort.
   */
  offerVacant(viewer: Viewer, input: OfferVacantSeatInput) {
    const { seatId } = input;
    const offer = async () => {
      const today = londonDay(this.now());
      const [seat] = await seatsById(this.db, viewer, today, [seatId].filter(isId));
      if (!seat) throw notFound('seat');
      await heldCohort(this.db, viewer, seat.cohortId, { mayChange: true });
      await this.lapse([seat.cohortId]);
      const [offered] = await this.offerNext([seatId]);
      if (offered !== undefined) return this.found(viewer, offered);
      const [vacancy] = await this.db.rows<{ isFree: boolean }>(isFreeSql, [
        ...[viewer.trustId, seatId, today],
      ]);
      return vacancy?.isFree ? new ReserveListExhausted() : new SeatNotVacant();
    };
    const again = (id: string) => this.found(viewer, id);
    return this.idempotency.once(viewer, 'offerVacantSeat', input, offer, again);
  }

  /**
   * Takes a seat that the viewer was offered from the reserve list, or leaves it to the next.
   *
   * @throws NOT_FOUND or FORBIDDEN unless the offer is the viewer's.
   * @throws CONFLICT with the current version when it changed since it was read.
   */
  answer(viewer: Viewer, input: AnswerSeatOfferInput) {
    const { id, takesIt } = input;
    const answer = async () => {
      const offer = await heldOffer(this.db, viewer, input);
      if (offer.state !== OFFERED) return new SeatOfferOver(offer.state);
      const refusal = takesIt ? await this.take(viewer, offer) : undefined;
      if (refusal) return refusal;
      if (!takesIt) await this.decline(viewer, offer);
      return this.found(viewer, id);
    };
    const again = () => this.found(viewer, id);
    return this.idempotency.once(viewer, 'answerSeatOffer', input, answer, again);
  }

  /**
   * Takes the viewer off a reserve list.
   *
   * @throws NOT_FOUND when the viewer has no such place.
   */
  leaveList(viewer: Viewer, input: LeaveReserveListInput) {
    const { id } = input;
    const leave = async () => {
      const { cohortId, personId } = await foundReserve(this.db, viewer, id);
      if (personId !== viewer.personId) throw notFound('place on the reserve list');
      await heldCohort(this.db, viewer, cohortId, { mayChange: false });
      await this.db.rows(
        `UPDATE cohort_reserve SET state = 'GIVEN_UP', version = version + 1
          WHERE trust_id = $1 AND id = $2 AND state = 'WAITING'`,
        [viewer.trustId, id],
      );
      const seats = await this.db.rows<{ seatId: string }>(
        `WITH gone AS (
           UPDATE seat_offer SET state = 'WITHDRAWN', version = version + 1
            WHERE trust_id = $1 AND reserve_id = $2 AND state = 'OFFERED' RETURNING seat_id)
         SELECT seat_id AS "seatId" FROM gone`,
        [viewer.trustId, id],
      );
      await this.offerNext(seats.map(({ seatId }) => seatId));
      return foundReserve(this.db, viewer, id);
    };
    const again = () => foundReserve(this.db, viewer, id);
    return this.idempotency.once(viewer, 'leaveReserveList', input, leave, again);
  }

  /**
   * Offers each of the seats, as far as it is vacant, to the next on the reserve list. Whoever calls this
   * holds the cohort.
   *
   * @returns the ids of the offers that were made.
   */
  async offerNext(seatIds: readonly string[]): Promise<string[]> {
    const at = this.now();
    const answerBy = londonDay(new Date(at.getTime() + patience * dayInMilliseconds));
    const offered: string[] = [];
    for (const seatId of new Set(seatIds)) {
      const [made] = await this.db.rows<{ id: string }>(
        'SELECT id FROM offer_vacant_seat($1, $2, $3, $4, $5)',
        [seatId, londonDay(at), at, newId(), answerBy],
      );
      if (made) offered.push(made.id);
    }
    return offered;
  }

  /** Lets offers go to which nobody answered in time. */
  async lapse(cohortIds: readonly string[]): Promise<void> {
    const today = londonDay(this.now());
    await this.db.rows('SELECT lapse_seat_offers($1, $2)', [cohortIds, today]);
  }

  private async take(viewer: Viewer, offer: SeatOfferRow): Promise<SeatNotForThem | undefined> {
    const { trustId } = viewer;
    const { id, seatId, personId, cohortId, endsOn, standsIn, reserveId } = offer;
    const today = londonDay(this.now());
    const startsOn = offer.startsOn > today ? offer.startsOn : today;
    if (startsOn >= endsOn) return new SeatNotForThem(['The days of the offer are over.']);
    const bars = await barsFromSeat(this.db, viewer, offer, { startsOn, endsOn });
    if (bars.length > 0) return new SeatNotForThem(seatReasons(bars));
    await this.setState(viewer, id, ACCEPTED);
    const termId = newId();
    await this.db.rows(takeSql, [
      ...[trustId, termId, cohortId, seatId, personId, startsOn, endsOn, standsIn, this.now()],
    ]);
    if (!standsIn) {
      await this.db.rows(
        `UPDATE cohort_reserve SET state = 'TAKEN', version = version + 1
          WHERE trust_id = $1 AND id = $2`,
        [trustId, reserveId],
      );
    }
    await new SeatNews(this.db).tell(viewer, [termId]);
    return undefined;
  }

  private async decline(viewer: Viewer, { id, seatId }: SeatOfferRow): Promise<void> {
    await this.setState(viewer, id, DECLINED);
    await this.offerNext([seatId]);
  }

  private setState({ trustId }: Viewer, id: string, state: SeatOfferState) {
    return this.db.rows(
      'UPDATE seat_offer SET state = $3, version = version + 1 WHERE trust_id = $1 AND id = $2',
      [trustId, id, state],
    );
  }

  private async found(viewer: Viewer, id: string): Promise<SeatOfferRow> {
    const [found] = await offersById(this.db, viewer, [id]);
    if (!found) throw notFound('offer');
    return found;
  }
}

const isFreeSql = `
  SELECT seat_vacancy(s, $3) IS NOT NULL AND NOT EXISTS (
           SELECT 1 FROM seat_offer o WHERE o.trust_id = $1 AND o.seat_id = s.id AND o.state = 'OFFERED')
         AS "isFree"
    FROM cohort_seat s WHERE s.trust_id = $1 AND s.id = $2`;

const takeSql = `
  INSERT INTO seat_term (trust_id, id, cohort_id, seat_id, person_id, school_id, starts_on, ends_on, came_by,
                         stands_in, taken_at)
  VALUES ($1, $2, $3, $4, $5, main_school($1, $5, $6), $6, $7, 'RESERVE', $8, $9)`;
