import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { composeSupergraph } from './supergraph/composition.ts';
import { fixtureSchemas } from './testing/fixture-schemas.ts';
import { cpuOf, GatewayProcess } from './testing/gateway-process.ts';
import { testGateway } from './testing/test-gateway.ts';

const fixtures = testGateway();
const query = '{ person(id: "ann") { goal } }';
let gateway: GatewayProcess;

beforeAll(async () => {
  gateway = await GatewayProcess.start({ ...fixtures.environment, WORKERS: '3' });
}, 60_000);
afterAll(() => gateway.stop());

/** Asks until there is an answer, as a client does whose connection broke. */
async function askAgain(token: string): Promise<unknown> {
  for (let tries = 0; tries < 50; tries += 1) {
    try {
      return await gateway.ask(token, query);
    } catch {
      await pause(20);
    }
  }
  throw new Error('no answer');
}

const countOf = (metrics: string) =>
  Number(/^gateway_operation_seconds_count\{[^}]*name="other"[^}]*\} (\d+)$/m.exec(metrics)?.[1]);

describe('a gateway with three workers', () => {
  it('shares the work of one port among three processes, and adds up their metrics', async () => {
    const token = await fixtures.tokenWith();
    const before = gateway.workers.map(cpuOf);
    expect(before).toHaveLength(3);

    for (let round = 0; round < 10; round += 1) {
      await Promise.all(Array.from({ length: 30 }, () => gateway.ask(token, query)));
    }

    const after = gateway.workers.map(cpuOf);
    expect(after.filter((cpu, index) => cpu > (before[index] ?? 0))).toHaveLength(3);
    expect(countOf(await gateway.metrics())).toBe(300);
  }, 30_000);

  it('loses no operation of a client that asks again when a worker is killed, and replaces it', async () => {
    const token = await fixtures.tokenWith();
    const [victim = 0] = gateway.workers;
    let isOver = false;
    const load = Array.from({ length: 8 }, async () => {
      const answers = [];
      while (!isOver) answers.push(await askAgain(token));
      return answers;
    });

    await pause(300);
    process.kill(victim, 'SIGKILL');
    await gateway.until(() => gateway.workers.length === 3 && !gateway.workers.includes(victim));
    await pause(300);
    isOver = true;

    const answers = (await Promise.all(load)).flat();
    expect(answers.length).toBeGreaterThan(20);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).not.toHaveProperty('errors');
  }, 30_000);

  it('serves a new supergraph from every one of them', async () => {
    const token = await fixtures.tokenWith();
    const without = (fixtureSchemas.get('study') ?? '').replace('  goal: String\n', '');
    fixtures.writeSupergraph(composeSupergraph(new Map(fixtureSchemas).set('study', without)));

    const many = async () => {
      const asked = Array.from({ length: 40 }, () => gateway.ask(token, query));
      return (await Promise.all(asked)).map((answer) => 'errors' in Object(answer));
    };
    let refused = await many();
    for (let look = 0; look < 50 && refused.includes(false); look += 1) {
      await pause(200);
      refused = await many();
    }

    expect(refused).not.toContain(false);
  }, 30_000);

  it('ends with all of them when it is asked to', async () => {
    const { workers } = gateway;

    expect(await gateway.stop()).toBe(0);

    expect(workers.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
  }, 20_000);
});
