import { describe, expect, it } from '@jest/globals';
import { testGateway } from './testing/test-gateway.ts';

const gateway = testGateway({
  NODE_ENV: 'production',
  REQUEST_TIMEOUT: '1500',
  SUBGRAPH_TIMEOUT: '20000',
});

describe('in production', () => {
  it('there is no explorer', async () => {
    expect((await fetch(`${gateway.origin}/`)).status).toBe(404);
    expect((await fetch(`${gateway.origin}/explorer/explorer.mjs`)).status).toBe(404);
    const headers = { accept: 'text/html' };
    expect((await fetch(`${gateway.origin}/graphql`, { headers })).status).toBe(406);
  });

  it('keys of identity providers are not fetched over an open line', async () => {
    const token = await gateway.tokenWith();

    const { status } = await gateway.post('{"query":"{ people { id } }"}', {
      authorization: `Bearer ${token}`,
    });

    expect(status).toBe(401);
    expect(gateway.issuer.keySetRequests).toBe(0);
  });

  it('the schema is hidden and query plans are not shown', async () => {
    const key = gateway.apiKeyWith();
    const { errors } = await gateway.ask(key, '{ __schema { queryType { name } } }');
    expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');

    const answer = await gateway.post('{"query":"{ people { id } }"}', {
      authorization: `Bearer ${key}`,
      'apollo-query-plan-experimental': '1',
      'apollo-federation-include-trace': 'ftv1',
    });
    expect(await answer.json()).toEqual({ data: expect.anything() as unknown });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
});

describe('an operation that takes longer than it may', () => {
  it('is given up', async () => {
    const key = gateway.apiKeyWith();
    await gateway.ask(key, '{ people { id } }');
    gateway.study.misbehaviour = () => undefined;

    const { data, errors } = await gateway.ask(key, '{ people { id goal } }');

    expect(data).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'TIMEOUT' } }]);
  });
});
