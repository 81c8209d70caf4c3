import type { Database } from '@trellis/subgraph-kit/database';
import { forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { isId, newId } from '@trellis/subgraph-kit/ids';
import type { EntityFinder, EntityReader } from '@trellis/subgraph-kit/known-entities';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { answersFor } from '../placement/placement.queries.ts';
import {
  type ChangeCohortInput,
  CohortUnclear,
  type PlanCohortInput,
  type RecordSeatTermInput,
  SeatDaysOtherwise,
  SeatNotForThem,
  SeatTaken,
} from './cohort-change.types.ts';
import { cohortsById, heldCohort, type CohortRow, seatsById } from './cohort.queries.ts';
import { plannedSeats } from './planned-seats.ts';
import { SeatNews } from './seat-news.ts';
import { seatReasons, type SeatBar } from './seat-reasons.ts';
import { termsById, type SeatTermRow } from './seat-term.queries.ts';
import type { SchoolPhases } from './school-phases.ts';

/** Cohorts as those who answer for them plan them. */
export class CohortService {
  constructor(
    private readonly db: Database,
    private readonly phases: SchoolPhases,
    private readonly idempotency: Idempotency,
    private readonly people: EntityFinder & EntityReader,
    private readonly now: Clock,
  ) {}

  /**
   * Plans a cohort with its seats, for a school that the viewer answers for or for the whole trust.
   *
   * @throws NOT_FOUND when the viewer's trust has no such school.
   * @throws FORBIDDEN when the cohort is not the viewer's to run.
   */
  async plan(viewer: Viewer, input: PlanCohortInput) {
    const { hostSchoolId = null, seats, startsOn, endsOn } = input;
    const schools = new Set(seats.flatMap(({ schoolIds }) => schoolIds));
    if (hostSchoolId !== null) schools.add(hostSchoolId);
    const keys = [...schools].map((id) => ({ type: 'School', id }));
    if ((await this.people.unknownTo(viewer, keys)).length > 0) throw notFound('school');
    if (!answersFor(viewer, hostSchoolId)) {
      throw forbidden('A cohort is planned by the head of its school, or by the people team.');
    }
    const plan = async () => {
      const unclear = whatIsUnclear(input);
      if (unclear) return unclear;
      if (seats.some(({ phases }) => phases.length > 0)) await this.phases.learn(viewer);
      const id = newId();
      await this.db.rows(planSql, [
        ...[viewer.trustId, id, input.name, input.purpose, hostSchoolId, startsOn],
        ...[endsOn ?? null, input.termYears, input.mostTerms, input.coolingOffMonths],
        ...[input.leastAttendance, input.keepsSeatOnMove, this.now(), viewer.personId],
      ]);
      const planned = plannedSeats(input).map((seat) => ({ id: newId(), ...seat }));
      await this.db.rows(seatsSql, [viewer.trustId, id, startsOn, JSON.stringify(planned)]);
      return this.found(viewer, id);
    };
    const again = (id: string) => this.found(viewer, id);
    return this.idempotency.once(viewer, 'planCohort', input, plan, again);
  }

  /**
   * Changes what a cohort is called, what it is for and what it asks of members. Its terms stay as they
   * were announced.
   *
   * @throws NOT_FOUND, FORBIDDEN or CONFLICT as `heldCohort` does.
   */
  change(viewer: Viewer, input: ChangeCohortInput) {
    const { id, version } = input;
    const change = async () => {
      const held = await heldCohort(this.db, viewer, id, { mayChange: true, version });
      await this.db.rows(
        `UPDATE cohort SET name = $3, purpose = $4, least_attendance = $5, keeps_seat_on_move = $6,
                version = version + 1
          WHERE trust_id = $1 AND id = $2`,
        [
          ...[viewer.trustId, id, input.name ?? held.name, input.purpose ?? held.purpose],
          ...[input.leastAttendance ?? held.leastAttendance],
          ...[input.keepsSeatOnMove ?? held.keepsSeatOnMove],
        ],
      );
      return this.found(viewer, id);
    };
    const again = () => this.found(viewer, id);
    return this.idempotency.once(viewer, 'changeCohort', input, change, again);
  }

  /**
   * Puts on record who had a seat before the cohort was planned here, and perhaps has it still. From then
   * on the same holds for them as for anybody.
   *
   * @throws NOT_FOUND when the viewer's trust has no such seat or person.
   * @throws FORBIDDEN unless the viewer answers for the cohort.
   */
  async record(viewer: Viewer, input: RecordSeatTermInput) {
    const { seatId, personId, startsOn } = input;
    const record = async () => {
      const { trustId } = viewer;
      const [seat] = await seatsById(this.db, viewer, startsOn, [seatId].filter(isId));
      if (!seat) throw notFound('seat');
      await heldCohort(this.db, viewer, seat.cohortId, { mayChange: true });
      const endsOn = input.endsOn ?? seat.rotatesOn;
      const today = londonDay(this.now());
      const isWithin = startsOn >= seat.periodStartsOn && endsOn <= seat.rotatesOn;
      if (!isWithin || startsOn >= today || endsOn <= startsOn) {
        return new SeatDaysOtherwise(seat.periodStartsOn, seat.rotatesOn);
      }
      const bars = await this.db.rows<SeatBar & { readonly isHeld: boolean }>(barsSql, [
        ...[trustId, seatId, isId(personId) ? personId : null, startsOn, endsOn, today],
      ]);
      if (bars.some(({ isHeld }) => isHeld)) return new SeatTaken();
      const reasons = bars.filter(({ bar }) => (bar as string | null) !== null);
      if (reasons.length > 0) return new SeatNotForThem(seatReasons(reasons));
      const id = newId();
      await this.db.rows(recordSql, [
        ...[trustId, id, seat.cohortId, seatId, personId, startsOn, endsOn, this.now()],
      ]);
      await new SeatNews(this.db).tell(viewer, [id]);
      return this.foundTerm(viewer, id);
    };
    const again = (id: string) => this.foundTerm(viewer, id);
    return this.idempotency.once(viewer, 'recordSeatTerm', input, record, again);
  }

  private async found(viewer: Viewer, id: string): Promise<CohortRow> {
    const [found] = await cohortsById(this.db, viewer, [id]);
    if (!found) throw notFound('cohort');
    return found;
  }

  private async foundTerm(viewer: Viewer, id: string): Promise<SeatTermRow> {
    const [found] = await termsById(this.db, viewer, londonDay(this.now()), [id]);
    if (!found) throw notFound('term');
    return found;
  }
}

function whatIsUnclear({ startsOn, endsOn, seats }: PlanCohortInput): CohortUnclear | undefined {
  if (endsOn && endsOn <= startsOn) return new CohortUnclear('END');
  const count = seats.reduce((sum, kind) => sum + kind.count, 0);
  if (count > 60) return new CohortUnclear('COUNT');
  const isUnexplained = seats.some(
    ({ reason, staffGroups, schoolIds, phases }) =>
      Boolean(reason?.trim()) !== staffGroups.length + schoolIds.length + phases.length > 0,
  );
  return isUnexplained ? new CohortUnclear('REASON') : undefined;
}

const planSql = `
  INSERT INTO cohort (trust_id, id, name, purpose, host_school_id, starts_on, ends_on, term_years, most_terms,
                      cooling_off_months, least_attendance, keeps_seat_on_move, planned_at, planned_by_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`;

const seatsSql = `
  INSERT INTO cohort_seat (trust_id, id, cohort_id, number, staff_groups, school_ids, phases, kept_reason,
                           starts_on, first_months)
  SELECT $1, id, $2, number, "staffGroups", "schoolIds", phases, reason, $3, "firstMonths"
    FROM json_to_recordset($4) AS planned (id uuid, number integer, "staffGroups" text[],
         "schoolIds" uuid[], phases text[], reason text, "firstMonths" integer)`;

/** A kept seat was theirs then, or is theirs now: the roster may not reach back so far. */
const barsSql = `
  SELECT bars.bar, bars.again_on AS "againOn", $4::date AS "startsOn", s.kept_reason AS "keptReason",
         c.most_terms AS "mostTerms", c.cooling_off_months AS "coolingOffMonths",
         EXISTS (SELECT 1 FROM seat_term t WHERE t.trust_id = $1 AND t.seat_id = $2
                    AND t.state = 'STANDS' AND t.days && daterange($4, $5)) AS "isHeld"
    FROM cohort_seat s JOIN cohort c ON c.trust_id = s.trust_id AND c.id = s.cohort_id
    LEFT JOIN LATERAL (SELECT * FROM seat_bars(s, $3, $4, $5) AS found
                        WHERE found.bar NOT IN ('NO_POST', 'KEPT_FOR_OTHERS')
                           OR NOT fits_seat(s, $3, $6)) AS bars ON true
   WHERE s.trust_id = $1 AND s.id = $2`;

const recordSql = `
  INSERT INTO seat_term (trust_id, id, cohort_id, seat_id, person_id, school_id, starts_on, ends_on, came_by,
                         taken_at)
  VALUES ($1, $2, $3, $4, $5, coalesce(main_school($1, $5, $6), main_school($1, $5, $8::date)), $6, $7, 'RECORDED', $8)`;
