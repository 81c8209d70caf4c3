import { deflateRawSync } from 'node:zlib';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { zipOf } from '../testing/fixture-zip.ts';
import { TestImport } from '../testing/run-import.ts';

const test = new TestImport();

const orgs = `sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId
o1,,,North Star,school,145398,trust
o2,,,Whitehall,school,WHI,trust
trust,,,Alder Trust,district,90001,`;

const users11 = `sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,email
u1,,,true,"o1,o2",teacher,ada,"{Fed:1},{trn:0012345}",Ada,Fernhollow,ada@alder.example
u2,,,true,o1,administrator,ben,,Ben,Oak,
u3,,,true,o1,student,cy,,Cy,Ash,
u4,,,true,o1,parent,di,,Di,Elm,
u5,,,true,o1,student,ed,,Ed,Fir,`;

const users12 = `sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,email,userMasterIdentifier,preferredGivenName,primaryOrgSourcedId,pronouns
u1,,,true,ada,,Augusta,Fernhollow,ada@alder.example,m1,Ada,o1,she
u3,,,true,cy,,Cy,Ash,,,,o1,`;

const roles12 = `sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId
r1,,,u1,primary,principal,2023-09-01,,o1,
r2,,,u1,secondary,teacher,2022-09-01,2026-08-31,o1,
r3,,,u3,primary,student,,,o1,`;

const manifest = (users: string, roles = 'absent') =>
  `propertyName,value\nmanifest.version,1.0\nfile.users,${users}\nfile.roles,${roles}\n`;

type Files = Readonly<Record<string, string>>;

let folders = 0;

/** A folder with these files. */
function folder(files: Files): string {
  folders += 1;
  const marker = test.file(`marker-${folders}`, '');
  const made = join(dirname(marker), `roster-${folders}`);
  mkdirSync(made);
  for (const [name, content] of Object.entries(files)) {
    test.file(join(`roster-${folders}`, name), content);
  }
  return made;
}

async function sent(path: string, ...more: string[]) {
  const run = await test.run('oneroster', path, '--source', 'roster', ...more);
  return { ...run, records: test.graph.records() };
}

describe('OneRoster 1.1', () => {
  it('tells of staff and counts pupils and parents without sending them', async () => {
    const path = folder({
      'users.csv': users11,
      'orgs.csv': orgs,
      'manifest.csv': manifest('bulk'),
    });

    const { records, printed } = await sent(path);

    expect(records).toEqual([
      {
        ...{ externalId: 'u1', row: 2, givenName: 'Ada', familyName: 'Fernhollow' },
        ...{ workEmail: 'ada@alder.example', trn: '0012345' },
      },
      { externalId: 'u2', row: 3, givenName: 'Ben', familyName: 'Oak' },
    ]);
    expect(printed).toContain('passed over: 2 (student)');
    expect(printed).toContain('passed over: 1 (parent)');
    expect(test.graph.syncs[0]?.about).toMatchObject({ mode: 'FULL' });
  });

  it('makes posts from a day that the importer names, and keeps roles that mean no one thing', async () => {
    const path = folder({ 'users.csv': users11, 'orgs.csv': orgs });
    const posts = ['--mode', 'full', '--posts-from', '2026-09-01', '--fte', '0.5'];

    const { records } = await sent(path, ...posts, '--org', 'o2=145399');

    const made = records.flatMap(({ contracts }) => contracts ?? []);
    expect(made.map(({ externalId, firstDay }) => [externalId, firstDay])).toEqual([
      ['oneroster', '2026-09-01'],
      ['oneroster', '2026-09-01'],
    ]);
    expect(
      made.flatMap(({ assignments }) =>
        assignments.map(({ urn, roleCodes }) => [urn, ...roleCodes]),
      ),
    ).toEqual([
      ['145398', 'TCHR'],
      ['145399', 'TCHR'],
      ['145398', 'administrator'],
    ]);
  });

  it('says which organisation has no URN', async () => {
    const path = folder({ 'users.csv': users11, 'orgs.csv': orgs });

    const { code, printed } = await sent(path, '--mode', 'full', '--posts-from', '2026-09-01');

    expect(code).toBe(1);
    expect(printed).toContain('The organisation o2 has no URN in orgs.csv: say --org o2=URN.');
  });
});

