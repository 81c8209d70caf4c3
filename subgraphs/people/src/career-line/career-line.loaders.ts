import { PagesByParent } from '@trellis/subgraph-kit/batch';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { withNodes } from '../page-nodes.ts';
import { careerLineList, careerLineOf, type CareerLineRow } from './career-line.queries.ts';
import type { CareerLine, CareerRecordArgs } from './career-line.types.ts';

/** Career records of people, as far as they share them with the viewer. */
export function careerLineLoaders(pages: Pages, viewer: Viewer) {
  return {
    careerRecordOfPerson: new PagesByParent<CareerRecordArgs, CareerLine>(
      async ({ kinds, ...args }, personIds) => {
        const list = careerLineList(viewer, kinds);
        const found = await pages.ofEach<CareerLineRow>(
          viewer,
          list,
          args,
          'line.person_id',
          personIds,
        );
        return found.map((page) => withNodes(page, careerLineOf));
      },
    ),
  };
}
