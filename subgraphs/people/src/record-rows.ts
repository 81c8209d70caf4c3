/** A column, its name in the JSON that fills it, and its type. */
type FilledColumn = readonly [column: string, name: string, type: string];

/**
 * A statement by which a table that holds what records of staff tell (`person_id`, `source_record_id`,
 * `external_id` and more) comes to hold what is told now: for the trust (`$1`) and the records
 * (`$2`, JSON of `sourceRecordId`) the rows (`$3`, JSON). What a record no longer tells is removed. Answers
 * the records of which a row is new, gone or other than it was, and all that they told before; the
 * same again answers none.
 */
export function replaceOfRecordSql(table: string, columns: readonly FilledColumn[]): string {
  const own = columns.map(([column]) => column).join(', ');
  const given = columns.map(([, name]) => `given."${name}"`).join(', ');
  const shape = columns.map(([, name, type]) => `"${name}" ${type}`).join(', ');
  const of = (source: string) =>
    ['person_id', ...columns.map(([column]) => column)]
      .map((column) => `${source}.${column}`)
      .join(', ');
  const before = columns.map(([column, name]) => `'${name}', held.${column}`).join(', ');
  return `
    WITH told AS (SELECT "sourceRecordId" FROM json_to_recordset($2) AS row ("sourceRecordId" uuid)),
    given AS (
      SELECT * FROM json_to_recordset($3) AS row (id uuid, "personId" uuid, "sourceRecordId" uuid,
        "externalId" text, ${shape})),
    held AS (
      SELECT held.source_record_id,
             json_agg(json_build_object('externalId', held.external_id, ${before})
                        ORDER BY held.external_id) AS rows
        FROM ${table} AS held JOIN told ON held.source_record_id = told."sourceRecordId"
       WHERE held.trust_id = $1 GROUP BY held.source_record_id),
    gone AS (
      DELETE FROM ${table} AS kept USING told
       WHERE kept.trust_id = $1 AND kept.source_record_id = told."sourceRecordId"
         AND NOT EXISTS (SELECT FROM given WHERE given."sourceRecordId" = kept.source_record_id
                            AND given."externalId" = kept.external_id)
      RETURNING kept.source_record_id),
    written AS (
      INSERT INTO ${table} AS kept (trust_id, id, source_record_id, external_id, person_id, ${own})
      SELECT $1, given.id, given."sourceRecordId", given."externalId", given."personId", ${given}
        FROM given
      ON CONFLICT (trust_id, source_record_id, external_id) DO UPDATE
        SET (person_id, ${own}) = ROW (${of('excluded')})
        WHERE (${of('kept')}) IS DISTINCT FROM (${of('excluded')})
      RETURNING source_record_id)
    SELECT changed.source_record_id AS "sourceRecordId", coalesce(held.rows, '[]') AS before
      FROM (SELECT source_record_id FROM gone UNION SELECT source_record_id FROM written) AS changed
      LEFT JOIN held USING (source_record_id)`;
}

/** What a record of staff told before it was told anew. */
export interface ReplacedOfRecord<Row> {
  readonly sourceRecordId: string;
  readonly before: readonly Row[];
}
