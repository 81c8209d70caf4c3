import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { startEmbeddedPostgres } from '@trellis/embedded-postgres/launcher';
import { allGone, postmasterOf, StartedStack } from './testing/started-stack.ts';

describe('npm start, stopped while it is starting', () => {
  it('ends all that it had started', async () => {
    const stack = await StartedStack.create();
    const child = stack.run();
    await stack.says('Loading the demonstration trusts');
    const pids = [...Object.values(stack.pids()), postmasterOf(stack.folder)];

    process.kill(child.pid ?? 0, 'SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));

    expect(child.exitCode).toBe(0);
    await allGone(pids);
    stack.remove();
  }, 60_000);
});

describe('npm start with NODE_ENV=production', () => {
  it('refuses and points to how production is run', async () => {
    const stack = await StartedStack.create();

    const child = stack.run({ NODE_ENV: 'production' });
    await new Promise((resolve) => child.once('exit', resolve));
    stack.remove();

    expect(stack.lines.join('\n')).toContain('docs/operations.md');
    expect(child.exitCode).toBe(1);
  });
});

describe('npm start with DATABASE_URL', () => {
  it('uses that server, and makes no embedded one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trellis-server-'));
    const server = await startEmbeddedPostgres({ folder, durable: false });
    const stack = await StartedStack.create();
    try {
      stack.run({ DATABASE_URL: server.superuserUrl });
      await stack.says('Trellis is ready');

      expect(existsSync(join(stack.folder, 'postgres'))).toBe(false);
      const { errors } = await stack.query('examples/subject-network.graphql', 'central');
      expect(errors).toBeUndefined();
    } finally {
      await stack.stop();
      await server.stop();
      stack.remove();
      rmSync(folder, { recursive: true });
    }
  }, 90_000);
});

describe('npm start on a taken port', () => {
  it('names the port when something else has it', async () => {
    const other = await StartedStack.create();
    const squatter = createServer().listen(other.port, '127.0.0.1');
    try {
      const child = other.run();
      await new Promise((resolve) => child.once('exit', resolve));

      expect(other.lines.join('\n')).toContain(
        `Trellis cannot start. Port ${other.port} on 127.0.0.1 cannot be opened`,
      );
    } finally {
      squatter.close();
      other.remove();
    }
  }, 60_000);
});
