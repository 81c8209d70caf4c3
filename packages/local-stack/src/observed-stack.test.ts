import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { projectFolder } from './folder.ts';
import { type ReceivedSpan, SpanReceiver } from './testing/span-receiver.ts';
import { StartedStack } from './testing/started-stack.ts';

const collector = new SpanReceiver();
let stack: StartedStack;
let token: string;

beforeAll(async () => {
  stack = await StartedStack.create();
  await stack.start({ OTEL_EXPORTER_OTLP_ENDPOINT: await collector.start() });
  token = await stack.token('teacher');
}, 120_000);

afterAll(async () => {
  await stack.stop();
  stack.remove();
  collector.stop();
}, 60_000);

async function post(body: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${stack.port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body,
  });
  return response.text();
}

const ask = (query: string, variables: object = {}) => post(JSON.stringify({ query, variables }));

/** `/metrics` of each process by its name. */
async function allMetrics(): Promise<Map<string, string>> {
  const ports = z
    .record(z.string(), z.number())
    .parse(JSON.parse(readFileSync(join(stack.folder, 'ports.json'), 'utf8')));
  const uses = Object.entries(ports).filter(([name]) => name.endsWith('Operations'));
  return new Map(
    await Promise.all(
      uses.map(async ([name, port]): Promise<[string, string]> => {
        const response = await fetch(`http://127.0.0.1:${port}/metrics`);
        return [name.replace('Operations', ''), await response.text()];
      }),
    ),
  );
}

/** Longer than spans wait to be sent with others. */
const untilSpansCame = () => pause(2_500);

const career = `{
  viewer { person { name workEmail applications(first: 5) { edges { node { opportunity { title } } } } } }
  opportunity(id: "01890000-0000-7000-8000-000000000000") { title }
}`;

const refusal = z.looseObject({
  errors: z.tuple([z.looseObject({ extensions: z.looseObject({ requestId: z.string() }) })]),
});

describe('one request', () => {
  it('is one trace from the client to SQL, under the id that the answer gives', async () => {
    const traceparent = '00-11111111111111111111111111111111-2222222222222222-01';
    const answer = refusal.parse(
      JSON.parse(await post(JSON.stringify({ query: career }), { traceparent })),
    );
    await untilSpansCame();

    const trace = collector.trace(answer.errors[0].extensions.requestId);
    const byId = new Map(trace.map((span) => [span.spanId, span]));
    const wayOf = (span: ReceivedSpan | undefined): string[] =>
      span ? [...wayOf(byId.get(span.parentSpanId ?? '')), `${span.service} ${span.name}`] : [];
    const roots = trace.filter(({ parentSpanId }) => !byId.has(parentSpanId ?? ''));
    expect(roots.map(({ service, name }) => `${service} ${name}`)).toEqual(['gateway request']);
    for (const subgraph of ['people', 'opportunities']) {
      const statement = trace.find(
        ({ service, name, parentSpanId }) =>
          service === subgraph &&
          name.startsWith('SELECT ') &&
          wayOf(byId.get(parentSpanId ?? '')).includes('gateway execute'),
      );
      expect(wayOf(statement)).toEqual([
        ...['gateway request', 'gateway execute', `gateway fetch ${subgraph}`],
        ...[`${subgraph} operation`, expect.stringMatching(`^${subgraph} SELECT [a-z_.]+$`)],
      ]);
    }
    expect(trace.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['parse', 'validate', 'plan']),
    );
  }, 30_000);
});

describe('logs, metrics and traces of all processes', () => {
  it('hold nothing of what people are called or what clients send', async () => {
    const known = z
      .object({
        viewer: z.object({ person: z.object({ name: z.string(), workEmail: z.string() }) }),
      })
      .parse(z.looseObject({ data: z.unknown() }).parse(JSON.parse(await ask(career))).data);
    const planted = Array.from({ length: 30 }, (_, index) => `Plantagenet${index}Zebedee`);
    const [one = '', two = '', ...others] = planted;
    const key = `spk_test_0123456789ab_${'Plantagenet'.padEnd(43, 'x')}`;
    await post('{"query":"{ viewer { person { name } } }"}', { authorization: `Bearer ${one}` });
    await post('{}', { authorization: '', 'x-api-key': key });
    await post(`{"query": "{ ${two}`);
    await post(JSON.stringify({ query: '{ viewer { person { name } } }' }), { cookie: two });
    for (const text of others) {
      await ask(`query ${text} { ${text}: viewer { person { name } } }`);
      await ask(`{ ${text} }`);
      await ask(`query ${text} {`);
      await ask('query ($id: ID!) { person(id: $id) { name } }', { id: `${text}@school.example` });
      await ask(`{ person(id: "${text}") { name } }`);
      await ask(
        'mutation ($id: ID!) { withdrawApplication(input: { applicationId: $id, idempotencyKey: $id }) { __typename } }',
        { id: text },
      );
    }
    await stack.ask(
      `mutation { publishOpportunity(input: { opportunityId: "${one}" }) { __typename } }`,
      'central',
    );
    await untilSpansCame();

    const logs = readdirSync(join(stack.folder, 'logs')).map((name) =>
      readFileSync(join(stack.folder, 'logs', name), 'utf8'),
    );
    const metrics = [...(await allMetrics()).values()];
    const said = [...logs, ...metrics, ...collector.bodies].join('\n');
    const secrets = [...planted, 'Plantagenet', token, key, ...Object.values(known.viewer.person)];
    expect(secrets.filter((secret) => said.includes(secret))).toEqual([]);
    expect(new Set(collector.spans.map(({ service }) => service))).toContain('people');
    expect(logs.join('')).toContain('"msg":"ready"');
  }, 60_000);
});

describe('the dashboard', () => {
  it('asks for no metric that no process has', async () => {
    const dashboard = z
      .object({
        panels: z.array(
          z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })) }),
        ),
      })
      .parse(JSON.parse(readFileSync(join(projectFolder, 'docs/grafana/trellis.json'), 'utf8')));
    const exposed = new Set(
      [...(await allMetrics()).values()].flatMap((text) =>
        [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name = '', type]) =>
          type === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
        ),
      ),
    );

    const asked = dashboard.panels.flatMap(({ targets }) =>
      targets.map(({ expr }) =>
        [...expr.matchAll(/([a-zA-Z_]\w*)\{/g)].map(([, name = '']) => name),
      ),
    );

    expect(asked.filter((names) => names.length === 0)).toEqual([]);
    expect(asked.flat().filter((name) => !exposed.has(name))).toEqual([]);
  });
});
