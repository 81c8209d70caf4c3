import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '@trellis/embedded-postgres/port';
import { z } from 'zod';
import { projectFolder } from './folder.ts';
import { StartedStack } from './testing/started-stack.ts';

let stack: StartedStack;
let token: string;
let second: ChildProcess;
let secondPort: number;

beforeAll(async () => {
  stack = await StartedStack.create();
  await stack.start();
  token = await stack.token('teacher');
  secondPort = await freePort();
  second = await anotherGateway(secondPort);
}, 150_000);

afterAll(async () => {
  const ended = once(second, 'exit');
  second.kill();
  await ended;
  await stack.stop();
  stack.remove();
}, 60_000);

/** A process beside the stack's gateway, told the same but for its ports. */
async function anotherGateway(port: number): Promise<ChildProcess> {
  const told = readFileSync(`/proc/${stack.pids()['gateway'] ?? 0}/environ`, 'utf8');
  const environment = Object.fromEntries(
    told
      .split('\0')
      .filter(Boolean)
      .map((entry): [string, string] => {
        const at = entry.indexOf('=');
        return [entry.slice(0, at), entry.slice(at + 1)];
      }),
  );
  const child = spawn(process.execPath, [join(projectFolder, 'gateway/dist/main.js')], {
    env: { ...environment, PORT: String(port), OPERATIONS_PORT: String(await freePort()) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout);
  for await (const line of lines) if (line.includes('"msg":"ready"')) break;
  child.stdout.resume();
  return child;
}

const answerShape = z.object({
  data: z.object({
    rateLimit: z.object({ cost: z.number(), remaining: z.number(), resetAt: z.string() }),
  }),
});

/** @returns what the caller has left by one gateway's reckoning, after these fields. */
async function standingAt(port: number, fields = '') {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: `{ rateLimit { cost remaining resetAt } ${fields} }` }),
  });
  return answerShape.parse(await response.json()).data.rateLimit;
}

/** Spends at one gateway. @returns by how much less the other then says is left, or a new hour. */
async function spentAtOneSeenAtOther(points: number) {
  const before = await standingAt(secondPort);
  let spent = 0;
  while (spent < points) {
    spent += (await standingAt(stack.port, 'programmes(first: 100) { edges { node { id } } }'))
      .cost;
  }
  for (let tries = 0; tries < 300; tries += 1) {
    const now = await standingAt(secondPort);
    if (now.resetAt !== before.resetAt) return 'new hour';
    if (before.remaining - now.remaining >= spent) return spent;
    await pause(100);
  }
  return 0;
}

describe('two gateways before one people', () => {
  it('let a caller spend one hour’s points between them', async () => {
    let seen = await spentAtOneSeenAtOther(3_000);
    if (seen === 'new hour') seen = await spentAtOneSeenAtOther(3_000);

    // Asking costs points as well, but never so many.
    expect(seen).toBeGreaterThanOrEqual(3_000);
  }, 120_000);
});
