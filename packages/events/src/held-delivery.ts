import type { Receipt, TrellisEvent } from './event.ts';
import type { AskDatabase } from './event-feed.ts';
import { nextAttemptAt } from './retry-schedule.ts';

/** Events of one aggregate that wait, and how often the first of them was tried in vain. */
export interface HeldAggregate {
  readonly aggregateId: string;
  readonly attempts: number;
  /** In order. */
  readonly events: readonly TrellisEvent[];
}

/** A delivery that waits, as an operator sees it. */
export interface WaitingDelivery {
  readonly trustId: string;
  readonly eventId: string;
  readonly type: string;
  readonly aggregateId: string;
  readonly occurredAt: Date;
  readonly attempts: number;
  /** Null when nothing but an operator moves it on. */
  readonly nextAttemptAt: Date | null;
  readonly problem: string;
}

/**
 * What a subscriber refused while it took the rest. Later events of the same aggregate wait behind, so
 * that they come in order; all others pass.
 */
export class HeldDeliveries {
  constructor(
    private readonly ask: AskDatabase,
    private readonly subscriber: string,
  ) {}

  /** @returns those of the aggregates of which something is held. */
  async among(events: readonly TrellisEvent[]): Promise<ReadonlySet<string>> {
    const rows = await this.ask<{ id: string }>(
      `SELECT DISTINCT aggregate_id AS id FROM held_delivery
        WHERE subscriber = $1 AND aggregate_id = ANY ($2)`,
      [this.subscriber, [...new Set(events.map(({ aggregateId }) => aggregateId))]],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Holds what was refused, and what was not sent for the sake of what is held already. */
  async hold(refused: Receipt['refused'], events: readonly TrellisEvent[], now: Date) {
    const problems = new Map(refused.map(({ id, problem }) => [id, problem]));
    const known = new Set(await this.among(events));
    const rows = events.map((event) => {
      const isFirst = !known.has(event.aggregateId);
      known.add(event.aggregateId);
      const { id, trustId, aggregateId, sequence } = event;
      return {
        ...{ id, trustId, aggregateId, sequence, attempts: isFirst ? 1 : 0 },
        nextAttemptAt: isFirst ? nextAttemptAt(1, now) : null,
        problem: isFirst ? (problems.get(id) ?? 'It was refused.').slice(0, 500) : null,
      };
    });
    await this.ask(
      `INSERT INTO held_delivery (trust_id, subscriber, event_id, aggregate_id, sequence, attempts,
                                  next_attempt_at, last_problem)
       SELECT "trustId", $1, id, "aggregateId", sequence, attempts, "nextAttemptAt", problem
         FROM json_to_recordset($2) AS held (id uuid, "trustId" uuid, "aggregateId" uuid,
              sequence bigint, attempts integer, "nextAttemptAt" timestamptz, problem text)`,
      [this.subscriber, JSON.stringify(rows)],
    );
  }

  /**
   * Lets go of what was taken. The next of the aggregate comes at once, or after the schedule's wait
   * when it has failed.
   */
  async settle(
    aggregateId: string,
    takenIds: readonly string[],
    now: Date,
    failed?: { readonly problem: string; readonly attempts: number },
  ): Promise<void> {
    await this.ask('DELETE FROM held_delivery WHERE subscriber = $1 AND event_id = ANY ($2)', [
      this.subscriber,
      takenIds,
    ]);
    const { attempts, problem } = failed ?? { attempts: 0, problem: 'It waited behind another.' };
    const at = failed ? nextAttemptAt(attempts, now) : now;
    await this.ask(
      `UPDATE held_delivery SET attempts = $3, next_attempt_at = $4, last_problem = $5
        WHERE subscriber = $1 AND aggregate_id = $2
          AND sequence = (SELECT min(sequence) FROM held_delivery
                           WHERE subscriber = $1 AND aggregate_id = $2)`,
      [this.subscriber, aggregateId, attempts, at, problem],
    );
  }

  /** @returns an aggregate whose turn it is, with all of its events that are held; at most 500. */
  async due(now: Date): Promise<HeldAggregate | undefined> {
    const [found] = await this.ask<HeldAggregate>(
      `SELECT first.aggregate_id AS "aggregateId", first.attempts,
              (SELECT json_agg(json_build_object(
                        'id', event.id, 'trustId', event.trust_id, 'type', type,
                        'aggregateType', aggregate_type, 'aggregateId', event.aggregate_id,
                        'sequence', event.sequence, 'data', data, 'occurredAt', occurred_at)
                      ORDER BY event.sequence)
                 FROM (SELECT * FROM held_delivery
                        WHERE subscriber = $1 AND aggregate_id = first.aggregate_id
                        ORDER BY sequence LIMIT 500) AS held
                 JOIN event ON event.trust_id = held.trust_id AND event.id = held.event_id) AS events
         FROM held_delivery AS first
        WHERE subscriber = $1 AND next_attempt_at <= $2
        ORDER BY next_attempt_at LIMIT 1`,
      [this.subscriber, now],
    );
    return found;
  }

  /** @returns when the next one is due. */
  async nextDueAt(): Promise<Date | null> {
    const [row] = await this.ask<{ at: Date | null }>(
      'SELECT min(next_attempt_at) AS at FROM held_delivery WHERE subscriber = $1',
      [this.subscriber],
    );
    return row?.at ?? null;
  }

  /** @returns what waits and why, the first of each aggregate; at most 1,000. */
  list(): Promise<WaitingDelivery[]> {
    return this.ask<WaitingDelivery>(
      `SELECT held.trust_id AS "trustId", event_id AS "eventId", event.type,
              held.aggregate_id AS "aggregateId", occurred_at AS "occurredAt", attempts,
              next_attempt_at AS "nextAttemptAt", last_problem AS problem
         FROM held_delivery AS held JOIN event ON event.trust_id = held.trust_id AND event.id = event_id
        WHERE subscriber = $1 AND last_problem IS NOT NULL ORDER BY event.sequence LIMIT 1000`,
      [this.subscriber],
    );
  }

  /**
   * Has all that waits sent again at once, from the start of its schedule.
   *
   * @returns how many aggregates that is.
   */
  async replay(now: Date): Promise<number> {
    const rows = await this.ask(
      `UPDATE held_delivery SET attempts = 0, next_attempt_at = $2
        WHERE subscriber = $1 AND last_problem IS NOT NULL RETURNING 1 AS one`,
      [this.subscriber, now],
    );
    return rows.length;
  }
}
