import { pino } from 'pino';
import { currentRequestId } from './current-request.ts';

export type Logger = pino.Logger;

/** JSON lines on standard output. What may hold a secret or a name is never given to it. */
export function createLogger(name: string, level: string): Logger {
  return pino({ name, level, base: { process: name } });
}

/** Of an error of PostgreSQL: where it happened, in names of the schema. */
const ofSchema = ['code', 'table', 'constraint', 'routine'] as const;

/**
 * What the log says of a defect: the request, its kind and stack, and what PostgreSQL calls it; never
 * its message, SQL parameters or row details.
 */
export function describeDefect(defect: unknown): Record<string, unknown> {
  const requestId = currentRequestId();
  if (!(defect instanceof Error)) return { requestId, defect: typeof defect };
  const fields = ofSchema.map((name) => [name, Reflect.get(defect, name) as unknown] as const);
  const known = fields.filter(([, value]) => typeof value === 'string');
  const frames = (defect.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    requestId,
    defect: defect.name,
    ...Object.fromEntries(known),
    stack: frames.slice(0, 12).join('\n'),
  };
}
