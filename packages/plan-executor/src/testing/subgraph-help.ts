/**
 * What stub subgraphs do for stock that no subgraph could: each keeps one known fault of stock from
 * having an effect. What still differs then has another cause.
 */
export interface SubgraphHelp {
  /** A field is computed from what it really requires, whatever was sent. */
  readonly withRequirements?: boolean;
  /** A field is answered rightly by a subgraph that has it only as external. */
  readonly withExternals?: boolean;
  /** A subgraph with `@interfaceObject` names the type behind the interface, which it cannot know. */
  readonly withRealTypes?: boolean;
  /** Entities that are told without any key are not looked at. */
  readonly withoutKeyless?: boolean;
  /** No value is `0`, `false` or `""`. */
  readonly withoutEmptyValues?: boolean;
  /** What a mutation answers does not follow from how many came before. */
  readonly withEqualMutations?: boolean;
}
