import type { Answer, ClientError } from './answer.ts';
import type { Arena } from './arena.ts';
import { outcomeOf } from './comparison.ts';
import type { Case, Outcome } from './comparison.ts';
import { isAboutNull, rightlyPlaced } from './error-places.ts';
import { hasNamesToMistake, withIdentities, withOwnNames } from './operation-cures.ts';
import type { RunContext } from './run-context.ts';
import { canonical } from './universe.ts';

/** Why this executor and stock differ, where it is known and shown to be to our advantage. */
export async function reasonOfOurs(
  arena: Arena,
  failing: Case,
  outcome: Outcome,
): Promise<string | undefined> {
  if (await pointsBetter(arena, failing, outcome)) return 'points an error at another entity';
  if (outcome.stockRun.strays.has('field answered with 0, false or "" under a name of the plan')) {
    const help = { withoutEmptyValues: true, withRequirements: true };
    const full = await outcomeOf(arena, { ...failing, help });
    if (!full.oursDiffers) return 'loses 0, false and "" of a field that its plan renamed';
  }
  if (saysLess(outcome) && asksLess(outcome)) {
    const apart = { ...arena, ours: arena.apart() };
    const again = await outcomeOf(apart, failing);
    const isCured = !again.oursDiffers || (await pointsBetter(apart, failing, again));
    if (isCured) return 'asks about what a call at the same time makes null';
  }
  const wrong = 'field computed from another value than it requires';
  if (
    outcome.stockRun.strays.has(wrong) &&
    (!outcome.oursRun.strays.has(wrong) || sendsMore(outcome))
  ) {
    const met = await outcomeOf(arena, { ...failing, help: { withRequirements: true } });
    if (!met.oursDiffers) return 'sends nulls for a required list of lists';
  }
  const { schema } = arena.stock;
  if (!hasNamesToMistake(schema, failing.operation)) return undefined;
  const cured = { ...failing, operation: withOwnNames(schema, failing.operation) };
  const again = await outcomeOf(arena, cured);
  const cures = !again.oursDiffers || (await pointsBetter(arena, cured, again));
  return cures ? 'mistakes an answer of the client for a field that its plan needs' : undefined;
}

/** The same data, and no error that the other does not tell. */
function saysLess({ stock, ours }: Outcome): boolean {
  const told = new Set(stock.errors?.map(canonical));
  const isSame = JSON.stringify(stock.data) === JSON.stringify(ours?.data);
  return isSame && (ours?.errors ?? []).every((error) => told.has(canonical(error)));
}

/** Whether stock asked about an entity that ours never asked about. */
function asksLess({ stockRun, oursRun }: Outcome): boolean {
  return !stockRun.asked.isSubsetOf(oursRun.asked);
}

/** Where faults spoil what is required, it is wrong either way; stock sends nulls for its lists. */
function sendsMore({ stockRun, oursRun }: Outcome): boolean {
  const sends = (run: RunContext, text: string) => run.calls.some((call) => call.includes(text));
  return oursRun.faults.struck.size > 0 && sends(stockRun, ':[null') && sends(oursRun, ':[[');
}

/**
 * Stock counts only the entities that it sent when it looks up where an error belongs, and so it
 * points at the wrong one when some were not sent. Ours has to point at something that is missing
 * and, where the question is put again with the ids of all objects, at the one the error is about.
 */
async function pointsBetter(arena: Arena, failing: Case, { stock, ours }: Outcome) {
  if (ours === undefined || !saysTheSameElsewhere(stock, ours)) return false;
  const operation = withIdentities(arena.stock.schema, failing.operation);
  const again = await outcomeOf(arena, { ...failing, operation });
  return again.ours !== undefined && rightlyPlaced(again.ours, again.oursRun.faults.struck.keys());
}

/** The same data and errors, but for list indices in the errors' paths. */
export function saysTheSameElsewhere(stock: Answer, ours: Answer): boolean {
  if (JSON.stringify(stock.data) !== JSON.stringify(ours.data)) return false;
  const { errors: [...left] = [] } = stock;
  const sameBut = ours.errors?.every((error) => {
    const told = left.findIndex((other) => isToldElsewhere(error, other));
    return told >= 0 && left.splice(told, 1).length > 0;
  });
  // A key that one subgraph answers with null may be there: the object was found by it.
  const known =
    ours.errors?.every((error) => isAboutNull(error) || isMissing(ours.data, error.path ?? [])) ??
    true;
  return known && sameBut !== false && left.length === 0;
}

/** Where another call put a null above the object, stock loses the way to it, and ours does not. */
function isToldElsewhere(ours: ClientError, stock: ClientError): boolean {
  const [one, other] = [withoutIndices(ours), withoutIndices(stock)];
  const { path: way = [] } = one;
  const { path: lost = [] } = other;
  const rest = { ...one, path: way.slice(way.length - lost.length) };
  return canonical(one) === canonical(other) || canonical(rest) === canonical(other);
}

function withoutIndices({ message, path, code }: ClientError): ClientError {
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
