import { CodeList, readReference } from '../official-code.ts';
import { StaffGroup, type StaffRole } from './assignment.types.ts';

const groups = new Map<string, StaffGroup>(Object.entries(StaffGroup));

const roles: ReadonlyMap<string, StaffRole> = new Map(
  readReference('staff-roles.csv').map((row) => {
    const code = row['code'] ?? '';
    const staffGroup = groups.get(row['staff_group'] ?? '');
    if (!staffGroup) throw new Error(`staff-roles.csv has no known staff group for ${code}`);
    return [code, { code, name: row['description'] ?? '', staffGroup }];
  }),
);

/**
 * A role by its census code, with the staff group that follows from it. A code that the list lacks is
 * kept as it came and counts as other school support, never dropped.
 */
export function staffRole(code: string): StaffRole {
  return roles.get(code) ?? { code, name: code, staffGroup: StaffGroup.OTHER_SCHOOL_SUPPORT };
}

/** @returns whether the list has the code. */
export function isStaffRole(code: string): boolean {
  return roles.has(code);
}

/** Census subject codes. */
export const subjects = new CodeList(
  readReference('subjects.csv').map((row) => ({
    code: row['code'] ?? '',
    name: row['description'] ?? '',
  })),
);
