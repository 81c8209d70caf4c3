import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, Fault, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone, newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type ReceiverRules, whyNotTo } from '@trellis/webhooks/receiver-url';
import { type KeySeal, ownerOfKey } from '@trellis/webhooks/sealed-key';
import { IsNull, type EntityManager } from 'typeorm';
import { refuseUnheard } from '../change-feed/change.codes.ts';
import {
  type CreateWebhookInput,
  type ReplayWebhookInput,
  type RotateWebhookKeyInput,
  TooManyWebhooks,
  WebhookDisabled,
  type WebhookInput,
  WebhookReplay,
} from './webhook-change.types.ts';
import { WebhookEntity } from './webhook.entity.ts';
import { deliveryColumns, replaySql } from './webhook.queries.ts';
import type { WebhookDelivery } from './webhook.types.ts';

const dayInMilliseconds = 86_400_000;
const usualOverlap = 7 * dayInMilliseconds;
const longestOverlap = 30 * dayInMilliseconds;
/** How far back a replay goes, in milliseconds. */
const longestReplay = 30 * dayInMilliseconds;
/** Webhooks of a trust that are told of changes. */
const limit = 20;

/** What is needed to keep endpoints; without it there are none. */
export interface WebhookSettings {
  readonly seal: KeySeal;
  readonly rules: ReceiverRules;
}

/** Registers the endpoints that a trust wants told of changes, and says what they are told. */
export class WebhookService {
  readonly #db: Database;
  readonly #idempotency: Idempotency;
  readonly #settings: WebhookSettings | undefined;

  constructor(db: Database, idempotency: Idempotency, settings: WebhookSettings | undefined) {
    this.#db = db;
    this.#idempotency = idempotency;
    this.#settings = settings;
  }

