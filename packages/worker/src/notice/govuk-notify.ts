import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Outcome } from './carrier.ts';
import type { Sms, SmsFate, SmsGateway } from './sms-gateway.ts';

/** Longest to wait for an answer, in milliseconds. */
const patience = 30_000;

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
/** Name of the key, id of the service, secret. */
const keyShape = new RegExp(`^.+-(${uuid})-(${uuid})$`);

/** Of several with one reference, as only somebody else’s could be, the newest comes first. */
const foundShape = z.object({ notifications: z.array(z.object({ status: z.string() })) });

const fates: Readonly<Record<string, SmsFate>> = {
  ...{ created: 'UNDER_WAY', pending: 'UNDER_WAY', sending: 'UNDER_WAY', sent: 'UNDER_WAY' },
  delivered: 'DELIVERED',
  ...{
    'permanent-failure': 'FAILED',
    'temporary-failure': 'FAILED',
    'technical-failure': 'FAILED',
  },
};

/** Why `fetch` failed: `TypeError: fetch failed` with the reason as its cause. */
const failureShape = z.object({ cause: z.object({ code: z.string() }) });
const unsent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** Where the gateway is, and what it is told each time. */
export interface NotifySettings {
  /** Such as `https://api.notifications.service.gov.uk`. */
  readonly url: URL;
  /** An API key as the service gives it. */
  readonly key: string;
  /** Id of a template of the service whose only placeholder is `((text))`. */
  readonly template: string;
  readonly now: () => Date;
}

/**
 * GOV.UK Notify, by the REST API that it documents (version 2), which schools of the state may use. What
 * became of an SMS is asked by our own reference, so that also one whose answer was cut off is found.
 */
export class GovukNotify implements SmsGateway {
  readonly #settings: NotifySettings;
  readonly #service: string;
  readonly #secret: string;

  /** @throws Error when the key is none of Notify’s. */
  constructor(settings: NotifySettings) {
    const [, service, secret] = keyShape.exec(settings.key) ?? [];
    if (service === undefined || secret === undefined)
      throw new Error('not a key of GOV.UK Notify');
    [this.#settings, this.#service, this.#secret] = [settings, service, secret];
  }

  async send({ reference, to, text }: Sms, onHandOver: () => Promise<void>): Promise<Outcome> {
    const { template } = this.#settings;
    const asked = { phone_number: to, template_id: template, reference, personalisation: { text } };
    try {
      await onHandOver();
    } catch {
      return { kind: 'DOWN', problem: 'It was not handed over.' };
    }
    try {
      const { status } = await this.#ask('POST', '/v2/notifications/sms', JSON.stringify(asked));
      return { kind: kindOf(status), problem: status === 201 ? null : problemOf(status) };
    } catch (error) {
      return { kind: isUnsent(error) ? 'DOWN' : 'UNKNOWN', problem: problemOf(undefined) };
    }
  }

  async fateOf(reference: string): Promise<SmsFate> {
    const path = `/v2/notifications?${new URLSearchParams({ reference }).toString()}`;
    const response = await this.#ask('GET', path).catch(() => undefined);
    if (response?.status !== 200) throw new Error(problemOf(response?.status));
    const { notifications } = foundShape.parse(await response.json());
    return fates[notifications[0]?.status ?? ''] ?? 'UNKNOWN';
  }

  #ask(method: string, path: string, body?: string): Promise<Response> {
    return fetch(new URL(path, this.#settings.url), {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#token()}` },
      ...(body !== undefined && { body }),
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    });
  }

  /** A JSON Web Token by HS256, good for 30 seconds. */
  #token(): string {
    const iat = Math.floor(this.#settings.now().getTime() / 1000);
    const parts = [
      { typ: 'JWT', alg: 'HS256' },
      { iss: this.#service, iat },
    ];
    const signed = parts.map((part) => base64url(JSON.stringify(part))).join('.');
    const seal = createHmac('sha256', this.#secret).update(signed).digest('base64url');
    return `${signed}.${seal}`;
  }
}

const base64url = (text: string) => Buffer.from(text).toString('base64url');

/** What concerns the number alone is its end; the rest concerns every SMS, or nobody knows. */
function kindOf(status: number): Outcome['kind'] {
  if (status === 201) return 'SENT';
  if (status === 400) return 'REFUSED';
  if (status === 429) return 'LATER';
  return status >= 500 ? 'UNKNOWN' : 'DOWN';
}

/** Whether the request never left: nobody was there to take it. */
function isUnsent(error: unknown): boolean {
  const { data } = failureShape.safeParse(error);
  return data !== undefined && unsent.has(data.cause.code);
}

/** What a gateway says may repeat numbers, so it is not kept. */
function problemOf(status: number | undefined): string {
  return status === undefined
    ? 'The SMS gateway did not answer.'
    : `The SMS gateway answered ${String(status)}.`;
}
