import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { endServer, runningProcess, stillRuns } from './running-process.ts';
import { afterTest, aStranger, cleanUp, until } from './testing.ts';

afterEach(cleanUp);

describe('a running process', () => {
  it('is not one that has ended, even while its parent has not noticed', async () => {
    const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 60']);
    afterTest(() => void parent.kill());
    let line = '';
    parent.stdout.on('data', (said: Buffer) => (line += said.toString()));
    await until('the number is said', () => line.endsWith('\n'));

    await until('the child is no longer running', () => runningProcess(Number(line)) === undefined);
    expect(() => process.kill(Number(line), 0)).not.toThrow(); // its number is still taken
  });

  it('is not another one with the same number', async () => {
    const pid = await aStranger('.');

    expect(stillRuns({ pid, startedAt: 'before' })).toBe(false);
    await endServer({ pid, startedAt: 'before' });
    expect(runningProcess(pid)?.command).toContain('sleep');
  });

  it('is ended by force when it does not end when asked', async () => {
    const child = spawn('sh', ['-c', `trap '' INT QUIT; echo; while :; do sleep 1; done`]);
    await once(child.stdout, 'data');
    const exit = once(child, 'exit');
    const startedAt = runningProcess(child.pid ?? 0)?.startedAt ?? '';

    await endServer({ pid: child.pid ?? 0, startedAt }, 100);

    expect(await exit).toEqual([null, 'SIGKILL']);
  });
});
