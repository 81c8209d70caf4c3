import { describe, expect, it } from '@jest/globals';
import { readConfig } from '@trellis/subgraph-kit/config';
import { gatewayShape } from './config.ts';
import { TestGateway, testGateway } from './testing/test-gateway.ts';

const complete = {
  PORT: '4000',
  OPERATIONS_PORT: '4001',
  PEOPLE_URL: 'http://people:4000/graphql',
  OPPORTUNITIES_URL: 'http://opportunities:4000/graphql',
  STUDY_URL: 'http://study:4000/graphql',
  PEOPLE_ASSERTION_KEY: `gateway/new:${'a'.repeat(43)},gateway/old:${'b'.repeat(43)}`,
  OPPORTUNITIES_ASSERTION_KEY: `gateway/one:${'c'.repeat(43)}`,
  STUDY_ASSERTION_KEY: `gateway/one:${'d'.repeat(43)}`,
};

describe('the configuration', () => {
  it('names everything that is missing in one message, and no value', () => {
    const secret = 'not-a-key-but-secret';

    const read = () => readConfig(gatewayShape, { PORT: '1', STUDY_ASSERTION_KEY: secret });

    expect(read).toThrow(
      /OPERATIONS_PORT: missing[^]*PEOPLE_URL: missing[^]*PEOPLE_ASSERTION_KEY: missing[^]*STUDY_ASSERTION_KEY: /,
    );
    expect(read).not.toThrow(secret);
  });

  it('has sensible limits, and signs with the first of the keys that rotate', () => {
    const config = readConfig(gatewayShape, complete);

    expect(config).toMatchObject({
      host: '127.0.0.1',
      subgraphTimeout: 5_000,
      requestTimeout: 15_000,
    });
    expect(config.supergraphFile).toMatch(/gateway\/supergraph\.graphql$/);
    expect(config.subgraphs.people.key.id).toBe('new');
  });

  it('opens nothing of development in production', () => {
    const { development, production } = readConfig(gatewayShape, {
      ...complete,
      NODE_ENV: 'production',
    });

    expect({ development, production }).toEqual({ development: false, production: true });
  });

  it('leaves the planner that can end the process out of production', () => {
    const read = (NODE_ENV: string) =>
      readConfig(gatewayShape, { ...complete, NODE_ENV, PLANNER: 'hive' }).planner;

    expect(() => read('production')).toThrow(/PLANNER: hive is not for production/);
    expect(read('test')).toBe('hive');
    expect(readConfig(gatewayShape, complete).planner).toBe('apollo');
  });
});

describe('a gateway that cannot start', () => {
  it('says so when the supergraph is not there', async () => {
    const gateway = new TestGateway({ SUPERGRAPH_FILE: '/nowhere/supergraph.graphql' });

    await expect(gateway.start()).rejects.toThrow(/SUPERGRAPH_FILE cannot be read/);
    await gateway.stop();
  });

  it('says so when its port is taken', async () => {
    const taken = new TestGateway();
    await taken.start();
    const second = new TestGateway({ PORT: String(taken.running.port) });

    await expect(second.start()).rejects.toThrow(/something else is using it.*PORT/);
    await Promise.all([taken.stop(), second.stop()]);
  });
});

describe('a gateway that is asked to stop', () => {
  const gateway = testGateway();

  it('answers what is under way, and takes nothing new', async () => {
    const token = await gateway.tokenWith();
    await gateway.ask(token, '{ funds { id } }');
    const ready = `http://127.0.0.1:${gateway.running.operationsPort}/readyz`;
    expect((await fetch(ready)).status).toBe(200);
    const { origin } = gateway;
    gateway.study.misbehaviour = (response) => {
      setTimeout(() => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end('{"data":{"funds":[{"id":"late"}]}}');
      }, 300);
    };

    const underWay = gateway.ask(token, '{ funds { id } }');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const stopped = gateway.running.stop();
    expect((await fetch(ready)).status).toBe(503);
    await expect(fetch(`${origin}/graphql`)).rejects.toThrow();

    expect(await underWay).toEqual({ data: { funds: [{ id: 'late' }] } });
    await stopped;
  });
});
