import type { KeyObject } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { type Delivery, type Receipt, receiptShape, type TrellisEvent } from './event.ts';
import { askOn } from './ask-on.ts';
import { eventsAfter } from './event-feed.ts';
import { EventSubscribers } from './event-subscriber.ts';
import { HeldDeliveries } from './held-delivery.ts';
import { nextOwnAttemptAt } from './retry-schedule.ts';
import { sendWebhook } from './webhook-request.ts';

/** Events a request: some 300 kB. */
const batchSize = 500;
/** Most bytes of a request; below what a subgraph takes. */
const bodyLimit = 900_000;
/** Longest to wait for a subgraph, in milliseconds. */
const patience = 20_000;

/** A subgraph that is told what happens in another. */
export interface Subscriber {
  readonly name: string;
  /** Its internal endpoint for events. */
  readonly url: string;
  readonly types: readonly string[];
}

export interface EventDeliveryOptions {
  /** The subgraph in which the events happen. */
  readonly source: string;
  readonly subscriber: Subscriber;
  readonly keys: readonly KeyObject[];
  readonly now: () => Date;
  /** Told of what the subscriber took and refused, and when it did not answer. */
  readonly onDelivered: (events: number) => void;
  readonly onRefused: (refused: Receipt['refused']) => void;
  readonly onFailure: (problem: string) => void;
}

/** What is left when a subscriber has been told all that can be told now. */
export interface Drained {
  /** When there is something to try again; null: not before there are new events. */
  readonly nextAttemptAt: Date | null;
  /** Whether events wait for a transaction that is not over. */
  readonly isHeldUp: boolean;
}

/** Tells one subscriber the events of one subgraph, at least once and in order per aggregate. */
export class EventDelivery {
  constructor(
    private readonly pool: Pool,
    private readonly options: EventDeliveryOptions,
  ) {}

