import type { Drained } from '@trellis/events/event-delivery';
import { nextAttemptAt } from '@trellis/events/retry-schedule';
import { type Send, sendWebhook, type WebhookOutcome } from '@trellis/events/webhook-request';
import type { Pool } from 'pg';
import { type KeySeal, ownerOfKey } from './sealed-key.ts';
import {
  claimSql,
  deliveredSql,
  disableSql,
  failedSql,
  forgetSql,
  nextDueSql,
} from './webhook-delivery.queries.ts';
import { bodyOf, type Message } from './webhook-message.ts';

/** Longest to wait for a receiver, in milliseconds. */
export const webhookPatience = 15_000;
/** For how long an attempt is this worker's, in milliseconds; after that it must have died. */
const lease = 60_000;
/** For how long the log is kept, in milliseconds. */
const remembered = 30 * 86_400_000;
/** Between two looks for what is too old, in milliseconds. */
const forgetEvery = 3_600_000;

export interface WebhookDeliveryOptions {
  readonly seal: KeySeal;
  readonly send: Send;
  readonly now: () => Date;
  /** Longest to wait for a receiver, in milliseconds; shorter in tests. */
  readonly patience?: number;
  /** Told of what each attempt came to. */
  readonly onAttempt: (outcome: 'delivered' | 'failed' | 'given up') => void;
}

interface Due extends Message {
  readonly trustId: string;
  readonly id: string;
  readonly webhookId: string;
  /** The `webhook-id`: of the event, so the same in a replay. */
  readonly messageId: string;
  readonly attempts: number;
  readonly leasedUntil: Date;
  readonly url: string;
  readonly sealedKey: Buffer;
  readonly oldSealedKey: Buffer | null;
  readonly oldKeyUntil: Date | null;
}

/** Sends what is due to the endpoints that trusts registered, of each aggregate the oldest first. */
export class WebhookDelivery {
  readonly #pool: Pool;
  readonly #options: WebhookDeliveryOptions;
  #forgotAt = 0;

  constructor(pool: Pool, options: WebhookDeliveryOptions) {
    this.#pool = pool;
    this.#options = options;
  }

  /**
   * Sends all that is due. It holds no transaction open while it waits for an answer: an attempt is
   * leased, and a worker that dies loses its lease.
   */
  async drain(isStopping: () => boolean): Promise<Drained> {
    await this.#forgetOld();
    while (!isStopping()) {
      const due = await this.#claim();
      if (due.length === 0) break;
      await Promise.all(due.map((one) => this.#attempt(one)));
    }
    const { rows } = await this.#pool.query<{ at: Date | null }>(nextDueSql);
    return { nextAttemptAt: rows[0]?.at ?? null, isHeldUp: false };
  }

  async #claim(): Promise<Due[]> {
    const now = this.#options.now();
    const until = new Date(now.getTime() + lease);
    return (await this.#pool.query<Due>(claimSql, [now, until])).rows;
  }

  async #attempt(due: Due): Promise<void> {
    const { now, send, patience = webhookPatience } = this.#options;
    const startedAt = now();
    const [from, keys] = [performance.now(), this.#keysOf(due, startedAt)];
    const outcome = await sendWebhook(
      {
        ...{ url: due.url, id: due.messageId, body: bodyOf(due) },
        ...{ keys, patience, now: startedAt },
      },
      send,
    );
    await this.#note(due, outcome, Math.round(performance.now() - from));
  }

  async #note(due: Due, outcome: WebhookOutcome, milliseconds: number): Promise<void> {
    const { now, onAttempt } = this.#options;
    const { trustId, id, webhookId, leasedUntil } = due;
    const which = [trustId, id, leasedUntil, now(), outcome.status, milliseconds];
    if (outcome.isDelivered) {
      await this.#pool.query(deliveredSql, which);
      onAttempt('delivered');
      return;
    }
    const next = nextAttemptAt(due.attempts + 1, now(), outcome.retryAfter);
    await this.#pool.query(failedSql, [...which, outcome.problem, next]);
    if (outcome.isGone) await this.#pool.query(disableSql, [trustId, webhookId, now()]);
    onAttempt(next ? 'failed' : 'given up');
  }

  /** The newest first, as a receiver that checks one signature alone would want. */
  #keysOf({ trustId, webhookId, sealedKey, oldSealedKey, oldKeyUntil }: Due, now: Date) {
    const owner = ownerOfKey(trustId, webhookId);
    const isOldGood = oldSealedKey !== null && oldKeyUntil !== null && oldKeyUntil > now;
    const sealed = isOldGood ? [sealedKey, oldSealedKey] : [sealedKey];
    return sealed.map((key) => this.#options.seal.open(key, owner));
  }

  async #forgetOld(): Promise<void> {
    const now = this.#options.now().getTime();
    if (now - this.#forgotAt < forgetEvery) return;
    this.#forgotAt = now;
    await this.#pool.query(forgetSql, [new Date(now - remembered)]);
  }
}
