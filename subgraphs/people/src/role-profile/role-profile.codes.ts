import { z } from 'zod';
import { StaffGroup } from '../assignment/assignment.types.ts';
import { staffRole } from '../assignment/staff-role.codes.ts';
import { readReference } from '../official-code.ts';
import { CareerTrack, type RoleProfile } from './role-profile.types.ts';

/** Codes in one cell, with spaces between them. */
export const codesOfCell = z.string().transform((cell) => cell.split(' ').filter(Boolean));

const profileRow = z.object({
  code: z.string().min(1),
  name: z.string().min(1),
  track: z.enum(CareerTrack),
  line_manages: z.enum(['true', 'false']).transform((cell) => cell === 'true'),
  staff_group: z.enum(StaffGroup),
  role_codes: codesOfCell,
  summary: z.string().min(1),
});

/** The catalogue, in its order. */
export const roleProfiles: readonly RoleProfile[] = readReference('role-profiles.csv').map(
  (row) => {
    const { line_manages, staff_group, role_codes, ...profile } = profileRow.parse(row);
    const roles = role_codes.map(staffRole);
    return { ...profile, lineManages: line_manages, staffGroup: staff_group, roles, version: null };
  },
);

const byCode = new Map(roleProfiles.map((profile) => [profile.code, profile]));

/** @throws when the catalogue has no such profile. */
export function roleProfile(code: string): RoleProfile {
  const profile = byCode.get(code);
  if (!profile) throw new Error(`role-profiles.csv has no ${code}`);
  return profile;
}
