import { describe, expect, it } from '@jest/globals';
import type { Misbehaviour } from '../testing/fixture-subgraph.ts';
import { testGateway } from '../testing/test-gateway.ts';

const gateway = testGateway();

/** Far beyond the time that the test gateway gives subgraphs, on however busy a machine. */
const muchLonger = 15_000;

const query = `{
  people { name goal }
  person(id: "ann") { name goal awards { amountPence } }
  funds { name }
}`;

const unavailable = (...path: string[]) =>
  expect.objectContaining({
    path,
    message: 'The study part of the graph did not answer; the rest of the answer stands.',
    extensions: {
      code: 'SUBGRAPH_UNAVAILABLE',
      service: 'study',
      retryable: true,
      requestId: expect.any(String) as unknown,
    },
  }) as object;

const json = { 'content-type': 'application/json' };
const secret = 'password authentication failed for user app at 10.0.0.5';

const huge = Buffer.from(`{"data":{"funds":[{"name":"${'x'.repeat(21_000_000)}"}]}}`);

const faults: Record<string, Misbehaviour> = {
  'never answers': () => undefined,
  'cuts the connection': (response) => void response.destroy(),
  'answers 500': (response) => void response.writeHead(500, json).end(`{"errors":"${secret}"}`),
  'answers 503 with a GraphQL error': (response) =>
    void response.writeHead(503, json).end(`{"errors":[{"message":"${secret}"}]}`),
  'answers in HTML': (response) =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end(`<h1>${secret}</h1>`),
  'answers with half of its JSON': (response) =>
    void response.writeHead(200, json).end('{"data":{"funds":[{"name":"'),
  'answers with JSON that is no answer': (response) =>
    void response.writeHead(200, json).end('[7]'),
  'answers with nothing': (response) => void response.writeHead(200, json).end('{"data":null}'),
  'answers with an object where a list belongs': (response) =>
    void response
      .writeHead(200, json)
      .end('{"data":{"funds":{"name":"x"},"_entities":7,"_entities0":7,"_entities1":7}}'),
  'promises more bytes than it sends': (response) => {
    response.writeHead(200, { ...json, 'content-length': '1000' });
    response.write('{"data":');
    setTimeout(() => response.destroy(), 50);
  },
  'drips a byte at a time': (response) => {
    response.writeHead(200, json);
    const drip = setInterval(() => response.write(' '), 20);
    response.once('close', () => {
      clearInterval(drip);
    });
  },
  'answers with 21 MB': (response) => void response.writeHead(200, json).end(huge),
  'redirects elsewhere': (response) =>
    void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
};

describe('a subgraph that', () => {
  it.each(Object.keys(faults))('%s costs no more than its own part', async (fault) => {
    const token = await gateway.tokenWith('award:read');
    await gateway.ask(token, query); // planned and signed in
    gateway.study.misbehaviour = faults[fault];
    const started = performance.now();

    const { data, errors } = await gateway.ask(token, query);

    expect(performance.now() - started).toBeLessThan(muchLonger);
    expect(data).toEqual({
      people: ['ann', 'ben', 'cy'].map((id) => ({ name: `Name of ${id}`, goal: null })),
      person: { name: 'Name of ann', goal: null, awards: null },
      funds: null,
    });
    expect(errors).toHaveLength(4);
    expect(errors).toEqual(
      expect.arrayContaining([
        unavailable('people', 'goal'),
        unavailable('person', 'goal'),
        unavailable('person', 'awards'),
        unavailable('funds'),
      ]),
    );
  });

  it('is down costs no more than its own part, and is asked again when it is back', async () => {
    const token = await gateway.tokenWith('award:read');
    await gateway.study.stop();

    const { data, errors } = await gateway.ask(token, query);
    expect(data).toMatchObject({ person: { name: 'Name of ann', goal: null }, funds: null });
    expect(errors).toHaveLength(4);

    await gateway.study.start();
    expect((await gateway.ask(token, query)).errors).toBeUndefined();
  });

  it('hangs is waited for once in an operation, not at each stage of its plan', async () => {
    const token = await gateway.tokenWith();
    const stages = 'mutation { first: award(personId: "a") touch second: award(personId: "b") }';
    await gateway.ask(token, stages);
    gateway.study.misbehaviour = () => undefined;
    gateway.study.calls.splice(0);

    const { data, errors } = await gateway.ask(token, stages);

    expect(gateway.study.calls).toHaveLength(1);
    expect(data).toEqual({ first: null, touch: 1, second: null });
    expect(errors).toEqual([unavailable('first'), unavailable('second')]);
  });

  it('closed an idle connection is asked a second time', async () => {
    const token = await gateway.tokenWith();
    let dropped = 0;
    gateway.study.misbehaviour = (response) => {
      dropped += 1;
      gateway.study.misbehaviour = undefined;
      response.destroy();
    };

    expect(await gateway.ask(token, '{ funds { id } }')).toEqual({
      data: { funds: [{ id: 'f1' }] },
    });
    expect(dropped).toBe(1);
  });

  it('breaks off a mutation is not asked a second time', async () => {
    const token = await gateway.tokenWith();
    let asked = 0;
    gateway.study.misbehaviour = (response) => {
      asked += 1;
      response.destroy();
    };

    const { data, errors } = await gateway.ask(token, 'mutation { award(personId: "ann") }');

    expect(data).toEqual({ award: null });
    expect(errors).toEqual([unavailable('award')]);
    expect(asked).toBe(1);
  });
});

describe('a call to a subgraph', () => {
  it('carries nothing of the client’s headers', async () => {
    const token = await gateway.tokenWith();
    gateway.people.calls.splice(0);

    await gateway.post('{"query":"{ people { id } }"}', {
      authorization: `Bearer ${token}`,
      'x-user-id': 'admin',
      'x-internal-auth': 'yes',
      'x-trust-id': 'another',
      'x-forwarded-for': '127.0.0.1',
      'apollo-federation-include-trace': 'ftv1',
      cookie: 'session=1',
    });

    const call = gateway.people.calls.at(-1);
    expect(Object.keys(call?.headers ?? {}).sort()).toEqual([
      'accept',
      'authorization',
      'connection',
      'content-length',
      'content-type',
      'host',
    ]);
    expect(call?.headers.authorization).toMatch(/^Internal /);
  });

  it('asks for each entity once, however often the answer refers to it', async () => {
    const token = await gateway.tokenWith();
    gateway.study.calls.splice(0);

    const { data } = await gateway.ask(token, '{ schools { staff { id manager { goal } } } }');

    expect(gateway.study.calls).toHaveLength(1);
    expect(gateway.study.calls[0]?.variables['representations']).toHaveLength(1);
    const staff = ['ann', 'ben', 'cy'].map((id) => ({ id, manager: { goal: 'Goal of ben' } }));
    expect(data).toEqual({ schools: [{ staff }, { staff }] });
  });

  it('is counted and timed, with outcomes from a fixed list', async () => {
    const token = await gateway.tokenWith();
    gateway.study.misbehaviour = (response) => void response.destroy();
    await gateway.ask(token, '{ funds { id } }');

    const metrics = await fetch(`http://127.0.0.1:${gateway.running.operationsPort}/metrics`);
    const text = await metrics.text();

    expect(text).toMatch(/subgraph_call_seconds_count{.*subgraph="study",outcome="lost".*} [1-9]/);
    expect(text).toMatch(/subgraph_call_retries_total{.*subgraph="study".*} [1-9]/);
  });
});
