import { DistinctIds } from '../census/census-ids.ts';
import type { TableRow } from '../file/csv-table.ts';
import type { StaffAssignment, StaffContract, StaffRecord, SyncMode } from '../staff-record.ts';
import type { RosterRole } from './roster-lookup.ts';
import { isDeleted, isStaffRole, listOf, roleCodeOf, trnAmong } from './roster-values.ts';

/** What one needs to know to read users. */
export interface RosterSetting {
  readonly mode: SyncMode | undefined;
  readonly roleCodes: ReadonlyMap<string, string>;
  /** First day of posts whose role has none; without it they are not made. */
  readonly postsFrom: string | undefined;
  readonly fte: number;
  /** URN by organisation. */
  readonly organisations: ReadonlyMap<string, string>;
  /** Roles by user in OneRoster 1.2; undefined in 1.1, where users have them. */
  readonly roles: ReadonlyMap<string, readonly RosterRole[]> | undefined;
  /** Whether `roles` has all roles of everybody, so that what is not there is no more. */
  readonly rolesAreWhole: boolean;
}

export interface RosterPerson {
  readonly record: StaffRecord;
  readonly problems: readonly string[];
}

/** @returns the kind of person it is when it is no member of staff. */
export function rosterPerson(row: TableRow, setting: RosterSetting): RosterPerson | string {
  const { get } = row;
  const id = get('sourcedId');
  const roles = setting.roles ? setting.roles.get(id) : rolesOfUser(row);
  if (!roles) return setting.roles ? 'no role of staff' : get('role').toLowerCase() || 'no role';
  const problems: string[] = id === '' ? ['The sourcedId is missing.'] : [];
  const status = get('status');
  const changedAt = get('dateLastModified');
  if (setting.mode === 'DELTA' && (status === '' || changedAt === '')) {
    problems.push('In a delta file every row has a status and a dateLastModified.');
  }
  const updatedAt = setting.mode === 'DELTA' ? instantOf(changedAt, problems) : undefined;
  const about = { externalId: id, row: row.row, updatedAt };
  if (isDeleted(status)) return { record: { ...about, status: 'DELETED' }, problems };
  for (const column of ['givenName', 'familyName']) {
    if (get(column) === '') problems.push(`The ${column} is missing.`);
  }
  const record: StaffRecord = {
    ...about,
    givenName: get('givenName') || undefined,
    familyName: get('familyName') || undefined,
    preferredName: get('preferredGivenName') || undefined,
    workEmail: get('email') || undefined,
    trn: trnAmong(get('userIds')),
    contracts: setting.rolesAreWhole ? contractsOf(roles, setting, problems) : undefined,
  };
  return { record, problems };
}

/** OneRoster 1.1: one role at each of the organisations. */
function rolesOfUser({ get }: TableRow): RosterRole[] | undefined {
  const role = get('role');
  if (!isStaffRole(role)) return undefined;
  return listOf(get('orgSourcedIds')).map((organisation) => {
    return { role, organisation, firstDay: undefined, lastDay: undefined };
  });
}

function instantOf(text: string, problems: string[]): string | undefined {
  if (text === '') return undefined;
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (!Number.isNaN(time.getTime())) return time.toISOString();
  problems.push('The dateLastModified is not a time such as 2026-11-05T10:00:00Z.');
  return undefined;
}

/**
 * OneRoster knows no contracts, so there is one that holds the posts. Undefined, which leaves what is
 * held as it is, when no post has a first day.
 */
function contractsOf(
  roles: readonly RosterRole[],
  setting: RosterSetting,
  problems: string[],
): StaffContract[] | undefined {
  const ids = new DistinctIds();
  const posts = roles.flatMap(({ role, organisation, firstDay, lastDay }) => {
    const urn = setting.organisations.get(organisation);
    const begins = firstDay ?? setting.postsFrom;
    if (begins === undefined) return [];
    if (urn === undefined) {
      problems.push(
        `The organisation ${organisation} has no URN in orgs.csv: say --org ${organisation}=URN.`,
      );
      return [];
    }
    const code = roleCodeOf(role, setting.roleCodes);
    const externalId = ids.next(`${urn}-${code}`);
    const post = { externalId, urn, roleCodes: [code], fte: setting.fte, lastDay };
    return [{ ...post, firstDay: begins }];
  });
  return posts.length === 0 ? undefined : [contractOf(posts)];
}

type DatedPost = StaffAssignment & { readonly firstDay: string };

function contractOf(posts: readonly DatedPost[]): StaffContract {
  const ends = posts.map(({ lastDay }) => lastDay);
  return {
    externalId: 'oneroster',
    firstDay:
      posts
        .map(({ firstDay }) => firstDay)
        .toSorted()
        .at(0) ?? '',
    lastDay: ends.includes(undefined) ? undefined : ends.toSorted().at(-1),
    assignments: posts,
  };
}
