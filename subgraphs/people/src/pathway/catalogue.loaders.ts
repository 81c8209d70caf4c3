import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type Catalogue, readCatalogue } from './catalogue.queries.ts';

/** The catalogue as the viewer's trust has it, read once an operation. */
export function catalogueLoaders(db: Database, viewer: Viewer) {
  let read: Promise<Catalogue> | undefined;
  return {
    catalogue(): Promise<Catalogue> {
      read ??= readCatalogue(db, viewer);
      return read;
    },
  };
}
