/**
 * Whether the schools (an array) may hear of an event: one of themselves, or one of a person who has a
 * post at one of them by what it tells, or by what the event before it told of that person. So a school
 * hears of the change that takes its last post of somebody away. What has since changed is no matter.
 *
 * @param event its alias in the statement.
 */
export function isHeardAt(event: string, schools: string): string {
  return `CASE ${event}.aggregate_type
    WHEN 'School' THEN ${event}.aggregate_id = ANY (${schools})
    WHEN 'Person' THEN EXISTS (
      SELECT FROM (SELECT data FROM event AS one
                    WHERE one.trust_id = ${event}.trust_id
                      AND one.aggregate_id = ${event}.aggregate_id
                      AND one.sequence <= ${event}.sequence
                    ORDER BY one.sequence DESC LIMIT 2) AS told
       CROSS JOIN jsonb_array_elements(coalesce(told.data -> 'assignments', '[]')) AS post
       WHERE (post ->> 'schoolId')::uuid = ANY (${schools}))
    ELSE false END`;
}
