import { extname } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { matchSwaps, type SwapMatching } from './match-swaps.ts';
import { loadSolver } from './solver.ts';
import type { MatchableWish, MilesBetween } from './matchable-wish.ts';

/** Where schools are, in metres on the National Grid, by id. */
export type SchoolsOnGrid = ReadonlyMap<
  string,
  { readonly easting: number; readonly northing: number }
>;

interface Asked {
  readonly wishes: readonly MatchableWish[];
  readonly schools: SchoolsOnGrid;
  readonly seed: string;
  readonly milliseconds: number;
}

/**
 * Matches in a thread of its own, so that others are answered meanwhile.
 *
 * @param milliseconds that it may take, about; then the answer says how far from the best it may be.
 */
export function matchInThread(
  wishes: readonly MatchableWish[],
  schools: SchoolsOnGrid,
  seed: string,
  milliseconds: number,
): Promise<SwapMatching> {
  const asked: Asked = { wishes, schools, seed, milliseconds };
  const thread = new Worker(
    new URL(`./matching-thread${extname(import.meta.url)}`, import.meta.url),
    {
      workerData: asked,
    },
  );
  return new Promise((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', () => {
      reject(new Error('the matching ended without an answer'));
    });
  });
}

const metresAMile = 1_609.344;

function milesIn(schools: SchoolsOnGrid): MilesBetween {
  return (schoolId, otherId) => {
    const [one, other] = [schools.get(schoolId), schools.get(otherId)];
    if (!one || !other) return null;
    return Math.hypot(one.easting - other.easting, one.northing - other.northing) / metresAMile;
  };
}

const isAsked = (value: unknown): value is Asked =>
  typeof value === 'object' && value !== null && 'wishes' in value && 'milliseconds' in value;

const given: unknown = workerData;
if (!isMainThread && parentPort && isAsked(given)) {
  const { wishes, schools, seed, milliseconds } = given;
  const highs = await loadSolver();
  const ends = performance.now() + milliseconds;
  const timeLeft = () => ends - performance.now();
  parentPort.postMessage(matchSwaps(highs, wishes, milesIn(schools), seed, timeLeft));
}
