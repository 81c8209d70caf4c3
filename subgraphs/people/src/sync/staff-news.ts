import type { Database } from '@trellis/subgraph-kit/database';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { StaffEventService } from '../event/staff-event.service.ts';
import type { RowResult, TakenRecords } from './record-batch.ts';
import { StaffRowOutcome } from './staff-sync.types.ts';

/** Of the people (`$2`): who has no employment left but such as ends, on the day (`$3`). */
const leaversSql = `
  SELECT person_id AS id FROM unnest($2::uuid[]) AS person_id
   WHERE NOT EXISTS (
     SELECT FROM contract LEFT JOIN staff_source_record AS record
         ON record.trust_id = contract.trust_id AND record.id = contract.source_record_id
      WHERE contract.trust_id = $1 AND contract.person_id = person_id.person_id
        AND (contract.ends_on IS NULL
          OR (contract.ends_on > $3::date AND record.status IS DISTINCT FROM 'ENDED')))`;

/** Tells others what records of staff changed: one event for each person. */
export class StaffNews {
  readonly #db: Database;
  readonly #events: StaffEventService;

  constructor(db: Database) {
    this.#db = db;
    this.#events = new StaffEventService(db);
  }

  /** Somebody whose other school goes on employing them has changed, and not left. */
  async tell(viewer: Viewer, { results, linked }: TakenRecords): Promise<void> {
    const of = (outcome: StaffRowOutcome) => peopleOf(results, outcome);
    const ended = of(StaffRowOutcome.ENDED);
    const left = ended.length > 0 ? await this.#leavers(viewer, ended) : [];
    const restored = of(StaffRowOutcome.RESTORED).filter((id) => !left.includes(id));
    const told = new Set([...left, ...restored]);
    const changed = [
      ...[...of(StaffRowOutcome.CREATED), ...of(StaffRowOutcome.UPDATED), ...ended],
      ...linked,
    ].filter((id) => !told.has(id));
    await this.#events.left(viewer, left);
    await this.#events.restored(viewer, restored);
    await this.#events.changed(viewer, changed);
  }

  async #leavers({ trustId }: Viewer, personIds: readonly string[]): Promise<string[]> {
    const rows = await this.#db.rows<{ id: string }>(leaversSql, [
      ...[trustId, personIds, londonDay()],
    ]);
    return rows.map(({ id }) => id);
  }
}

function peopleOf(results: readonly RowResult[], wanted: StaffRowOutcome): string[] {
  return results.flatMap(({ outcome, personId }) =>
    outcome === wanted && personId !== null ? [personId] : [],
  );
}
