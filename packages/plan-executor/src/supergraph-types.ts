import {
  isAbstractType,
  isInterfaceType,
  isObjectType,
  isSubtype,
  type Schema,
} from '@apollo/federation-internals';

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
