import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { ProjectOutput } from './project-output.types.ts';

/** An output as read. */
export interface ProjectOutputRow extends ProjectOutput {
  readonly teamId: string;
  readonly addedById: string | null;
  readonly authorIds: readonly string[];
}

const columns = `
  output.id, output.kind, output.title, output.link, output.text, output.made_on AS "madeOn",
  output.team_id AS "teamId", output.added_by_id AS "addedById",
  ARRAY (SELECT person_id FROM project_output_author author WHERE author.trust_id = output.trust_id
            AND author.output_id = output.id ORDER BY person_id) AS "authorIds"`;

/** Outputs of the viewer's trust, those that were taken back among them. */
export function outputsById(
  db: Database,
  { trustId }: Viewer,
  ids: readonly string[],
): Promise<ProjectOutputRow[]> {
  return db.rows<ProjectOutputRow>(
    `SELECT ${columns} FROM project_output output WHERE trust_id = $1 AND id = ANY ($2::uuid[])`,
    [trustId, ids],
  );
}

/** What teams made and did not take back, in order. */
export function outputsOfTeams(
  db: Database,
  { trustId }: Viewer,
  teamIds: readonly string[],
): Promise<ProjectOutputRow[]> {
  return db.rows<ProjectOutputRow>(
    `SELECT ${columns} FROM project_output output
      WHERE trust_id = $1 AND team_id = ANY ($2::uuid[]) AND withdrawn_at IS NULL
      ORDER BY team_id, made_on, id`,
    [trustId, teamIds],
  );
}
