import { fold } from '../fold.ts';
import { tidyEmail, tidyName } from '../tidy-text.ts';

/** Columns that JSON rows carry, and their SQL. */
const person = `id uuid, "givenName" text, "familyName" text, "preferredName" text,
  "sortName" text, "sortGivenName" text, "searchText" text, "workEmail" text, trn text`;

const contract = `id uuid, "personId" uuid, type text, "payrollNumber" text, "startsOn" date,
  "endsOn" date`;

const assignment = `id uuid, "personId" uuid, "contractId" uuid, "schoolId" uuid,
  "roleCodes" text[], "staffGroup" text, "staffGroups" text[], "subjectCodes" text[],
  fte numeric(3,2), "startsOn" date, "endsOn" date, "isPrimary" boolean`;

const personColumns = [
  'given_name',
  'family_name',
  'preferred_name',
  'sort_name',
  'sort_given_name',
  'search_text',
  'work_email',
  'trn',
];
const contractColumns = ['type_code', 'payroll_number', 'starts_on', 'ends_on'];
const assignmentColumns = [
  'contract_id',
  'school_id',
  'role_codes',
  'staff_group',
  'staff_groups',
  'subject_codes',
  'fte',
  'starts_on',
  'ends_on',
  'is_primary',
];

/** Writes people from JSON (`$2`) for the trust (`$1`); answers ids of those new or changed. */
export const writePeopleSql = `
  INSERT INTO person AS kept (trust_id, id, ${personColumns.join(', ')})
  SELECT $1, id, "givenName", "familyName", "preferredName", "sortName", "sortGivenName",
         "searchText", "workEmail", trn
    FROM json_to_recordset($2) AS given (${person})
  ${onChange(personColumns)} RETURNING id AS "personId"`;

/** The same for contracts. A contract never passes from one person to another. */
export const writeContractsSql = `
  INSERT INTO contract AS kept (trust_id, id, person_id, ${contractColumns.join(', ')})
  SELECT $1, id, "personId", type, "payrollNumber", "startsOn", "endsOn"
    FROM json_to_recordset($2) AS given (${contract})
  ${onChange(contractColumns)} RETURNING person_id AS "personId"`;

/** The same for assignments. */
export const writeAssignmentsSql = `
  INSERT INTO assignment AS kept (trust_id, id, person_id, ${assignmentColumns.join(', ')})
  SELECT $1, id, "personId", "contractId", "schoolId", "roleCodes", "staffGroup", "staffGroups",
         "subjectCodes", fte, "startsOn", "endsOn", "isPrimary"
    FROM json_to_recordset($2) AS given (${assignment})
  ${onChange(assignmentColumns)} RETURNING person_id AS "personId"`;

/** What of the JSON people (`$2`), contracts (`$3`) and assignments (`$4`) belongs to others. */
export const conflictsSql = `
  SELECT given.id AS "personId", 'Somebody else has the work e-mail.' AS reason
    FROM json_to_recordset($2) AS given (id uuid, "workEmail" text)
    JOIN person ON person.trust_id = $1 AND person.work_email = given."workEmail"
     AND person.id <> given.id
  UNION ALL
  SELECT given.id, 'Somebody else has the TRN.'
    FROM json_to_recordset($2) AS given (id uuid, trn text)
    JOIN person ON person.trust_id = $1 AND person.trn = given.trn AND person.id <> given.id
  UNION ALL
  SELECT given."personId", 'A contract is somebody else’s.'
    FROM json_to_recordset($3) AS given (id uuid, "personId" uuid)
    JOIN contract ON contract.trust_id = $1 AND contract.id = given.id
     AND contract.person_id <> given."personId"
  UNION ALL
  SELECT given."personId", 'A post is somebody else’s.'
    FROM json_to_recordset($4) AS given (id uuid, "personId" uuid)
    JOIN assignment ON assignment.trust_id = $1 AND assignment.id = given.id
     AND assignment.person_id <> given."personId"`;

function onChange(columns: readonly string[]): string {
  const of = (table: string) => columns.map((column) => `${table}.${column}`).join(', ');
  return `ON CONFLICT (trust_id, id) DO UPDATE SET (${columns.join(', ')}) = ROW (${of('excluded')})
    WHERE (${of('kept')}) IS DISTINCT FROM (${of('excluded')})`;
}

/** What of a person is kept as the employment record has it. */
interface NamedPerson {
  readonly id: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly preferredName: string | null;
  readonly workEmail: string | null;
  readonly trn: string | null;
}

/** A person for {@link writePeopleSql}: tidy, and with what they are sorted and found by. */
export function personRow({ id, trn, ...record }: NamedPerson) {
  const givenName = tidyName(record.givenName);
  const familyName = tidyName(record.familyName);
  const preferredName = record.preferredName === null ? null : tidyName(record.preferredName);
  const workEmail = record.workEmail === null ? null : tidyEmail(record.workEmail);
  const [given, family] = [fold(preferredName ?? givenName), fold(familyName)];
  return {
    id,
    trn,
    givenName,
    familyName,
    preferredName,
    workEmail,
    sortName: `${family}\t${given}`, // a tab sorts before anything in a name
    sortGivenName: `${given}\t${family}`,
    searchText: fold([givenName, preferredName, familyName, workEmail].join(' ')),
  };
}
