import { pino } from 'pino';

export type Logger = pino.Logger;

/** JSON lines on standard output. What may hold a secret or a name is never given to it. */
export function createLogger(name: string, level: string): Logger {
  return pino({ name, level, base: { process: name } });
}

/** What the log says of a defect: its kind, code and stack; never SQL parameters or row details. */
export function describeDefect(defect: unknown): Record<string, unknown> {
  if (!(defect instanceof Error)) return { defect: typeof defect };
  const code = 'code' in defect && typeof defect.code === 'string' ? { code: defect.code } : {};
  const frames = (defect.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { defect: defect.name, ...code, stack: frames.slice(0, 12).join('\n') };
}
