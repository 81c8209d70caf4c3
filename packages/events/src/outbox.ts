import type { Database } from '@trellis/subgraph-kit/database';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';

/** Something that happened, as whoever did it tells it. */
export interface EventDraft {
  /** A noun and what became of it, such as `person.changed`. */
  readonly type: string;
  /** What it happened to. Events of one aggregate are delivered in order. */
  readonly aggregateType: string;
  readonly aggregateId: string;
  /** Facts as JSON. */
  readonly data: object;
}

/** Facts of aggregates as a statement tells them, so that they need not come here and go back. */
export interface FactsOnDay {
  /** Answers `id` and `facts` of those (`$2`) of the trust (`$1`) on the day (`$3`). */
  readonly sql: string;
  /** In the order in which they are told of; each once. */
  readonly ids: readonly string[];
  readonly day: string;
}

/** Where changes leave word of themselves, in the transaction that makes them. */
export class Outbox {
  constructor(private readonly db: Database) {}

  /**
   * Adds events in the operation's transaction: they happen with it or not at all. They are delivered
   * after its commit. Whoever may write to one aggregate at the same time as others must hold it
   * locked, so that its events are in the order of what they tell.
   */
  async append(viewer: Viewer, drafts: readonly EventDraft[]): Promise<void> {
    if (drafts.length === 0) return;
    const rows = drafts.map((draft) => ({ id: newId(), ...draft }));
    const { trustId, actor, requestId } = viewer;
    await this.db.rows(appendSql, [trustId, JSON.stringify(rows), actor.kind, actor.id, requestId]);
  }

  /** The same of all that a statement tells the facts of, in one statement. */
  async appendFacts(
    viewer: Viewer,
    { type, aggregateType }: Pick<EventDraft, 'type' | 'aggregateType'>,
    { sql, ids, day }: FactsOnDay,
  ): Promise<void> {
    if (ids.length === 0) return;
    const { trustId, actor, requestId } = viewer;
    const eventIds = ids.map(() => newId());
    const who = [actor.kind, actor.id, requestId];
    await this.db.rows(appendFactsSql(sql), [
      ...[trustId, ids, day, eventIds, type, aggregateType, ...who],
    ]);
  }
}

const insert = `
    INSERT INTO event (trust_id, id, type, aggregate_type, aggregate_id, data, actor_kind, actor_id,
                       request_id)`;
const wake = 'SELECT app.wake_delivery() FROM (SELECT count(*) FROM written) AS all_written';

const appendSql = `
  WITH written AS (${insert}
    SELECT $1, id, type, "aggregateType", "aggregateId", data, $3, $4, $5
      FROM json_to_recordset($2) AS draft (id uuid, type text, "aggregateType" text,
        "aggregateId" uuid, data jsonb)
    RETURNING 1)
  ${wake}`;

const appendFactsSql = (facts: string) => `
  WITH told AS (${facts}),
  written AS (${insert}
    SELECT $1, draft.event_id, $5, $6, told.id, told.facts, $7, $8, $9
      FROM unnest($2::uuid[], $4::uuid[]) WITH ORDINALITY AS draft (id, event_id, place)
      JOIN told ON told.id = draft.id
     ORDER BY draft.place
    RETURNING 1)
  ${wake}`;
