import { arenaOf } from './arena.ts';
import type { Arena } from './arena.ts';
import { outcomeOf } from './comparison.ts';
import type { Contender } from './contender.ts';
import type { Case, Outcome } from './comparison.ts';
import {
  hasNamesToMistake,
  withOwnNames,
  withTypenames,
  withoutConditions,
} from './operation-cures.ts';
import { asksTooEarly, sendsRequirements } from './plans-in-turn.ts';
import type { Stray } from './run-context.ts';
import type { SubgraphHelp } from './subgraph-help.ts';
import { canonical } from './universe.ts';
import type { FieldModel } from './world.ts';

/** A way in which stock answers wrongly. */
interface StockFault {
  readonly reason: string;
  /** Whether the run shows that it may have happened. */
  readonly shows: (outcome: Outcome, failing: Case, arena: Arena) => boolean;
  /** The same case without a chance for it to happen. */
  readonly cured: (failing: Case, arena: Arena) => Case;
  /** The arena without a chance for it, where the case alone cannot do that. */
  readonly arena?: (arena: Arena) => Promise<Arena>;
}

const RENAMED_EMPTY = 'field answered with 0, false or "" under a name of the plan';

const FAULTS: readonly StockFault[] = [
  {
    reason: 'asks for a field before what it requires was fetched',
    shows: strayed('field computed without what it requires'),
    cured: helped({ withRequirements: true }),
  },
  {
    reason: 'leaves a field out that it asks for together with what it requires',
    shows: ({ stock }, { operation }, { planner }) =>
      stock.threw === undefined &&
      asksTooEarly(planner.plan(operation.document, operation.operationName)),
    cured: (failing) => failing,
    arena: (arena) => withStock(arena, arena.inTurn()),
  },
  {
    reason: 'loads what a field requires for objects of one type, where others need it too',
    shows: ({ stock }, { operation }, { planner }) =>
      stock.threw === undefined &&
      operation.source.includes('...') &&
      sendsRequirements(planner.plan(operation.document, operation.operationName)),
    // Where more is asked for, more types go by the names of their interfaces.
    cured: helped({ withRequirements: true, withRealTypes: true }),
    arena: (arena) => withStock(arena, arena.byKeys()),
  },
  {
    reason: 'sends a required field as it was answered for other arguments',
    shows: strayed('field computed from another value than it requires'),
    cured: helped({ withRequirements: true }),
  },
  {
    reason: 'asks a subgraph for a field that is external there',
    shows: strayed('field answered that is external'),
    cured: helped({ withExternals: true }),
  },
  {
    reason: 'asks about an entity of which it has not loaded the key',
    shows: strayed('entity told without a key'),
    cured: helped({ withoutKeyless: true }),
  },
  {
    reason: 'loses 0, false and "" of a field that its plan renamed',
    shows: strayed(RENAMED_EMPTY),
    cured: helped({ withoutEmptyValues: true, withRequirements: true }),
  },
  {
    reason: 'does a mutation twice, or mutations in another order',
    shows: ({ stockRun, singleRun }) => canonical(stockRun.done) !== canonical(singleRun.done),
    cured: helped({ withEqualMutations: true }),
  },
  {
    reason: 'takes the name of an interface with a key for the type of an object',
    shows: strayed('interface named in place of a type'),
    cured: helped({ withRealTypes: true }),
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
    reason: 'overwrites lists of lists where it should merge them',
    shows: ({ stockRun }) => stockRun.features.has('list of lists of objects'),
    cured: (failing) => failing,
    arena: withSimpleLists,
  },
  {
    reason: 'lets a condition of one field decide about another',
    shows: (_, { operation }) => /@(skip|include)\(/.test(operation.source),
    cured: ({ operation, variables, ...rest }) => {
      return { ...rest, variables, operation: withoutConditions(operation, variables) };
    },
  },
];

/** Its own assertions, at which it throws. */
const GIVEN_UP = [
  {
    threw: /^Cannot add (fragment of condition|selection of field)/,
    reason: 'it made a selection that its own rules forbid',
  },
  {
    threw: /^Group \[\d+\] .* is a child of .*: adding it as parent would create a cycle$/,
    reason: 'it made calls that wait for each other',
  },
];

/**
 * Why stock and a single server differ, where it is known.
 *
 * A reason is believed only when the run shows it and when, with no chance for it to happen, stock
 * and the single server agree. Two and three at once are tried after each alone.
 */
export async function reasonOfStock(
  arena: Arena,
  failing: Case,
  outcome: Outcome,
): Promise<string | undefined> {
  if (agree(outcome)) {
    return failing.operation.source.includes('...') ? 'orders fields in another way' : undefined;
  }
  const gaveUp = GIVEN_UP.find(({ threw }) => threw.test(outcome.stock.threw ?? ''));
  if (gaveUp) return `gives up planning: ${gaveUp.reason}`;
  const shown = FAULTS.filter(({ shows }) => shows(outcome, failing, arena));
  for (const fault of [...shown, ...pairs(shown, shown), ...pairs(shown, pairs(shown, shown))]) {
    const where = (await fault.arena?.(arena)) ?? arena;
    const cured = await outcomeOf(where, fault.cured(failing, where));
    if (agree(cured) && saysAsMuch(cured, outcome)) return fault.reason;
  }
  return undefined;
}

/** But for the order of fields. */
function agree({ stock, single }: Outcome): boolean {
  return canonical(stock) === canonical(single);
}

/** No cure is to end a difference by ending the answer. */
function saysAsMuch(cured: Outcome, outcome: Outcome): boolean {
  return Boolean(cured.single?.data) || !outcome.single?.data;
}

type Cure = Omit<StockFault, 'shows'>;

/** Each fault together with each of the others that come after it. */
function pairs(faults: readonly Cure[], others: readonly Cure[]): Cure[] {
  return faults.flatMap((one, index) =>
    others.filter(isAfter(faults, index)).map((other) => {
      const arena = one.arena ?? other.arena;
      return {
        reason: `${one.reason}; ${other.reason}`,
        cured: (failing: Case, where: Arena) => other.cured(one.cured(failing, where), where),
        ...(arena && { arena }),
      };
    }),
  );
}

function isAfter(faults: readonly Cure[], index: number): (other: Cure) => boolean {
  const before = faults.slice(0, index + 1).map(({ reason }) => reason);
  return ({ reason }) => !before.some((known) => reason.includes(known));
}

/** The same with an executor in the place of stock, which can be given other plans. */
function withStock(arena: Arena, executor: Contender): Promise<Arena> {
  const answer: Arena['stock']['answer'] = async (...question) => {
    const answered = await executor.answer(...question);
    return answered ?? arena.stock.answer(...question);
  };
  const { schema } = arena.stock;
  return Promise.resolve({ ...arena, stock: { schema, answer, stop: () => arena.stock.stop() } });
}

/** A world like it in which a list holds objects, never lists of them. */
async function withSimpleLists(arena: Arena): Promise<Arena> {
  const known = simplified.get(arena);
  if (known) return known;
  const { world } = arena;
  const simple = await arenaOf({
    ...world,
    roots: world.roots.map(simpleField),
    objects: new Map(
      [...world.objects].map(([name, object]) => {
        return [name, { ...object, fields: object.fields.map(simpleField) }];
      }),
    ),
  });
  simplified.set(arena, simple ?? arena);
  return simple ?? arena;
}

const simplified = new WeakMap<Arena, Arena>();

function simpleField<Field extends FieldModel>(field: Field): Field {
  const simple = (shape: string) => shape.replace(/\[(\[.*\])!?\]/, '$1');
  const homes = field.homes.map((home) => ({ ...home, shape: simple(home.shape) }));
  return { ...field, homes, type: { ...field.type, shape: simple(field.type.shape) } };
}

function helped(help: SubgraphHelp): StockFault['cured'] {
  return (failing) => ({ ...failing, help: { ...failing.help, ...help } });
}

function strayed(stray: Stray): StockFault['shows'] {
  return ({ stockRun }) => stockRun.strays.has(stray);
}
