import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runningProcess } from './running-process.ts';

// .ts where the sources run as they are, else .js
const watchdogFile = fileURLToPath(new URL(`watchdog${extname(import.meta.url)}`, import.meta.url));

/**
 * Waits for a child process to end, with a watchdog beside it that ends it when this process is
 * gone. A watchdog that is killed is replaced.
 *
 * @throws what kept the child from being started.
 */
export async function guarded(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  const running = child.pid === undefined ? undefined : runningProcess(child.pid);
  const stopWatching = running && watchOver(running.pid, running.startedAt);
  try {
    await ended;
  } finally {
    await stopWatching?.();
  }
}

function watchOver(pid: number, startedAt: string): () => Promise<void> {
  let needed = true;
  let watchdog = start();

  function start(): ChildProcess {
    const started = spawn(process.execPath, [watchdogFile, String(pid), startedAt], {
      stdio: ['pipe', 'ignore', 'ignore'],
      env: {},
      detached: true,
    });
    started
      .once('error', () => undefined)
      .once('exit', (_code, signal) => {
        if (needed && signal) watchdog = start();
      });
    return started;
  }

  return async () => {
    needed = false;
    if (watchdog.kill('SIGKILL')) await once(watchdog, 'exit');
  };
}