  /**
   * Sends all there is. Of several who try at once, in whatever processes, one works while the others
   * wait: a lock of the session guards the subscriber. It holds no transaction open while it waits for
   * an answer, which would keep new events from being seen. Everything is done on the connection that
   * has the lock, so that whoever loses it can move nothing any more.
   *
   * @param isStopping asked after each request: then the rest is left to whoever comes next.
   */
  async drain(isStopping: () => boolean = () => false): Promise<Drained> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    const noteBroken = (error: Error) => (broken = error);
    client.on('error', noteBroken);
    const lock = `events for ${this.options.subscriber.name}`;
    try {
      await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [lock]);
      const drained = await this.#drainOn(client, isStopping);
      await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [lock]);
      return drained;
    } catch (error) {
      broken ??= error instanceof Error ? error : new Error('unknown');
      throw error;
    } finally {
      client.off('error', noteBroken);
      client.release(broken ?? false); // one that is broken, or has the lock, is not used again
    }
  }

  async #drainOn(client: PoolClient, isStopping: () => boolean): Promise<Drained> {
    const { subscriber, now } = this.options;
    const ask = askOn(client);
    const subscribers = new EventSubscribers(ask);
    const held = new HeldDeliveries(ask, subscriber.name);
    const state = await subscribers.read(subscriber.name);
    if (state.nextAttemptAt && state.nextAttemptAt > now()) {
      return { nextAttemptAt: state.nextAttemptAt, isHeldUp: false };
    }
    const failed = async (problem: string): Promise<Drained> => {
      this.options.onFailure(problem);
      const until = nextOwnAttemptAt(state.attempts, now());
      await subscribers.postpone(subscriber.name, state.attempts + 1, until, problem);
      return { nextAttemptAt: until, isHeldUp: false };
    };
    const problemOfHeld = await this.#sendHeld(client, held);
    if (problemOfHeld !== undefined) return failed(problemOfHeld);

    let { position } = state;
    for (;;) {
      const choice = { limit: batchSize, types: subscriber.types };
      const page = await eventsAfter(ask, position, choice);
      ({ position } = page);
      if (page.events.length === 0) {
        return { nextAttemptAt: await held.nextDueAt(), isHeldUp: page.isHeldUp };
      }
      const behind = await held.among(page.events);
      const free = page.events.filter(({ aggregateId }) => !behind.has(aggregateId));
      const receipt = await this.#send(free);
      if (typeof receipt === 'string') return failed(receipt);
      await inOneTransaction(client, async () => {
        const refused = new Set(receipt.refused.map(({ id }) => id));
        const kept = page.events.filter(
          ({ id, aggregateId }) => refused.has(id) || behind.has(aggregateId),
        );
        if (kept.length > 0) await held.hold(receipt.refused, kept, now());
        await subscribers.advance(subscriber.name, position);
      });
      this.#note(free.length, receipt);
      if (isStopping()) return { nextAttemptAt: null, isHeldUp: false };
    }
  }

  /** @returns the problem when the subscriber did not answer. */
  async #sendHeld(client: PoolClient, held: HeldDeliveries): Promise<string | undefined> {
    for (;;) {
      const aggregate = await held.due(this.options.now());
      if (!aggregate) return undefined;
      const { aggregateId, events, attempts } = aggregate;
      const receipt = await this.#send(events);
      if (typeof receipt === 'string') return receipt;
      const [first] = receipt.refused;
      const stuck = first ? events.findIndex(({ id }) => id === first.id) : events.length;
      const done = events.slice(0, stuck).map(({ id }) => id);
      const tries = stuck === 0 ? attempts + 1 : 1;
      const failed = first ? { problem: first.problem, attempts: tries } : undefined;
      await inOneTransaction(client, () =>
        held.settle(aggregateId, done, this.options.now(), failed),
      );
      this.#note(done.length, { refused: [] });
    }
  }

  /** @returns what the subscriber said of the events, or why it said nothing. */
  async #send(events: readonly TrellisEvent[]): Promise<Receipt | string> {
    const refused: Receipt['refused'] = [];
    const stuck = new Set<string>();
    for (const some of inRequests(events)) {
      const free = some.filter(({ aggregateId }) => !stuck.has(aggregateId));
      const late = some.filter(({ aggregateId }) => stuck.has(aggregateId));
      refused.push(...late.map(({ id }) => ({ id, problem: 'An earlier one was refused.' })));
      if (free.length === 0) continue;
      const receipt = await this.#request(free);
      if (typeof receipt === 'string') return receipt;
      const ids = new Set(receipt.refused.map(({ id }) => id));
      for (const { id, aggregateId } of free) if (ids.has(id)) stuck.add(aggregateId);
      refused.push(...receipt.refused);
    }
    return { refused };
  }

  async #request(events: readonly TrellisEvent[]): Promise<Receipt | string> {
    const { source, subscriber, keys, now } = this.options;
    const delivery: Delivery = { source, audience: subscriber.name, events: [...events] };
    const outcome = await sendWebhook({
      url: subscriber.url,
      id: events[0]?.id ?? '',
      body: JSON.stringify(delivery),
      ...{ keys, patience, now: now() },
    });
    if (!outcome.isDelivered) return outcome.problem;
    try {
      return receiptShape.parse(JSON.parse(outcome.answer));
    } catch {
      return 'Its answer says nothing about the events.';
    }
  }

  #note(sent: number, { refused }: Receipt): void {
    if (refused.length > 0) this.options.onRefused(refused);
    this.options.onDelivered(sent - refused.length);
  }
}

async function inOneTransaction(client: PoolClient, work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  try {
    await work();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** In requests of a size that a subgraph takes. */
function* inRequests(events: readonly TrellisEvent[]): Generator<TrellisEvent[]> {
  let some: TrellisEvent[] = [];
  let size = 0;
  for (const event of events) {
    const length = Buffer.byteLength(JSON.stringify(event)) + 1;
    if (some.length > 0 && size + length > bodyLimit) {
      yield some;
      [some, size] = [[], 0];
    }
    some.push(event);
    size += length;
  }
  if (some.length > 0) yield some;
}
