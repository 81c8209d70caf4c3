/** Word for other subgraphs, as SQL over the rows of `from`, each of which has a `trust_id`. */
export interface WordLeft {
  readonly type: string;
  readonly aggregateType: string;
  /** What it is about. */
  readonly aggregateId: string;
  readonly data: string;
  /** The part of the worker that leaves it. */
  readonly actor: string;
  /** What follows FROM, and grouping. */
  readonly from: string;
}

/**
 * The end of a statement that leaves word for others, after `WITH` or further common table expressions: an
 * event a row, and whoever delivers is woken where there are any.
 */
export function leavingWord({
  type,
  aggregateType,
  aggregateId,
  data,
  actor,
  from,
}: WordLeft): string {
  return `written AS (
    INSERT INTO event (trust_id, id, type, aggregate_type, aggregate_id, data, actor_kind, actor_id,
                       request_id)
    SELECT trust_id, gen_random_uuid(), '${type}', '${aggregateType}', ${aggregateId}, ${data},
           'JOB', '${actor}', gen_random_uuid()::text
      FROM ${from}
    RETURNING 1)
  SELECT app.wake_delivery() FROM (SELECT count(*) AS events FROM written) AS all_written
   WHERE events > 0`;
}
