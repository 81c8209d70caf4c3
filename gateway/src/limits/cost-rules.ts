import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  isTypeDefinitionNode,
  Kind,
} from 'graphql';

/** How a list tells how long it will be. */
export interface ListSize {
  /** Rows when no argument says how many. */
  readonly assumed: number;
  /** Arguments that say how many rows. */
  readonly slicing: readonly string[];
  /** Fields of the answer that hold the rows; the answer itself is the list when there are none. */
  readonly sized: ReadonlySet<string>;
}

/** Rows of a list of which the schema says nothing. */
export const usualListSize = 5;

/** Points and sizes that the supergraph states by `@cost` and `@listSize`, read once. */
export class CostRules {
  readonly #types = new Map<string, number>();
  readonly #fields = new Map<string, number>();
  readonly #lists = new Map<string, ListSize>();

  constructor({ definitions }: DocumentNode) {
    for (const definition of definitions) {
      if (!isTypeDefinitionNode(definition)) continue;
      const type = definition.name.value;
      const weight = weightOf(definition.directives);
      if (weight !== undefined) this.#types.set(type, weight);
      if (!('fields' in definition)) continue;
      for (const field of definition.fields ?? []) {
        if (field.kind === Kind.FIELD_DEFINITION) this.#readField(type, field);
      }
    }
  }

  /** Points of one object of the type. */
  ofType(type: string): number | undefined {
    return this.#types.get(type);
  }

  /** Points of the field itself, each time that it is answered. */
  ofField(type: string, field: string): number | undefined {
    return this.#fields.get(`${type}.${field}`);
  }

  sizeOf(type: string, field: string): ListSize | undefined {
    return this.#lists.get(`${type}.${field}`);
  }

  #readField(type: string, { name, directives }: FieldDefinitionNode): void {
    const key = `${type}.${name.value}`;
    const weight = weightOf(directives);
    if (weight !== undefined) this.#fields.set(key, weight);
    const list = named(directives, 'listSize');
    if (!list) return;
    this.#lists.set(key, {
      assumed: Number(scalar(list, 'assumedSize') ?? usualListSize),
      slicing: texts(list, 'slicingArguments'),
      sized: new Set(texts(list, 'sizedFields')),
    });
  }
}

type Directives = readonly ConstDirectiveNode[] | undefined;

function named(directives: Directives, wanted: string): ConstDirectiveNode | undefined {
  return directives?.find(({ name }) => name.value === wanted);
}

function weightOf(directives: Directives): number | undefined {
  const cost = named(directives, 'cost');
  const weight = Number(cost && scalar(cost, 'weight'));
  return Number.isFinite(weight) && weight >= 0 ? weight : undefined;
}

function scalar(directive: ConstDirectiveNode, argument: string): string | undefined {
  const value = directive.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.INT || value?.kind === Kind.STRING ? value.value : undefined;
}

function texts(directive: ConstDirectiveNode, argument: string): string[] {
  const value = directive.arguments?.find(({ name }) => name.value === argument)?.value;
  const items = value?.kind === Kind.LIST ? value.values : [];
  return items.flatMap((item) => (item.kind === Kind.STRING ? [item.value] : []));
}
