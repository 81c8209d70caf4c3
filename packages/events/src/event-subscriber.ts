import { type AskDatabase, type EventPosition, firstPosition } from './event-feed.ts';

/** How a subscriber stands, in the database of the subgraph that tells it. */
export interface SubscriberState {
  readonly position: EventPosition;
  /** In vain, since it last answered. */
  readonly attempts: number;
  /** Null: at once. */
  readonly nextAttemptAt: Date | null;
}

interface SubscriberRow extends EventPosition, Omit<SubscriberState, 'position'> {}

/** Who is told of events, and how far. */
export class EventSubscribers {
  constructor(private readonly ask: AskDatabase) {}

  /** A subscriber that is new is told everything from the first event on. */
  async read(name: string): Promise<SubscriberState> {
    const found = await this.#find(name);
    if (found) return found;
    await this.ask('INSERT INTO event_subscriber (name) VALUES ($1)', [name]);
    return { position: firstPosition, attempts: 0, nextAttemptAt: null };
  }

  async #find(name: string): Promise<SubscriberState | undefined> {
    const [found] = await this.ask<SubscriberRow>(
      `SELECT from_transaction::text AS "fromTransaction", to_transaction::text AS "toTransaction",
              sequence::float8 AS sequence, attempts, next_attempt_at AS "nextAttemptAt"
         FROM event_subscriber WHERE name = $1`,
      [name],
    );
    if (!found) return undefined;
    const { attempts, nextAttemptAt, ...position } = found;
    return { position, attempts, nextAttemptAt };
  }

  /** It answered, and has all up to here but for what is held back. */
  async advance(name: string, position: EventPosition): Promise<void> {
    const { fromTransaction, toTransaction, sequence } = position;
    await this.ask(
      `UPDATE event_subscriber
          SET from_transaction = $2::xid8, to_transaction = $3::xid8, sequence = $4, attempts = 0,
              next_attempt_at = NULL, last_problem = NULL
        WHERE name = $1`,
      [name, fromTransaction, toTransaction, sequence],
    );
  }

  /** It did not answer. */
  async postpone(name: string, attempts: number, until: Date, problem: string): Promise<void> {
    await this.ask(
      `UPDATE event_subscriber SET attempts = $2, next_attempt_at = $3, last_problem = $4
        WHERE name = $1`,
      [name, attempts, until, problem],
    );
  }
}
