import { byId, PagesByParent } from '../../batch.ts';
import type { Database } from '../../database.ts';
import type { List, Pages, Sort } from '../../page.ts';
import { SqlParameters } from '../../sql-parameters.ts';
import type { Viewer } from '../../viewer.ts';
import { type Jar, JarOrder, type JarsArgs, type Shelf } from './jar.types.ts';

const columns = 'jar.id, label, sweets, filled_on AS "filledOn"';
const byIdAtLast = { sql: 'jar.id', type: 'uuid' } as const;
const sorts: Readonly<Record<JarOrder, Sort>> = {
  LABEL: { name: JarOrder.LABEL, keys: [{ sql: 'label', type: 'text' }, byIdAtLast] },
  FULLEST_FIRST: {
    name: JarOrder.FULLEST_FIRST,
    keys: [{ sql: 'sweets', type: 'integer' }, byIdAtLast],
    descending: true,
  },
};

/** The jars of a viewer's trust, as a list named for the field that shows it. */
export function jarList(name: string, { trustId }: Viewer, { filter, orderBy }: JarsArgs): List {
  const parameters = new SqlParameters();
  const where = [`jar.trust_id = ${parameters.add(trustId)}`];
  const text = filter?.labelContains;
  if (text) where.push(`label LIKE ${parameters.addContaining(text)}`);
  // A parameter of the columns alone: counting the list must live with it.
  const select = `${columns}, ${parameters.add(name)}::text AS "listName"`;
  return { name, select, from: 'jar', where, parameters, sort: sorts[orderBy], filter };
}

export type ExampleLoaders = ReturnType<typeof exampleLoaders>;

export function exampleLoaders(db: Database, pages: Pages, viewer: Viewer) {
  return {
    jar: byId((ids) =>
      db.rows<Jar>(`SELECT ${columns} FROM jar WHERE trust_id = $1 AND id = ANY ($2)`, [
        viewer.trustId,
        ids,
      ]),
    ),
    shelf: byId((ids) =>
      db.rows<Shelf>('SELECT id, name FROM shelf WHERE trust_id = $1 AND id = ANY ($2)', [
        viewer.trustId,
        ids,
      ]),
    ),
    jarsOfShelf: new PagesByParent<JarsArgs, Jar>((args, shelfIds) =>
      pages.ofEach(viewer, jarList('Shelf.jars', viewer, args), args, 'jar.shelf_id', shelfIds),
    ),
  };
}
