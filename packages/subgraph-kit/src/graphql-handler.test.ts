import { describe, expect, it } from '@jest/globals';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { exampleSubgraph } from './testing/example/example-subgraph.ts';
import { testSubgraph } from './testing/test-subgraph.ts';
import { aViewer } from './testing/test-viewer.ts';

const example = testSubgraph(exampleSubgraph);
const body = JSON.stringify({ query: '{ __typename }' });

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Sends with a good assertion for the body, and with whatever else is said. */
async function send({ method = 'POST', path = '/graphql', headers = {}, body: sent = body }: Sent) {
  const response = await fetch(new URL(path, example.url), {
    method,
    headers: {
      'content-type': 'application/json',
      authorization: example.vouchFor(aViewer(), sent),
      ...headers,
    },
    ...(method !== 'GET' && method !== 'HEAD' && { body: sent }),
  });
  const text = await response.text();
  const [error] = /"code":"(\w+)"/.exec(text) ?? [];
  return { status: response.status, error: error?.slice(8, -1), text, headers: response.headers };
}

/** Sends piece by piece without saying how much will come. */
function sendChunks(pieces: number, size: number): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const sending = httpRequest(example.url, { method: 'POST', headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sending.on('error', reject);
    for (let piece = 0; piece < pieces; piece += 1) sending.write(' '.repeat(size));
    sending.end();
  });
}

describe('a request', () => {
  it('is answered as JSON that nobody may keep', async () => {
    const { status, text, headers } = await send({});
    expect({ status, text: JSON.parse(text) as unknown }).toEqual({
      status: 200,
      text: { data: { __typename: 'Query' } },
    });
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('is a POST to /graphql and nothing else', async () => {
    const query = '/graphql?query={__typename}';
    expect(await send({ path: '/' })).toMatchObject({ status: 404, error: 'NOT_FOUND' });
    expect(await send({ path: '/metrics' })).toMatchObject({ status: 404, error: 'NOT_FOUND' });
    expect(await send({ path: query })).toMatchObject({ status: 404, error: 'NOT_FOUND' });
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS']) {
      expect(await send({ method })).toMatchObject({ status: 400, error: 'BAD_REQUEST' });
    }
    expect(await send({ method: 'HEAD' })).toMatchObject({ status: 400 });
  });

  it('is JSON in UTF-8, whatever else a browser could be made to send', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/json; charset=utf-7',
      'application/json, text/plain',
      'application/graphql',
    ]) {
      const answer = await send({ headers: { 'content-type': type } });
      expect(answer).toMatchObject({ status: 415, error: 'UNSUPPORTED_MEDIA_TYPE' });
    }
    const spelled = await send({ headers: { 'content-type': 'application/json; charset=UTF-8' } });
    expect(spelled.status).toBe(200);
  });

  it('is not compressed', async () => {
    const bomb = gzipSync(Buffer.alloc(45_000_000, ' '));
    for (const encoding of ['gzip', 'br', 'deflate', 'gzip, gzip']) {
      const answer = await send({ headers: { 'content-encoding': encoding }, body: bomb });
      expect(answer).toMatchObject({ status: 415, error: 'UNSUPPORTED_MEDIA_TYPE' });
    }
  });

  it('is at most a million bytes, and is refused as soon as it is known to be more', async () => {
    const filled = (length: number) => body.padEnd(length, ' ');
    expect((await send({ body: filled(1_000_000) })).status).toBe(200);
    for (const length of [1_000_001, 40_000_000]) {
      const answer = await send({ body: filled(length) });
      expect(answer).toMatchObject({ status: 413, error: 'PAYLOAD_TOO_LARGE' });
    }
  });

  it('is refused before it is sent, when it says that it is too long, and nothing more is read', async () => {
    const { hostname, port } = new URL(example.url);
    const said = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(Number(port), hostname);
      socket.on('data', (data) => (text += data.toString())).on('close', () => resolve(text));
      socket.write('POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n');
      socket.write('content-length: 40000000\r\n\r\n{');
    });
    expect(said).toMatch(/^HTTP\/1.1 413 .*connection: close.*PAYLOAD_TOO_LARGE/is);
  });

  it('is refused at the limit, too, when it does not say how long it is', async () => {
    const { status, text } = await sendChunks(20, 100_000);
    expect(status).toBe(413);
    expect(text).toContain('PAYLOAD_TOO_LARGE');
  });

  it('carries one operation', async () => {
    for (const list of ['[]', `[${body}]`, `[${body},${body}]`]) {
      const answer = await send({ body: list });
      expect(answer).toMatchObject({ status: 400, error: 'BATCHING_DISABLED' });
    }
  });

  it('is well-formed', async () => {
    for (const broken of [
      ...['', '{', 'null', '7', '"text"', '{"query":"{ __typename }"} {}', '{"query":5}'],
      ...['{}', '{"query":null}', '{"query":""}', '{"query":"{ __typename }","variables":[1]}'],
      Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
      Buffer.from([0xc0, 0xaf]),
      Buffer.from('{"query":"{ __typename }","name":"Zo\xeb"}', 'latin1'),
      Buffer.from('{"query":"{ __typename }"}', 'utf16le'),
    ]) {
      const answer = await send({ body: broken });
      expect(answer).toMatchObject({ status: 400, error: 'BAD_REQUEST' });
    }
    expect((await send({ body: `\uFEFF${body}` })).status).toBe(200);
    expect((await send({ body: 'null' })).text).toContain('The body is not a JSON object.');
  });

  it('has a hundred headers at most, and 64 KB of them', async () => {
    const headers = (count: number, value: string) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`x-${String(n)}`, value]));
    expect((await send({ headers: headers(80, 'x') })).status).toBe(200);
    expect((await send({ headers: headers(300, 'x') })).status).toBe(431);
    const large = send({ headers: headers(1, 'x'.repeat(200_000)) });
    expect(await large.then(({ status }) => status).catch(() => 431)).toBe(431);
  });

  it('leaves the connection fit for the next one after a refusal', async () => {
    for (let round = 0; round < 5; round += 1) {
      expect((await send({ headers: { 'content-type': 'text/plain' } })).status).toBe(415);
      expect((await send({ path: '/elsewhere' })).status).toBe(404);
      expect((await send({})).status).toBe(200);
    }
  });
});
