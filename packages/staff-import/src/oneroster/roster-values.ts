/** Roles of people who are no staff: counted and passed over. */
const noStaff = new Set(['student', 'parent', 'guardian', 'relative']);

/** Census roles for the roles of OneRoster that mean one thing. The others go out as they are. */
const censusRoles: ReadonlyMap<string, string> = new Map([
  ['teacher', 'TCHR'],
  ['aide', 'TASS'],
  ['principal', 'HDTR'],
]);

export function isStaffRole(role: string): boolean {
  return role !== '' && !noStaff.has(role.toLowerCase());
}

/** @param chosen what the person who imports has said. */
export function roleCodeOf(role: string, chosen: ReadonlyMap<string, string>): string {
  return chosen.get(role) ?? censusRoles.get(role.toLowerCase()) ?? role;
}

/** A list within a cell: `a,b`. */
export function listOf(cell: string): string[] {
  return cell
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** `tobedeleted`, in any spelling of OneRoster's two versions. */
export function isDeleted(status: string): boolean {
  return status.toLowerCase() === 'tobedeleted';
}

/** The TRN among `{type:id}` pairs, where a system puts it there. */
export function trnAmong(userIds: string): string | undefined {
  const found = /\{\s*(?:trn|teacher ?number|teacherreferencenumber)\s*:\s*(\d{7})\s*\}/i;
  return found.exec(userIds)?.[1];
}
