import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { personList } from '../person/person.queries.ts';
import type { StaffRowOutcome, StaffSync, StaffSyncRow } from './staff-sync.types.ts';

/** What the schema promises, and what the service goes by. */
export interface StaffSyncNode extends StaffSync {
  readonly schoolId: string | null;
  readonly instanceId: string;
}

export interface StaffSyncRowNode extends StaffSyncRow {
  readonly personId: string | null;
}

const columns = `
  staff_sync.id, source, school_id AS "schoolId", instance_id AS "instanceId", mode,
  as_of AS "asOf", dry_run AS "dryRun", state, started_at AS "startedAt",
  finished_at AS "finishedAt",
  json_build_object('chunks', chunks, 'records', records) AS progress,
  json_build_object('created', created, 'updated', updated, 'unchanged', unchanged,
    'rejected', rejected, 'needsReview', needs_review, 'ended', ended, 'missing', missing,
    'restored', restored) AS counts`;

/** Syncs that the viewer may know of: who answers for one school, of its own system alone. */
function withinReach({ trustId, allPlaces, placeIds }: Viewer, parameters: SqlParameters) {
  const trust = `staff_sync.trust_id = ${parameters.add(trustId)}`;
  return allPlaces
    ? [trust]
    : [trust, `staff_sync.school_id = ANY (${parameters.add(placeIds)}::uuid[])`];
}

/** @param condition on `staff_sync`; the query comes with its parameters. */
export function syncQuery(
  viewer: Viewer,
  condition: (parameters: SqlParameters) => string,
  hold = '',
) {
  const parameters = new SqlParameters();
  const where = [...withinReach(viewer, parameters), condition(parameters)];
  const sql = `SELECT ${columns} FROM staff_sync WHERE ${where.join(' AND ')} ${hold}`;
  return { sql, parameters };
}

/** The latest first. */
export function syncList(viewer: Viewer, source: string | null | undefined): List {
  const parameters = new SqlParameters();
  const where = withinReach(viewer, parameters);
  if (source != null) where.push(`source = ${parameters.add(source)}`);
  return {
    ...{ name: 'staffSyncs', select: columns, from: 'staff_sync', where, parameters },
    sort: {
      name: 'STARTED_AT',
      keys: [
        { sql: 'staff_sync.started_at', type: 'timestamptz' },
        { sql: 'staff_sync.id', type: 'uuid' },
      ],
      descending: true,
    },
    filter: source,
  };
}

export const rowColumns = `
  row, external_id AS "externalId", outcome, changed_fields AS "changedFields", code, field,
  message, person_id AS "personId"`;

/** What has something to say: a dry run keeps the others too, to know who came. */
export const isSaid = "(outcome <> 'UNCHANGED' OR code IS NOT NULL)";

/** In the order in which they were sent. */
export function rowList({ trustId }: Viewer, outcome: StaffRowOutcome | null | undefined): List {
  const parameters = new SqlParameters();
  const where = [`staff_sync_row.trust_id = ${parameters.add(trustId)}`];
  where.push(outcome == null ? isSaid : `outcome = ${parameters.add(outcome)}`);
  return {
    ...{ name: 'StaffSync.rows', select: rowColumns, from: 'staff_sync_row', where, parameters },
    sort: {
      name: 'SENT',
      keys: [
        { sql: 'staff_sync_row.chunk', type: 'integer' },
        { sql: 'staff_sync_row.row', type: 'integer' },
        { sql: 'staff_sync_row.id', type: 'uuid' },
      ],
    },
    filter: outcome,
  };
}

/** People whom a full sync lacked; `staff_sync_missing.sync_id` names the sync. */
export function missingList(viewer: Viewer): List {
  const list = personList(viewer, 'StaffSync.missing', null);
  const from = `staff_sync_missing JOIN person
    ON person.trust_id = staff_sync_missing.trust_id AND person.id = staff_sync_missing.person_id`;
  return { ...list, from };
}

/**
 * What could not be made out in the records of a sync's source as they now stand, or in those of a dry
 * run; `staff_sync.id` names the sync.
 */
