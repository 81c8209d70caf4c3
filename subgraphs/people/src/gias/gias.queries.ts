/** Writes trusts from JSON; answers the ids of those that are new or other than they were. */
export const trustSql = `
  INSERT INTO trust AS kept (id, uid, name, group_id, companies_house_number, ukprn)
  SELECT id, uid, name, "groupId", "companiesHouseNumber", ukprn
    FROM json_to_recordset($1) AS given (id uuid, uid text, name text, "groupId" text,
      "companiesHouseNumber" text, ukprn text)
  ON CONFLICT (uid) DO UPDATE SET name = excluded.name, group_id = excluded.group_id,
    companies_house_number = excluded.companies_house_number, ukprn = excluded.ukprn
  WHERE (kept.name, kept.group_id, kept.companies_house_number, kept.ukprn)
    IS DISTINCT FROM
    (excluded.name, excluded.group_id, excluded.companies_house_number, excluded.ukprn)
  RETURNING id`;

const schoolColumns = `name, sort_name, phase_code, type_code, status_code, local_authority_code,
  establishment_number, ukprn, town, postcode, search_text, opened_on, closed_on, joined_on, easting,
  northing`;

const prefixed = (table: string) =>
  schoolColumns
    .split(/,\s*/)
    .map((column) => `${table}.${column}`)
    .join(', ');

/** The same for schools, by id; answers which. */
export const schoolSql = `
  INSERT INTO school AS kept (trust_id, id, ${schoolColumns})
  SELECT "trustId", id, name, "sortName", "phaseCode", "typeCode", "statusCode",
         "localAuthorityCode", "establishmentNumber", ukprn, town, postcode, "searchText",
         "openedOn", "closedOn", "joinedOn", easting, northing
    FROM json_to_recordset($1) AS given ("trustId" uuid, id uuid, name text, "sortName" text,
      "phaseCode" text, "typeCode" text, "statusCode" text, "localAuthorityCode" text,
      "establishmentNumber" text, ukprn text, town text, postcode text, "searchText" text,
      "openedOn" date, "closedOn" date, "joinedOn" date, easting integer, northing integer)
  ON CONFLICT (trust_id, id) DO UPDATE SET (${schoolColumns}) = ROW (${prefixed('excluded')})
  WHERE (${prefixed('kept')}) IS DISTINCT FROM (${prefixed('excluded')})
  RETURNING trust_id AS "trustId", id AS "schoolId"`;

/** The same for URNs; answers the schools of those. The first day that we knew stays when the register forgets it. */
export const schoolUrnSql = `
  INSERT INTO school_urn AS kept (trust_id, urn, school_id, valid_from, valid_to)
  SELECT "trustId", urn, "schoolId", "validFrom", "validTo"
    FROM json_to_recordset($1) AS given ("trustId" uuid, urn text, "schoolId" uuid,
      "validFrom" date, "validTo" date)
  ON CONFLICT (trust_id, urn) DO UPDATE
    SET valid_from = coalesce(excluded.valid_from, kept.valid_from), valid_to = excluded.valid_to
  WHERE (coalesce(excluded.valid_from, kept.valid_from), excluded.valid_to)
    IS DISTINCT FROM (kept.valid_from, kept.valid_to)
  RETURNING trust_id AS "trustId", school_id AS "schoolId"`;
