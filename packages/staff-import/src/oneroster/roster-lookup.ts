import { openTable } from '../file/csv-table.ts';
import type { KnownFile } from '../file/input-file.ts';
import { FileRefused } from '../file/problem.ts';
import { isDeleted, isStaffRole } from './roster-values.ts';

/** A role of somebody at an organisation (OneRoster 1.2, `roles.csv`). */
export interface RosterRole {
  readonly role: string;
  readonly organisation: string;
  readonly firstDay: string | undefined;
  readonly lastDay: string | undefined;
}

/** Most organisations and most roles of staff that are held; a trust has far fewer. */
const mostHeld = 1_000_000;

/**
 * URNs of organisations by their `sourcedId`: the identifier where it is six digits, or what the
 * person who imports has said.
 */
export async function organisationsOf(
  file: KnownFile,
  chosen: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const urns = new Map(chosen);
  const { rows } = await openTable(file, ['sourcedId', 'type', 'identifier']);
  for await (const { get } of rows) {
    const [id, urn] = [get('sourcedId'), get('identifier')];
    if (get('type').toLowerCase() !== 'school' || urns.has(id) || !/^\d{6}$/.test(urn)) continue;
    urns.set(id, urn);
    refuseTooMany(urns.size, file.name);
  }
  return urns;
}

/**
 * Roles of staff by their user's `sourcedId`. Those of pupils and parents are not held, so memory
 * grows with the staff and not with the file. A role that is to be deleted says that its user is
 * staff, and is no post.
 */
export async function rolesOf(
  file: KnownFile,
): Promise<ReadonlyMap<string, readonly RosterRole[]>> {
  const roles = new Map<string, RosterRole[]>();
  let held = 0;
  const { rows } = await openTable(file, ['userSourcedId', 'role', 'orgSourcedId']);
  for await (const { get } of rows) {
    if (!isStaffRole(get('role'))) continue;
    const user = get('userSourcedId');
    const ofUser = roles.get(user) ?? [];
    roles.set(user, ofUser);
    held += 1;
    refuseTooMany(held, file.name);
    if (isDeleted(get('status'))) continue;
    ofUser.push({
      role: get('role'),
      organisation: get('orgSourcedId'),
      firstDay: get('beginDate') || undefined,
      lastDay: get('endDate') || undefined,
    });
  }
  return roles;
}

function refuseTooMany(held: number, name: string): void {
  if (held > mostHeld) throw new FileRefused(`${name} has more rows than any trust has.`);
}
