import type { Arena } from './arena.ts';
import { outcomeOf } from './comparison.ts';
import type { Case, Outcome } from './comparison.ts';
import {
  hasNamesToMistake,
  withOwnNames,
  withTypenames,
  withoutConditions,
} from './operation-cures.ts';
import type { SubgraphHelp } from './subgraph-help.ts';
import { canonical } from './universe.ts';

/** A way in which stock answers wrongly. */
interface StockFault {
  readonly reason: string;
  /** Whether the run shows that it may have happened. */
  readonly shows: (outcome: Outcome, failing: Case, arena: Arena) => boolean;
  /** The same case without a chance for it to happen. */
  readonly cured: (failing: Case, arena: Arena) => Case;
}

const FAULTS: readonly StockFault[] = [
  {
    reason: 'asks for a field before what it requires was fetched',
    shows: ({ stockRun }) => stockRun.unmet.has('not sent'),
    cured: helped({ withRequirements: true }),
  },
  {
    reason: 'sends a required field as it was answered for other arguments',
    shows: ({ stockRun }) => stockRun.unmet.has('of another value'),
    cured: helped({ withRequirements: true }),
  },
  {
    reason: 'does a mutation twice, or mutations in another order',
    shows: ({ stockRun, singleRun }) => canonical(stockRun.done) !== canonical(singleRun.done),
    cured: helped({ withEqualMutations: true }),
  },
  {
    reason: 'lets a subgraph with @interfaceObject overwrite the type that was found',
    shows: (outcome, _, arena) => interfaceNamedLast(arena, outcome),
    cured: helped({ withoutInterfaceNames: true }),
  },
  {
    reason: 'loses what stands in a selection without __typename',
    shows: () => true,
    cured: ({ operation, ...rest }) => ({ ...rest, operation: withTypenames(operation) }),
  },
  {
    reason: 'mistakes an answer of the client for a field that its plan needs',
    shows: (_, { operation }, { stock }) => hasNamesToMistake(stock.schema, operation),
    cured: ({ operation, ...rest }, { stock }) => {
      return { ...rest, operation: withOwnNames(stock.schema, operation) };
    },
  },
  {
    reason: 'lets a condition of one field decide about another',
    shows: (_, { operation }) => /@(skip|include)\(/.test(operation.source),
    cured: ({ operation, variables, ...rest }) => {
      return { ...rest, variables, operation: withoutConditions(operation, variables) };
    },
  },
];

/**
 * Why stock and a single server differ, where it is known.
 *
 * A reason is believed only when the run shows it and when, with no chance for it to happen, stock
 * and the single server agree. Two at once are tried after each alone.
 */
export async function reasonOfStock(
  arena: Arena,
  failing: Case,
  outcome: Outcome,
): Promise<string | undefined> {
  if (agree(outcome)) {
    return failing.operation.source.includes('...') ? 'orders fields in another way' : undefined;
  }
  const shown = FAULTS.filter(({ shows }) => shows(outcome, failing, arena));
  for (const { reason, cured } of [...shown, ...pairs(shown)]) {
    if (agree(await outcomeOf(arena, cured(failing, arena)))) return reason;
  }
  return undefined;
}

/** But for the order of fields. */
function agree({ stock, single }: Outcome): boolean {
  return canonical(stock) === canonical(single);
}

function pairs(faults: readonly StockFault[]): Pick<StockFault, 'reason' | 'cured'>[] {
  return faults.flatMap((one, index) =>
    faults.slice(index + 1).map((other) => ({
      reason: `${one.reason}; ${other.reason}`,
      cured: (failing, arena) => other.cured(one.cured(failing, arena), arena),
    })),
  );
}

function helped(help: SubgraphHelp): StockFault['cured'] {
  return (failing) => ({ ...failing, help: { ...failing.help, ...help } });
}

/** An earlier call found an object's type, a later one named the interface in its stead. */
function interfaceNamedLast({ world }: Arena, { stockRun }: Outcome): boolean {
  const home = world.objects.get('Media')?.keys.keys().next().value ?? '';
  const first = stockRun.calls.findIndex((call) => call.startsWith(`${home}:`));
  return stockRun.calls
    .slice(first + 1)
    .some((call) => !call.startsWith(`${home}:`) && /_entities.*on Media.*__typename/.test(call));
}
