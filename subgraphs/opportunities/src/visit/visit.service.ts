import type { Database } from '@trellis/subgraph-kit/database';
import { forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { isId, newId } from '@trellis/subgraph-kit/ids';
import type { EntityFinder } from '@trellis/subgraph-kit/known-entities';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { answersFor } from '../placement/placement.queries.ts';
import type { SchedulingService } from '../placement/scheduling.service.ts';
import {
  type OfferVisitInput,
  type SetVisitPolicyInput,
  VisitDaysUnclear,
  VisitNotBookable,
  type WithdrawVisitInput,
} from './visit-change.types.ts';
import { VisitNews } from './visit-news.ts';
import { heldSlot, refuseStale, slotsById, type VisitSlotRow } from './visit.queries.ts';
import type { VisitPolicy } from './visit.types.ts';

/** Longest visit, in days. */
const mostDays = 31;

/** What holds where a trust has said nothing else. */
export const usualPolicy = { headStartDays: 3, mostAYear: 6 };

/** How a trust shares out visits. */
export async function visitPolicyOf(
  db: Database,
  { trustId }: Viewer,
): Promise<Omit<VisitPolicy, 'id'>> {
  const [kept] = await db.rows<VisitPolicy>(policySql, [trustId]);
  return kept ?? usualPolicy;
}

/** What schools offer to visitors. */
export class VisitService {
  constructor(
    private readonly db: Database,
    private readonly scheduling: SchedulingService,
    private readonly idempotency: Idempotency,
    private readonly people: EntityFinder,
    private readonly now: Clock,
  ) {}

  /**
   * Offers days on which a school receives visitors. Booking begins later, so that everybody has seen it.
   *
   * @throws NOT_FOUND when the viewer's trust has no such school.
   * @throws FORBIDDEN when it is not one that the viewer answers for.
   */
  offer(viewer: Viewer, input: OfferVisitInput) {
    const { schoolId, startsOn, endsOn } = input;
    const offer = async () => {
      const today = londonDay(this.now());
      const unknown = isId(schoolId)
        ? await this.people.unknownTo(viewer, [{ type: 'School', id: schoolId }])
        : [schoolId];
      if (unknown.length > 0) throw notFound('school');
      if (!answersFor(viewer, schoolId)) throw forbidden('Its head says when a school is visited.');
      const days = (Date.parse(endsOn) - Date.parse(startsOn)) / 86_400_000;
      if (startsOn <= today || days < 1 || days > mostDays) return new VisitDaysUnclear(mostDays);
      const { headStartDays } = await visitPolicyOf(this.db, viewer);
      const id = newId();
      await this.db.rows(offerSql, [
        ...[viewer.trustId, id, schoolId, input.kind, input.theme, input.subjectCode ?? null],
        ...[input.summary ?? null, startsOn, endsOn, today, headStartDays, input.capacity],
        ...[this.now(), viewer.personId],
      ]);
      const slot = await this.find(viewer, id);
      await new VisitNews(this.db).offered(viewer, slot);
      return slot;
    };
    const again = (id: string) => this.find(viewer, id);
    return this.idempotency.once(viewer, 'offerVisit', input, offer, again);
  }

  /**
   * Takes a visit back, with all bookings and their placements.
   *
   * @throws NOT_FOUND or FORBIDDEN as `offer` does.
   * @throws CONFLICT with the current version when it changed since it was read.
   */
  withdraw(viewer: Viewer, input: WithdrawVisitInput) {
    const { id } = input;
    const withdraw = async () => {
      const slot = await heldSlot(this.db, viewer, id);
      if (!answersFor(viewer, slot.schoolId)) throw forbidden('Its head takes it back.');
      refuseStale(slot, input.version);
      const hasBegun = slot.startsOn <= londonDay(this.now());
      if (slot.withdrawnAt !== null || hasBegun) return new VisitNotBookable(null);
      await this.db.rows(
        `UPDATE visit_slot SET withdrawn_at = $3, version = version + 1
          WHERE trust_id = $1 AND id = $2`,
        [viewer.trustId, id, this.now()],
      );
      const bookings = await this.db.rows<{ placementId: string | null }>(withdrawnSql, [
        viewer.trustId,
        id,
      ]);
      const placementIds = bookings.flatMap(({ placementId }) => placementId ?? []);
      await this.scheduling.giveUp(viewer, placementIds);
      return this.find(viewer, id);
    };
    const again = () => this.find(viewer, id);
    return this.idempotency.once(viewer, 'withdrawVisit', input, withdraw, again);
  }

  /**
   * Says how visits are shared out.
   *
   * @throws FORBIDDEN unless the viewer answers for all schools.
   */
  setPolicy(viewer: Viewer, input: SetVisitPolicyInput) {
    const { headStartDays, mostAYear } = input;
    if (!viewer.allPlaces) throw forbidden('Only those who answer for all schools set policies.');
    const find = async () => {
      const [kept] = await this.db.rows<VisitPolicy>(policySql, [viewer.trustId]);
      if (!kept) throw notFound('policy');
      return kept;
    };
    const set = async () => {
      await this.db.rows(setPolicySql, [
        ...[viewer.trustId, newId(), headStartDays, mostAYear, this.now(), viewer.personId],
      ]);
      return find();
    };
    return this.idempotency.once(viewer, 'setVisitPolicy', input, set, find);
  }

  private async find(viewer: Viewer, id: string): Promise<VisitSlotRow> {
    const [found] = await slotsById(this.db, viewer, [id]);
    if (!found) throw notFound('visit');
    return found;
  }
}

const policySql = `
  SELECT id, head_start_days AS "headStartDays", most_a_year AS "mostAYear" FROM visit_policy
   WHERE trust_id = $1`;

const offerSql = `
  INSERT INTO visit_slot (trust_id, id, school_id, kind, theme, subject_code, summary, starts_on, ends_on,
                          bookable_on, capacity, offered_at, offered_by_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::date + $11::integer, $12, $13, $14)`;

const withdrawnSql = `
  WITH gone AS (
    UPDATE visit_booking SET state = 'CANCELLED', version = version + 1
     WHERE trust_id = $1 AND slot_id = $2 AND state <> 'CANCELLED'
    RETURNING placement_id)
  SELECT placement_id AS "placementId" FROM gone`;

const setPolicySql = `
  INSERT INTO visit_policy (trust_id, id, head_start_days, most_a_year, set_at, set_by_id)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (trust_id) DO UPDATE SET head_start_days = excluded.head_start_days,
    most_a_year = excluded.most_a_year, set_at = excluded.set_at, set_by_id = excluded.set_by_id`;
