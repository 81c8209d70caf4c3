/**
 * Whether the schools (an array) may hear of an event: one of themselves; one of a person who has a post
 * at one of them by what it tells, or by what the event before it told of that person; and in the same
 * way one of an opportunity that one of them offers, or of an appointment from or to one of them. So a
 * school hears of the change that takes its last post of somebody away. What has since changed is no
 * matter.
 *
 * @param event its alias in the statement.
 */
export function isHeardAt(event: string, schools: string): string {
  const told = `(SELECT data FROM event AS one
                  WHERE one.trust_id = ${event}.trust_id
                    AND one.aggregate_id = ${event}.aggregate_id
                    AND one.sequence <= ${event}.sequence
                  ORDER BY one.sequence DESC LIMIT 2) AS told`;
  const isOfSchools = `EXISTS (
      SELECT FROM ${told}
       CROSS JOIN jsonb_array_elements_text(coalesce(told.data -> 'schoolIds', '[]')) AS at (school)
       WHERE at.school::uuid = ANY (${schools}))`;
  return `CASE ${event}.aggregate_type
    WHEN 'School' THEN ${event}.aggregate_id = ANY (${schools})
    WHEN 'Person' THEN EXISTS (
      SELECT FROM ${told}
       CROSS JOIN jsonb_array_elements(coalesce(told.data -> 'assignments', '[]')) AS post
       WHERE (post ->> 'schoolId')::uuid = ANY (${schools}))
    WHEN 'Opportunity' THEN ${isOfSchools}
    WHEN 'Placement' THEN ${isOfSchools}
    ELSE false END`;
}