  /**
   * Registers an endpoint for changes at the schools that the viewer answers for.
   *
   * @throws BAD_USER_INPUT when nothing may be sent to the address.
   * @throws FORBIDDEN when the viewer may not hear of one of the types.
   * @throws UNAVAILABLE when this service has no secret to keep keys under.
   */
  create(viewer: Viewer, input: CreateWebhookInput): Promise<WebhookEntity | TooManyWebhooks> {
    const { seal, rules } = this.#needSettings();
    refuseUnheard(viewer, input.eventTypes);
    const problem = whyNotTo(input.url, rules);
    if (problem !== undefined) throw badUserInput(`${problem}.`);
    return this.#once<TooManyWebhooks>(viewer, 'createWebhook', input, async (tx) => {
      const { trustId, actor, allPlaces, placeIds } = viewer;
      const lock = 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))';
      await this.#db.rows(lock, [`webhooks of ${trustId}`]);
      const standing = await tx.countBy(WebhookEntity, { trustId, disabledAt: IsNull() });
      if (standing >= limit) return new TooManyWebhooks(limit);
      const id = newId();
      const { url, description, eventTypes } = input;
      await tx.insert(WebhookEntity, {
        ...{ trustId, id, url, description, eventTypes: [...new Set(eventTypes)] },
        ...{ allSchools: allPlaces, schoolIds: allPlaces ? [] : [...placeIds] },
        ...seal.makePair(ownerOfKey(trustId, id)),
        ...{ createdByKind: actor.kind, createdById: actor.id },
      });
      return tx.findOneByOrFail(WebhookEntity, { trustId, id });
    });
  }

  /**
   * Gives an endpoint a new key and a while in which both sign.
   *
   * @throws NOT_FOUND when the viewer answers for no such webhook.
   * @throws BAD_USER_INPUT when the while is longer than 30 days.
   */
  rotate(viewer: Viewer, input: RotateWebhookKeyInput): Promise<WebhookEntity> {
    const { seal } = this.#needSettings();
    const until = input.oldKeyUntil ?? new Date(Date.now() + usualOverlap);
    if (until.getTime() > Date.now() + longestOverlap) {
      throw badUserInput('oldKeyUntil is within 30 days.');
    }
    return this.#once<never>(viewer, 'rotateWebhookKey', input, async (tx) => {
      const webhook = await held(tx, viewer, input.id);
      const { publicKey: oldPublicKey, sealedKey: oldSealedKey } = webhook;
      const pair = seal.makePair(ownerOfKey(viewer.trustId, webhook.id));
      return tx.save(
        Object.assign(webhook, { ...pair, oldPublicKey, oldSealedKey, oldKeyUntil: until }),
      );
    });
  }

  /** Tells an endpoint nothing more; what is made meanwhile is not kept for it. */
  disable(viewer: Viewer, input: WebhookInput): Promise<WebhookEntity> {
    return this.#once<never>(viewer, 'disableWebhook', input, async (tx) => {
      const webhook = await held(tx, viewer, input.id);
      if (webhook.disabledAt) return webhook;
      const change = { disabledAt: new Date(), disabledReason: 'BY_HAND' } as const;
      return tx.save(Object.assign(webhook, change));
    });
  }

  /** Tells an endpoint again, from now on and what was in line for it. */
  enable(viewer: Viewer, input: WebhookInput): Promise<WebhookEntity> {
    return this.#once<never>(viewer, 'enableWebhook', input, async (tx) => {
      const webhook = await held(tx, viewer, input.id);
      const enabled = Object.assign(webhook, { disabledAt: null, disabledReason: null });
      return this.#woken(await tx.save(enabled));
    });
  }

  /**
   * Puts all that an endpoint may hear in line again, from an instant on.
   *
   * @throws BAD_USER_INPUT when that is more than 30 days ago.
   */
  replay(viewer: Viewer, input: ReplayWebhookInput): Promise<WebhookReplay | WebhookDisabled> {
    const { id, since } = input;
    if (since.getTime() < Date.now() - longestReplay) {
      throw badUserInput('since is at most 30 days ago.');
    }
    return this.#idempotency.once<WebhookReplay, WebhookDisabled>(
      viewer,
      'replayWebhook',
      input,
      () =>
        this.#db.transaction(async (tx) => {
          const webhook = await held(tx, viewer, id);
          if (webhook.disabledAt) return new WebhookDisabled(webhook);
          const rows = await this.#db.rows(replaySql, [viewer.trustId, webhook.id, since]);
          return this.#woken(new WebhookReplay(webhook, rows.length));
        }),
      async (done) => new WebhookReplay(await this.#find(viewer, done), 0),
    );
  }

  /** Puts a test in line, which says that it is one. */
  test(viewer: Viewer, input: WebhookInput): Promise<WebhookDelivery | WebhookDisabled> {
    return this.#idempotency.once<WebhookDelivery, WebhookDisabled>(
      viewer,
      'sendTestEvent',
      input,
      () =>
        this.#db.transaction(async (tx) => {
          const webhook = await held(tx, viewer, input.id);
          if (webhook.disabledAt) return new WebhookDisabled(webhook);
          const id = newId();
          await this.#db.rows(
            `INSERT INTO webhook_delivery (trust_id, id, webhook_id, message_id, type,
                                           aggregate_id, sequence, next_attempt_at)
             VALUES ($1, $2, $3, $2, 'webhook.test', $3, 0, now())`,
            [viewer.trustId, id, webhook.id],
          );
          return this.#woken(await this.#delivery(viewer, id));
        }),
      (id) => this.#delivery(viewer, id),
    );
  }

  #once<No extends TooManyWebhooks>(
    viewer: Viewer,
    mutation: string,
    input: WebhookInput | CreateWebhookInput,
    work: (tx: EntityManager) => Promise<WebhookEntity | No>,
  ): Promise<WebhookEntity | No> {
    return this.#idempotency.once<WebhookEntity, No>(
      viewer,
      mutation,
      input,
      () => this.#db.transaction(work),
      (id) => this.#find(viewer, id),
    );
  }

  /** The worker looks after the commit; without a change there is nothing that wakes it. */
  async #woken<T>(done: T): Promise<T> {
    await this.#db.rows('SELECT app.wake_delivery()');
    return done;
  }

  #find({ trustId }: Viewer, id: string): Promise<WebhookEntity> {
    return this.#db.transaction((tx) => tx.findOneByOrFail(WebhookEntity, { trustId, id }));
  }

  async #delivery({ trustId }: Viewer, id: string): Promise<WebhookDelivery> {
    const [found] = await this.#db.rows<WebhookDelivery>(
      `SELECT ${deliveryColumns} FROM webhook_delivery WHERE trust_id = $1 AND id = $2`,
      [trustId, id],
    );
    return found ?? notKeptAnyMore();
  }

  #needSettings(): WebhookSettings {
    if (this.#settings) return this.#settings;
    throw new Fault('UNAVAILABLE', 'This service has not been set up for webhooks.');
  }
}

/** The webhook, and nobody else changes it until the transaction ends. */
async function held(tx: EntityManager, viewer: Viewer, id: string): Promise<WebhookEntity> {
  const { trustId, allPlaces, placeIds } = viewer;
  const where = { trustId, id: idOrNone(id) };
  const lock = { mode: 'pessimistic_write' } as const;
  const webhook = await tx.findOne(WebhookEntity, { where, lock });
  const isTheirs =
    allPlaces ||
    (!webhook?.allSchools && webhook?.schoolIds.every((one) => placeIds.includes(one)));
  if (!webhook || !isTheirs) throw notFound('webhook');
  return webhook;
}

function notKeptAnyMore(): never {
  throw notFound('webhook delivery');
}
