import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { listenOnSocket } from './http-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'socket-'));
afterAll(() => rmSync(folder, { recursive: true }));

const handler: RequestListener = (_, response) => void response.end('ok');

async function ask(socketPath: string): Promise<string> {
  const [response] = (await once(request({ socketPath, agent: false }).end(), 'response')) as [
    IncomingMessage,
  ];
  return (await response.toArray()).join('');
}

/** Leaves a socket behind as a process does that is killed. */
async function dieListening(path: string): Promise<void> {
  const program = `require('net').createServer().listen(${JSON.stringify(path)}, () => console.log(1))`;
  const child = spawn(process.execPath, ['-e', program]);
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('a socket of this host', () => {
  it('is answered at, and gone when the server stops', async () => {
    const path = join(folder, 'a.sock');
    const server = await listenOnSocket(handler, path);

    expect(await ask(path)).toBe('ok');
    await server.stop();
    expect(existsSync(path)).toBe(false);
  });

  it('is taken over from a process that died', async () => {
    const path = join(folder, 'dead.sock');
    await dieListening(path);
    expect(existsSync(path)).toBe(true);

    const server = await listenOnSocket(handler, path);

    expect(await ask(path)).toBe('ok');
    await server.stop();
  });

  it('is not taken from a process that answers there', async () => {
    const path = join(folder, 'busy.sock');
    const server = await listenOnSocket(handler, path);

    await expect(listenOnSocket(handler, path)).rejects.toThrow('something else is using it');
    expect(await ask(path)).toBe('ok');
    await server.stop();
  });

  it('never takes the place of a file', async () => {
    const path = join(folder, 'file');
    writeFileSync(path, 'precious');

    await expect(listenOnSocket(handler, path)).rejects.toThrow('something else is using it');
    expect(existsSync(path)).toBe(true);
  });
});
