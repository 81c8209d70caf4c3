import type { Database } from '@trellis/subgraph-kit/database';
import { forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { foundDeployment } from '../deployment/deployment.queries.ts';
import { answersFor, foundPlacement } from '../placement/placement.queries.ts';
import { PlacementState } from '../placement/placement-state.types.ts';
import { positionOf, type RechargeRow, rechargesById } from './recharge.queries.ts';
import {
  type ConfirmLentDaysInput,
  DaysNotWorked,
  DeploymentNotFirm,
  type LendingPositionArgs,
  RechargeNotReversible,
  type ReverseRechargeInput,
} from './recharge.types.ts';

const { ACTIVE, SUSPENDED, COMPLETED, ENDED_EARLY } = PlacementState;
const begun: readonly PlacementState[] = [ACTIVE, SUSPENDED, COMPLETED, ENDED_EARLY];

/** What schools owe each other for days that were worked. */
export class RechargeService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
  ) {}

  /**
   * Confirms that lent days were worked, for which the school that borrowed them owes the other.
   *
   * @throws NOT_FOUND when the viewer's trust has no such deployment.
   * @throws FORBIDDEN unless the viewer answers for the school that borrowed them.
   */
  confirm(viewer: Viewer, input: ConfirmLentDaysInput) {
    const { deploymentId: id } = input;
    const confirm = async () => {
      const deployment = await foundDeployment(this.db, viewer, id);
      if (!answersFor(viewer, deployment.hostSchoolId)) {
        throw forbidden('The school that borrowed the days says that they were worked.');
      }
      const today = londonDay(this.now());
      const { state } = await foundPlacement(this.db, viewer, today, id);
      if (!begun.includes(state)) return new DeploymentNotFirm();
      const lent = await this.db.rows<{ day: string }>(
        `SELECT day FROM deployment_day WHERE trust_id = $1 AND deployment_id = $2
            AND day = ANY ($3::date[]) AND state = 'LENT' AND day <= $4 FOR UPDATE`,
        [viewer.trustId, id, input.days, today],
      );
      const open = new Set(lent.map(({ day }) => day));
      const others = input.days.filter((day) => !open.has(day)).sort();
      if (others.length > 0) return new DaysNotWorked(others);
      const rechargeId = newId();
      await this.db.rows(postSql, [
        ...[viewer.trustId, rechargeId, id, input.days, this.now(), viewer.personId],
      ]);
      await this.db.rows(workedSql, [viewer.trustId, rechargeId, id, input.days]);
      return this.find(viewer, rechargeId);
    };
    const again = (rechargeId: string) => this.find(viewer, rechargeId);
    return this.idempotency.once(viewer, 'confirmLentDays', input, confirm, again);
  }

  /**
   * Takes a recharge back by another that mirrors it; its days can be confirmed anew.
   *
   * @throws NOT_FOUND when the viewer may see no such recharge.
   * @throws FORBIDDEN unless the viewer answers for the school that is owed it.
   */
  reverse(viewer: Viewer, input: ReverseRechargeInput) {
    const reverse = async () => {
      const wrong = await this.find(viewer, input.rechargeId);
      if (!answersFor(viewer, wrong.creditSchoolId)) {
        throw forbidden('The school that is owed it takes it back.');
      }
      // Its days are held, so of two who take it back at once the second sees the first.
      const days = await this.db.rows<{ day: string }>(
        `SELECT day FROM deployment_day WHERE trust_id = $1 AND recharge_id = $2 FOR UPDATE`,
        [viewer.trustId, wrong.id],
      );
      if (days.length === 0) return new RechargeNotReversible();
      const id = newId();
      await this.db.rows(reverseSql, [
        ...[viewer.trustId, id, wrong.id, input.reason, this.now(), viewer.personId],
      ]);
      await this.db.rows(
        `UPDATE deployment_day SET state = 'LENT', recharge_id = NULL
          WHERE trust_id = $1 AND recharge_id = $2`,
        [viewer.trustId, wrong.id],
      );
      return this.find(viewer, id);
    };
    const again = (id: string) => this.find(viewer, id);
    return this.idempotency.once(viewer, 'reverseRecharge', input, reverse, again);
  }

  /**
   * What a school lent and borrowed in an academic year.
   *
   * @throws FORBIDDEN unless the viewer answers for the school.
   */
  position(viewer: Viewer, args: LendingPositionArgs) {
    if (!viewer.allPlaces && !viewer.placeIds.includes(args.schoolId)) {
      throw forbidden('Those who answer for a school see what it owes and is owed.');
    }
    return positionOf(this.db, viewer, args);
  }

  private async find(viewer: Viewer, id: string): Promise<RechargeRow> {
    const [found] = await rechargesById(this.db, viewer, [id]);
    if (!found) throw notFound('recharge');
    return found;
  }
}

const postSql = `
  INSERT INTO recharge (trust_id, id, deployment_id, academic_year, debit_school_id, credit_school_id,
                        days, rate_pence, amount_pence, posted_at, posted_by_id)
  SELECT $1, $2, d.id, academic_year(($4::date[])[1]), d.host_school_id, d.home_school_id,
         cardinality($4::date[]), d.rate_pence, cardinality($4::date[])::bigint * d.rate_pence, $5, $6
    FROM deployment d WHERE d.trust_id = $1 AND d.id = $3`;

const workedSql = `
  UPDATE deployment_day SET state = 'WORKED', recharge_id = $2
   WHERE trust_id = $1 AND deployment_id = $3 AND day = ANY ($4::date[])`;

const reverseSql = `
  INSERT INTO recharge (trust_id, id, deployment_id, academic_year, debit_school_id, credit_school_id,
                        days, rate_pence, amount_pence, reverses_id, reason, posted_at, posted_by_id)
  SELECT trust_id, $2, deployment_id, academic_year, credit_school_id, debit_school_id, days, rate_pence,
         amount_pence, id, $4, $5, $6
    FROM recharge WHERE trust_id = $1 AND id = $3`;
