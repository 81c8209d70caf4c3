import type { Answer, ClientError } from './answer.ts';
import type { Arena } from './arena.ts';
import { outcomeOf } from './comparison.ts';
import type { Case, Outcome } from './comparison.ts';
import { withOwnNames, withTypenames } from './operation-cures.ts';
import { canonical } from './universe.ts';

/** Each cure is a way of asking that keeps stock from one kind of wrong answer. */
const CURES: readonly [string, (failing: Case) => Case][] = [
  [
    'stock loses what stands in a selection without __typename',
    ({ operation, ...rest }) => ({ ...rest, operation: withTypenames(operation) }),
  ],
  [
    'stock mistakes an answer of the client for a field that its plan needs',
    ({ operation, ...rest }) => ({ ...rest, operation: withOwnNames(operation) }),
  ],
  [
    'stock loses a selection, and mistakes an answer for a field that its plan needs',
    ({ operation, ...rest }) => ({ ...rest, operation: withOwnNames(withTypenames(operation)) }),
  ],
];

/**
 * Why stock and a single server differ, where it is known.
 *
 * A reason is believed only when it is shown: asked in a way that avoids it, they agree.
 */
export async function reasonOfStock(
  arena: Arena,
  failing: Case,
  outcome: Outcome,
): Promise<string | undefined> {
  if (canonical(outcome.stock) === canonical(outcome.single)) {
    return 'stock gathers repeated fragments, and so orders fields in another way';
  }
  if (canonical(outcome.stockRun.done) !== canonical(outcome.singleRun.done)) {
    return 'stock does a mutation twice, or does mutations in another order';
  }
  if (outcome.stock.threw === 'Invalid array length') {
    return 'stock gives up planning: its graph of fetches has grown without bound';
  }
  for (const [reason, cure] of CURES) {
    const cured = await outcomeOf(arena, cure(failing));
    if (canonical(cured.stock) === canonical(cured.single)) return reason;
  }
  if (interfaceObjectAnsweredLast(arena, outcome)) {
    return 'stock lets a subgraph with @interfaceObject overwrite the type that was found';
  }
  return undefined;
}

/** Why this executor and stock differ, where it is known and shown to be to our advantage. */
export async function reasonOfOurs(
  arena: Arena,
  failing: Case,
  outcome: Outcome,
): Promise<string | undefined> {
  const { stock, ours } = outcome;
  if (ours === undefined) return undefined;
  if (saysTheSameElsewhere(stock, ours)) return 'stock points an error at another entity';
  const [, cure] = CURES[1] ?? [];
  if (cure === undefined || !(await agreeOnceCured(arena, cure(failing)))) return undefined;
  return 'stock mistakes an answer of the client for a field that its plan needs';
}

async function agreeOnceCured(arena: Arena, cured: Case): Promise<boolean> {
  const outcome = await outcomeOf(arena, cured);
  return !outcome.oursDiffers || saysTheSameElsewhere(outcome.stock, outcome.ours ?? {});
}

/**
 * Stock counts only the entities that it sent when it looks up where an error belongs, and so it
 * points at the wrong one when some were not sent. Ours has to point at something that is missing.
 */
function saysTheSameElsewhere(stock: Answer, ours: Answer): boolean {
  if (JSON.stringify(stock.data) !== JSON.stringify(ours.data)) return false;
  const sameBut = (errors: readonly ClientError[] = []) =>
    errors
      .map((error) => canonical(withoutPlace(error)))
      .toSorted()
      .join();
  const known = ours.errors?.every(({ path = [] }) => isMissing(ours.data, path)) ?? true;
  return known && sameBut(stock.errors) === sameBut(ours.errors);
}

function withoutPlace({ message, path, code }: ClientError): unknown {
  const anyPath = path?.map((step) => (typeof step === 'number' ? '@' : step));
  return { message: message.replace(/contain \d+ elements/, 'contain all'), path: anyPath, code };
}

function isMissing(data: unknown, path: readonly (string | number)[]): boolean {
  let value = data;
  for (const step of path) {
    if (value === null || typeof value !== 'object') return true;
    value = Reflect.get(value, step);
  }
  return value === null || value === undefined || path.length === 0 || typeof value === 'object';
}

/** An earlier call found an object's type, a later one named the interface in its stead. */
function interfaceObjectAnsweredLast({ world }: Arena, { stockRun }: Outcome): boolean {
  const home = world.objects.get('Media')?.keys.keys().next().value ?? '';
  const first = stockRun.calls.findIndex((call) => call.startsWith(`${home}:`));
  return stockRun.calls
    .slice(first + 1)
    .some((call) => !call.startsWith(`${home}:`) && /_entities.*on Media.*__typename/.test(call));
}
