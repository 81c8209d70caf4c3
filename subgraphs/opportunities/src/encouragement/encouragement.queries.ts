import type { Database } from '@trellis/subgraph-kit/database';
import { notFound } from '@trellis/subgraph-kit/faults';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { Encouragement } from './encouragement.types.ts';

/** An encouragement as read by one of the two. */
export interface EncouragementRow extends Encouragement {
  readonly opportunityId: string;
  readonly personId: string;
  readonly givenById: string;
}

const columns = `
  e.id, e.opportunity_id AS "opportunityId", e.person_id AS "personId",
  e.given_by_id AS "givenById", e.message, e.given_at AS "givenAt"`;

/** Those that the viewer was given or gave, the latest first. */
export function encouragementList({ trustId, personId }: Viewer): List {
  const parameters = new SqlParameters();
  return {
    name: 'Person.encouragements',
    select: columns,
    from: 'encouragement e',
    where: [
      `e.trust_id = ${parameters.add(trustId)}`,
      `${parameters.add(personId)}::uuid IN (e.person_id, e.given_by_id)`,
    ],
    parameters,
    sort: {
      name: 'LATEST',
      keys: [
        { sql: 'e.given_at', type: 'timestamptz' },
        { sql: 'e.id', type: 'uuid' },
      ],
      descending: true,
    },
  };
}

/** @throws NOT_FOUND when the viewer is none of the two. */
export async function foundEncouragement(
  db: Database,
  { trustId }: Viewer,
  id: string,
): Promise<EncouragementRow> {
  const [found] = await db.rows<EncouragementRow>(
    `SELECT ${columns} FROM encouragement e WHERE e.trust_id = $1 AND e.id = $2`,
    [trustId, id],
  );
  if (!found) throw notFound('encouragement');
  return found;
}
