import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '@trellis/subgraph-kit/config';
import { listen, type RunningServer } from '@trellis/subgraph-kit/http-server';
import { createLogger } from '@trellis/subgraph-kit/logger';
import { gatewayShape } from '../config.ts';
import { type RunningGateway, serveGateway } from '../gateway.ts';
import { testGateway } from '../testing/test-gateway.ts';

const gateway = testGateway();

const query = '{"query":"{ person(id: \\"ann\\") { name goal applications } }"}';
const requestIdShape = /"requestId":"([0-9a-f]{32})"/;

async function requestIdWith(traceparent: string): Promise<string | undefined> {
  const answer = await gateway.post('{"query":"{"}', {
    authorization: `Bearer ${await gateway.tokenWith()}`,
    traceparent,
  });
  return requestIdShape.exec(await answer.text())?.[1];
}

describe('a client’s traceparent', () => {
  const theirs = '1'.repeat(32);

  it('gives no request another’s id, however often it is sent', async () => {
    const header = `00-${theirs}-${'2'.repeat(16)}-01`;
    const ids = [await requestIdWith(header), await requestIdWith(header)];

    expect(new Set([...ids, theirs]).size).toBe(3);
    expect(ids).not.toContain(undefined);
  });

  it.each([
    ['malformed', '00-xyz-1-01'],
    ['all zeros', `00-${'0'.repeat(32)}-${'0'.repeat(16)}-00`],
    ['of another version', `ff-${theirs}-${'2'.repeat(16)}-01`],
    ['with more behind it', `00-${theirs}-${'2'.repeat(16)}-01-${'x'.repeat(50)}`],
    ['huge', 'x'.repeat(60_000)],
  ])('is passed over when it is %s', async (_, header) => {
    expect(await requestIdWith(header)).toMatch(/^[0-9a-f]{32}$/);
  });

  it('reaches no subgraph', async () => {
    gateway.people.calls.splice(0);
    const token = await gateway.tokenWith();
    await gateway.post(query, {
      authorization: `Bearer ${token}`,
      traceparent: `00-${theirs}-${'2'.repeat(16)}-01`,
      tracestate: `planted=${theirs}`,
    });

    expect(gateway.people.calls.length).toBeGreaterThan(0);
    for (const { headers } of gateway.people.calls) {
      expect(JSON.stringify(headers)).not.toContain(theirs);
    }
  });
});

describe('operations that the executor does not compile', () => {
  it('are answered, and counted by why', async () => {
    const counted = async () => {
      const response = await fetch(`http://127.0.0.1:${gateway.running.operationsPort}/metrics`);
      const found = /^gateway_operations_uncompiled_total\{reason="introspection"[^}]*\} (\d+)$/m;
      return Number(found.exec(await response.text())?.[1] ?? 0);
    };
    const before = await counted();
    const token = await gateway.tokenWith('schema:read');

    const { data } = await gateway.ask(token, '{ __schema { queryType { name } } }');
    await gateway.ask(token, '{ people { id } }');

    expect(data).toEqual({ __schema: { queryType: { name: 'Query' } } });
    expect((await counted()) - before).toBe(1);
  });
});

describe('a slow client', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await listen(
      (request, response) => {
        request.resume().on('end', () => response.end('x'.repeat(50_000_000)));
      },
      ...(['127.0.0.1', 0] as const),
    );
  });
  afterAll(() => server.stop());

  it('who never reads an answer keeps nobody else waiting', async () => {
    const idle = connect(server.port, '127.0.0.1');
    idle.on('error', () => undefined);
    idle.pause();
    idle.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');

    const response = await fetch(`http://127.0.0.1:${server.port}/`);
    expect((await response.arrayBuffer()).byteLength).toBe(50_000_000);
    idle.destroy();
  });
});

describe('a gateway over Unix sockets', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sockets-'));
  const servers: Server[] = [];
  let running: RunningGateway;

  /** A socket of this host that leads to a subgraph. @returns its address. */
  async function socketTo(name: string, url: string): Promise<string> {
    const path = join(folder, name);
    const open = (socket: Socket) => {
      const on = connect(Number(new URL(url).port), '127.0.0.1');
      socket.pipe(on).pipe(socket);
      for (const end of [socket, on]) end.on('error', () => undefined);
    };
    const server = createServer(open).listen(path);
    servers.push(server);
    await once(server, 'listening');
    return `unix:${path}`;
  }

  beforeAll(async () => {
    const { people, opportunities, study } = gateway;
    running = await serveGateway(
      readConfig(gatewayShape, {
        ...gateway.environment,
        PEOPLE_URL: await socketTo('people', people.url),
        OPPORTUNITIES_URL: await socketTo('opportunities', opportunities.url),
        STUDY_URL: await socketTo('study', study.url),
      }),
      createLogger('gateway', 'silent'),
    );
  });
  afterAll(async () => {
    await running.stop();
    for (const server of servers) server.close();
    rmSync(folder, { recursive: true });
  });

  it('answers from all subgraphs', async () => {
    const { port }: Pick<AddressInfo, 'port'> = running;
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await gateway.tokenWith()}`,
      },
      body: query,
    });

    expect(await response.json()).toEqual({
      data: { person: { name: 'Name of ann', goal: 'Goal of ann', applications: ['o1'] } },
    });
  });
});
