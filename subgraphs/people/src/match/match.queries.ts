/** What may say that two are one person, the strongest first. */
export type MatchGround =
  | 'SAME_TRN'
  | 'SAME_PAYROLL_NUMBER'
  | 'SAME_WORK_EMAIL'
  | 'SAME_SURNAME_AND_BIRTH_DATE'
  | 'SAME_FULL_NAME'
  | 'MERGED_TRNS';

/** Somebody who may be the one asked about, on one ground. */
export interface FoundSuspect {
  readonly askedId: string;
  readonly personId: string;
  readonly ground: MatchGround;
  /** Folded, of the suspect. */
  readonly surname: string;
  readonly trn: string | null;
  readonly formerSurname: string | null;
  /** Whether all that is known of when they were born is another day. */
  readonly isBornOtherwise: boolean;
}

/** Someone asked about, in the form in which people are compared; names are folded. */
export interface AskedPerson {
  readonly id: string;
  /** Those that stand for the same teacher. */
  readonly trns: readonly string[];
  readonly payrollNumbers: readonly string[];
  readonly workEmail: string | null;
  readonly surname: string;
  readonly formerSurname: string | null;
  readonly givenName: string;
  readonly preferredName: string | null;
  readonly birthDate: string | null;
}

/**
 * Rows of a table for each of those before it, by its index: PostgreSQL does not know how few are
 * asked about, and would read the whole table once for each ground. `OFFSET 0` keeps it from that.
 */
const each = (table: string, columns: string, condition: string, name = table) =>
  `LATERAL (SELECT ${columns} FROM ${table} WHERE trust_id = $1 AND ${condition} OFFSET 0) AS ${name}`;

/**
 * People of the trust (`$1`) who may be those asked about (`$2`, JSON of {@link AskedPerson}; `$3`, of
 * their `id` and `birthDate` alone). Those
 * who are known not to be, and those who turned out to be others, are left out. A name is compared
 * with what the person goes by and with the name in the employment record. The same birth date is for
 * those with the same surname alone, and those of whom a former one is known, which is not kept folded.
 */
export const suspectsSql = `
  WITH asked AS MATERIALIZED (
    SELECT * FROM json_to_recordset($2) AS row (id uuid, trns text[], "payrollNumbers" text[],
      "workEmail" text, surname text, "formerSurname" text, "givenName" text,
      "preferredName" text, "birthDate" date)),
  found AS (
    SELECT asked.id, person.id AS person_id, 'SAME_TRN' AS ground, NULL AS former
      FROM asked CROSS JOIN unnest(asked.trns) AS own (trn)
     CROSS JOIN ${each('person', 'id', 'trn = own.trn')}
    UNION
    SELECT asked.id, contract.person_id, 'SAME_PAYROLL_NUMBER', NULL
      FROM asked CROSS JOIN unnest(asked."payrollNumbers") AS own (number)
     CROSS JOIN ${each('contract', 'person_id', 'payroll_number = own.number')}
    UNION
    SELECT asked.id, person.id, 'SAME_WORK_EMAIL', NULL
      FROM asked CROSS JOIN ${each('person', 'id', 'work_email = asked."workEmail"')}
    UNION
    SELECT asked.id, person.id, 'SAME_SURNAME_AND_BIRTH_DATE', record.former_family_name
      FROM asked JOIN born_on_the_same_day($1, $3) AS born ON born.asked_id = asked.id
     CROSS JOIN ${each('staff_source_record', 'person_id, former_family_name', 'id = born.source_record_id', 'record')}
     CROSS JOIN ${each('person', 'id, sort_name', 'id = record.person_id')}
     WHERE record.former_family_name IS NOT NULL
        OR split_part(person.sort_name, E'\\t', 1) IN (asked.surname, asked."formerSurname")
    UNION
    SELECT asked.id, person.id, 'SAME_FULL_NAME', NULL
      FROM asked CROSS JOIN unnest(ARRAY[asked."givenName", asked."preferredName"]) AS own (name)
     CROSS JOIN ${each('person', 'id', "sort_name = asked.surname || E'\\t' || own.name")}
    UNION
    SELECT asked.id, person.id, 'SAME_FULL_NAME', NULL
      FROM asked CROSS JOIN ${each(
        'person',
        'id',
        `preferred_name IS NOT NULL
           AND sort_name > asked.surname || E'\\t' AND sort_name < asked.surname || E'\\n'
           AND starts_with(search_text, asked."givenName" || ' '
             || split_part(sort_name, E'\\t', 2) || ' ' || asked.surname || ' ')`,
      )})
  SELECT found.id AS "askedId", found.person_id AS "personId", found.ground,
         split_part(person.sort_name, E'\\t', 1) AS surname, person.trn,
         found.former AS "formerSurname",
         is_born_otherwise($1, asked.id, asked."birthDate", found.person_id) AS "isBornOtherwise"
    FROM found JOIN asked ON asked.id = found.id
   CROSS JOIN ${each('person', 'sort_name, trn', 'id = found.person_id')}
   WHERE NOT EXISTS (SELECT FROM person_redirect
                      WHERE trust_id = $1 AND old_id = found.person_id)
     AND NOT EXISTS (SELECT FROM staff_apart WHERE trust_id = $1
                        AND source_record_id = found.id AND person_id = found.person_id)
   ORDER BY found.id, found.person_id, found.ground`;

