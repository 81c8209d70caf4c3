/** Columns of a held record. */
export const recordColumns = `
  record.id, record.external_id AS "externalId", record.person_id AS "personId", record.status,
  record.as_of AS "asOf", record.content_hash AS "contentHash", record.changed_by AS "changedBy",
  record.manager_external_id AS "managerExternalId", record.manager_told_at AS "managerToldAt",
  record.manager_pending AS "managerPending", record.former_family_name AS "formerFamilyName",
  record.ending, record.ended_at AS "endedAt", record.issues, record.kept`;

export const heldRecordsSql = `
  SELECT ${recordColumns} FROM staff_source_record AS record
   WHERE trust_id = $1 AND source = $2 AND instance_id = $3 AND external_id = ANY ($4::text[])`;

export const heldPeopleSql = `
  SELECT id, given_name AS "givenName", family_name AS "familyName",
         preferred_name AS "preferredName", work_email AS "workEmail", trn
    FROM person WHERE trust_id = $1 AND id = ANY ($2::uuid[])`;

export const heldContractsSql = `
  SELECT id, person_id AS "personId", source_record_id AS "sourceRecordId",
         external_id AS "externalId", type_code AS type, payroll_number AS "payrollNumber",
         starts_on AS "startsOn", ends_on AS "endsOn", expected_ends_on AS "expectedEndsOn",
         origin_code AS origin, destination_code AS destination,
         leaving_reason AS "leavingReason"
    FROM contract WHERE trust_id = $1 AND source_record_id = ANY ($2::uuid[]) ORDER BY id`;

export const heldAssignmentsSql = `
  SELECT id, person_id AS "personId", contract_id AS "contractId", external_id AS "externalId",
         school_id AS "schoolId", role_codes AS "roleCodes", subject_codes AS "subjectCodes",
         job_title AS "jobTitle", fte, hours_per_week AS "hoursPerWeek",
         weeks_per_year AS "weeksPerYear", starts_on AS "startsOn", ends_on AS "endsOn",
         is_primary AS "isPrimary"
    FROM assignment WHERE trust_id = $1 AND contract_id = ANY ($2::uuid[]) ORDER BY id`;

/** Who has one of the e-mail addresses (`$2`) or TRNs (`$3`). */
export const claimsSql = `
  SELECT id, work_email AS "workEmail", trn FROM person
   WHERE trust_id = $1 AND work_email = ANY ($2::text[])
  UNION
  SELECT id, work_email, trn FROM person WHERE trust_id = $1 AND trn = ANY ($3::text[])`;

/** What the records of a source (`$2`, `$3`) said last, by its own ids (`$4`). */
export const heldHashesSql = `
  SELECT external_id AS "externalId", content_hash AS "contentHash" FROM staff_source_record
   WHERE trust_id = $1 AND source = $2 AND instance_id = $3 AND external_id = ANY ($4::text[])`;

/** Records whose content is the same as before and that are not older than what is held. */
export const seeUnchangedSql = `
  WITH seen AS (
  UPDATE staff_source_record AS record
     SET as_of = given."asOf", seen_by = $4, snapshots_missed = 0
    FROM json_to_recordset($5)
         AS given ("externalId" text, "contentHash" text, "asOf" timestamptz)
   WHERE record.trust_id = $1 AND record.source = $2 AND record.instance_id = $3
     AND record.external_id = given."externalId" AND record.content_hash = given."contentHash"
     AND record.as_of <= given."asOf" AND record.person_id IS NOT NULL
  RETURNING record.external_id AS "externalId")
  SELECT "externalId" FROM seen`;

/** Rejected, stale or under review: the source has the record all the same. */
export const seeSql = `
  UPDATE staff_source_record SET seen_by = $4, snapshots_missed = 0
   WHERE trust_id = $1 AND source = $2 AND instance_id = $3 AND external_id = ANY ($5::text[])`;

