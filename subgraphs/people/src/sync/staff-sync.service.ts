import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone, newId, noId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  type StaffSyncInput,
  StaffSyncNotOpen,
  StaffSyncUnderWay,
  type StartStaffSyncInput,
} from './staff-sync-change.types.ts';
import { type StaffSyncNode, syncQuery } from './staff-sync.queries.ts';
import { StaffSyncState } from './staff-sync.types.ts';

/** Starts syncs of staff records and gives them up. */
export class StaffSyncService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
  ) {}

  /**
   * Opens a sync, so that records can be sent.
   *
   * @returns the sync, or the refusal that another one of the same source is not finished.
   * @throws NOT_FOUND when the school is none that the viewer answers for.
   * @throws BAD_USER_INPUT
   */
  start(viewer: Viewer, input: StartStaffSyncInput): Promise<StaffSyncNode | StaffSyncUnderWay> {
    const find = (id: string) => this.find(viewer, id);
    const work = () => this.#start(viewer, input);
    return this.idempotency.once<StaffSyncNode, StaffSyncUnderWay>(
      viewer,
      'startStaffSync',
      input,
      work,
      find,
    );
  }

  /** Gives a sync up. What it has changed stands. @throws NOT_FOUND */
  cancel(viewer: Viewer, input: StaffSyncInput): Promise<StaffSyncNode | StaffSyncNotOpen> {
    const find = (id: string) => this.find(viewer, id);
    const work = async () => {
      const { id, state } = await this.hold(viewer, input.syncId);
      if (state === StaffSyncState.CANCELLED) return find(id);
      if (!underWay.includes(state)) return new StaffSyncNotOpen(state);
      await this.close(viewer, id, StaffSyncState.CANCELLED);
      return find(id);
    };
    return this.idempotency.once<StaffSyncNode, StaffSyncNotOpen>(
      viewer,
      'cancelStaffSync',
      input,
      work,
      find,
    );
  }

  /** @throws NOT_FOUND when there is none that the viewer may know of. */
  async find(viewer: Viewer, id: string): Promise<StaffSyncNode> {
    return this.#one(viewer, id, '');
  }

  /** The same, and nobody else changes it, or any staff record of the trust, until commit. */
  async hold(viewer: Viewer, id: string): Promise<StaffSyncNode> {
    await this.db.rows('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `staff records of ${viewer.trustId}`,
    ]);
    return this.#one(viewer, id, 'FOR UPDATE');
  }

  /** Says of a sync that it is over, or waits for a decision. */
  async close({ trustId }: Viewer, id: string, state: StaffSyncState): Promise<void> {
    await this.db.rows(
      'UPDATE staff_sync SET state = $3, finished_at = now() WHERE trust_id = $1 AND id = $2',
      [trustId, id, state],
    );
  }

  async #one(viewer: Viewer, id: string, hold: string): Promise<StaffSyncNode> {
    const { sql, parameters } = syncQuery(
      viewer,
      (values) => `staff_sync.id = ${values.add(idOrNone(id))}`,
      hold,
    );
    const [sync] = await this.db.rows<StaffSyncNode>(sql, parameters.values);
    if (!sync) throw notFound('sync');
    return sync;
  }

  async #start(viewer: Viewer, input: StartStaffSyncInput) {
    const { source, mode, asOf, dryRun } = input;
    if (asOf.getTime() > Date.now() + 86_400_000)
      throw badUserInput('asOf is at most a day ahead.');
    const schoolId = await this.#schoolId(viewer, input);
    const instanceId = schoolId ?? noId;
    const id = newId();
    const { trustId, actor } = viewer;
    const made = await this.db.rows(
      `INSERT INTO staff_sync (trust_id, id, source, school_id, instance_id, mode, as_of, dry_run,
         state, started_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'OPEN', $9)
       ON CONFLICT (trust_id, source, instance_id)
         WHERE state IN ('OPEN', 'QUARANTINED') AND NOT dry_run DO NOTHING
       RETURNING id`,
      [trustId, id, source, schoolId, instanceId, mode, asOf, dryRun, actor.id],
    );
    if (made.length > 0) return this.find(viewer, id);
    const other = await this.#underWay(viewer, source, instanceId);
    return new StaffSyncUnderWay(other);
  }

  async #underWay(viewer: Viewer, source: string, instanceId: string): Promise<StaffSyncNode> {
    const { sql, parameters } = syncQuery(
      viewer,
      (values) => `source = ${values.add(source)} AND instance_id = ${values.add(instanceId)}
        AND state IN ('OPEN', 'QUARANTINED') AND NOT dry_run`,
    );
    const [sync] = await this.db.rows<StaffSyncNode>(sql, parameters.values);
    if (!sync) throw notFound('sync');
    return sync;
  }

  /** @returns null for the whole trust, which only those may sync who answer for all of it. */
  async #schoolId(viewer: Viewer, { schoolId, urn }: StartStaffSyncInput): Promise<string | null> {
    const { trustId, allPlaces, placeIds } = viewer;
    if (schoolId != null && urn != null) throw badUserInput('Give schoolId or urn, not both.');
    if (schoolId == null && urn == null) {
      if (!allPlaces) throw notFound('school');
      return null;
    }
    const [school] = await this.db.rows<{ id: string }>(
      `SELECT school_id AS id FROM school_urn
        WHERE trust_id = $1 AND (school_id = $2 OR urn = $3) LIMIT 1`,
      [trustId, schoolId == null ? null : idOrNone(schoolId), urn],
    );
    if (!school || !(allPlaces || placeIds.includes(school.id))) {
      throw notFound('school', urn == null ? 'id' : 'URN');
    }
    return school.id;
  }
}

const underWay: readonly StaffSyncState[] = [StaffSyncState.OPEN, StaffSyncState.QUARANTINED];
