import type { Database } from '@trellis/subgraph-kit/database';
import { forbidden } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { becomeWillingSql, ceaseWillingSql, isWillingSql } from './willing-colleague.queries.ts';
import type { SetWillingToTalkInput, WillingToTalk } from './willing-colleague.types.ts';

/** The id is the person's. */
type WillingRow = WillingToTalk & { readonly id: string };

/** Who may be asked for a conversation by colleagues whom they do not know. */
export class WillingColleagueService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
  ) {}

  /** Says whether the viewer may be asked from now on; what was asked already stays. */
  set(viewer: Viewer, input: SetWillingToTalkInput): Promise<WillingRow> {
    const { personId } = viewer;
    if (personId === null) throw forbidden('Only people have conversations.');
    const work = async () => {
      const sql = input.willing ? becomeWillingSql : ceaseWillingSql;
      await this.db.rows(sql, [viewer.trustId, personId]);
      return { id: personId, willing: input.willing };
    };
    const recall = async () => ({ id: personId, willing: await this.isWilling(viewer) });
    return this.idempotency.once<WillingRow>(viewer, 'setWillingToTalk', input, work, recall);
  }

  /** Whether the viewer may be asked. */
  async isWilling({ trustId, personId }: Viewer): Promise<boolean> {
    if (personId === null) return false;
    return (await this.db.rows(isWillingSql, [trustId, personId])).length > 0;
  }
}