describe('OneRoster 1.2', () => {
  it('takes roles from roles.csv, with their days, and the preferred name', async () => {
    const files = { 'users.csv': users12, 'roles.csv': roles12, 'orgs.csv': orgs };
    const path = folder({ ...files, 'manifest.csv': manifest('bulk', 'bulk') });

    const { records, printed } = await sent(path);

    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ givenName: 'Augusta', preferredName: 'Ada' });
    expect(records[0]?.contracts).toEqual([
      {
        ...{ externalId: 'oneroster', firstDay: '2022-09-01' },
        assignments: [
          {
            ...{ externalId: '145398-HDTR', urn: '145398', roleCodes: ['HDTR'] },
            ...{ fte: 1, firstDay: '2023-09-01' },
          },
          {
            ...{ externalId: '145398-TCHR', urn: '145398', roleCodes: ['TCHR'] },
            ...{ fte: 1, firstDay: '2022-09-01', lastDay: '2026-08-31' },
          },
        ],
      },
    ]);
    expect(printed).toContain('passed over: 1 (no role of staff)');
  });

  it('takes no post away because a delta does not repeat its role', async () => {
    const changed = users12.replaceAll(',,,true', ',active,2026-11-05T10:00:00Z,true');
    const files = { 'users.csv': changed, 'roles.csv': roles12, 'orgs.csv': orgs };
    const path = folder({ ...files, 'manifest.csv': manifest('delta', 'delta') });

    const { records } = await sent(path);

    expect(records[0]).not.toHaveProperty('contracts');
  });
});

describe('a delta of OneRoster', () => {
  const line = (id: string, status: string, changed: string) =>
    `${id},${status},${changed},true,o1,teacher,x,,Ada,Fernhollow,\n`;
  const delta = (...lines: string[]) =>
    folder({
      'users.csv': `${users11.split('\n')[0] ?? ''}\n${lines.join('')}`,
      ...{ 'orgs.csv': orgs, 'manifest.csv': manifest('delta') },
    });

  it('says since when each row is true, and who is deleted', async () => {
    const { records } = await sent(
      delta(line('u1', 'active', '2026-11-05T10:00:00Z'), line('u2', 'tobedeleted', '2026-11-06')),
    );

    expect(test.graph.syncs[0]?.about).toMatchObject({ mode: 'DELTA' });
    expect(records).toEqual([
      expect.objectContaining({ externalId: 'u1', updatedAt: '2026-11-05T10:00:00.000Z' }),
      { externalId: 'u2', row: 3, status: 'DELETED', updatedAt: '2026-11-06T00:00:00.000Z' },
    ]);
  });

  it('is refused a row that says neither status nor day', async () => {
    const { code, printed } = await sent(delta(line('u1', '', '')));

    expect(code).toBe(1);
    expect(printed).toContain('Row 2: In a delta file every row has a status');
  });

  it('cannot be sent as a whole list', async () => {
    const { code, complaints } = await sent(
      delta(line('u1', 'active', '2026-11-05')),
      '--mode',
      'full',
    );

    expect(code).toBe(2);
    expect(complaints).toContain('manifest.csv says delta');
  });
});

describe('a zip', () => {
  const files = { 'users.csv': users11, 'orgs.csv': orgs, 'manifest.csv': manifest('bulk') };
  const zipped = (entries: Parameters<typeof zipOf>[0]) => test.file('roster.zip', zipOf(entries));
  const entry = (name: string, content: string) => {
    const bytes = Buffer.from(content);
    return { name, packed: deflateRawSync(bytes), size: bytes.length, bytes };
  };
  const entries = Object.entries(files).map(([name, content]) => entry(name, content));

  it('is read like the folder it was', async () => {
    const { records } = await sent(zipped(entries));

    expect(records.map(({ externalId }) => externalId)).toEqual(['u1', 'u2']);
  });

  it.each([
    ['unpacks to far more than it is', [entry('users.csv', ' '.repeat(3_000_000))], 'far more'],
    [
      'unpacks to more than it says',
      [{ ...entry('users.csv', users11.repeat(9)), size: 90 }],
      'zip',
    ],
    ['names a place outside', [entry('../users.csv', users11)], 'not a zip that can be read'],
    ['has a file twice', [...entries, entry('a/users.csv', users11)], 'two files users.csv'],
    ['has no users', [entry('orgs.csv', orgs)], 'There is no users.csv'],
  ])('is refused when it %s', async (_, bad, words) => {
    const { code, complaints } = await sent(zipped(bad));

    expect(code).toBe(2);
    expect(complaints).toContain(words);
    expect(test.graph.requests).toEqual([]);
  });

  it('is refused when it is none', async () => {
    const { complaints } = await sent(test.file('roster.zip', 'no zip at all'));

    expect(complaints).toContain('not a zip that can be read');
  });
});

describe('a folder', () => {
  it('says what it lacks, and how it is to be taken', async () => {
    const { complaints } = await sent(folder({ 'users.csv': users11, 'orgs.csv': orgs }));

    expect(complaints).toContain('add --mode full or --mode delta');
    expect((await sent('/nowhere')).complaints).toContain('no file or folder');
  });
});
