import { audienceSql } from '../opportunity/audience.queries.ts';

/**
 * What a post `post` of a person `person` has of the audience `rule` (jsonb) on a day (SQL), each as SQL.
 * The codes of an empty list ask for nothing, and so does one that the rule was written without.
 */
const asks = (day: string) => ({
  role: `(rule -> 'staffGroups' = '[]' AND rule -> 'roleCodes' = '[]'
          OR rule -> 'staffGroups' ?| post.staff_groups OR rule -> 'roleCodes' ?| post.role_codes)`,
  school: `(rule -> 'schoolIds' = '[]' OR rule -> 'schoolIds' ? post.school_id::text)`,
  subject: `(rule -> 'subjectCodes' = '[]' OR rule -> 'subjectCodes' ?| post.subject_codes)`,
  contract: `(rule -> 'contractTypes' = '[]' OR EXISTS (
               SELECT 1 FROM jsonb_array_elements(person.contracts) AS contract
                WHERE contract ->> 'id' = post.contract_id::text
                  AND rule -> 'contractTypes' ? (contract ->> 'type')))`,
  credential: `(coalesce(rule -> 'credentialKinds', '[]') = '[]' OR EXISTS (
               SELECT 1 FROM jsonb_array_elements(person.credentials) AS held
                WHERE rule -> 'credentialKinds' ? (held ->> 'kind')
                  AND (held ->> 'startsOn' IS NULL OR (held ->> 'startsOn')::date <= ${day})
                  AND (held ->> 'endsOn' IS NULL OR (held ->> 'endsOn')::date > ${day})))`,
});

/** A post that runs on the day (SQL) of somebody who is still with the trust (`$1`). */
const runningPosts = (day: string) => `
  roster_person AS person
  JOIN roster_assignment AS post ON post.trust_id = person.trust_id AND post.person_id = person.id
   AND post.starts_on <= ${day} AND (post.ends_on IS NULL OR post.ends_on > ${day})`;

const isThere = `person.trust_id = $1 AND person.status NOT IN ('LEFT', 'MERGED')`;

const fits = (day: string) => Object.values(asks(day)).join(' AND ');

/** Whether the opportunity `o` is meant for the person `person` on a day (SQL). */
export const isMeantForSql = (day: string) => `
  (person.status NOT IN ('LEFT', 'MERGED') AND EXISTS (
    SELECT 1 FROM roster_assignment AS post CROSS JOIN (SELECT o.audience AS rule) AS told
     WHERE post.trust_id = person.trust_id AND post.person_id = person.id
       AND post.starts_on <= ${day} AND (post.ends_on IS NULL OR post.ends_on > ${day})
       AND ${fits(day)}))`;

/** Those whom the opportunity `$2` is for on the day `$3`, whoever they are. */
const eligibleNow = `
  SELECT DISTINCT person.id
    FROM (SELECT audience AS rule FROM opportunity WHERE trust_id = $1 AND id = $2) AS told
    CROSS JOIN ${runningPosts('$3::date')}
   WHERE ${isThere} AND ${fits('$3::date')}`;

/** Keeps those whom the opportunity `$2` is for on the day `$3`, as of the instant `$4`. */
export const keepEligibleSql = `
  INSERT INTO opportunity_eligible AS kept (trust_id, opportunity_id, person_id, added_at, joined_later)
  SELECT $1, $2, id, $4, false FROM (${eligibleNow}) AS eligible
  ON CONFLICT (trust_id, opportunity_id, person_id)
  DO UPDATE SET dropped_at = NULL, added_at = excluded.added_at WHERE kept.dropped_at IS NOT NULL`;

/** Drops those whom the opportunity `$2` is no longer for on the day `$3`, as of the instant `$4`. */
export const dropIneligibleSql = `
  UPDATE opportunity_eligible SET dropped_at = $4
   WHERE trust_id = $1 AND opportunity_id = $2 AND dropped_at IS NULL
     AND person_id NOT IN (${eligibleNow})`;

/** Which of the people `$2` which undecided opportunity is for on the day `$3`. */
const eligiblePairs = `
  SELECT DISTINCT told.id AS opportunity_id, person.id AS person_id, told.takes_more
    FROM (SELECT id, audience AS rule,
                 state IN ('PUBLISHED', 'REOPENED') AND closes_on >= $3::date AS takes_more
            FROM opportunity
           WHERE trust_id = $1 AND told_version > 0
             AND state IN ('PUBLISHED', 'REOPENED', 'CLOSED', 'SHORTLISTING', 'DECIDING')) AS told
    CROSS JOIN ${runningPosts('$3::date')}
   WHERE ${isThere} AND person.id = ANY ($2::uuid[]) AND ${fits('$3::date')}`;

/** Adds those of the people `$2` who became eligible for what is open; answers who and for what. */
export const joinLaterSql = `
  INSERT INTO opportunity_eligible AS kept (trust_id, opportunity_id, person_id, added_at, joined_later)
  SELECT $1, opportunity_id, person_id, $4, true FROM (${eligiblePairs}) AS pair WHERE takes_more
  ON CONFLICT (trust_id, opportunity_id, person_id)
  DO UPDATE SET dropped_at = NULL, added_at = excluded.added_at, joined_later = true
   WHERE kept.dropped_at IS NOT NULL
  RETURNING opportunity_id AS "opportunityId", person_id AS "personId"`;

