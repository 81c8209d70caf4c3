import { z } from 'zod';
import { readPrivate, writePrivate } from './folder.ts';

const shape = z.object({
  graphqlUrl: z.url(),
  issuers: z.object({ main: z.url(), other: z.url() }),
});

/** Where the stack of this checkout answers. */
export type RunningStack = z.infer<typeof shape>;

export function noteRunningStack(stack: RunningStack): void {
  writePrivate('running.json', JSON.stringify(stack));
}

/** @throws Error in plain words when it was never started. */
export function findRunningStack(): RunningStack {
  const kept = readPrivate('running.json');
  if (!kept) throw new Error('Trellis is not running here: npm start, and then again.');
  return shape.parse(JSON.parse(kept));
}

/** Writes down which process is which, for whoever measures or kills them. */
export function noteProcesses(
  processes: readonly { readonly name: string; readonly pid: number | undefined }[],
): void {
  const pids = processes.filter(({ pid }) => pid !== undefined).map(({ name, pid }) => [name, pid]);
  writePrivate('processes.json', JSON.stringify(Object.fromEntries(pids)));
}

/** Process ids of the running stack by name. */
export function findProcesses(): Record<string, number> {
  return z.record(z.string(), z.number()).parse(JSON.parse(readPrivate('processes.json') ?? '{}'));
}
