import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { Misbehaviour } from '../testing/fixture-subgraph.ts';
import { testGateway } from '../testing/test-gateway.ts';

const gateway = testGateway({ SUBGRAPH_TIMEOUT: '15000' });

const funds = '{ funds { id } }';
const people = '{ people { name } }';
const change = 'mutation { award(personId: "ann") }';

const json = { 'content-type': 'application/json' };
const answering = (status: number): Misbehaviour => {
  return (response) => void response.writeHead(status).end();
};

const codeOf = async (token: string, query: string) =>
  (await gateway.ask(token, query)).errors?.[0]?.extensions['code'] ?? 'answered';

async function metric(line: RegExp): Promise<string | undefined> {
  const { running } = gateway;
  const metrics = await fetch(`http://127.0.0.1:${running.operationsPort}/metrics`);
  return line.exec(await metrics.text())?.[1];
}

const isResting = () => metric(/^subgraph_resting{.*subgraph="study".*} (\d)/m);

describe('a subgraph that is away for a moment', () => {
  it.each([502, 503])('with %i is asked a second time, and no client knows', async (status) => {
    const token = await gateway.tokenWith();
    let asked = 0;
    gateway.study.misbehaviour = (...given) => {
      asked += 1;
      gateway.study.misbehaviour = undefined;
      answering(status)(...given);
    };

    expect(await codeOf(token, funds)).toBe('answered');
    expect(asked).toBe(1);
  });

  it('is asked twice and no more, a change once', async () => {
    const token = await gateway.tokenWith();
    gateway.study.misbehaviour = answering(503);
    gateway.study.calls.splice(0);

    expect(await codeOf(token, funds)).toBe('SUBGRAPH_UNAVAILABLE');
    expect(gateway.study.calls).toHaveLength(2);
    expect(await codeOf(token, change)).toBe('SUBGRAPH_UNAVAILABLE');
    expect(gateway.study.calls).toHaveLength(3);
  });

  it('with 500 is not asked again, for it would fail again', async () => {
    const token = await gateway.tokenWith();
    gateway.study.misbehaviour = answering(500);
    gateway.study.calls.splice(0);

    expect(await codeOf(token, funds)).toBe('SUBGRAPH_UNAVAILABLE');
    expect(gateway.study.calls).toHaveLength(1);
  });
});

describe('a subgraph that is down', () => {
  it('is let alone after a while, and back within five seconds of its return', async () => {
    const token = await gateway.tokenWith();
    expect(await codeOf(token, funds)).toBe('answered');
    expect(await isResting()).toBe('0');
    gateway.study.misbehaviour = answering(500);
    for (let call = 0; call < 10; call += 1) await codeOf(token, funds);
    gateway.study.calls.splice(0);

    expect(await codeOf(token, funds)).toBe('SUBGRAPH_UNAVAILABLE');
    expect(await codeOf(token, people)).toBe('answered');
    expect(gateway.study.calls).toHaveLength(0);
    expect(await isResting()).toBe('1');

    gateway.study.misbehaviour = undefined;
    for (let look = 0; look < 100 && (await codeOf(token, funds)) !== 'answered'; look += 1) {
      await sleep(100);
    }
    expect(await isResting()).toBe('0');
  });

  it('that answers with what is no JSON is not let alone: it is there', async () => {
    const token = await gateway.tokenWith();
    gateway.study.misbehaviour = (response) => void response.writeHead(200, json).end('lorem');
    for (let call = 0; call < 12; call += 1) await codeOf(token, funds);
    gateway.study.misbehaviour = undefined;

    expect(await codeOf(token, funds)).toBe('answered');
  });
});

describe('a subgraph whose fifty calls are all taken', () => {
  it('costs those that come later a second, and those of others nothing', async () => {
    const token = await gateway.tokenWith();
    await codeOf(token, funds);
    const held: (() => void)[] = [];
    gateway.study.misbehaviour = (response) => {
      held.push(() => void response.writeHead(200, json).end('{"data":{"funds":[]}}'));
    };
    const slow = Array.from({ length: 50 }, () => codeOf(token, funds));
    for (let look = 0; look < 1_500 && held.length < 50; look += 1) await sleep(10);
    expect(held).toHaveLength(50);

    let given = 0;
    for (const one of slow) void one.then(() => (given += 1));
    expect(await codeOf(token, funds)).toBe('SUBGRAPH_UNAVAILABLE');
    const others = Array.from({ length: 20 }, () => codeOf(token, people));
    expect(new Set(await Promise.all(others))).toEqual(new Set(['answered']));
    expect(given).toBe(0);

    for (const answer of held) answer();
    await Promise.all(slow);
    gateway.study.misbehaviour = undefined;
    expect(await codeOf(token, funds)).toBe('answered');
  });
});
