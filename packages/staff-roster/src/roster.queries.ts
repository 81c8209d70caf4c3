const columns = `version, status, merged_into_id, has_work_mailbox, contracts, managers, leave,
                 credentials, kept_at`;

/** Keeps people from JSON (`$2`) for the trust (`$1`); answers ids of those that were not older. */
export const applyPeopleSql = `
  INSERT INTO roster_person AS kept (trust_id, id, ${columns})
  SELECT $1, id, version, status, "mergedIntoId", "hasWorkMailbox", contracts, managers, leave,
         coalesce(credentials, '[]'), clock_timestamp()
    FROM json_to_recordset($2) AS told (id uuid, version bigint, status text, "mergedIntoId" uuid,
         "hasWorkMailbox" boolean, contracts jsonb, managers jsonb, leave jsonb,
         credentials jsonb)
   ORDER BY id
  ON CONFLICT (trust_id, id) DO UPDATE SET (${columns}) = ROW (excluded.version, excluded.status,
         excluded.merged_into_id, excluded.has_work_mailbox, excluded.contracts, excluded.managers,
         excluded.leave, excluded.credentials, excluded.kept_at)
   WHERE kept.version <= excluded.version
  RETURNING id`;

/**
 * Brings the status of everybody of the trust (`$1`) up to a day (`$2`): contracts were known to begin
 * or to end, and nobody tells on the day.
 */
export const turnToSql = `
  UPDATE roster_person AS person SET status = turned.status
    FROM (SELECT kept.trust_id, kept.id,
                 CASE WHEN bool_or(contract."startsOn" <= $2::date) THEN 'EMPLOYED'
                      WHEN count(contract."startsOn") > 0 THEN 'FUTURE' ELSE 'LEFT' END AS status
            FROM roster_person AS kept
            LEFT JOIN LATERAL jsonb_to_recordset(kept.contracts)
                   AS contract ("startsOn" date, "endsOn" date)
              ON contract."endsOn" IS NULL OR contract."endsOn" > $2::date
           WHERE kept.trust_id = $1 AND kept.status IN ('EMPLOYED', 'FUTURE') AND kept.contracts <> '[]'
           GROUP BY kept.trust_id, kept.id) AS turned
   WHERE person.trust_id = turned.trust_id AND person.id = turned.id
     AND person.status IS DISTINCT FROM turned.status
  RETURNING person.id`;

export const forgetAssignmentsSql = `
  DELETE FROM roster_assignment WHERE trust_id = $1 AND person_id = ANY ($2)`;

/** Writes assignments from JSON (`$2`) for the trust (`$1`). */
export const writeAssignmentsSql = `
  INSERT INTO roster_assignment (trust_id, id, person_id, contract_id, school_id, role_codes,
                                 staff_groups, subject_codes, fte, is_primary, starts_on, ends_on)
  SELECT $1, id, "personId", "contractId", "schoolId", "roleCodes", "staffGroups", "subjectCodes",
         fte, "isPrimary", "startsOn", "endsOn"
    FROM json_to_recordset($2) AS told (id uuid, "personId" uuid, "contractId" uuid,
         "schoolId" uuid, "roleCodes" text[], "staffGroups" text[], "subjectCodes" text[],
         fte numeric(3,2), "isPrimary" boolean, "startsOn" date, "endsOn" date)`;
