import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
} from 'graphql';

/**
 * Validation compares each field with every other that gives the same name in the same place, to see
 * whether they can be one. This counts how often, in time that does not grow so.
 *
 * @param mostFields at which it stops counting: those that a document may unfold to.
 */
export function comparisonsOf(document: DocumentNode, mostFields: number): number {
  const comparisons = new FieldComparisons(document, mostFields);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) comparisons.add([definition.selectionSet]);
  }
  return comparisons.count;
}

class FieldComparisons {
  count = 0;
  #left: number;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();

  constructor({ definitions }: DocumentNode, mostFields: number) {
    this.#left = mostFields;
    for (const definition of definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) {
        this.#fragments.set(definition.name.value, definition);
      }
    }
  }

  /** @param sets that are asked for in one place. */
  add(sets: readonly SelectionSetNode[]): void {
    const fields = new Map<string, FieldNode[]>();
    const spread = new Set<string>();
    for (const set of sets) this.#collect(set, fields, spread);
    for (const same of fields.values()) {
      this.count += (same.length * (same.length - 1)) / 2;
      const below = same.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
      if (below.length > 0 && this.#left > 0) this.add(below);
    }
  }

  #collect(
    { selections }: SelectionSetNode,
    into: Map<string, FieldNode[]>,
    spread: Set<string>,
  ): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        this.#left -= 1;
        const name = (selection.alias ?? selection.name).value;
        const same = into.get(name);
        if (same) same.push(selection);
        else into.set(name, [selection]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        this.#collect(selection.selectionSet, into, spread);
      } else if (!spread.has(selection.name.value)) {
        spread.add(selection.name.value);
        const fragment = this.#fragments.get(selection.name.value);
        if (fragment) this.#collect(fragment.selectionSet, into, spread);
      }
    }
  }
}
