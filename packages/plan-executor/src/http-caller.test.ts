import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { HttpCaller } from './http-caller.ts';

const settings = { callsAtOnce: 2, idleTime: 1_000, answerLimit: 1_000 };
const folder = mkdtempSync(join(tmpdir(), 'caller-'));
const opened: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0)) await close();
  rmSync(folder, { recursive: true, force: true });
});

async function callerOf(handler: RequestListener, path?: string): Promise<HttpCaller> {
  const server: Server = createServer(handler);
  await new Promise<void>((resolve) => {
    if (path === undefined) server.listen(0, '127.0.0.1', resolve);
    else server.listen(path, resolve);
  });
  const url = path === undefined ? urlOf(server) : new URL(`unix:${path}`);
  const caller = new HttpCaller(url, settings);
  opened.push(
    () => caller.close(),
    () => {
      server.closeAllConnections();
      server.close();
    },
  );
  return caller;
}

function urlOf(server: Server): URL {
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/there?x=1`);
}

const echo: RequestListener = (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    response.setHeader('content-type', 'text/plain');
    response.end(
      `${request.method ?? ''} ${request.url ?? ''} ${Buffer.concat(chunks).toString()}`,
    );
  });
};

describe('a call over HTTP', () => {
  it('posts the body, and brings status, type and text', async () => {
    const caller = await callerOf(echo);

    expect(await caller.post('ä', {}, 1_000)).toEqual({
      ...{ status: 200, contentType: 'text/plain', text: 'POST /there?x=1 ä' },
    });
  });

  it('goes to a socket of this host too', async () => {
    const caller = await callerOf(echo, join(mkdtempSync(`${folder}-`), 'a.sock'));

    expect((await caller.post('b', {}, 1_000)).text).toBe('POST /graphql b');
  });

  it('ends when its time is up, wherever it is by then', async () => {
    const silent = await callerOf(() => undefined);
    const dripping = await callerOf((_, response) => void response.write('half'));

    for (const caller of [silent, dripping]) {
      const started = performance.now();
      await expect(caller.post('', {}, 50)).rejects.toMatchObject({ name: 'TimeoutError' });
      expect(performance.now() - started).toBeLessThan(10_000);
    }
  });

  it('ends in its time also while it waits for a socket', async () => {
    let received = 0;
    let bothAreHeld: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (bothAreHeld = resolve));
    const caller = await callerOf(() => {
      received += 1;
      if (received === 2) bothAreHeld();
    });
    const holding = Promise.allSettled([1, 2].map(() => caller.post('', {}, 60_000)));
    await held;

    await expect(caller.post('', {}, 50)).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(received).toBe(2);
    await caller.close();
    expect((await holding).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('takes no answer beyond the limit', async () => {
    const caller = await callerOf((_, response) => void response.end('x'.repeat(1_001)));

    await expect(caller.post('', {}, 1_000)).rejects.toMatchObject({
      code: 'UND_ERR_RES_EXCEEDED_MAX_SIZE',
    });
  });
});
