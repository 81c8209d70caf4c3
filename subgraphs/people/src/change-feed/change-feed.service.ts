import { type EventPosition, eventsAfter, firstPosition } from '@trellis/events/event-feed';
import type { TrellisEvent } from '@trellis/events/event';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { hearableTypes, refuseUnheard } from './change.codes.ts';
import { isHeardAt } from './change.queries.ts';
import type { Change, Changes, ChangesArgs } from './change.types.ts';

/** What cursors are places in. */
const feed = 'changes';

/** Tells systems that cannot be called what has changed since they last asked. */
export class ChangeFeedService {
  constructor(
    private readonly db: Database,
    private readonly pages: Pages,
  ) {}

  /**
   * The changes after a place that concern schools for which the viewer answers. None is passed over,
   * however long its transaction took: `eventsAfter` says how.
   *
   * @throws BAD_CURSOR
   * @throws FORBIDDEN when the viewer may not hear of one of the types.
   */
  async after(viewer: Viewer, { since, types, first }: ChangesArgs): Promise<Changes> {
    if (types) refuseUnheard(viewer, types);
    const position = since == null ? firstPosition : this.#positionOf(viewer, since);
    const { events, ...page } = await eventsAfter(
      (sql, parameters) => this.db.rows(sql, parameters),
      position,
      { limit: first, types: types ?? hearableTypes(viewer), trustId: viewer.trustId },
    );
    const heard = await this.#heardBy(viewer, events);
    return {
      events: events.filter(({ id }) => heard.has(id)).map(changeOf),
      cursor: this.#cursorOf(viewer, page.position),
      hasMore: page.hasMore,
    };
  }

  /** The place after every change that is told by now. */
  async now(viewer: Viewer): Promise<string> {
    const [horizon] = await this.db.rows<{ at: string }>(
      'SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS at',
    );
    if (!horizon) throw new Error('PostgreSQL did not say which transactions are over');
    const { at } = horizon;
    return this.#cursorOf(viewer, { fromTransaction: at, toTransaction: at, sequence: 0 });
  }

  async #heardBy(
    { trustId, allPlaces, placeIds }: Viewer,
    events: readonly TrellisEvent[],
  ): Promise<ReadonlySet<string>> {
    const ids = events.map(({ id }) => id);
    if (allPlaces || ids.length === 0) return new Set(ids);
    const rows = await this.db.rows<{ id: string }>(
      `SELECT id FROM event WHERE trust_id = $1 AND id = ANY ($2::uuid[])
          AND ${isHeardAt('event', '$3::uuid[]')}`,
      [trustId, ids, placeIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  #cursorOf(viewer: Viewer, { fromTransaction, toTransaction, sequence }: EventPosition): string {
    return this.pages.mark(viewer, feed, [fromTransaction, toTransaction, String(sequence)]);
  }

  #positionOf(viewer: Viewer, cursor: string): EventPosition {
    const [fromTransaction = '', toTransaction = '', sequence] = this.pages.placeOf(
      viewer,
      feed,
      cursor,
    );
    return { fromTransaction, toTransaction, sequence: Number(sequence) };
  }
}

function changeOf({ id, type, occurredAt, aggregateId, data }: TrellisEvent): Change {
  const idOf = (name: string) => (typeof data[name] === 'string' ? data[name] : null);
  return {
    ...{ id, type, aggregateId, occurredAt: new Date(occurredAt) },
    ...{ intoPersonId: idOf('intoPersonId'), personId: idOf('personId') },
    opportunityId: idOf('opportunityId'),
  };
}
