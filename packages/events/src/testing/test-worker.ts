import { generateKeyPairSync } from 'node:crypto';
import { newId } from '@trellis/subgraph-kit/ids';
import { type Receipt, receiptShape, type TrellisEvent } from '../event.ts';
import { eventPath } from '../event-endpoint.ts';
import { publicKeyOf, signatureHeaders } from '../webhook-signature.ts';

/** What a test says of an event; the rest is unremarkable. */
export interface Happened {
  readonly trustId: string;
  readonly type: string;
  readonly aggregateId: string;
  readonly sequence: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Brings events to a subgraph as the worker does: signed, over HTTP. */
export class TestWorker {
  readonly #key = generateKeyPairSync('ed25519').privateKey;

  /** Settings of a subgraph that listens to this worker. */
  readonly environment = { EVENT_KEYS: publicKeyOf(this.#key) };

  /**
   * @param url GraphQL endpoint of the subgraph.
   * @returns its answer, whatever it is.
   */
  send(url: string, source: string, audience: string, events: readonly TrellisEvent[]) {
    const body = JSON.stringify({ source, audience, events });
    const signed = signatureHeaders([this.#key], newId(), body, new Date());
    const headers = { 'content-type': 'application/json', ...signed };
    return fetch(new URL(eventPath, url), { method: 'POST', headers, body });
  }

  /** The same where the subgraph takes it. */
  async bring(
    url: string,
    source: string,
    audience: string,
    events: readonly TrellisEvent[],
  ): Promise<Receipt> {
    const response = await this.send(url, source, audience, events);
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    return receiptShape.parse(await response.json());
  }
}

/** An event with an id of its own. */
export function anEvent(happened: Happened): TrellisEvent {
  const occurredAt = new Date().toISOString();
  return { id: newId(), aggregateType: 'Thing', occurredAt, ...happened };
}
