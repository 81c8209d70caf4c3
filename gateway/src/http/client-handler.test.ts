import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { testGateway } from '../testing/test-gateway.ts';

const folder = mkdtempSync(join(tmpdir(), 'trusted-'));
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const query = 'query People { people { name } }';
const change = 'mutation Touch { touch }';
const operation = (name: string, type: string, body: string) => ({
  id: hashOf(body),
  name,
  type,
  body,
});
const manifest = (operations: readonly object[]) =>
  JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations });
const published = [operation('People', 'query', query), operation('Touch', 'mutation', change)];
writeFileSync(join(folder, 'portal.json'), manifest(published));
const gateway = testGateway({ TRUSTED_DOCUMENTS: folder });
afterAll(() => {
  rmSync(folder, { recursive: true });
});

type Headers = Readonly<Record<string, string>>;

const graphqlResponse = 'application/graphql-response+json';

async function send(body: unknown, headers: Headers = {}) {
  const key = gateway.apiKeyWith();
  return gateway.post(JSON.stringify(body), { 'x-api-key': key, ...headers });
}

async function get(search: string, headers: Headers = {}) {
  const key = gateway.apiKeyWith();
  return fetch(`${gateway.origin}/graphql${search}`, { headers: { 'x-api-key': key, ...headers } });
}

describe('an answer', () => {
  it.each([
    ['*/*', 'application/json'],
    ['application/*', 'application/json'],
    ['application/json', 'application/json'],
    [graphqlResponse, graphqlResponse],
    [`${graphqlResponse}, application/json`, graphqlResponse],
    [`${graphqlResponse};q=0.5, application/json`, 'application/json'],
    ['application/json;q=0, */*', graphqlResponse],
    ['application/json; charset=utf-8', 'application/json'],
  ])('to %s is %s', async (accept, type) => {
    const response = await send({ query }, { accept });

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(`${type}; charset=utf-8`);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it.each(['text/html', 'application/json;q=0', 'application/json; charset=utf-16'])(
    'is not there for who takes nothing but %s',
    async (accept) => {
      expect((await send({ query }, { accept })).status).toBe(406);
    },
  );

  it.each([
    ['a document that is no GraphQL', { query: '{' }, 400],
    ['a field that is not there', { query: '{ nothing }' }, 400],
    [
      'a variable of another type',
      {
        query: 'query ($n: Int) { posts(first: $n) { edges { node { name } } } }',
        variables: { n: 'x' },
      },
      400,
    ],
    ['no such operation', { query, operationName: 'Other' }, 400],
    ['too many fields', { query: `{ ${'__typename '.repeat(30)} }` }, 400],
    ['a look at the schema', { query: '{ __schema { queryType { name } } }' }, 403],
    ['an error of one field', { query: '{ fail(how: "fault") }' }, 200],
  ])('to %s is 200 as plain JSON, and says more as its own type', async (_, body, status) => {
    expect((await send(body)).status).toBe(200);
    expect((await send(body, { accept: graphqlResponse })).status).toBe(status);
  });

  it.each([
    ['nothing', {}],
    ['a number for a document', { query: 7 }],
    ['variables in a list', { query, variables: [] }],
    ['variables as text', { query, variables: '{}' }],
    ['a number for a name', { query, operationName: 1 }],
    ['extensions as text', { query, extensions: 'x' }],
    ['a hash of another length', { documentId: 'sha256:12' }],
  ])('to a request with %s is 400 whatever is accepted', async (_, body) => {
    expect((await send(body)).status).toBe(400);
    expect((await send(body, { accept: graphqlResponse })).status).toBe(400);
  });

  it('to any other method is 405, and says which there are', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const response = await fetch(`${gateway.origin}/graphql`, { method });
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('GET, POST');
    }
  });

  it('is compressed for who takes that, when it is long', async () => {
    const long = {
      query: `{ ${Array.from({ length: 20 }, (_, i) => `a${i}: people { name }`).join(' ')} }`,
    };
    const plain = await (await send(long, { 'accept-encoding': 'identity' })).text();
    expect(plain.length).toBeGreaterThan(1_400);
    for (const encoding of ['gzip', 'br']) {
      const response = await send(long, { 'accept-encoding': encoding });
      expect(response.headers.get('content-encoding')).toBe(encoding);
      expect(await response.text()).toBe(plain);
    }
    const short = await send({ query }, { 'accept-encoding': 'gzip' });
    expect(short.headers.get('content-encoding')).toBeNull();
  });
});

describe('a body', () => {
  const body = (length: number) => ({ query, extensions: { filler: 'x'.repeat(length) } });

  it('is at most 8 MB of those who send staff in bulk, and 1 MB of others', async () => {
    const bulk = { 'x-api-key': gateway.apiKeyWith('staff:write') };

    expect((await send(body(2_000_000), bulk)).status).toBe(200);
    const tooLong = async (length: number, headers: Headers) =>
      send(body(length), headers).then(
        ({ status }) => status,
        () => 413, // cut off while it was sent
      );
    expect(await tooLong(2_000_000, {})).toBe(413);
    expect(await tooLong(9_000_000, bulk)).toBe(413);
  });
});

