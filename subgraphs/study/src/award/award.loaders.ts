import { PagesByParent } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { isId } from '@trellis/subgraph-kit/ids';
import type { Page, Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { awardList, type AwardRow, mayReadAwards } from './award.queries.ts';

/** Awards of many people; null for each person of whom the viewer may not know. */
export class AwardsOfPeople {
  readonly #viewer: Viewer;
  readonly #pages: PagesByParent<ConnectionArgs, AwardRow>;

  constructor(pages: Pages, viewer: Viewer) {
    this.#viewer = viewer;
    const list = awardList(viewer, 'Person.awards');
    this.#pages = new PagesByParent((args: ConnectionArgs, people) =>
      pages.ofEach<AwardRow>(viewer, list, args, 'person_id', people),
    );
  }

  async load(personId: string, args: ConnectionArgs): Promise<Page<AwardRow> | null> {
    const mayKnow = personId === this.#viewer.personId || mayReadAwards(this.#viewer);
    return mayKnow && isId(personId) ? this.#pages.load(personId, args) : null;
  }
}

/** Awards from many funds. */
export function awardsOfFunds(
  pages: Pages,
  viewer: Viewer,
): PagesByParent<ConnectionArgs, AwardRow> {
  const list = awardList(viewer, 'Fund.awards');
  return new PagesByParent((args, funds) =>
    pages.ofEach<AwardRow>(viewer, list, args, 'fund_id', funds),
  );
}
