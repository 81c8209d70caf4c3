import type { Database } from '@trellis/subgraph-kit/database';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { StaffEventService } from '../event/staff-event.service.ts';
import { noteDecision } from './match-decision.ts';
import { type RecordTrnChangeInput, TrnChangeContradicts } from './match-change.types.ts';
import { openPeopleMatchSql } from './staff-match.queries.ts';

/** A change with the ids by which its relations are found. */
export interface TrnChangeRow {
  readonly id: string;
  readonly oldTrn: string;
  readonly newTrn: string;
  readonly personId: string | null;
  readonly matchId: string | null;
}

/** Keeps which TRNs were merged into which. */
export class TrnService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly events: StaffEventService,
  ) {}

  /**
   * Records that a TRN was merged into another. Whoever has the old one has the new one from now on;
   * where two people have one each, it is asked whether they are one. The same again changes nothing.
   */
  record(viewer: Viewer, input: RecordTrnChangeInput) {
    const { oldTrn, newTrn } = input;
    const record = async () => {
      const { trustId } = viewer;
      await this.db.rows('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
        `staff match of ${trustId}`,
      ]);
      const standing = await this.#standing(trustId, oldTrn, newTrn);
      if (standing === 'CONTRADICTION') return new TrnChangeContradicts();
      const id = standing ?? newId();
      if (standing === null) {
        await this.db.rows(
          'INSERT INTO trn_change (trust_id, id, old_trn, new_trn) VALUES ($1, $2, $3, $4)',
          [trustId, id, oldTrn, newTrn],
        );
        await this.#apply(viewer, oldTrn, newTrn);
      }
      return this.#found(trustId, id);
    };
    return this.idempotency.once(viewer, 'recordTrnChange', input, record, (id) =>
      this.#found(viewer.trustId, id),
    );
  }

  /** @returns the id of the same change; or that another one forbids it; or nothing. */
  async #standing(trustId: string, oldTrn: string, newTrn: string) {
    if (oldTrn === newTrn) return 'CONTRADICTION';
    const rows = await this.db.rows<{ id: string; oldTrn: string; newTrn: string }>(
      `WITH RECURSIVE onward AS (
         SELECT id, old_trn, new_trn FROM trn_change
          WHERE trust_id = $1 AND old_trn = ANY ($2::text[])
         UNION
         SELECT change.id, change.old_trn, change.new_trn FROM onward
           JOIN trn_change AS change ON change.trust_id = $1 AND change.old_trn = onward.new_trn)
       SELECT id, old_trn AS "oldTrn", new_trn AS "newTrn" FROM onward`,
      [trustId, [oldTrn, newTrn]],
    );
    const same = rows.find((row) => row.oldTrn === oldTrn);
    if (same) return same.newTrn === newTrn ? same.id : 'CONTRADICTION';
    return rows.some((row) => row.newTrn === oldTrn) ? 'CONTRADICTION' : null;
  }

  async #apply(viewer: Viewer, oldTrn: string, newTrn: string): Promise<void> {
    const { trustId } = viewer;
    const holders = await this.db.rows<{ id: string; trn: string }>(
      'SELECT id, trn FROM person WHERE trust_id = $1 AND trn = ANY ($2::text[])',
      [trustId, [oldTrn, newTrn]],
    );
    const before = holders.find(({ trn }) => trn === oldTrn);
    const after = holders.find(({ trn }) => trn === newTrn);
    if (before && after) {
      await this.db.rows(openPeopleMatchSql, [trustId, newId(), before.id, after.id]);
    } else if (before) {
      await this.db.rows('UPDATE person SET trn = $3 WHERE trust_id = $1 AND id = $2', [
        ...[trustId, before.id, newTrn],
      ]);
      await this.events.changed(viewer, [before.id]);
    }
    await noteDecision(this.db, viewer, {
      ...{ kind: 'TRN_CHANGED', personId: after?.id ?? before?.id ?? null },
      grounds: { oldTrn, newTrn },
    });
  }

  async #found(trustId: string, id: string): Promise<TrnChangeRow> {
    const [row] = await this.db.rows<TrnChangeRow>(
      `SELECT change.id, change.old_trn AS "oldTrn", change.new_trn AS "newTrn",
              CASE WHEN before.id IS NULL THEN after.id END AS "personId", open.id AS "matchId"
         FROM trn_change AS change
         LEFT JOIN person AS before ON before.trust_id = $1 AND before.trn = change.old_trn
         LEFT JOIN person AS after ON after.trust_id = $1 AND after.trn = change.new_trn
         LEFT JOIN staff_match AS open ON open.trust_id = $1 AND open.state = 'OPEN'
          AND open.person_id = before.id AND open.other_person_id = after.id
        WHERE change.trust_id = $1 AND change.id = $2`,
      [trustId, id],
    );
    if (!row) throw new Error('a change of a TRN that was just recorded is not there');
    return row;
  }
}
