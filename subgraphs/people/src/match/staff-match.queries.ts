import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { staffRole } from '../assignment/staff-role.codes.ts';
import type { MatchQuestion } from './match-question.types.ts';
import { type StaffMatch, StaffMatchState } from './staff-match.types.ts';

/** A review as SQL gives it, with what serves to compare and is not published. */
export interface MatchRow extends Omit<StaffMatch, 'roles'> {
  readonly sourceRecordId: string | null;
  readonly personId: string | null;
  readonly otherPersonId: string | null;
  readonly keptPersonId: string | null;
  readonly formerFamilyName: string | null;
  readonly payrollNumbers: readonly string[];
  readonly schoolIds: readonly string[];
  readonly roleCodes: readonly string[];
}

/** What the schema promises, and the ids by which its relations are found. */
export type MatchNode = StaffMatch & MatchRow;

const posts = `jsonb_path_query(record.kept, '$.contracts[*].assignments[*]') AS post`;

const columns = `
  staff_match.id, staff_match.state, staff_match.opened_at AS "openedAt",
  staff_match.decided_at AS "decidedAt", staff_match.source_record_id AS "sourceRecordId",
  staff_match.person_id AS "personId", staff_match.other_person_id AS "otherPersonId",
  staff_match.kept_person_id AS "keptPersonId", staff_match.given_name AS "givenName",
  staff_match.family_name AS "familyName", staff_match.preferred_name AS "preferredName",
  staff_match.former_family_name AS "formerFamilyName", staff_match.work_email AS "workEmail",
  staff_match.trn, staff_match.payroll_numbers AS "payrollNumbers", record.source,
  record.external_id AS "externalId",
  ARRAY(SELECT DISTINCT post ->> 'schoolId' FROM ${posts}) AS "schoolIds",
  ARRAY(SELECT DISTINCT jsonb_array_elements_text(post -> 'roleCodes') FROM ${posts})
    AS "roleCodes"`;

const tables = `staff_match LEFT JOIN staff_source_record AS record
  ON record.trust_id = staff_match.trust_id AND record.id = staff_match.source_record_id`;

/** Reviews in one state, the oldest first. */
export function matchList(viewer: Viewer, state: StaffMatchState | null | undefined): List {
  const parameters = new SqlParameters();
  const wanted = state ?? StaffMatchState.OPEN;
  return {
    name: 'staffMatches',
    select: columns,
    from: tables,
    where: [
      `staff_match.trust_id = ${parameters.add(viewer.trustId)}`,
      `staff_match.state = ${parameters.add(wanted)}`,
    ],
    parameters,
    sort: {
      name: 'oldest first',
      keys: [
        { sql: 'staff_match.opened_at', type: 'timestamptz' },
        { sql: 'staff_match.id', type: 'uuid' },
      ],
    },
    filter: wanted,
  };
}

/** The review (`$2`) of the trust (`$1`). */
export const matchByIdSql = `
  SELECT ${columns} FROM ${tables} WHERE staff_match.trust_id = $1 AND staff_match.id = $2`;

/** The same, held until commit, so that two who decide at once decide one after the other. */
export const heldMatchSql = `${matchByIdSql} FOR UPDATE OF staff_match`;

export function matchOf(row: MatchRow): MatchNode {
  return { ...row, roles: row.roleCodes.map(staffRole) };
}

/** The question that a review puts, once more; the birth date is found by the record. */
export function questionOf(row: MatchRow): MatchQuestion {
  return { ...row, recordId: row.sourceRecordId ?? row.id, birthDate: null };
}

/** Says what was decided (`$3`) of a review (`$2`), and who it is (`$4`). */
export const decideSql = `
  UPDATE staff_match SET state = $3, kept_person_id = $4, decided_at = now()
   WHERE trust_id = $1 AND id = $2`;

/** Opens the question whether two people are one; answers nothing where it was put before. */
export const openPeopleMatchSql = `
  INSERT INTO staff_match (trust_id, id, person_id, other_person_id, state, given_name, family_name,
    preferred_name, work_email, trn, payroll_numbers)
  SELECT $1, $2, person.id, $4, 'OPEN', given_name, family_name, preferred_name, work_email, trn, '{}'
    FROM person WHERE trust_id = $1 AND person.id = $3 AND NOT EXISTS (
      SELECT FROM staff_match AS earlier WHERE earlier.trust_id = $1
         AND (earlier.person_id, earlier.other_person_id) IN (($3, $4), ($4, $3)))
  RETURNING id`;

/** Who a person (`$2`) is, should the id be that of somebody who turned out to be another. */
export const standingPersonSql = `
  SELECT coalesce(redirect.person_id, person.id) AS id
    FROM person LEFT JOIN person_redirect AS redirect
      ON redirect.trust_id = person.trust_id AND redirect.old_id = person.id
   WHERE person.trust_id = $1 AND person.id = $2`;

/** The record is about none of the people (`$3`). */
export const keepApartSql = `
  INSERT INTO staff_apart (trust_id, source_record_id, person_id)
  SELECT $1, $2, person_id FROM unnest($3::uuid[]) AS person_id ON CONFLICT DO NOTHING`;

/** Adds to the record of who decided what. */
export const decisionSql = `
  INSERT INTO staff_match_decision (trust_id, id, kind, match_id, source_record_id, person_id,
    other_person_id, grounds, decided_by_kind, decided_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;
