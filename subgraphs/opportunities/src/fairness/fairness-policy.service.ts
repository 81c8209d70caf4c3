import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Clock } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  type FairnessPolicy,
  FairnessTooShort,
  type SetFairnessPolicyInput,
} from './fairness-policy.types.ts';

interface Minimum {
  readonly days: number;
  readonly joinerDays: number;
}

/** How long a trust gives everybody. */
export class FairnessPolicyService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
  ) {}

  /**
   * Gives everybody more school days than the least, for one kind of opportunity.
   *
   * @throws FORBIDDEN unless the viewer answers for all schools.
   */
  set(viewer: Viewer, input: SetFairnessPolicyInput) {
    const { kind, days, joinerDays } = input;
    if (!viewer.allPlaces) throw forbidden('Only those who answer for all schools set policies.');
    if (joinerDays > days) throw badUserInput('joinerDays is not more than days.');
    const set = async () => {
      const [least] = await this.db.rows<Minimum>(
        'SELECT days, joiner_days AS "joinerDays" FROM fairness_minimum($1)',
        [kind],
      );
      if (least && (days < least.days || joinerDays < least.joinerDays)) {
        return new FairnessTooShort(least.days, least.joinerDays);
      }
      const [kept] = await this.db.rows<{ id: string }>(keepPolicySql, [
        ...[viewer.trustId, newId(), kind, days, joinerDays, this.now(), viewer.personId],
      ]);
      return this.find(viewer, String(kept?.id));
    };
    const again = (id: string) => this.find(viewer, id);
    return this.idempotency.once(viewer, 'setFairnessPolicy', input, set, again);
  }

  private async find({ trustId }: Viewer, id: string): Promise<FairnessPolicy> {
    const [found] = await this.db.rows<FairnessPolicy>(
      `SELECT id, kind, days, joiner_days AS "joinerDays" FROM fairness_policy
        WHERE trust_id = $1 AND id = $2`,
      [trustId, id],
    );
    if (!found) throw notFound('policy');
    return found;
  }
}

const keepPolicySql = `
  INSERT INTO fairness_policy (trust_id, id, kind, days, joiner_days, set_at, set_by_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (trust_id, kind) DO UPDATE SET days = excluded.days,
    joiner_days = excluded.joiner_days, set_at = excluded.set_at, set_by_id = excluded.set_by_id
  RETURNING id`;
