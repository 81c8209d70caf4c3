import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { OwnProgrammeInput } from './own-programme.types.ts';
import { programmesById } from './programme.queries.ts';
import type { Programme } from './programme.types.ts';

/** Keeps what a trust offers beside the catalogue. */
export class OwnProgrammeService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
  ) {}

  /**
   * Adds a programme of the trust's own. Where there is one of that code, it is closed today and goes on
   * as given: its identity is the code, and whoever studies it keeps it as it was.
   *
   * @throws BAD_USER_INPUT where it would end before it begins.
   */
  keep(viewer: Viewer, input: OwnProgrammeInput): Promise<Programme> {
    const today = londonDay(this.clock());
    if (input.endsOn != null && input.endsOn <= today) {
      throw badUserInput('endsOn is a day to come.');
    }
    const keep = async () => {
      const place = `${viewer.trustId} programme ${input.code}`;
      await this.db.rows('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [place]);
      const { trustId } = viewer;
      const [sameDay] = await this.db.rows<{ id: string }>(sameDaySql, [
        trustId,
        input.code,
        today,
      ]);
      if (!sameDay) await this.db.rows(closeSql, [trustId, input.code, today]);
      const id = sameDay?.id ?? newId();
      await this.db.rows(keepSql, [
        ...[id, trustId, input.code, input.name, input.kind, input.staffGroups],
        ...[input.level ?? null, input.typicalMonths, today, input.endsOn ?? null, input.source],
        ...[input.provider, input.costPence ?? null, input.entryNeeds, input.completionEvidence],
      ]);
      return this.#find(id);
    };
    return this.idempotency.once<Programme>(viewer, 'keepOwnProgramme', input, keep, (id) =>
      this.#find(id),
    );
  }

  async #find(id: string): Promise<Programme> {
    const [programme] = await programmesById(this.db, [id]);
    if (!programme) throw new Error('a programme is gone');
    return programme;
  }
}

const sameDaySql = `
  SELECT id FROM programme WHERE own_of_trust_id = $1 AND code = $2 AND valid_from = $3`;

const closeSql = `
  UPDATE programme SET valid_to = $3
   WHERE own_of_trust_id = $1 AND code = $2 AND (valid_to IS NULL OR valid_to > $3)`;

const keepSql = `
  INSERT INTO programme (id, own_of_trust_id, code, name, kind, staff_groups, level, typical_months,
                         valid_from, valid_to, source, provider, cost_pence, entry_needs,
                         completion_evidence, released_on)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $9)
  ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind,
    staff_groups = excluded.staff_groups, level = excluded.level,
    typical_months = excluded.typical_months, valid_to = excluded.valid_to,
    source = excluded.source, provider = excluded.provider, cost_pence = excluded.cost_pence,
    entry_needs = excluded.entry_needs, completion_evidence = excluded.completion_evidence`;
