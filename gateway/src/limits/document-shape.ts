import {
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { comparisonsOf } from './field-comparisons.ts';
import { type Amounts, limits } from './limits.ts';

/** What a set of selections amounts to, once its fragments are written out. */
interface Extent {
  readonly depth: number;
  readonly selections: number;
  readonly aliases: number;
  /** Fields of the set itself. */
  readonly fields: number;
}

const nothing: Extent = { depth: 0, selections: 0, aliases: 0, fields: 0 };

/**
 * Measures a document in one pass: each fragment once, however often it is spread. Fragments that go
 * in circles count nothing here, because validation refuses them.
 *
 * @returns the most of each thing that any operation of the document has.
 */
export function amountsOf(document: DocumentNode): Amounts {
  const shape = new DocumentShape(document);
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  for (const { variableDefinitions = [], directives } of operations) {
    shape.countDirectives(directives);
    for (const variable of variableDefinitions) shape.countDirectives(variable.directives);
  }
  const extents = operations.map(({ selectionSet }) => shape.extentOf(selectionSet));
  shape.measureFragments();
  const most = (amount: keyof Extent) => Math.max(0, ...extents.map((extent) => extent[amount]));
  return {
    directives: shape.directives,
    fragments: shape.fragments,
    selections: most('selections'),
    depth: most('depth'),
    rootFields: most('fields'),
    aliases: most('aliases'),
    comparisons: comparisonsOf(document, 2 * limits.selections),
  };
}

class DocumentShape {
  directives = 0;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #measured = new Map<string, Extent>();

  constructor({ definitions }: DocumentNode) {
    for (const definition of definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) {
        this.#fragments.set(definition.name.value, definition);
      }
    }
  }

  get fragments(): number {
    return this.#fragments.size;
  }

  countDirectives(directives: readonly DirectiveNode[] = []): void {
    this.directives += directives.length;
  }

  /** Also those that no operation spreads: their directives count. */
  measureFragments(): void {
    for (const name of this.#fragments.keys()) this.#fragment(name);
  }

  extentOf({ selections }: SelectionSetNode): Extent {
    let [depth, count, aliases, fields] = [0, 0, 0, 0];
    for (const selection of selections) {
      this.countDirectives(selection.directives);
      if (selection.kind === Kind.FIELD) {
        const below = selection.selectionSet ? this.extentOf(selection.selectionSet) : nothing;
        depth = Math.max(depth, 1 + below.depth);
        count += 1 + below.selections;
        aliases += (selection.alias ? 1 : 0) + below.aliases;
        fields += 1;
        continue;
      }
      const inside =
        selection.kind === Kind.INLINE_FRAGMENT
          ? this.extentOf(selection.selectionSet)
          : this.#fragment(selection.name.value);
      depth = Math.max(depth, inside.depth);
      count += inside.selections;
      aliases += inside.aliases;
      fields += inside.fields;
    }
    return { depth, selections: count, aliases, fields };
  }

  #fragment(name: string): Extent {
    const measured = this.#measured.get(name);
    if (measured) return measured;
    const fragment = this.#fragments.get(name);
    if (!fragment) return nothing;
    this.#measured.set(name, nothing); // met again while it is measured: a circle
    this.countDirectives(fragment.directives);
    const extent = this.extentOf(fragment.selectionSet);
    this.#measured.set(name, extent);
    return extent;
  }
}