/** Every TRN that stands for the same teacher as one of those asked for (`$2`), with the newest. */
export const sameTrnsSql = `
  WITH RECURSIVE forward AS (
    SELECT asked, asked AS trn FROM unnest($2::text[]) AS asked
    UNION
    SELECT forward.asked, change.new_trn FROM forward
      JOIN trn_change AS change ON change.trust_id = $1 AND change.old_trn = forward.trn),
  newest AS (
    SELECT asked, trn FROM forward WHERE NOT EXISTS (
      SELECT FROM trn_change WHERE trust_id = $1 AND old_trn = forward.trn)),
  same AS (
    SELECT asked, trn AS newest, trn FROM newest
    UNION
    SELECT same.asked, same.newest, change.old_trn FROM same
      JOIN trn_change AS change ON change.trust_id = $1 AND change.new_trn = same.trn)
  SELECT asked, newest, array_agg(trn ORDER BY trn) AS trns FROM same GROUP BY asked, newest`;

/** Those of the people (`$4`) who have a record of the source (`$2`, `$3`) other than those (`$5`). */
export const recordedInSourceSql = `
  SELECT DISTINCT person_id AS id FROM staff_source_record
   WHERE trust_id = $1 AND source = $2 AND instance_id = $3 AND person_id = ANY ($4::uuid[])
     AND NOT id = ANY ($5::uuid[])`;

const facts = `given_name, family_name, preferred_name, former_family_name, work_email, trn,
  payroll_numbers`;

/** Opens reviews (`$2`, JSON) of records, or brings those that are open up to date. */
export const openMatchesSql = `
  INSERT INTO staff_match (trust_id, id, source_record_id, state, ${facts})
  SELECT $1, id, "sourceRecordId", 'OPEN', "givenName", "familyName", "preferredName",
         "formerFamilyName", "workEmail", trn, "payrollNumbers"
    FROM json_to_recordset($2) AS given (id uuid, "sourceRecordId" uuid, "givenName" text,
      "familyName" text, "preferredName" text, "formerFamilyName" text, "workEmail" text, trn text,
      "payrollNumbers" text[])
  ON CONFLICT (trust_id, source_record_id) WHERE state = 'OPEN' DO UPDATE
    SET (${facts}) = ROW (${facts.replace(/\w+/g, 'excluded.$&')})`;

/** Reviews of records (`$2`) that nobody has to make any more. */
export const withdrawMatchesSql = `
  UPDATE staff_match SET state = 'WITHDRAWN', decided_at = now()
   WHERE trust_id = $1 AND source_record_id = ANY ($2::uuid[]) AND state = 'OPEN'`;
