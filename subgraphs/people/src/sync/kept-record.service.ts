import type { Database } from '@trellis/subgraph-kit/database';
import { notFound } from '@trellis/subgraph-kit/faults';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type {
  AppliedRecord,
  KeptRecords,
  StaffMatcher,
  UnusableRecord,
} from '../match/match-question.types.ts';
import type { StaffEventService } from '../event/staff-event.service.ts';
import type { KeptStatement } from './held-record.ts';
import { StaffRecordService } from './staff-record.service.ts';
import type { ToldRecord } from './told-record.ts';

interface KeptRow {
  readonly source: string;
  readonly instanceId: string;
  readonly syncId: string;
  readonly kept: KeptStatement;
}

/** Takes in records that were kept until somebody said whom they are about. */
export class KeptRecordService implements KeptRecords {
  constructor(
    private readonly db: Database,
    private readonly matcher: StaffMatcher,
    private readonly events: StaffEventService,
  ) {}

  async apply(
    viewer: Viewer,
    recordId: string,
    personId: string | null,
  ): Promise<AppliedRecord | UnusableRecord> {
    const [row] = await this.db.rows<KeptRow>(
      `SELECT source, instance_id AS "instanceId", seen_by AS "syncId", kept
         FROM staff_source_record
        WHERE trust_id = $1 AND id = $2 AND status = 'REVIEW' AND kept IS NOT NULL FOR UPDATE`,
      [viewer.trustId, recordId],
    );
    if (!row) throw notFound('kept record');
    const { kept, ...origin } = row;
    const told: ToldRecord = { ...kept, asOf: new Date(kept.asOf) };
    const answer =
      personId === null ? ({ kind: 'NEW' } as const) : ({ kind: 'SAME', personId } as const);
    const decided: StaffMatcher = {
      match: () => Promise.resolve([answer]),
      ask: () => Promise.resolve(),
      withdraw: () => Promise.resolve(),
      newestTrns: (who, trns) => this.matcher.newestTrns(who, trns),
    };
    const records = new StaffRecordService(this.db, decided);
    const { results } = await records.take(viewer, origin, [told]);
    const [result] = results;
    if (!result?.personId) {
      const { code = null, message = null } = result ?? {};
      return {
        ...{ kind: 'UNUSABLE', code: code ?? 'INVALID_VALUE' },
        message: message ?? 'The record cannot be taken in as it stands.',
      };
    }
    await this.events.changed(viewer, [result.personId]);
    return { kind: 'APPLIED', personId: result.personId };
  }
}
