import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isSignedBy, readPublicKeys } from '@trellis/events/webhook-signature';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type CarefulSender, carefulSend } from '@trellis/webhooks/careful-send';
import { WebhookDelivery } from '@trellis/webhooks/webhook-delivery';
import pg from 'pg';
import { StaffEventService } from '../event/staff-event.service.ts';
import type { TestPeople, TestTrust } from '../testing.ts';

/** What an endpoint was sent, and when by the test's clock. */
export interface Received {
  readonly at: number;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What an endpoint does with a request: answers a status, or 0 to hang. */
export type Behaviour = (received: Received) => {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
};

/** An endpoint of a trust's, a worker that tells it, and a clock that a test moves. */
export class TestReceiver {
  readonly #people: TestPeople;
  readonly #sender: CarefulSender = carefulSend({ allowLoopback: true });
  readonly received: Received[] = [];
  behave: Behaviour = () => ({ status: 204 });
  #server: Server | undefined;
  #pool: pg.Pool | undefined;
  #offset = 0;
  /** Of the worker, in milliseconds. */
  readonly patience = 500;

  constructor(people: TestPeople) {
    this.#people = people;
    beforeAll(() => this.#start());
    afterAll(() => this.#stop());
  }

  readonly now = () => new Date(Date.now() + this.#offset);

  get url(): string {
    const address = this.#server?.address() as AddressInfo;
    return `http://127.0.0.1:${String(address.port)}`;
  }

  /** As at the start: nobody is told any more of what earlier tests began. */
  async retire(): Promise<void> {
    await this.#pool?.query(
      `UPDATE webhook SET disabled_at = now(), disabled_reason = 'BY_HAND'
        WHERE disabled_at IS NULL`,
    );
    this.reset();
  }

  /** Forgets what it has got and goes back to the time that it is. */
  reset(): void {
    this.received.length = 0;
    this.#offset = 0;
    this.behave = () => ({ status: 204 });
  }

  wait(seconds: number): void {
    this.#offset += seconds * 1_000;
  }

  /** A worker, as it starts. */
  worker(): WebhookDelivery {
    if (!this.#pool) throw new Error('the database is there from the first test on, not earlier');
    const { seal } = this.#people;
    const { send } = this.#sender;
    const [now, patience, onAttempt] = [this.now, this.patience, () => undefined];
    return new WebhookDelivery(this.#pool, { seal, send, now, patience, onAttempt });
  }

  /** Sends what is due, and says when something is due next. */
  async deliver(): Promise<Date | null> {
    return (await this.worker().drain(() => false)).nextAttemptAt;
  }

  /** Sends what is due, moves the clock to what is due next, and so on until nothing is. */
  async deliverAll(): Promise<void> {
    for (let next = await this.deliver(); next; next = await this.deliver()) {
      const seconds = (next.getTime() - this.now().getTime()) / 1_000;
      this.wait(Math.max(seconds, 0) + 0.01);
    }
  }

  #start(): Promise<void> {
    this.#pool = new pg.Pool({ connectionString: this.#people.served.database.jobUrl, max: 8 });
    this.#pool.on('error', () => undefined); // the database goes before it
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const { headers, url = '' } = request;
        const received = { at: this.now().getTime(), path: url, headers, body };
        this.received.push(received);
        const answer = this.behave(received);
        if (answer.status > 0) response.writeHead(answer.status, answer.headers).end();
      });
    });
    this.#server = server;
    return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  }

  async #stop(): Promise<void> {
    this.#server?.closeAllConnections();
    this.#server?.close();
    await this.#sender.close();
    await this.#pool?.end();
  }
}

export interface Hook {
  readonly id: string;
  readonly publicKey: string;
  readonly oldPublicKey: string | null;
  readonly state: string;
}

const shown = '{ ... on Webhook { id publicKey oldPublicKey state } }';

/** For each test a trust of its own with an endpoint that is told of people. */
export class TestHooks {
  readonly #people: TestPeople;
  readonly #receiver: TestReceiver;
  #trust: TestTrust | undefined;
  #manager: Viewer | undefined;
  #hook: Hook | undefined;

  constructor(people: TestPeople, receiver: TestReceiver) {
    this.#people = people;
    this.#receiver = receiver;
    beforeEach(async () => {
      await receiver.retire();
      this.#trust = await people.trust('Alder', 'Birch');
      const scopes = ['webhook:manage'];
      this.#manager = aViewer({ trustId: this.#trust.id, allPlaces: true, scopes });
      this.#hook = await this.register(this.#manager);
    });
  }

  get trust(): TestTrust {
    if (!this.#trust) throw new Error('each test has a trust, and nobody before');
    return this.#trust;
  }

  get hook(): Hook {
    if (!this.#hook) throw new Error('each test has a webhook, and nobody before');
    return this.#hook;
  }

  get manager(): Viewer {
    if (!this.#manager) throw new Error('each test has a manager, and nobody before');
    return this.#manager;
  }

  /** Sends a mutation with an input and answers what came of it. */
  async change<Done>(viewer: Viewer, mutation: string, type: string, input: object): Promise<Done> {
    const what = mutation === 'replayWebhook' ? '{ ... on WebhookReplay { events } }' : shown;
    const query = `mutation ($input: ${type}!) { done: ${mutation}(input: $input) ${what} }`;
    return (await this.#people.data<{ done: Done }>(viewer, query, { input })).done;
  }

  register(viewer: Viewer, eventTypes = ['person.changed', 'person.left']): Promise<Hook> {
    const input = { url: `${this.#receiver.url}/hook`, eventTypes };
    return this.change<Hook>(viewer, 'createWebhook', 'CreateWebhookInput', input);
  }

  /** Says of people that they have changed. */
  tell(...ids: readonly string[]): Promise<void> {
    const { central } = this.trust;
    const { db } = this.#people;
    return db.as(central, () => new StaffEventService(db).changed(central, ids));
  }

  /** People of whom the endpoint has been told what there was to tell. */
  async hireQuietly(count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let made = 0; made < count; made += 1) {
      ids.push((await this.#people.hire(this.trust)).id);
    }
    await this.#receiver.deliverAll();
    this.#receiver.reset();
    return ids.sort();
  }
}

/** Of whom an endpoint was told. */
export function personOf({ body }: Received): string {
  return /"personId":"([^"]+)"/.exec(body)?.[1] ?? '';
}

/** @returns whether the key signed what was received, when it was. */
export function isSignedWith({ headers, body, at }: Received, key: string): boolean {
  return isSignedBy(readPublicKeys(key), headers, Buffer.from(body), new Date(at));
}
