import { staffRole, subjects } from './staff-role.codes.ts';
import type { Assignment, StaffGroup } from './assignment.types.ts';

/** An assignment as SQL gives it, with census codes. */
export interface AssignmentRow extends Omit<Assignment, 'roles' | 'subjects'> {
  readonly personId: string;
  readonly contractId: string;
  readonly schoolId: string;
  readonly roleCodes: string[];
  readonly subjectCodes: string[];
  readonly staffGroup: StaffGroup;
}

/** What the schema promises, and the ids by which its relations are found. */
export interface AssignmentNode extends Assignment {
  readonly personId: string;
  readonly contractId: string;
  readonly schoolId: string;
}

export const assignmentColumns = `
  assignment.id, assignment.person_id AS "personId", assignment.contract_id AS "contractId",
  assignment.school_id AS "schoolId", assignment.role_codes AS "roleCodes",
  assignment.staff_group AS "staffGroup", assignment.subject_codes AS "subjectCodes",
  assignment.fte, assignment.starts_on AS "startsOn", assignment.ends_on AS "endsOn",
  assignment.is_primary AS "isPrimary", assignment.job_title AS "jobTitle",
  assignment.hours_per_week AS "hoursPerWeek", assignment.weeks_per_year AS "weeksPerYear"`;

export function assignmentOf(row: AssignmentRow): AssignmentNode {
  return {
    ...row,
    roles: row.roleCodes.map(staffRole),
    subjects: row.subjectCodes.map((code) => subjects.get(code)),
  };
}

/**
 * That a dated row holds on a day. Half-open: on `ends_on` it no longer does.
 *
 * @param table whose `starts_on` and `ends_on` are meant.
 * @param day the placeholder of a day.
 */
export function holdsOn(table: string, day: string): string {
  return `${table}.starts_on <= ${day}::date
    AND (${table}.ends_on IS NULL OR ${table}.ends_on > ${day}::date)`;
}
