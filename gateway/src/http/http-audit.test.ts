import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { testGateway } from '../testing/test-gateway.ts';

const gateway = testGateway();
let apolloPort = 0;
let stopApollo: () => Promise<void> = () => Promise.resolve();
beforeAll(async () => {
  const running = await gateway.serve(true);
  apolloPort = running.port;
  stopApollo = () => running.stop();
});
afterAll(() => stopApollo());

const ports = {
  'by the lane': () => gateway.running.port,
  'by Apollo Server': () => apolloPort,
};

const auditsOf = (port: () => number) =>
  serverAudits({
    url: () => `http://127.0.0.1:${port()}/graphql`,
    fetchFn: (url: string, init: RequestInit = {}) => {
      const headers = new Headers(init.headers);
      headers.set('x-api-key', gateway.apiKeyWith('schema:read'));
      return fetch(url, { ...init, headers });
    },
  });

/** Audits of what a server may do and this one does not: by GET it takes trusted documents alone. */
const left: readonly string[] = ['5A70', 'D6D5', '6A70'];

describe.each(Object.entries(ports))('GraphQL over HTTP, answered %s', (_, port) => {
  const audits = auditsOf(port);
  const names = audits.map(({ id, name }) => [`${name} (${id})`, id] as const);

  it.each(names)('%s', async (name, id) => {
    const result = await audits.find((audit) => audit.id === id)?.fn();

    const reason = result && 'reason' in result ? result.reason : '';
    const isLeft = left.includes(id) && name.startsWith('MAY ');
    const expected = isLeft
      ? { status: 'notice', reason: 'Response status code is not 200' }
      : { status: 'ok', reason: '' };
    expect({ status: result?.status, reason }).toEqual(expected);
  });
});
