import { eventShape, type TrellisEvent } from './event.ts';

/** Asks the database for the rows of one statement, as `Database.rows` does. */
export type AskDatabase = <Row extends object>(
  sql: string,
  parameters: readonly unknown[],
) => Promise<Row[]>;

/**
 * Transactions that are over, from the first up to but without the second: nothing can be added to what
 * they wrote. Transaction numbers are PostgreSQL's, as text.
 */
export interface TransactionWindow {
  readonly fromTransaction: string;
  readonly toTransaction: string;
}

/** How far a reader has come: all before the window, and of the window all up to the sequence. */
export interface EventPosition extends TransactionWindow {
  readonly sequence: number;
}

/** Before the first event. */
export const firstPosition: EventPosition = {
  fromTransaction: '0',
  toTransaction: '0',
  sequence: 0,
};

export interface EventPage {
  readonly events: readonly TrellisEvent[];
  /** After the last of them; go on from here, also when there was none. */
  readonly position: EventPosition;
  /** With an event's sequence, the position right after that event. */
  readonly window: TransactionWindow;
  /** Whether there may be more at once. */
  readonly hasMore: boolean;
  /** Whether there are events that wait until an older transaction is over. */
  readonly isHeldUp: boolean;
}

export interface EventChoice {
  /** At most so many. */
  readonly limit: number;
  /** Of these types alone; of all when not given. */
  readonly types?: readonly string[];
  /** Of this trust alone; of all that row security shows when not given. */
  readonly trustId?: string;
}

/**
 * Reads events in the order in which they hold, without gaps. A number that is given before the commit,
 * as sequences are, cannot say what a reader has missed: a transaction that began early and commits
 * late would be passed over. So events are read in windows of transactions that are all over. Within a
 * window they come by sequence: whoever holds an aggregate's lock draws it, so two events of one
 * aggregate always come in the order of what they tell. An event is never in a window that ends before
 * one that it follows, because the transaction that it waited for was over first.
 *
 * @param ask the same database each time, at READ COMMITTED.
 */
export async function eventsAfter(
  ask: AskDatabase,
  position: EventPosition,
  choice: EventChoice,
): Promise<EventPage> {
  const rest = await pageOfWindow(ask, position, choice);
  if (rest.length > 0) return pageOf(rest, position, choice, false);
  const next = await nextWindow(ask, position, choice);
  if (next.first === null) {
    const { isHeldUp, ...window } = next;
    const at = { ...window, fromTransaction: window.toTransaction, sequence: 0 };
    return { events: [], position: at, window: at, hasMore: false, isHeldUp };
  }
  const opened = { ...next, sequence: next.first - 1 };
  return pageOf(await pageOfWindow(ask, opened, choice), opened, choice, next.isHeldUp);
}

function pageOf(
  events: readonly TrellisEvent[],
  { fromTransaction, toTransaction }: TransactionWindow,
  { limit }: EventChoice,
  isHeldUp: boolean,
): EventPage {
  const window = { fromTransaction, toTransaction };
  const last = events.at(-1);
  const hasMore = events.length >= limit;
  const position =
    hasMore && last
      ? { ...window, sequence: last.sequence }
      : { fromTransaction: toTransaction, toTransaction, sequence: 0 };
  return { events, position, window, hasMore, isHeldUp };
}

async function pageOfWindow(
  ask: AskDatabase,
  { fromTransaction, toTransaction, sequence }: EventPosition,
  { limit, types, trustId }: EventChoice,
): Promise<TrellisEvent[]> {
  if (fromTransaction === toTransaction) return [];
  const rows = await ask<{ event: unknown }>(
    `SELECT ${eventJson} AS event FROM event
      WHERE sequence > $1 AND transaction_id >= $2::xid8 AND transaction_id < $3::xid8
        AND ($5::uuid IS NULL OR trust_id = $5) AND ($6::text[] IS NULL OR type = ANY ($6))
      ORDER BY sequence LIMIT $4`,
    [sequence, fromTransaction, toTransaction, limit, trustId ?? null, types ?? null],
  );
  return rows.map(({ event }) => eventShape.parse(event));
}

interface NextWindow extends TransactionWindow {
  /** The lowest sequence in it; null when nothing is in it. */
  readonly first: number | null;
  readonly isHeldUp: boolean;
}

/** The transactions that have ended since. The snapshot of the one statement says which those are. */
async function nextWindow(
  ask: AskDatabase,
  { toTransaction: from }: EventPosition,
  { types, trustId }: EventChoice,
): Promise<NextWindow> {
  const [row] = await ask<{ to: string; first: number | null; isHeldUp: boolean }>(
    `SELECT horizon::text AS to,
            (SELECT min(sequence)::float8 FROM event
              WHERE transaction_id >= $1::xid8 AND transaction_id < horizon
                AND ($2::uuid IS NULL OR trust_id = $2) AND ($3::text[] IS NULL OR type = ANY ($3))
            ) AS first,
            EXISTS (SELECT FROM event WHERE transaction_id >= horizon) AS "isHeldUp"
       FROM (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS horizon) AS now`,
    [from, trustId ?? null, types ?? null],
  );
  if (!row) throw new Error('PostgreSQL did not say which transactions are over');
  return { ...row, fromTransaction: from, toTransaction: row.to };
}

const eventJson = `
  json_build_object('id', id, 'trustId', trust_id, 'type', type, 'aggregateType', aggregate_type,
    'aggregateId', aggregate_id, 'sequence', sequence, 'data', data, 'occurredAt',
    to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;
