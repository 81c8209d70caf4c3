import { Faults } from './faults.ts';
import type { SubgraphHelp } from './subgraph-help.ts';

/** What a call should not have made a subgraph do. */
export type Stray =
  | 'field computed without what it requires'
  | 'field computed from another value than it requires'
  | 'field answered that is external'
  | 'field answered with 0, false or "" under a name of the plan'
  | 'entity told without a key'
  | 'interface named in place of a type';

/** What one run of an operation carries through all its calls. */
export class RunContext {
  /** Whether two calls were under way at once, so that the order of errors hangs on timing. */
  overlapped = false;
  /** Mutations as they were done: what must be the same whoever answers. */
  readonly done: string[] = [];
  /** Calls made, in order, for a reader of a failure. */
  readonly calls: string[] = [];
  /** Entities that were asked about, with the name of the subgraph. */
  readonly asked = new Set<string>();
  /** Features of federation that the answers made use of. */
  readonly features = new Set<string>();
  /** What subgraphs did that no right plan would have them do; naming an interface may be right. */
  readonly strays = new Set<Stray>();
  private underWay = 0;

  constructor(
    readonly faults: Faults = Faults.none(),
    readonly help: SubgraphHelp = {},
  ) {}

  begin(call: string): void {
    this.calls.push(call);
    if (this.underWay++ > 0) this.overlapped = true;
  }

  end(): void {
    this.underWay--;
  }

  seen(features: readonly string[]): void {
    for (const feature of features) this.features.add(feature);
  }
}
