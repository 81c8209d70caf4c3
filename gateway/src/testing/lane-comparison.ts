import { request } from 'node:http';
import { afterAll, beforeAll } from '@jest/globals';
import type { RunningGateway } from '../gateway.ts';
import type { TestGateway } from './test-gateway.ts';

export interface Sent {
  readonly method?: string;
  readonly search?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly scopes?: readonly string[];
}

/** An answer without what is new in each. */
export interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

export const post = (query: string, more: object = {}): Sent => ({
  body: JSON.stringify({ query, ...more }),
});

/** A gateway, and one beside it whose operations Apollo Server answers all. */
export class LaneComparison {
  readonly #gateway: TestGateway;
  #apollo: RunningGateway | undefined;

  /** @param gateway of the same test file. */
  constructor(gateway: TestGateway) {
    this.#gateway = gateway;
    beforeAll(async () => {
      this.#apollo = await gateway.serve(true);
    });
    afterAll(() => this.#apollo?.stop());
  }

  get apollo(): RunningGateway {
    if (!this.#apollo) throw new Error('it is served before the first test, not earlier');
    return this.#apollo;
  }

  /** Sends a request with a new key, so that budgets are the same wherever it goes. */
  send(port: number, { method = 'POST', search = '', ...sent }: Sent): Promise<Answer> {
    const headers = {
      'x-api-key': this.#gateway.apiKeyWith(...(sent.scopes ?? [])),
      ...(method === 'POST' && { 'content-type': 'application/json' }),
      ...sent.headers,
    };
    return new Promise((resolve, reject) => {
      const options = { port, host: '127.0.0.1', path: `/graphql${search}`, method, headers };
      const call = request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const told = { ...response.headers };
          delete told['date'];
          delete told['ratelimit-reset'];
          const body = Buffer.concat(chunks).toString('latin1');
          const unnamed = body.replaceAll(/"requestId":"[^"]+"/g, '"requestId":""');
          if (unnamed !== body) delete told['etag']; // it is of the request's id too
          resolve({ status: response.statusCode, headers: told, body: unnamed });
        });
      });
      call.on('error', reject);
      call.end(sent.body);
    });
  }

  async both(sent: Sent): Promise<{ readonly byLane: Answer; readonly byApollo: Answer }> {
    const byLane = await this.send(this.#gateway.running.port, sent);
    const byApollo = await this.send(this.apollo.port, sent);
    return { byLane, byApollo };
  }

  /** @returns how many operations the lane answered there, or Apollo Server. */
  async answersBy({ operationsPort }: RunningGateway, by: 'lane' | 'apollo'): Promise<number> {
    const answer = await fetch(`http://127.0.0.1:${operationsPort}/metrics`);
    const [, count = '0'] =
      new RegExp(`^gateway_answers_total\\{[^}]*by="${by}"[^}]*\\} (\\d+)`, 'm').exec(
        await answer.text(),
      ) ?? [];
    return Number(count);
  }
}
