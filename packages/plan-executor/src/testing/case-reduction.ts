import { arenaOf } from './arena.ts';
import type { Arena, Challenger } from './arena.ts';
import { outcomeOf } from './comparison.ts';
import type { Case } from './comparison.ts';
import { failsAlike } from './fuzz-run.ts';
import type { Failure } from './fuzz-run.ts';
import { isValid, smallest } from './operation-reduction.ts';
import { worldReductions } from './world-reduction.ts';

export interface ReducedCase {
  readonly arena: Arena;
  readonly failing: Case;
}

/** Makes a failing case as small as it will go: operation, faults, then the world around it. */
export async function reduced(
  arena: Arena,
  failure: Failure,
  challenger: Challenger,
): Promise<ReducedCase> {
  const { failing } = failure;
  const failsIn = (where: Arena, candidate: Case) =>
    failsAlike(where, { ...failure, failing: candidate });
  const operation = await smallest(arena.stock.schema, failing, (candidate) =>
    failsIn(arena, candidate),
  );
  const faults = await fewestFaults(arena, operation, (candidate) => failsIn(arena, candidate));
  let best = arena;
  for (const reduce of worldReductions(arena.world)) {
    const smaller = await arenaOf(reduce(best.world), challenger).catch(() => undefined);
    if (smaller === undefined) continue;
    const fits = isValid(smaller.stock.schema, faults);
    const isSmaller = fits && (await failsIn(smaller, faults).catch(() => false));
    await (isSmaller ? best : smaller).stock.stop();
    if (isSmaller) best = smaller;
  }
  return { arena: best, failing: faults };
}

async function fewestFaults(
  arena: Arena,
  failing: Case,
  stillFails: (candidate: Case) => Promise<boolean>,
): Promise<Case> {
  if (failing.faults === undefined) return failing;
  const { stockRun, oursRun } = await outcomeOf(arena, failing);
  const places = new Set([...stockRun.faults.struck.keys(), ...oursRun.faults.struck.keys()]);
  let best = failing;
  for (const place of places) {
    const spared = new Set([...(best.faults?.spared ?? []), place]);
    const candidate = { ...best, faults: { ...failing.faults, spared } };
    if (await stillFails(candidate)) best = candidate;
  }
  return best;
}
