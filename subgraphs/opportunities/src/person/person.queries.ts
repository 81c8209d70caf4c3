import type { Database } from '@trellis/subgraph-kit/database';
import { notFound } from '@trellis/subgraph-kit/faults';
import { isId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';

/** @throws NOT_FOUND when one of them is nobody of the viewer's trust. */
export async function refuseUnknownPeople(
  db: Database,
  { trustId }: Viewer,
  ids: readonly string[],
): Promise<void> {
  const known = await db.rows(
    'SELECT id FROM roster_person WHERE trust_id = $1 AND id = ANY ($2::uuid[])',
    [trustId, ids.filter(isId)],
  );
  if (known.length < new Set(ids).size) throw notFound('person');
}