const recordShape = `id uuid, "externalId" text, "personId" uuid, status text,
  "asOf" timestamptz, "contentHash" text, "changedBy" uuid, "managerExternalId" text,
  "managerToldAt" timestamptz, "managerPending" boolean, "formerFamilyName" text,
  ending jsonb, "endedAt" timestamptz, issues jsonb, kept jsonb`;

const recordFields = `person_id, status, as_of, content_hash, changed_by, manager_external_id,
  manager_told_at, manager_pending, former_family_name, ending, ended_at, issues, kept`;

/** Writes records from JSON (`$5`) as the sync (`$4`) saw them. */
export const writeRecordsSql = `
  INSERT INTO staff_source_record (trust_id, source, instance_id, seen_by, id, external_id,
    ${recordFields})
  SELECT $1, $2, $3, $4, id, "externalId", "personId", status, "asOf", "contentHash", "changedBy",
         "managerExternalId", "managerToldAt", "managerPending", "formerFamilyName",
         ending, "endedAt", issues, kept
    FROM json_to_recordset($5) AS given (${recordShape})
  ON CONFLICT (trust_id, id) DO UPDATE SET (seen_by, snapshots_missed, ${recordFields})
    = ROW (excluded.seen_by, 0, ${recordFields.replace(/\w+/g, 'excluded.$&')})`;

/** Records (`$3`) of which the sync (`$2`) changed nothing but what is kept elsewhere. */
export const changedByPartsSql = `
  UPDATE staff_source_record SET changed_by = $2 WHERE trust_id = $1 AND id = ANY ($3::uuid[])`;

const contractFields = `type_code, payroll_number, starts_on, ends_on, expected_ends_on,
  origin_code, destination_code, leaving_reason`;

export const writeSourceContractsSql = `
  INSERT INTO contract (trust_id, id, person_id, source_record_id, external_id, ${contractFields})
  SELECT $1, id, "personId", "sourceRecordId", "externalId", type, "payrollNumber", "startsOn",
         "endsOn", "expectedEndsOn", origin, destination, "leavingReason"
    FROM json_to_recordset($2) AS given (id uuid, "personId" uuid, "sourceRecordId" uuid,
      "externalId" text, type text, "payrollNumber" text, "startsOn" date, "endsOn" date,
      "expectedEndsOn" date, origin text, destination text, "leavingReason" text)
  ON CONFLICT (trust_id, id) DO UPDATE SET (${contractFields})
    = ROW (${contractFields.replace(/\w+/g, 'excluded.$&')})`;

const assignmentFields = `school_id, role_codes, staff_group, staff_groups, subject_codes,
  job_title, fte, hours_per_week, weeks_per_year, starts_on, ends_on, is_primary`;

export const writeSourceAssignmentsSql = `
  INSERT INTO assignment (trust_id, id, person_id, contract_id, external_id, ${assignmentFields})
  SELECT $1, id, "personId", "contractId", "externalId", "schoolId", "roleCodes", "staffGroup",
         "staffGroups", "subjectCodes", "jobTitle", fte, "hoursPerWeek", "weeksPerYear",
         "startsOn", "endsOn", "isPrimary"
    FROM json_to_recordset($2) AS given (id uuid, "personId" uuid, "contractId" uuid,
      "externalId" text, "schoolId" uuid, "roleCodes" text[], "staffGroup" text,
      "staffGroups" text[], "subjectCodes" text[], "jobTitle" text, fte numeric(3,2),
      "hoursPerWeek" numeric(5,2), "weeksPerYear" numeric(4,2), "startsOn" date, "endsOn" date,
      "isPrimary" boolean)
  ON CONFLICT (trust_id, id) DO UPDATE SET (${assignmentFields})
    = ROW (${assignmentFields.replace(/\w+/g, 'excluded.$&')})`;

/**
 * Records of a source (`$2`, `$3`) whose manager was told anew and is known by now, or is none; with
 * the link that holds on the day of the statement or later.
 */
