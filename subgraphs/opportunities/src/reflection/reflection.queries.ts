import type { Database } from '@trellis/subgraph-kit/database';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { Reflection } from './reflection.types.ts';

/** A reflection as read. */
export interface ReflectionRow extends Reflection {
  readonly personId: string;
  readonly networkId: string | null;
}

const columns = `
  r.id, r.text, r.written_at AS "writtenAt", r.version, r.person_id AS "personId",
  r.network_id AS "networkId"`;

/** Reflections by placement, as far as row security shows them to the viewer. */
export function reflectionsById(
  db: Database,
  { trustId }: Viewer,
  ids: readonly string[],
): Promise<ReflectionRow[]> {
  return db.rows<ReflectionRow>(
    `SELECT ${columns} FROM reflection r WHERE r.trust_id = $1 AND r.id = ANY ($2::uuid[])`,
    [trustId, ids],
  );
}

/** What people shared with networks, the latest first. */
export function sharedList({ trustId }: Viewer): List {
  const parameters = new SqlParameters();
  return {
    ...{ name: 'Network.reflections', select: columns, from: 'reflection r', parameters },
    where: [`r.trust_id = ${parameters.add(trustId)}`],
    sort: {
      name: 'LATEST',
      keys: [
        { sql: 'r.written_at', type: 'timestamptz' },
        { sql: 'r.id', type: 'uuid' },
      ],
      descending: true,
    },
  };
}
