/**
 * What stub subgraphs do for stock that no subgraph could: each keeps one known fault of stock from
 * having an effect. What still differs then has another cause.
 */
export interface SubgraphHelp {
  /** A field is computed from what it really requires, whatever was sent. */
  readonly withRequirements?: boolean;
  /** A subgraph with `@interfaceObject` does not name the interface where it is asked for entities. */
  readonly withoutInterfaceNames?: boolean;
  /** What a mutation answers does not follow from how many came before. */
  readonly withEqualMutations?: boolean;
}
