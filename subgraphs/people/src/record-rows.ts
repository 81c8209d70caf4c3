/** A column, its name in the JSON that fills it, and its type. */
type FilledColumn = readonly [column: string, name: string, type: string];

/**
 * A statement by which a table that holds what records of staff tell (`person_id`, `source_record_id`,
 * `external_id` and more) comes to hold what is told now: for the trust (`$1`) and the records
 * (`$2`, JSON of `sourceRecordId`) the rows (`$3`, JSON). What a record no longer tells is removed. Answers
 * whose rows are new, gone or other than they were; the same again answers nobody.
 */
export function replaceOfRecordSql(table: string, columns: readonly FilledColumn[]): string {
  const own = columns.map(([column]) => column).join(', ');
  const given = columns.map(([, name]) => `given."${name}"`).join(', ');
  const shape = columns.map(([, name, type]) => `"${name}" ${type}`).join(', ');
  const of = (source: string) =>
    ['person_id', ...columns.map(([column]) => column)]
      .map((column) => `${source}.${column}`)
      .join(', ');
  return `
    WITH told AS (SELECT "sourceRecordId" FROM json_to_recordset($2) AS row ("sourceRecordId" uuid)),
    given AS (
      SELECT * FROM json_to_recordset($3) AS row (id uuid, "personId" uuid, "sourceRecordId" uuid,
        "externalId" text, ${shape})),
    gone AS (
      DELETE FROM ${table} AS kept USING told
       WHERE kept.trust_id = $1 AND kept.source_record_id = told."sourceRecordId"
         AND NOT EXISTS (SELECT FROM given WHERE given."sourceRecordId" = kept.source_record_id
                            AND given."externalId" = kept.external_id)
      RETURNING kept.person_id),
    written AS (
      INSERT INTO ${table} AS kept (trust_id, id, source_record_id, external_id, person_id, ${own})
      SELECT $1, given.id, given."sourceRecordId", given."externalId", given."personId", ${given}
        FROM given
      ON CONFLICT (trust_id, source_record_id, external_id) DO UPDATE
        SET (person_id, ${own}) = ROW (${of('excluded')})
        WHERE (${of('kept')}) IS DISTINCT FROM (${of('excluded')})
      RETURNING person_id)
    SELECT person_id AS "personId" FROM gone UNION SELECT person_id FROM written`;
}
