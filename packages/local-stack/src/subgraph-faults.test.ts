import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { StartedStack } from './testing/started-stack.ts';

const subgraphs = ['people', 'opportunities', 'study'] as const;
type Subgraph = (typeof subgraphs)[number];

/** What each answers by itself. */
const own: Readonly<Record<Subgraph, string>> = {
  people: '{ schools(first: 1) { totalCount } }',
  opportunities: '{ opportunities(first: 1) { totalCount } }',
  study: '{ programmes(first: 1) { edges { node { id } } } }',
};

/** What another begins and each has a part in, and where that part is. */
const shared: Readonly<Record<Subgraph, readonly [query: string, part: string]>> = {
  people: [
    '{ opportunities(first: 20) { edges { node { title hostSchool { name } } } } }',
    'hostSchool',
  ],
  opportunities: [
    '{ people(first: 1) { edges { node { name placements(first: 1) { totalCount } } } } }',
    'placements',
  ],
  study: [
    '{ people(first: 1) { edges { node { name awards(first: 1) { totalCount } } } } }',
    'awards',
  ],
};

const answerShape = z.object({
  data: z.unknown(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }) }))
    .optional(),
});

let stack: StartedStack;
let token: string;
beforeAll(async () => {
  stack = await StartedStack.create();
  await stack.start();
  token = await stack.token('central');
  for (const name of subgraphs) expect((await ask(own[name])).errors).toBeUndefined();
  for (const name of subgraphs) expect((await ask(shared[name][0])).errors).toBeUndefined();
}, 150_000);

afterAll(async () => {
  await stack.stop();
  stack.remove();
}, 60_000);

async function ask(query: string) {
  const response = await fetch(`http://127.0.0.1:${stack.port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  return answerShape.parse(await response.json());
}

function pidOf(name: Subgraph): number {
  const pid = stack.pids()[name];
  if (!pid) throw new Error(`${name} does not run`);
  return pid;
}

const others = (name: Subgraph) => subgraphs.filter((one) => one !== name);

describe('F2: a subgraph that is killed', () => {
  it.each(subgraphs)(
    '%s leaves the others answering, and its own fields null, until it is back',
    async (name) => {
      const [query, part] = shared[name];
      const line = stack.lines.length;
      process.kill(pidOf(name), 'SIGKILL');
      const answers = await Promise.all(others(name).map((other) => ask(own[other])));
      const { data, errors } = await ask(query);

      expect(answers.map((answer) => answer.errors)).toEqual([undefined, undefined]);
      expect(JSON.stringify(data)).toContain(`"${part}":null`);
      expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(
        new Set(['SUBGRAPH_UNAVAILABLE']),
      );
      expect(JSON.stringify(errors)).not.toMatch(/127\.0\.0\.1|ECONN|socket/);

      await stack.says(`${name} is back.`, line);
      const back = Date.now();
      while ((await ask(query)).errors) await pause(50);
      expect(Date.now() - back).toBeLessThan(5_000);
    },
    120_000,
  );
});

describe('F27: a subgraph whose event loop stands still for two seconds', () => {
  it.each(subgraphs)(
    '%s holds up nobody who does not ask for it, and answers then',
    async (name) => {
      process.kill(pidOf(name), 'SIGSTOP'); // as little as a blocked loop does it take or answer
      const began = Date.now();
      const waiting = ask(own[name]).then((answer) => ({ ...answer, after: Date.now() - began }));
      const free = await Promise.all(others(name).map((other) => ask(own[other])));
      const freeAfter = Date.now() - began;
      await pause(2_000 - freeAfter);
      process.kill(pidOf(name), 'SIGCONT');
      const { errors, after } = await waiting;

      expect(free.map((answer) => answer.errors)).toEqual([undefined, undefined]);
      expect(freeAfter).toBeLessThan(2_000);
      expect(errors).toBeUndefined();
      expect(after).toBeGreaterThanOrEqual(2_000);
    },
    60_000,
  );
});
