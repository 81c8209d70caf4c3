import { once } from 'node:events';
import { request, type ServerResponse } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { composeSupergraph } from '../supergraph/composition.ts';
import { fixtureSchemas } from '../testing/fixture-schemas.ts';
import { type Answer, LaneComparison, post } from '../testing/lane-comparison.ts';
import { testGateway } from '../testing/test-gateway.ts';

const gateway = testGateway();
const comparison = new LaneComparison(gateway);

const whole = composeSupergraph(fixtureSchemas);
const tireless = () => gateway.apiKeyFor({ scopes: [], hourlyCost: 1_000_000_000 });

/** Sends a request and goes away once people has been asked; people answers after that. */
async function sendAndLeave(port: number, key: string): Promise<void> {
  const asked = Promise.withResolvers<ServerResponse>();
  gateway.people.misbehaviour = (response) => {
    gateway.people.misbehaviour = undefined;
    asked.resolve(response);
  };
  const headers = { 'x-api-key': key, 'content-type': 'application/json' };
  const call = request({ port, host: '127.0.0.1', path: '/graphql', method: 'POST', headers });
  const gone = once(call, 'error');
  call.end(post('{ people { name goal } }').body);
  const response = await asked.promise;
  call.destroy(new Error('the client has left'));
  await gone;
  await new Promise((resolve) => setTimeout(resolve, 20)); // for the gateway to notice
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end('{"data":{"people":[{"__typename":"Person","id":"ann","name":"Ann"}]}}');
}

describe('a client that leaves in the middle', () => {
  it('has paid, whoever answers, and costs nobody else an answer', async () => {
    const sides = [gateway.running, comparison.apollo];
    const told = [];
    for (const side of sides) {
      const key = gateway.apiKeyWith();
      const headers = { 'x-api-key': key };
      const first = await comparison.send(side.port, { ...post('{ people { name } }'), headers });
      const [lane, left] = [
        await comparison.answersBy(side, 'lane'),
        await comparison.answersBy(side, 'apollo'),
      ];

      await sendAndLeave(side.port, key);
      while (
        (await comparison.answersBy(side, 'lane')) +
          (await comparison.answersBy(side, 'apollo')) ===
        lane + left
      ) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      const next = await comparison.send(side.port, { ...post('{ people { name } }'), headers });

      const paid = [first, next].map(({ headers: sent }) => Number(sent['ratelimit-remaining']));
      told.push({ ...next, paid });
      expect(next.body).toBe(first.body);
      expect(paid[1]).toBeLessThan((paid[0] ?? 0) - 1);
    }
    expect(told[0]).toEqual(told[1]);
  });
});

describe('the lane, while the supergraph changes,', () => {
  it('answers every request by the one that it was checked under', async () => {
    const study = (fixtureSchemas.get('study') ?? '').replace('  goal: String\n', '');
    const graphs = [composeSupergraph(new Map(fixtureSchemas).set('study', study)), whole];
    const before = await comparison.answersBy(gateway.running, 'lane');
    const sent = {
      ...post('{ people { name school { name } } }'),
      headers: { 'x-api-key': tireless() },
    };
    const asks = { ...post('{ person(id: "ann") { goal } }'), headers: sent.headers };
    const good = await comparison.send(gateway.running.port, sent);
    const [steady, changing]: Answer[][] = [[], []];
    let loading = true;
    const load = async () => {
      while (loading) {
        steady?.push(await comparison.send(gateway.running.port, sent));
        changing?.push(await comparison.send(gateway.running.port, asks));
      }
    };
    const clients = Array.from({ length: 6 }, load);

    for (const sdl of [...graphs, ...graphs, ...graphs]) {
      gateway.writeSupergraph(sdl);
      await gateway.running.reload();
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    loading = false;
    await Promise.all(clients);

    expect(new Set(steady?.map(({ body }) => body))).toEqual(new Set([good.body]));
    const outcomes = new Set(changing?.map(({ body }) => body));
    expect([...outcomes].filter((body) => body.includes('"goal":"Goal of ann"'))).toHaveLength(1);
    expect([...outcomes].filter((body) => body.includes('VALIDATION_FAILED'))).toHaveLength(1);
    expect(outcomes.size).toBe(2);
    const refused = changing?.filter(({ body }) => body.includes('VALIDATION_FAILED')) ?? [];
    const answered = 1 + (steady?.length ?? 0) + (changing?.length ?? 0) - refused.length;
    expect((await comparison.answersBy(gateway.running, 'lane')) - before).toBe(answered);
  });
});
