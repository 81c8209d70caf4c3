import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from './problem.ts';

/** One process, told apart from a later one that was given the same number. */
export interface RunningProcess {
  pid: number;
  /** Opaque: two processes with the same number differ in it. */
  startedAt: string;
  command: string;
}

/** The process that runs under a number now. Undefined when none does; a zombie no longer runs. */
export function runningProcess(pid: number): RunningProcess | undefined {
  if (process.platform === 'linux') return onLinux(pid);
  return process.platform === 'win32' ? onWindows(pid) : onUnix(pid);
}

/** Whether this very process, and not another that was given its number, still runs. */
export function stillRuns({ pid, startedAt }: Pick<RunningProcess, 'pid' | 'startedAt'>): boolean {
  return runningProcess(pid)?.startedAt === startedAt;
}

/**
 * Ends a PostgreSQL server: a fast shutdown first, then an immediate one, in which the server kills
 * its own children, and only then SIGKILL.
 *
 * @param patienceMs how long each of the three is waited for
 * @throws when the process is there after all of that.
 */
export async function endServer(
  server: Pick<RunningProcess, 'pid' | 'startedAt'>,
  patienceMs = 10_000,
): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!stillRuns(server)) return;
    sendSignal(server.pid, signal);
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline) {
      if (!stillRuns(server)) return;
      await sleep(20);
    }
  }
  throw new Error(`Process ${String(server.pid)} cannot be ended.`);
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

function onLinux(pid: number): RunningProcess | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // After the name, which is in brackets and may hold anything: state first, start time 20th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state = 'X', startedAt = ''] = [fields[0], fields[19]];
    if (state === 'Z' || state === 'X') return undefined;
    const command = readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return { pid, startedAt, command };
  } catch {
    return undefined;
  }
}

function onUnix(pid: number): RunningProcess | undefined {
  const columns = ['-o', 'state=', '-o', 'lstart=', '-o', 'command=', '-p', String(pid)];
  const { stdout } = spawnSync('ps', columns, { encoding: 'utf8', env: { LC_ALL: 'C' } });
  const row = /^\s*([^Z\s]\S*)\s+((?:\S+\s+){4}\d{4})\s+(.*)/.exec(stdout);
  return row ? { pid, startedAt: row[2] ?? '', command: row[3] ?? '' } : undefined;
}

function onWindows(pid: number): RunningProcess | undefined {
  const query = `Get-CimInstance Win32_Process -Filter 'ProcessId=${String(pid)}' | ForEach-Object { $_.CreationDate.Ticks; $_.CommandLine }`;
  const { stdout } = spawnSync('powershell', ['-NoProfile', '-Command', query], {
    encoding: 'utf8',
  });
  const [startedAt, command = ''] = stdout.trim().split(/\r?\n/);
  return startedAt ? { pid, startedAt, command } : undefined;
}
