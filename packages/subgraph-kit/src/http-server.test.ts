import { describe, expect, it } from '@jest/globals';
import type { RequestListener } from 'node:http';
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { listen, type RunningServer, type ServerPatience } from './http-server.ts';

const patience = { headers: 300, request: 600, drain: 1_500 };
const answerOk: RequestListener = (request, response) => {
  request.resume().on('end', () => response.end('ok'));
};
const start = (handler: RequestListener = answerOk, more: Partial<ServerPatience> = {}) =>
  listen(handler, '127.0.0.1', 0, { ...patience, ...more });
const urlOf = ({ port }: RunningServer) => `http://127.0.0.1:${String(port)}/`;

const bytes = (count: number) => Array.from({ length: count }, () => 'x');

/** Opens a connection, sends the pieces with pauses between, and tells when it was closed on us. */
function drip(port: number, pieces: readonly string[], every: number) {
  const from = performance.now();
  return new Promise<{ after: number; said: string }>((resolve) => {
    let said = '';
    const socket = connect(port, '127.0.0.1');
    socket.on('data', (data) => (said += data.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve({ after: performance.now() - from, said }));
    void (async () => {
      for (const piece of pieces) {
        if (socket.destroyed) return;
        socket.write(piece);
        await pause(every);
      }
    })();
  });
}

describe('a server', () => {
  it('closes a connection whose headers come a byte at a time', async () => {
    const server = await start(answerOk, { request: 60_000 });
    const head = 'POST /graphql HTTP/1.1\r\nhost: x\r\n';
    const { after, said } = await drip(server.port, [head, ...bytes(200)], 50);
    expect(said).toContain('408');
    expect(after).toBeLessThan(8_000);
    await server.stop();
  });

  it('closes a connection whose body comes a byte at a time', async () => {
    const server = await start();
    const head = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n';
    const { after, said } = await drip(server.port, [head, ...bytes(200)], 50);
    expect(said).toContain('408');
    expect(after).toBeLessThan(8_000);
    await server.stop();
  });

  it('answers others while it waits for hundreds of slow ones', async () => {
    const server = await start();
    const slow = Array.from({ length: 300 }, () => drip(server.port, ['POST / HTTP/1.1\r\n'], 0));
    expect(await (await fetch(urlOf(server))).text()).toBe('ok');
    const closed = await Promise.all(slow);
    expect(closed.every(({ said }) => said.includes('408'))).toBe(true);
    await server.stop();
  });

  it('refuses what could be read as two different requests', async () => {
    const server = await start();
    for (const head of [
      'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      'POST / HTTP/1.1\r\nhost: x\r\nx-trust: a\r\n b\r\ncontent-length : 4\r\n\r\nabcd',
      'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ncontent-length: 5\r\n\r\nabcde',
    ]) {
      expect((await drip(server.port, [head], 0)).said).toMatch(/^HTTP\/1.1 400/);
    }
    await server.stop();
  });

  it('says in plain words why it cannot listen', async () => {
    const server = await start();
    const again = listen(answerOk, '127.0.0.1', server.port);
    await expect(again).rejects.toThrow(/Port \d+ on 127.0.0.1 cannot be opened: something else/);
    await expect(listen(answerOk, '192.0.2.1', 0)).rejects.toThrow('EADDRNOTAVAIL');
    await server.stop();
  });
});

describe('a server that stops', () => {
  /** Answers after a while; tells when the first request has come. */
  function slowly(milliseconds: number) {
    const { promise: first, resolve: came } = Promise.withResolvers<undefined>();
    const handler: RequestListener = (_, response) => {
      came(undefined);
      setTimeout(() => response.end('done'), milliseconds).unref();
    };
    return { first, handler };
  }

  it('finishes what is in flight, takes nothing new, and is done as soon as that is answered', async () => {
    const { first, handler } = slowly(400);
    const server = await start(handler, { drain: 60_000 });
    const inFlight = fetch(urlOf(server));
    await first;
    const from = performance.now();
    const stopping = server.stop();
    await expect(fetch(urlOf(server))).rejects.toThrow();
    expect(await (await inFlight).text()).toBe('done');
    await stopping;
    expect(performance.now() - from).toBeLessThan(20_000);
  });

  it('does not wait for connections that a client keeps open', async () => {
    const server = await start(answerOk, { drain: 60_000 });
    const agent = new Agent({ keepAlive: true });
    await new Promise<void>((resolve, reject) => {
      httpRequest(urlOf(server), { agent }, (response) => {
        response.resume().on('end', resolve);
      })
        .on('error', reject)
        .end();
    });
    const from = performance.now();
    await server.stop();
    expect(performance.now() - from).toBeLessThan(20_000);
    agent.destroy();
  });

  it('gives up what takes longer than its patience', async () => {
    const { first, handler } = slowly(60_000);
    const server = await start(handler);
    const inFlight = fetch(urlOf(server));
    const given = expect(inFlight).rejects.toThrow();
    await first;
    await server.stop();
    await given;
  });
});
