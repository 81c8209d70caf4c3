import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, EmbeddedPostgresProblem } from './problem.ts';
import { runningProcess } from './running-process.ts';

const attempts = 5;

/**
 * Keeps a folder to this process until the returned function is called or the process ends.
 *
 * Each starter writes a claim of its own, named for its number and start time, and only then looks
 * for others: so of two at once at least one sees the other, and a dead process's claim can be
 * cleared by anybody without harm. Starters that meet withdraw and try again at different moments.
 *
 * @throws EmbeddedPostgresProblem naming the process that has the folder.
 */
export async function takeLock(folder: string): Promise<() => void> {
  const own = join(folder, claimName(process.pid, runningProcess(process.pid)?.startedAt ?? ''));
  for (let attempt = 1; ; attempt++) {
    const holder = claim(own) ? otherHolder(folder, own) : process.pid;
    if (holder === undefined) {
      return () => {
        rmSync(own, { force: true });
      };
    }
    if (holder !== process.pid) rmSync(own);
    if (holder === process.pid || attempt === attempts) {
      throw new EmbeddedPostgresProblem(
        `The database folder ${folder} is in use by process ${String(holder)}. Stop that one first, or choose another folder.`,
      );
    }
    await sleep(10 + Math.random() * 50);
  }
}

function claim(own: string): boolean {
  try {
    writeFileSync(own, '', { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function otherHolder(folder: string, own: string): number | undefined {
  for (const name of readdirSync(folder)) {
    const pid = Number(/^lock-(\d+)-/.exec(name)?.[1]);
    const path = join(folder, name);
    if (!pid || path === own) continue;
    const running = runningProcess(pid);
    if (running && claimName(pid, running.startedAt) === name) return pid;
    rmSync(path, { force: true });
  }
  return undefined;
}

function claimName(pid: number, startedAt: string): string {
  return `lock-${String(pid)}-${startedAt.replaceAll(/\W+/g, '.')}`;
}
