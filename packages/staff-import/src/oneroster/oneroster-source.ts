import { createHash } from 'node:crypto';
import { openTable } from '../file/csv-table.ts';
import { type KnownFile, knowFile } from '../file/input-file.ts';
import { FileRefused } from '../file/problem.ts';
import type { ReadPerson, StaffSource, SyncMode } from '../staff-record.ts';
import { rejectedRowsOf, templateColumns } from '../template/template-columns.ts';
import { rosterFiles } from './roster-files.ts';
import { organisationsOf, rolesOf } from './roster-lookup.ts';
import { rosterPerson, type RosterSetting } from './roster-person.ts';

/** What the person who imports says about a OneRoster export. */
export interface RosterChoices {
  readonly mode: SyncMode | undefined;
  readonly roles: ReadonlyMap<string, string>;
  readonly organisations: ReadonlyMap<string, string>;
  readonly postsFrom: string | undefined;
  readonly fte: number;
}

const usedFiles = ['users.csv', 'orgs.csv', 'roles.csv', 'manifest.csv'] as const;

type Used = Partial<Record<(typeof usedFiles)[number], KnownFile>>;

/** Opens the CSV files of OneRoster 1.1 or 1.2, in a folder or in a zip. */
export async function openOneRoster(path: string, choices: RosterChoices): Promise<StaffSource> {
  const used = await knownFiles(path);
  const users = needed(used, 'users.csv');
  const manifest = await manifestOf(used['manifest.csv']);
  const mode = modeOf(manifest.get('file.users'), 'users.csv');
  const rolesFile = manifest.get('file.roles') === 'absent' ? undefined : used['roles.csv'];
  const isDelta = (mode ?? choices.mode) === 'DELTA';
  const setting: RosterSetting = {
    ...choices,
    mode: mode ?? choices.mode,
    roleCodes: choices.roles,
    organisations: await organisationsOf(needed(used, 'orgs.csv'), choices.organisations),
    roles: rolesFile && (await rolesOf(rolesFile)),
    rolesAreWhole: !rolesFile || !isDelta || manifest.get('file.roles') === 'bulk',
  };
  const skipped = new Map<string, number>();
  const files = Object.values(used);
  return {
    sha256: createHash('sha256')
      .update(files.map(({ sha256 }) => sha256).join())
      .digest('hex'),
    modifiedAt: new Date(Math.max(...files.map(({ modifiedAt }) => modifiedAt.getTime()))),
    header: templateColumns,
    mode,
    people: () => peopleOf(users, setting, skipped),
    skipped: () => Object.fromEntries(skipped),
  };
}

async function knownFiles(path: string): Promise<Used> {
  const found = await rosterFiles(path);
  const used: Used = {};
  for (const name of usedFiles) {
    const file = found.get(name);
    if (file) used[name] = await knowFile(file);
  }
  return used;
}

function needed(used: Used, name: keyof Used): KnownFile {
  const file = used[name];
  if (!file) throw new FileRefused(`There is no ${name}.`);
  return file;
}

/** What the manifest says of each file: `bulk`, `delta` or `absent`. */
async function manifestOf(file: KnownFile | undefined): Promise<ReadonlyMap<string, string>> {
  if (!file) return new Map();
  const said = new Map<string, string>();
  const { rows } = await openTable(file, ['propertyName', 'value']);
  for await (const { get } of rows) said.set(get('propertyName'), get('value').toLowerCase());
  return said;
}

function modeOf(said: string | undefined, name: string): SyncMode | undefined {
  if (said === undefined || said === '') return undefined;
  if (said === 'bulk') return 'FULL';
  if (said === 'delta') return 'DELTA';
  throw new FileRefused(`manifest.csv says that ${name} is “${said}”, not bulk or delta.`);
}

async function* peopleOf(
  users: KnownFile,
  setting: RosterSetting,
  skipped: Map<string, number>,
): AsyncGenerator<ReadPerson> {
  skipped.clear();
  const { rows } = await openTable(users, ['sourcedId', 'givenName', 'familyName']);
  for await (const row of rows) {
    const person = rosterPerson(row, setting);
    if (typeof person === 'string') {
      skipped.set(person, (skipped.get(person) ?? 0) + 1);
      continue;
    }
    const { record, problems } = person;
    const externalId = record.externalId || null;
    yield {
      row: row.row,
      externalId,
      record: externalId !== null && problems.length === 0 ? record : null,
      problems: problems.map((message) => ({ row: row.row, message })),
      rejectedRows: () => rejectedRowsOf(record),
    };
  }
}
