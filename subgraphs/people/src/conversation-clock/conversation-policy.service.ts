import type { Database } from '@trellis/subgraph-kit/database';
import { Fault } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type {
  ConversationPolicy,
  SetConversationPolicyInput,
} from './conversation-policy.types.ts';

/** The id is the trust's. */
type PolicyRow = ConversationPolicy & { readonly id: string };

/** What holds until a trust says otherwise; `conversation_clock` has the same. */
const unset = {
  ...{ perYear: 1, firstWithinDays: 90, afterLeaveDays: 28 },
  ...{ startsOn: null, trainingRequiredFrom: null, moveWithinDays: 14, version: 0 },
};

const policySql = `
  SELECT trust_id AS id, per_year AS "perYear", first_within_days AS "firstWithinDays",
         after_leave_days AS "afterLeaveDays", starts_on AS "startsOn",
         training_required_from AS "trainingRequiredFrom",
         move_within_days AS "moveWithinDays", version
    FROM conversation_policy WHERE trust_id = $1`;

/** Nothing when the version is stale; 0 is the version of what was never set. */
const setSql = `
  INSERT INTO conversation_policy AS held
    (trust_id, per_year, first_within_days, after_leave_days, starts_on, training_required_from,
     move_within_days)
  SELECT $1, $2, $3, $4, $5, $6::date, coalesce($8::integer, 14)
   WHERE $7 = 0 OR EXISTS (SELECT FROM conversation_policy WHERE trust_id = $1)
      ON CONFLICT (trust_id) DO UPDATE
     SET per_year = excluded.per_year, first_within_days = excluded.first_within_days,
         after_leave_days = excluded.after_leave_days, starts_on = excluded.starts_on,
         training_required_from = excluded.training_required_from,
         move_within_days = coalesce($8::integer, held.move_within_days), version = held.version + 1
   WHERE held.version = $7
  RETURNING version`;

/** How often a trust owes its people a conversation. */
export class ConversationPolicyService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
  ) {}

  async of({ trustId }: Viewer): Promise<PolicyRow> {
    const [found] = await this.db.rows<PolicyRow>(policySql, [trustId]);
    return found ?? { id: trustId, ...unset };
  }

  /** @throws CONFLICT with the current version when it changed since it was read. */
  set(viewer: Viewer, input: SetConversationPolicyInput): Promise<PolicyRow> {
    const { perYear, firstWithinDays, afterLeaveDays, startsOn, version } = input;
    const work = async () => {
      const [set] = await this.db.rows(setSql, [
        ...[viewer.trustId, perYear, firstWithinDays, afterLeaveDays, startsOn],
        ...[input.trainingRequiredFrom ?? null, version, input.moveWithinDays ?? null],
      ]);
      const now = await this.of(viewer);
      if (set) return now;
      throw new Fault('CONFLICT', 'The policy was changed since it was read.', {
        currentVersion: now.version,
      });
    };
    const recall = () => this.of(viewer);
    return this.idempotency.once<PolicyRow>(viewer, 'setConversationPolicy', input, work, recall);
  }
}
