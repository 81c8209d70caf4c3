import { PagesByParent } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { isId } from '@trellis/subgraph-kit/ids';
import type { Page, Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { clawbackList, mayKnowClawback } from './clawback.queries.ts';
import type { Clawback } from './clawback.types.ts';

/** What many people owe; null for each of whom the viewer may not know it. */
export class ClawbacksOfPeople {
  readonly #viewer: Viewer;
  readonly #pages: PagesByParent<ConnectionArgs, Clawback>;

  constructor(pages: Pages, viewer: Viewer) {
    this.#viewer = viewer;
    const list = clawbackList(viewer, 'Person.clawbacks', null);
    this.#pages = new PagesByParent((args: ConnectionArgs, people) =>
      pages.ofEach<Clawback>(viewer, list, args, 'person_id', people),
    );
  }

  async load(personId: string, args: ConnectionArgs): Promise<Page<Clawback> | null> {
    const mayKnow = mayKnowClawback(this.#viewer, personId);
    return mayKnow && isId(personId) ? this.#pages.load(personId, args) : null;
  }
}
