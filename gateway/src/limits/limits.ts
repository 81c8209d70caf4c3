import { Fault } from '@trellis/subgraph-kit/faults';

/** What one operation may be. `docs/operations.md` has the same numbers for those who run it. */
export const limits = {
  tokens: 5_000,
  /** In characters: comments and long texts are no tokens. */
  length: 100_000,
  /** Brackets of every kind, one in another. */
  recursion: 200,
  directives: 50,
  /** Fields that an operation unfolds to. */
  selections: 1_000,
  /** Pairs of fields that give the same name in the same place: validation looks at each. */
  comparisons: 20_000,
  fragments: 60,
  /** Fields, one in another; a connection takes two. */
  depth: 15,
  rootFields: 20,
  aliases: 30,
  /** Rows of a page. */
  pageSize: 100,
  /** Objects that an answer could have. */
  nodes: 20_000,
  /** Points that an operation could cost. */
  cost: 5_000,
  /** Errors of one answer. */
  errors: 10,
  /** Values in the JSON of a request, and the names of those that have one. */
  values: 150_000,
  /** Brackets in the JSON of a request, one in another; variables have a stricter limit. */
  bodyDepth: 100,
} as const;

type Limit =
  'directives' | 'fragments' | 'selections' | 'depth' | 'rootFields' | 'aliases' | 'comparisons';

const faults: Readonly<Record<Limit, Fault>> = {
  directives: new Fault(
    'MAX_DIRECTIVES_LIMIT',
    `A document has at most ${limits.directives} directives.`,
  ),
  fragments: new Fault(
    'MAX_RECURSIVE_SELECTIONS_EXCEEDED',
    `A document has at most ${limits.fragments} fragments.`,
  ),
  comparisons: new Fault(
    'MAX_RECURSIVE_SELECTIONS_EXCEEDED',
    'The document asks for the same field too often in one place: ask for it once.',
  ),
  selections: new Fault(
    'MAX_RECURSIVE_SELECTIONS_EXCEEDED',
    `A document unfolds to at most ${limits.selections} fields.`,
  ),
  depth: new Fault('MAX_DEPTH_LIMIT', `Fields nest at most ${limits.depth} deep.`),
  rootFields: new Fault(
    'MAX_ROOT_FIELDS_LIMIT',
    `An operation has at most ${limits.rootFields} fields at its root.`,
  ),
  aliases: new Fault('MAX_ALIASES_LIMIT', `An operation has at most ${limits.aliases} aliases.`),
};

/** How much there is of what is limited. */
export type Amounts = Readonly<Record<Limit, number>>;

/** @returns the refusal of the first limit that is exceeded. */
export function exceededLimit(amounts: Amounts): Fault | undefined {
  const order: readonly Limit[] = [
    ...(['directives', 'fragments', 'selections', 'depth', 'rootFields', 'aliases'] as const),
    'comparisons',
  ];
  const exceeded = order.find((limit) => amounts[limit] > limits[limit]);
  return exceeded && faults[exceeded];
}
