import { afterAll, beforeAll } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { GovukNotify } from '../notice/govuk-notify.ts';

const service = '26785a09-ab16-4eb0-8407-a37497a57506';
const secret = '3d844edf-8d35-48ac-975b-e847b4f122b0';

/** A port on which nobody answers. */
const closed = 61;

/** An SMS that came. */
export interface ReceivedSms {
  readonly phone_number: string;
  readonly reference: string;
  readonly personalisation: { readonly text: string };
  status: string;
}

/** A real HTTP server that answers as GOV.UK Notify does, for one test file. */
export class TestSmsGateway {
  readonly received: ReceivedSms[] = [];
  /** What it answers to an SMS. */
  answers = 201;
  /** Whether it hangs up once it has an SMS, without an answer. */
  hangsUp = false;
  isDown = false;
  readonly #server = createServer((request, response) => {
    void this.#answer(request, response);
  });

  constructor() {
    beforeAll(
      () =>
        new Promise<void>((resolve) => {
          this.#server.listen(0, '127.0.0.1', resolve);
        }),
    );
    afterAll(() => {
      this.#server.closeAllConnections();
      this.#server.close();
    });
  }

  /** As it behaves when nothing is said. */
  reset(): void {
    this.received.length = 0;
    [this.isDown, this.hangsUp, this.answers] = [false, false, 201];
  }

  /** What became of every SMS that came. */
  becomes(status: string): void {
    for (const sms of this.received) sms.status = status;
  }

  /** The way to it, for a worker. */
  gateway(key = `test-${service}-${secret}`): GovukNotify {
    const { port } = this.#server.address() as AddressInfo;
    const template = 'f33517ff-2a88-4f6e-b855-c550268ce08a';
    const url = new URL(`http://127.0.0.1:${this.isDown ? closed : port}`);
    return new GovukNotify({ url, key, template, now: () => new Date() });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const said = await text(request);
    const say = (status: number, body: object = {}) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (!isOurs(request.headers.authorization)) {
      say(403);
      return;
    }
    const url = new URL(request.url ?? '', 'http://notify.example');
    if (request.method === 'GET') {
      const reference = url.searchParams.get('reference');
      say(200, { notifications: this.received.filter((sms) => sms.reference === reference) });
      return;
    }
    if (this.answers === 201) {
      this.received.push({ ...(JSON.parse(said) as ReceivedSms), status: 'sending' });
    }
    if (this.hangsUp) request.socket.destroy();
    else say(this.answers);
  }
}

/** Whether a token is signed by the secret, and of now. */
function isOurs(authorization = ''): boolean {
  const [header = '', payload = '', seal] = authorization.replace('Bearer ', '').split('.');
  const signed = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url');
  const { iss, iat } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
    readonly iss: string;
    readonly iat: number;
  };
  return seal === signed && iss === service && Math.abs(Date.now() / 1000 - iat) < 30;
}
