import {
  isAbstractType,
  isInterfaceType,
  isObjectType,
  isSubtype,
  type Schema,
} from '@apollo/federation-internals';
import type { JsonObject } from './json.ts';

const fragment = '... on ';

/** @returns the types of a step `... on A|B`; undefined for a step that is a response key. */
export function typesOfStep(step: string): readonly string[] | undefined {
  return step.startsWith(fragment) ? step.slice(fragment.length).split('|') : undefined;
}

/** An object that does not say its type was asked for as that type. */
export function meetsAny(
  object: JsonObject,
  conditions: readonly string[],
  types: SupergraphTypes,
): boolean {
  const typename = object['__typename'];
  if (typeof typename !== 'string' || !typename) return true;
  return conditions.some((condition) => types.meets(typename, condition));
}

/** Which type is which, in the supergraph: what no client sees is there too. */
export class SupergraphTypes {
  readonly #schema: Schema;
  readonly #known = new Map<string, boolean>();

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  /** @returns whether an object of that type meets `... on condition`. */
  meets(typename: string, condition: string): boolean {
    if (typename === condition) return true;
    const key = `${typename} ${condition}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const meets = this.#meets(typename, condition);
    // A subgraph may name any type it likes; only those that exist are remembered.
    if (this.#schema.type(typename)) this.#known.set(key, meets);
    return meets;
  }

  #meets(typename: string, condition: string): boolean {
    const type = this.#schema.type(typename);
    const wanted = this.#schema.type(condition);
    if (!type || !wanted || !isAbstractType(wanted)) return false;
    return (isObjectType(type) || isInterfaceType(type)) && isSubtype(wanted, type);
  }
}
