import type { Database } from '@trellis/subgraph-kit/database';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Refusal } from '@trellis/subgraph-kit/refusal';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  type CompleteInductionInput,
  type MovePlacementInput,
  NotAsked,
  PlacementDaysUnclear,
  PlacementNotChangeable,
  type PlanCoverInput,
  type PlanInductionInput,
  type PlanPlacementInput,
} from './placement-change.types.ts';
import {
  answersFor,
  bumpVersion,
  foundPlacement,
  heldPlacement,
  partiesOf,
  type PlacementRow,
} from './placement.queries.ts';
import { PlacementState } from './placement-state.types.ts';
import type { PlacementService } from './placement.service.ts';

const { PREPARING, SCHEDULED, ACTIVE, SUSPENDED } = PlacementState;

/** What is arranged so that a placement can be. */
export class PlanningService {
  constructor(
    private readonly db: Database,
    private readonly placements: PlacementService,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
  ) {}

  /**
   * Says what a placement is for and when. Whoever agreed to other days is asked again.
   *
   * @throws NOT_FOUND, FORBIDDEN or CONFLICT as `heldPlacement` does.
   */
  plan(viewer: Viewer, input: PlanPlacementInput) {
    const plan = async (placement: PlacementRow) => {
      const startsOn = input.startsOn ?? placement.startsOn;
      const endsOn = input.endsOn ?? placement.endsOn;
      const weekdays = input.weekdays ?? placement.weekdays;
      if (endsOn === null ? weekdays !== null : endsOn <= startsOn) {
        return new PlacementDaysUnclear();
      }
      const isOther =
        JSON.stringify([startsOn, endsOn, weekdays]) !==
        JSON.stringify([placement.startsOn, placement.endsOn, placement.weekdays]);
      await this.db.rows(planSql, [
        ...[viewer.trustId, placement.id, input.purpose ?? placement.purpose, startsOn, endsOn],
        ...[weekdays, input.consentBy ?? null, isOther, this.now()],
      ]);
      if (isOther) await this.placements.ask(viewer, [placement.id]);
      return undefined;
    };
    return this.change(viewer, 'planPlacement', input, [PREPARING], plan);
  }

  /** Says who does the person's work meanwhile. @throws as `plan` does. */
  cover(viewer: Viewer, input: PlanCoverInput) {
    const { isNeeded, plan, paidBy } = input;
    const costPence = isNeeded ? input.costPence : 0;
    const cover = async ({ id, homeSchoolId }: PlacementRow) => {
      const schools = await this.schoolsOf(viewer, id, 'HOME_HEAD');
      if (![homeSchoolId, ...schools].some((school) => answersFor(viewer, school))) {
        return new NotAsked();
      }
      await this.db.rows(coverSql, [
        ...[viewer.trustId, id, isNeeded, plan, costPence, paidBy, this.now(), viewer.personId],
      ]);
      return undefined;
    };
    return this.change(viewer, 'planCover', input, [PREPARING, SCHEDULED, ACTIVE], cover);
  }

  /** Adds to what somebody is shown when they come. @throws as `plan` does. */
  induct(viewer: Viewer, input: PlanInductionInput) {
    const induct = async ({ id, hostSchoolId }: PlacementRow) => {
      if (!answersFor(viewer, hostSchoolId)) return new NotAsked();
      await this.db.rows(inductSql, [viewer.trustId, id, input.items]);
      return undefined;
    };
    return this.change(viewer, 'planInduction', input, [PREPARING, SCHEDULED], induct);
  }

  /** Ticks off what somebody has been shown. @throws NOT_FOUND or FORBIDDEN as `plan` does. */
  completeInduction(viewer: Viewer, input: CompleteInductionInput) {
    const today = londonDay(this.now());
    const complete = async ({ id, hostSchoolId }: PlacementRow) => {
      if (!answersFor(viewer, hostSchoolId)) return new NotAsked();
      await this.db.rows(
        `UPDATE placement_induction SET done_on = $4, done_by_id = $5
          WHERE trust_id = $1 AND placement_id = $2 AND number = ANY ($3) AND done_on IS NULL`,
        [viewer.trustId, id, input.numbers, today, viewer.personId],
      );
      return undefined;
    };
    const when = [SCHEDULED, ACTIVE, SUSPENDED];
    return this.change(viewer, 'completeInduction', input, when, complete);
  }

  private change<No extends Refusal>(
    viewer: Viewer,
    mutation: string,
    input: Omit<MovePlacementInput, 'version'> & { readonly version?: number },
    when: readonly PlacementState[],
    work: (placement: PlacementRow) => Promise<No | undefined>,
  ) {
    const { id } = input;
    const today = londonDay(this.now());
    const find = () => foundPlacement(this.db, viewer, today, id);
    const change = async () => {
      const placement = await heldPlacement(this.db, viewer, today, input);
      if (!when.includes(placement.state)) return new PlacementNotChangeable(placement.state);
      const refusal = await work(placement);
      if (refusal) return refusal;
      await bumpVersion(this.db, viewer, id);
      return find();
    };
    return this.idempotency.once(viewer, mutation, input, change, find);
  }

  private async schoolsOf(viewer: Viewer, id: string, party: string) {
    const parties = await partiesOf(this.db, viewer, id);
    return parties.filter((one) => one.party === party).map(({ schoolId }) => schoolId);
  }
}

const planSql = `
  WITH asked_again AS (
    UPDATE placement_party SET asked_at = $9 WHERE trust_id = $1 AND placement_id = $2 AND $8::boolean
  )
  UPDATE placement SET purpose = $3, starts_on = $4, ends_on = $5, weekdays = $6,
         consent_by = coalesce($7, consent_by)
   WHERE trust_id = $1 AND id = $2`;

const coverSql = `
  INSERT INTO placement_cover (trust_id, placement_id, is_needed, plan, cost_pence, paid_by, planned_at,
                               planned_by_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT (trust_id, placement_id) DO UPDATE SET (is_needed, plan, cost_pence, paid_by, planned_at,
    planned_by_id) = ROW (excluded.is_needed, excluded.plan, excluded.cost_pence, excluded.paid_by,
    excluded.planned_at, excluded.planned_by_id)`;

const inductSql = `
  INSERT INTO placement_induction (trust_id, placement_id, number, item)
  SELECT $1, $2, number + (SELECT count(*) FROM placement_induction
                            WHERE trust_id = $1 AND placement_id = $2), item
    FROM unnest($3::text[]) WITH ORDINALITY AS added (item, number)`;