export function issueList({ trustId }: Viewer): List {
  const parameters = new SqlParameters();
  const trust = parameters.add(trustId);
  return {
    name: 'StaffSync.issues',
    select: `told.external_id AS "externalId", issue.value ->> 'field' AS field,
      issue.value ->> 'code' AS code, issue.value ->> 'value' AS value,
      issue.value ->> 'mappedTo' AS "mappedTo"`,
    from: `staff_sync CROSS JOIN LATERAL (
        SELECT external_id, issues FROM staff_source_record AS record
         WHERE record.trust_id = staff_sync.trust_id AND record.source = staff_sync.source
           AND record.instance_id = staff_sync.instance_id AND NOT staff_sync.dry_run
        UNION ALL
        SELECT external_id, issues FROM staff_sync_row
         WHERE staff_sync_row.trust_id = staff_sync.trust_id
           AND staff_sync_row.sync_id = staff_sync.id AND staff_sync.dry_run) AS told
      CROSS JOIN LATERAL jsonb_array_elements(told.issues) WITH ORDINALITY AS issue (value, place)`,
    where: [`staff_sync.trust_id = ${trust}`],
    parameters,
    sort: {
      name: 'EXTERNAL_ID',
      keys: [
        { sql: 'told.external_id', type: 'text' },
        { sql: 'issue.place::integer', type: 'integer' },
      ],
    },
  };
}

/** A sync's record of somebody counts as theirs while a contract of it runs on the day (`$5`). */
const inPost = `record.trust_id = $1 AND record.source = $2 AND record.instance_id = $3
  AND record.status = 'ACTIVE' AND record.person_id IS NOT NULL AND EXISTS (
    SELECT FROM contract WHERE contract.trust_id = $1 AND contract.source_record_id = record.id
       AND (contract.ends_on IS NULL OR contract.ends_on > $5::date))`;

/** Whom the source had in post and the sync (`$4`) lacks; nobody of whom we hold newer news. */
export const missingSql = `
  SELECT record.id, record.external_id AS "externalId", record.person_id AS "personId",
         record.snapshots_missed AS "snapshotsMissed"
    FROM staff_source_record AS record
    JOIN staff_sync ON staff_sync.trust_id = record.trust_id AND staff_sync.id = $4
   WHERE ${inPost} AND record.as_of <= staff_sync.as_of
     AND CASE WHEN staff_sync.dry_run
              THEN NOT EXISTS (SELECT FROM staff_sync_row AS row
                                WHERE row.trust_id = $1 AND row.sync_id = $4
                                  AND row.external_id = record.external_id)
              ELSE record.seen_by IS DISTINCT FROM $4 END
   ORDER BY record.external_id`;

/** How many the source had in post before the sync (`$4`). */
export const heldCountSql = `
  SELECT count(*) AS held FROM staff_source_record AS record
   WHERE ${inPost} AND NOT EXISTS (
     SELECT FROM staff_sync_row AS row
      WHERE row.trust_id = $1 AND row.sync_id = $4 AND row.external_id = record.external_id
        AND row.outcome = 'CREATED')`;

/** Whether a newer full sync of the source was finished, so that an older one says nothing of absence. */
export const outdatedSql = `
  SELECT FROM staff_sync AS newer
   WHERE trust_id = $1 AND source = $2 AND instance_id = $3 AND mode = 'FULL'
     AND state = 'FINISHED' AND NOT dry_run AND as_of > $4 LIMIT 1`;

export const writeRowsSql = `
  INSERT INTO staff_sync_row (trust_id, sync_id, chunk, id, row, external_id, outcome,
    changed_fields, code, field, message, person_id, before, issues)
  SELECT $1, $2, $3, id, row, "externalId", outcome, "changedFields", code, field, message,
         "personId", before, issues
    FROM json_to_recordset($4) AS given (id uuid, row integer, "externalId" text, outcome text,
      "changedFields" text[], code text, field text, message text, "personId" uuid, before jsonb,
      issues jsonb)`;

/** Adds counts (JSON, `$3`) to a sync's, and chunks and records that came. */
export const addCountsSql = `
  UPDATE staff_sync SET chunks = chunks + $4, records = records + $5,
         created = staff_sync.created + given.created,
         updated = staff_sync.updated + given.updated,
         unchanged = staff_sync.unchanged + given.unchanged,
         rejected = staff_sync.rejected + given.rejected,
         needs_review = staff_sync.needs_review + given."needsReview",
         ended = staff_sync.ended + given.ended, restored = staff_sync.restored + given.restored
    FROM json_to_record($3) AS given (created integer, updated integer, unchanged integer,
      rejected integer, "needsReview" integer, ended integer, restored integer)
   WHERE trust_id = $1 AND id = $2`;