export const managersToldSql = `
  SELECT record.id AS "recordId", record.external_id AS "externalId",
         record.person_id AS "personId", manager.person_id AS "managerId",
         record.manager_told_at AS "toldAt", link.id AS "linkId",
         link.manager_id AS "linkManagerId", link.starts_on AS "linkStartsOn",
         link.ends_on AS "linkEndsOn"
    FROM staff_source_record AS record
    LEFT JOIN LATERAL (
      SELECT known.person_id FROM staff_source_record AS known
       WHERE known.trust_id = record.trust_id AND known.source = record.source
         AND known.instance_id = record.instance_id
         AND known.external_id = record.manager_external_id LIMIT 1) AS manager ON true
    LEFT JOIN LATERAL (
      SELECT * FROM manager_link
       WHERE manager_link.trust_id = record.trust_id AND manager_link.person_id = record.person_id
         AND (ends_on IS NULL OR ends_on > (record.manager_told_at AT TIME ZONE 'Europe/London')::date)
       ORDER BY starts_on DESC LIMIT 1) AS link ON true
   WHERE record.trust_id = $1 AND record.source = $2 AND record.instance_id = $3
     AND record.manager_pending AND record.person_id IS NOT NULL
     AND (record.manager_external_id IS NULL OR manager.person_id IS NOT NULL)`;

/** That the managers of records (`$2`) are settled. */
export const managersSettledSql = `
  UPDATE staff_source_record SET manager_pending = false, issues = coalesce(
    (SELECT jsonb_agg(issue) FROM jsonb_array_elements(issues) AS issue
      WHERE issue ->> 'code' <> 'MANAGER_NOT_FOUND'), '[]')
   WHERE trust_id = $1 AND id = ANY ($2::uuid[])`;

/** Says of those rows of a sync (`$2`) by external id (`$3`) why their manager is not set. */
export const managerRefusedSql = `
  UPDATE staff_sync_row SET code = $4, field = 'lineManagerExternalId', message = $5
   WHERE trust_id = $1 AND sync_id = $2 AND external_id = ANY ($3::text[])
     AND outcome <> 'REJECTED'`;

/** Notes on records of a source (`$2`, `$3`) whose manager never came that it is so. */
export const managersUnknownSql = `
  UPDATE staff_source_record AS record SET issues = issues || jsonb_build_array(jsonb_build_object(
    'field', 'lineManagerExternalId', 'code', 'MANAGER_NOT_FOUND',
    'value', manager_external_id, 'mappedTo', NULL))
   WHERE trust_id = $1 AND source = $2 AND instance_id = $3 AND manager_pending
     AND manager_external_id IS NOT NULL
     AND NOT issues @> '[{"code": "MANAGER_NOT_FOUND"}]'
     AND NOT EXISTS (
       SELECT FROM staff_source_record AS manager
        WHERE manager.trust_id = $1 AND manager.source = $2 AND manager.instance_id = $3
          AND manager.external_id = record.manager_external_id AND manager.person_id IS NOT NULL)`;

/** What a sync (`$2`) changed, of the next records by external id after one (`$3`). */
export const undoneRowsSql = `
  WITH next AS (
    SELECT DISTINCT external_id FROM staff_sync_row
     WHERE trust_id = $1 AND sync_id = $2 AND before IS NOT NULL AND external_id > $3
     ORDER BY external_id LIMIT 500)
  SELECT row.external_id AS "externalId", row.before FROM staff_sync_row AS row JOIN next
      ON next.external_id = row.external_id
   WHERE row.trust_id = $1 AND row.sync_id = $2 AND row.before IS NOT NULL
   ORDER BY row.external_id COLLATE "C"`;

/** Contracts (`$2`) and posts (`$3`) that never were: they end on the day on which they begin. */
export const neverRanSql = `
  WITH contracts AS (
    UPDATE contract SET ends_on = starts_on WHERE trust_id = $1 AND id = ANY ($2::uuid[]))
  UPDATE assignment SET ends_on = starts_on WHERE trust_id = $1 AND id = ANY ($3::uuid[])`;