describe('GET', () => {
  const search = `?documentId=sha256:${hashOf(query)}`;

  it('answers queries of trusted documents, and tells whether anything has changed', async () => {
    const response = await get(search);
    expect(response.status).toBe(200);
    const tag = response.headers.get('etag') ?? '';
    expect(tag).toMatch(/^W\/".{20,}"$/);

    const again = await get(search, { 'if-none-match': tag });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
    expect((await get(search, { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('is for nothing else', async () => {
    expect((await get('')).status).toBe(405);
    expect((await get(`?query=${encodeURIComponent(query)}`)).status).toBe(405);
    expect((await get(`${search}&query=x`)).status).toBe(405);
    const { status } = await get(`?documentId=sha256:${hashOf(change)}`);
    expect(status).toBe(405);
    expect((await get(`${search}&variables=[]`)).status).toBe(400);
    expect((await get(`${search}&documentId=x`)).status).toBe(400);
    expect((await fetch(`${gateway.origin}/graphql${search}`)).status).toBe(401);
  });
});

describe('a document by its hash', () => {
  const persisted = (text: string) => ({
    persistedQuery: { version: 1, sha256Hash: hashOf(text) },
  });
  const codeOf = async (response: Response) => {
    const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
    return errors?.[0]?.extensions.code ?? 'answered';
  };

  it('is known when it was published', async () => {
    expect(await codeOf(await send({ documentId: `sha256:${hashOf(query)}` }))).toBe('answered');
    expect(await codeOf(await send({ extensions: persisted(query) }))).toBe('answered');
  });

  it('is known once it was sent beside its hash, and is good', async () => {
    const fresh = 'query Fresh { people { id } }';
    const missing = 'PERSISTED_QUERY_NOT_FOUND';

    expect(await codeOf(await send({ extensions: persisted(fresh) }))).toBe(missing);
    expect(await codeOf(await send({ query: fresh, extensions: persisted(fresh) }))).toBe(
      'answered',
    );
    expect(await codeOf(await send({ extensions: persisted(fresh) }))).toBe('answered');
    const byGet = await get(`?documentId=sha256:${hashOf(fresh)}`);
    expect(await codeOf(byGet)).toBe(missing);
    const bad = '{ nothing }';
    await send({ query: bad, extensions: persisted(bad) });
    expect(await codeOf(await send({ extensions: persisted(bad) }))).toBe(missing);
  });

  it('is refused when the hash is another document’s', async () => {
    const response = await send({ query, extensions: persisted('{ other }') });

    expect(response.status).toBe(400);
    expect(await codeOf(response)).toBe('PERSISTED_QUERY_HASH_MISMATCH');
  });

  it('is all that some programs may send', async () => {
    const headers = { 'x-api-key': gateway.apiKeyFor({ trustedDocumentsOnly: true }) };
    const free = '{ people { id } }';

    expect(await codeOf(await send({ documentId: `sha256:${hashOf(query)}` }, headers))).toBe(
      'answered',
    );
    expect(await codeOf(await send({ query }, headers))).toBe('answered');
    expect(await codeOf(await send({ query: free }, headers))).toBe('TRUSTED_DOCUMENT_REQUIRED');
    await send({ query: free, extensions: persisted(free) });
    expect(await codeOf(await send({ extensions: persisted(free) }, headers))).toBe(
      'TRUSTED_DOCUMENT_REQUIRED',
    );
  });
});

describe('the budget of an hour', () => {
  it('is told in headers and in the graph, and what is beyond it is refused', async () => {
    const headers = { 'x-api-key': gateway.apiKeyFor({ hourlyCost: 20 }) };
    const asked = { query: '{ people { name } rateLimit { cost limit remaining resetAt } }' };

    const first = await send(asked, headers);
    const { data } = (await first.json()) as { data: { rateLimit: { remaining: number } } };
    expect(data.rateLimit).toMatchObject({ cost: 6, limit: 20, remaining: 14 });
    expect(first.headers.get('ratelimit-limit')).toBe('20');
    expect(first.headers.get('ratelimit-remaining')).toBe('14');
    expect(Number(first.headers.get('ratelimit-reset'))).toBeLessThanOrEqual(3_600);
    await send(asked, headers);
    await send(asked, headers);
    const over = await send(asked, headers);

    expect(over.status).toBe(429);
    expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await over.text()).toMatch(/RATE_LIMITED.*retryAfter|retryAfter.*RATE_LIMITED/);
    gateway.clockAhead = 3_600_000;
    expect((await send(asked, headers)).status).toBe(200);
  });
});
