import type { Database } from '@trellis/subgraph-kit/database';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { GivenAnswer } from './answer.types.ts';
import type { ApplicationDraft } from './application-draft.types.ts';

/** A draft of the viewer's own, as read. */
export interface DraftRow extends ApplicationDraft {
  readonly opportunityId: string;
  readonly answers: readonly GivenAnswer[];
}

const columns = `
  d.id, d.opportunity_id AS "opportunityId", d.statement, d.answers, d.saved_at AS "savedAt", d.version`;

/** The viewer's own drafts, the last saved first. */
export function draftList({ trustId, personId }: Viewer): List {
  const parameters = new SqlParameters();
  return {
    name: 'Person.applicationDrafts',
    select: columns,
    from: 'application_draft d',
    where: [
      `d.trust_id = ${parameters.add(trustId)}`,
      `d.person_id = ${parameters.add(personId)}::uuid`,
    ],
    parameters,
    sort: {
      name: 'LATEST',
      keys: [
        { sql: 'd.saved_at', type: 'timestamptz' },
        { sql: 'd.id', type: 'uuid' },
      ],
      descending: true,
    },
  };
}

/** The viewer's own drafts for opportunities. */
export function draftsFor(
  db: Database,
  { trustId, personId }: Viewer,
  opportunityIds: readonly string[],
  lock: '' | 'FOR UPDATE' = '',
): Promise<DraftRow[]> {
  return db.rows<DraftRow>(
    `SELECT ${columns} FROM application_draft d
      WHERE d.trust_id = $1 AND d.person_id = $2 AND d.opportunity_id = ANY ($3::uuid[]) ${lock}`,
    [trustId, personId, opportunityIds],
  );
}

/** One of the viewer's own, held until the operation ends. */
export async function heldDraft(
  db: Database,
  { trustId, personId }: Viewer,
  id: string,
): Promise<DraftRow | undefined> {
  const [held] = await db.rows<DraftRow>(
    `SELECT ${columns} FROM application_draft d
      WHERE d.trust_id = $1 AND d.person_id = $2 AND d.id = $3 FOR UPDATE`,
    [trustId, personId, id],
  );
  return held;
}

/** Saves a first draft `$2`; none is written where there is one already. */
export const firstDraftSql = `
  INSERT INTO application_draft (trust_id, id, opportunity_id, person_id, statement, answers, saved_at,
                                 version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, 1)
  ON CONFLICT (trust_id, opportunity_id, person_id) DO NOTHING RETURNING id`;

/** Saves the draft `$2` once more. */
export const nextDraftSql = `
  UPDATE application_draft SET statement = $3, answers = $4, saved_at = $5, version = version + 1
   WHERE trust_id = $1 AND id = $2`;
