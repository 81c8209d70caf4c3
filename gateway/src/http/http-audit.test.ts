import { describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { testGateway } from '../testing/test-gateway.ts';

const gateway = testGateway();

const audits = serverAudits({
  url: () => `${gateway.origin}/graphql`,
  fetchFn: (url: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set('x-api-key', gateway.apiKeyWith('schema:read'));
    return fetch(url, { ...init, headers });
  },
});

/** Audits of what a server may do and this one does not: by GET it takes trusted documents alone. */
const left: readonly string[] = ['5A70', 'D6D5', '6A70'];

describe('GraphQL over HTTP', () => {
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
