import type { SchoolChange } from './school-change.types.ts';

/** A change with the ids by which its relations are found. */
export interface SchoolChangeRow extends SchoolChange {
  readonly schoolId: string;
  readonly otherSchoolId: string | null;
}

export const changeColumns = `id, school_id AS "schoolId", kind, effective_on AS "effectiveOn",
  other_school_id AS "otherSchoolId", former_urn AS "formerUrn", urn, decided_at AS "decidedAt"`;

/** Adds to the history of a school. */
export const addChangeSql = `
  INSERT INTO school_change (trust_id, id, school_id, kind, effective_on, other_school_id,
    former_urn, urn, ended, decided_by_kind, decided_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING ${changeColumns}`;

/** Whether a school (`$2`) is in the trust (`$1`): the last that was said of joining and leaving. */
export const standingChangeSql = `
  SELECT ${changeColumns}, ended FROM school_change
   WHERE trust_id = $1 AND school_id = $2 AND kind IN ('JOINED', 'LEFT', 'LEAVING_UNDONE')
   ORDER BY decided_at DESC, id DESC LIMIT 1`;

/** A contract or post that a change ended, and when it would have ended. */
export interface EndedRun {
  readonly kind: 'CONTRACT' | 'POST';
  readonly id: string;
  readonly personId: string;
  readonly was: string | null;
  readonly became: string;
}

/** What runs at a school (`$2`) on a day (`$3`) or later. A contract does when all its posts do. */
export const runningAtSql = `
  WITH posts AS (
    SELECT id, person_id, contract_id, ends_on, greatest(starts_on, $3::date) AS became
      FROM assignment WHERE trust_id = $1 AND school_id = $2
       AND (ends_on IS NULL OR ends_on > $3::date) AND (ends_on IS NULL OR ends_on > starts_on))
  SELECT 'POST' AS kind, id, person_id AS "personId", ends_on AS was, became FROM posts
  UNION ALL
  SELECT 'CONTRACT', contract.id, contract.person_id, contract.ends_on,
         greatest(contract.starts_on, $3::date)
    FROM contract WHERE contract.trust_id = $1
     AND (contract.ends_on IS NULL OR contract.ends_on > $3::date)
     AND contract.id IN (SELECT contract_id FROM posts)
     AND NOT EXISTS (
       SELECT FROM assignment AS other WHERE other.trust_id = $1
          AND other.contract_id = contract.id AND other.school_id <> $2
          AND (other.ends_on IS NULL OR other.ends_on > $3::date))`;

/** Ends contracts and posts, from JSON (`$2`) of {@link EndedRun}. */
export const endRunsSql = `
  WITH given AS (
    SELECT * FROM json_to_recordset($2) AS row (kind text, id uuid, became date)),
  contracts AS (
    UPDATE contract SET ends_on = given.became FROM given
     WHERE contract.trust_id = $1 AND given.kind = 'CONTRACT' AND contract.id = given.id)
  UPDATE assignment SET ends_on = given.became FROM given
   WHERE assignment.trust_id = $1 AND given.kind = 'POST' AND assignment.id = given.id`;

/** Lets them run as before, unless somebody has said otherwise since. */
export const restoreRunsSql = `
  WITH given AS (
    SELECT * FROM json_to_recordset($2) AS row (kind text, id uuid, was date, became date)),
  contracts AS (
    UPDATE contract SET ends_on = given.was FROM given
     WHERE contract.trust_id = $1 AND given.kind = 'CONTRACT' AND contract.id = given.id
       AND contract.ends_on = given.became)
  UPDATE assignment SET ends_on = given.was FROM given
   WHERE assignment.trust_id = $1 AND given.kind = 'POST' AND assignment.id = given.id
     AND assignment.ends_on = given.became`;

/** Of the people (`$2`), those who have no contract on a day (`$3`) or later. */
export const leaversSql = `
  SELECT id FROM unnest($2::uuid[]) AS person (id)
   WHERE NOT EXISTS (
     SELECT FROM contract WHERE contract.trust_id = $1 AND contract.person_id = person.id
        AND (contract.ends_on IS NULL OR contract.ends_on > $3::date))`;

/** A post that goes on at another school. */
export interface MovedPost {
  readonly id: string;
  readonly personId: string;
  readonly externalId: string | null;
  readonly was: string | null;
}

/** Posts that run at a school (`$2`) over a day (`$3`). */
export const postsOverSql = `
  SELECT id, person_id AS "personId", external_id AS "externalId", ends_on AS was
    FROM assignment WHERE trust_id = $1 AND school_id = $2 AND starts_on < $3::date
     AND (ends_on IS NULL OR ends_on > $3::date) FOR UPDATE`;

/** What was stays where it was: the posts (`$2`) end on the day (`$3`). */
export const endMovedPostsSql = `
  UPDATE assignment SET ends_on = $3, external_id = NULL
   WHERE trust_id = $1 AND id = ANY ($2::uuid[])`;

/** They go on at the other school (`$3`) from the day (`$4`), under the source's own id. */
export const goOnAtSql = `
  INSERT INTO assignment (trust_id, id, person_id, contract_id, school_id, role_codes, staff_group,
    staff_groups, subject_codes, fte, starts_on, ends_on, is_primary, external_id, job_title,
    hours_per_week, weeks_per_year)
  SELECT $1, given."newId", person_id, contract_id, $3, role_codes, staff_group, staff_groups,
         subject_codes, fte, $4, given.was, is_primary, given."externalId", job_title,
         hours_per_week, weeks_per_year
    FROM json_to_recordset($2) AS given (id uuid, "newId" uuid, "externalId" text, was date)
    JOIN assignment ON assignment.trust_id = $1 AND assignment.id = given.id`;

/** Posts at a school (`$2`) that begin on the day (`$4`) or later begin at the other (`$3`). */
export const movePostsToComeSql = `
  WITH moved AS (
    UPDATE assignment SET school_id = $3
     WHERE trust_id = $1 AND school_id = $2 AND starts_on >= $4::date
    RETURNING person_id)
  SELECT DISTINCT person_id AS "personId" FROM moved`;

/** The URN (`$4` is the new one) of a school (`$2`) from a day (`$3`). */
export const endUrnSql = `
  WITH ended AS (
    UPDATE school_urn SET valid_to = $3
     WHERE trust_id = $1 AND school_id = $2 AND valid_to IS NULL
       AND (valid_from IS NULL OR valid_from < $3::date) RETURNING urn)
  SELECT urn FROM ended`;

export const closeSchoolSql = `
  UPDATE school SET closed_on = $3, status_code = '2' WHERE trust_id = $1 AND id = $2`;
