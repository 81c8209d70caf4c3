import type { Database } from '@trellis/subgraph-kit/database';
import { Fault, forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { isId, newId } from '@trellis/subgraph-kit/ids';
import type { EntityDirectory } from '@trellis/subgraph-kit/known-entities';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { afterMonths } from './matching/swap-periods.ts';
import { postSql, type SwapWishRow, wishesById, wishesOfPeople } from './swap.queries.ts';
import {
  NoPostToSwap,
  SchoolsOrMiles,
  type StateSwapWishInput,
  SwapUnderWay,
  SwapWishDaysUnclear,
  SwapWishState,
  type TakeBackSwapWishInput,
} from './swap-wish.types.ts';

/** What people would like to do for a time in the place of somebody else. */
export class SwapWishService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly people: EntityDirectory,
    private readonly now: Clock,
  ) {}

  /**
   * Says what the viewer would like, in the place of what they wished before.
   *
   * @throws FORBIDDEN for an API key, which has no place to give.
   * @throws NOT_FOUND when a school is none of the trust.
   */
  state(viewer: Viewer, input: StateSwapWishInput) {
    const { personId } = viewer;
    const state = async () => {
      if (personId === null) throw forbidden('A wish to swap is a person’s own.');
      const today = londonDay(this.now());
      const earliestUntilOn = afterMonths(input.fromOn, input.months);
      if (input.fromOn <= today || input.untilOn < earliestUntilOn) {
        return new SwapWishDaysUnclear(earliestUntilOn);
      }
      if (input.withinMiles != null && input.schoolIds.length > 0) return new SchoolsOrMiles();
      await this.mustKnow(viewer, input.schoolIds);
      const posts = await this.db.rows(postSql('$2', '$3::date'), [
        ...[viewer.trustId, personId, input.fromOn],
      ]);
      if (posts.length === 0) return new NoPostToSwap();
      const [held] = await this.held(viewer, personId);
      if (held?.state === SwapWishState.BEING_MET && !(await this.isOver(viewer, held, today))) {
        return new SwapUnderWay();
      }
      if (held?.state === SwapWishState.BEING_MET) await this.close(viewer, held.id);
      const isNew = held?.state !== SwapWishState.OPEN;
      const id = isNew ? newId() : held.id;
      await this.db.rows(isNew ? newSql : changeSql, [
        ...[viewer.trustId, id, input.roleCodes, input.subjectCodes, input.phases],
        ...[input.schoolIds, input.withinMiles ?? null, input.months, input.fromOn, input.untilOn],
        ...(isNew ? [personId, this.now()] : []),
      ]);
      return this.found(viewer, id);
    };
    const again = (id: string) => this.found(viewer, id);
    return this.idempotency.once(viewer, 'stateSwapWish', input, state, again);
  }

  /**
   * Takes a wish back, so that no matching looks at it.
   *
   * @throws NOT_FOUND unless it is the viewer's own.
   * @throws CONFLICT with the current version when it changed since it was read.
   */
  takeBack(viewer: Viewer, input: TakeBackSwapWishInput) {
    const { id, version } = input;
    const takeBack = async () => {
      const [held] = viewer.personId === null ? [] : await this.held(viewer, viewer.personId);
      if (held?.id !== id) throw notFound('wish to swap');
      if (held.version !== version) {
        throw new Fault('CONFLICT', 'The wish was changed since it was read.', {
          currentVersion: held.version,
        });
      }
      if (held.state === SwapWishState.BEING_MET) return new SwapUnderWay();
      await this.close(viewer, id);
      return this.found(viewer, id);
    };
    const again = () => this.found(viewer, id);
    return this.idempotency.once(viewer, 'takeBackSwapWish', input, takeBack, again);
  }

  /** The wish that stands, held until the operation ends. */
  private async held(viewer: Viewer, personId: string): Promise<SwapWishRow[]> {
    await this.db.rows(
      `SELECT 1 FROM swap_wish WHERE trust_id = $1 AND person_id = $2 AND taken_back_at IS NULL
          FOR UPDATE`,
      [viewer.trustId, personId],
    );
    return wishesOfPeople(this.db, viewer, [personId]);
  }

  /** Whether the swap that met it has run or ended, so that there may be another wish. */
  private async isOver({ trustId }: Viewer, { id }: SwapWishRow, today: string): Promise<boolean> {
    const running = await this.db.rows(
      `SELECT 1 FROM swap_leg leg
         JOIN placement met ON met.trust_id = leg.trust_id AND met.agreement_id = leg.swap_id
        WHERE leg.trust_id = $1 AND leg.wish_id = $2 AND met.ends_on > $3
          AND met.state IN ('PREPARING', 'SCHEDULED') LIMIT 1`,
      [trustId, id, today],
    );
    return running.length === 0;
  }

  private close({ trustId }: Viewer, id: string) {
    return this.db.rows(
      `UPDATE swap_wish SET taken_back_at = $3, version = version + 1 WHERE trust_id = $1 AND id = $2`,
      [trustId, id, this.now()],
    );
  }

  private async mustKnow(viewer: Viewer, schoolIds: readonly string[]): Promise<void> {
    if (!schoolIds.every(isId)) throw notFound('school');
    const keys = schoolIds.map((id) => ({ type: 'School', id }));
    if ((await this.people.unknownTo(viewer, keys)).length > 0) throw notFound('school');
  }

  private async found(viewer: Viewer, id: string): Promise<SwapWishRow> {
    const [found] = await wishesById(this.db, viewer, [id]);
    if (!found) throw notFound('wish to swap');
    return found;
  }
}

const newSql = `
  INSERT INTO swap_wish (trust_id, id, role_codes, subject_codes, phases, school_ids, within_miles,
                         months, from_on, until_on, person_id, stated_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;

const changeSql = `
  UPDATE swap_wish SET role_codes = $3, subject_codes = $4, phases = $5, school_ids = $6,
         within_miles = $7, months = $8, from_on = $9, until_on = $10, version = version + 1
   WHERE trust_id = $1 AND id = $2`;