/** Drops those of the people `$2` who are eligible no more. */
export const dropLaterSql = `
  UPDATE opportunity_eligible AS kept SET dropped_at = $4
   WHERE trust_id = $1 AND person_id = ANY ($2::uuid[]) AND dropped_at IS NULL
     AND (opportunity_id, person_id) NOT IN (
         SELECT opportunity_id, person_id FROM (${eligiblePairs}) AS pair)
     AND EXISTS (SELECT 1 FROM opportunity
                  WHERE trust_id = $1 AND id = kept.opportunity_id
                    AND state IN ('PUBLISHED', 'REOPENED', 'CLOSED', 'SHORTLISTING', 'DECIDING'))`;

const turned = (day: string) => `(${day} > $2::date - 7 AND ${day} <= $2::date)`;

/** Whose posts, statuses or qualifications began or ended by the day `$2`, within a week. */
export const turningSql = `
  SELECT post.person_id AS id FROM roster_assignment AS post
   WHERE post.trust_id = $1 AND (${turned('post.starts_on')} OR ${turned('post.ends_on')})
  UNION
  SELECT person.id FROM roster_person AS person
   CROSS JOIN jsonb_to_recordset(person.credentials) AS held ("startsOn" date, "endsOn" date)
   WHERE person.trust_id = $1 AND (${turned('held."startsOn"')} OR ${turned('held."endsOn"')})`;

/**
 * How the pairs of opportunity `$2[i]` and person `$3[i]` stand: on the day `$4`, or where `$5[i]` names a
 * version, by its audience on the day on which it was made.
 */
export const eligibilityOfPairsSql = `
  SELECT pair.opportunity_id AS "opportunityId", pair.person_id AS "personId", pair.version,
         told.rule AS audience, told.day AS "asOf",
         coalesce(bool_or(${fits('told.day')}), false) AS met, count(post.id) > 0 AS "hasPost",
         ${Object.entries(asks('told.day'))
           .map(([name, sql]) => `coalesce(bool_or(${sql}), false) AS "${name}"`)
           .join(', ')}
    FROM unnest($2::uuid[], $3::uuid[], $5::integer[]) AS pair (opportunity_id, person_id, version)
    JOIN (SELECT id, NULL AS number, ${audienceSql('audience')} AS rule, $4::date AS day
            FROM opportunity WHERE trust_id = $1 AND id = ANY ($2::uuid[])
           UNION ALL
          SELECT opportunity_id, number, ${audienceSql('audience')}, (made_at AT TIME ZONE 'Europe/London')::date
            FROM opportunity_version WHERE trust_id = $1 AND opportunity_id = ANY ($2::uuid[])) AS told
      ON told.id = pair.opportunity_id AND told.number IS NOT DISTINCT FROM pair.version
    LEFT JOIN (roster_person AS person JOIN roster_assignment AS post
               ON post.trust_id = person.trust_id AND post.person_id = person.id)
      ON ${isThere} AND person.id = pair.person_id
     AND post.starts_on <= told.day AND (post.ends_on IS NULL OR post.ends_on > told.day)
   GROUP BY 1, 2, 3, 4, 5`;

/** How many of each group and working pattern the audience `$2` takes in on the day `$3`. */
export const audienceCountsSql = `
  SELECT coalesce(staff_group, 'NONE') AS "staffGroup", is_full_time AS "isFullTime",
         count(*) FILTER (WHERE met)::integer AS eligible,
         count(*) FILTER (WHERE NOT met)::integer AS "leftOut"
    FROM (SELECT (array_agg(post.staff_groups[1] ORDER BY post.is_primary DESC, post.id))[1] AS staff_group,
                 sum(post.fte) >= 1 AS is_full_time, bool_or(${fits('$3::date')}) AS met
            FROM (SELECT $2::jsonb AS rule) AS told CROSS JOIN ${runningPosts('$3::date')}
           WHERE ${isThere} GROUP BY person.id) AS counted
   GROUP BY 1, 2 ORDER BY 1, 2`;

/** What posts of the people `$2` on the day `$3` have that opportunities may suit. */
export const matchFactsSql = `
  SELECT person.id, array_agg(DISTINCT post.school_id::text) AS "schoolIds", sum(post.fte) < 1 AS "isPartTime",
         (SELECT coalesce(array_agg(DISTINCT code), '{}') FROM roster_assignment AS own, unnest(own.subject_codes) AS code
           WHERE own.trust_id = $1 AND own.person_id = person.id AND own.starts_on <= $3::date
             AND (own.ends_on IS NULL OR own.ends_on > $3::date)) AS "subjectCodes",
         (SELECT coalesce(array_agg(DISTINCT code), '{}') FROM roster_assignment AS own, unnest(own.staff_groups) AS code
           WHERE own.trust_id = $1 AND own.person_id = person.id AND own.starts_on <= $3::date
             AND (own.ends_on IS NULL OR own.ends_on > $3::date)) AS "staffGroups"
    FROM ${runningPosts('$3::date')}
   WHERE ${isThere} AND person.id = ANY ($2::uuid[]) GROUP BY person.id`;

/** Of the people `$2`, those whom `$4` line-manages on the day `$3`. */
export const reportsSql = `
  SELECT id FROM roster_person
   WHERE trust_id = $1 AND id = ANY ($2::uuid[]) AND status NOT IN ('LEFT', 'MERGED') AND EXISTS (
         SELECT 1 FROM jsonb_array_elements(managers) AS manager
          WHERE manager ->> 'personId' = $4 AND (manager ->> 'startsOn')::date <= $3::date
            AND (manager ->> 'endsOn' IS NULL OR (manager ->> 'endsOn')::date > $3::date))`;

/** Of the people `$2`, those with a post on the day `$3` at one of the schools `$4`. */
export const atSchoolsSql = `
  SELECT DISTINCT person.id FROM ${runningPosts('$3::date')}
   WHERE ${isThere} AND person.id = ANY ($2::uuid[]) AND post.school_id = ANY ($4::uuid[])`;
