import { describe, expect, it } from '@jest/globals';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import { readFileSync } from 'node:fs';
import { testPeople } from '../testing.ts';
import { GiasFileRefused } from './gias-file.ts';
import { type GiasFiles, readRegister } from './gias-register.ts';
import { giasImporter, GiasService } from './gias.service.ts';

const people = testPeople();

type Row = Readonly<Record<string, string>>;

/** The headers of the real downloads: establishments, groups, links, successions. */
const headers = readFileSync(
  new URL('../../reference/gias-csv-headers.txt', import.meta.url),
  'utf8',
)
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split(','));

/** As the register writes files: Windows-1252, where 0x92 is ’ and 0xB0 is °. */
function bytes(header: readonly string[], rows: readonly Row[]): Uint8Array {
  const quoted = (text = '') => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = rows.map((row) => header.map((column) => quoted(row[column])).join(','));
  return Buffer.from(
    [header.join(','), ...lines, ''].join('\r\n').replaceAll('’', '\x92'),
    'latin1',
  );
}

const file = (name: string, content: Uint8Array) => ({ name, open: () => [content] });

function files(
  rows: { schools?: readonly Row[]; groups?: readonly Row[]; links?: readonly Row[] },
  successions?: readonly Row[],
): GiasFiles {
  const [establishment = [], group = [], link = [], succession = []] = headers;
  return {
    establishments: file('establishments', bytes(establishment, rows.schools ?? [])),
    groups: file('groups', bytes(group, rows.groups ?? [])),
    links: file('links', bytes(link, rows.links ?? [])),
    ...(successions && { successions: file('successions', bytes(succession, successions)) }),
  };
}

// Real trusts and schools, in Bristol and elsewhere.
const abbey = {
  ...{ 'Group UID': '2046', 'Group ID': 'TR00002', 'Group Name': 'ABBEY MULTI ACADEMY TRUST' },
  ...{ 'Companies House Number': '7705552', 'Group Type (code)': '6', UKPRN: '10059141' },
};
const acorn = {
  ...{ 'Group UID': '2070', 'Group ID': 'TR01229', 'Group Name': 'ACORN EDUCATION TRUST' },
  ...{ 'Companies House Number': '7654902', 'Group Type (code)': '06', UKPRN: '10058819' },
};
const lincoln = { 'Group UID': '2059', 'Group Name': 'A FEDERATION', 'Group Type (code)': '1' };

function school(URN: string, EstablishmentName: string, more: Row = {}): Row {
  return {
    ...{ URN, EstablishmentName, 'LA (code)': '801', EstablishmentNumber: '7025' },
    ...{ 'TypeOfEstablishment (code)': '44', 'EstablishmentStatus (code)': '1' },
    ...{ 'PhaseOfEducation (code)': '0', OpenDate: '01-01-2021', CloseDate: '' },
    ...{ UKPRN: '10087654', Town: 'Bristol', Postcode: 'BS10 7AH' },
    ...more,
  };
}

const link = (URN: string, uid: string, joined = '01/01/2021') => ({
  ...{ URN, 'Group UID': uid, 'Joined date': joined },
});

const abbeyAndAcorn = {
  groups: [abbey, acorn, lincoln],
  schools: [
    school('148296', 'North Star 82°'),
    school('137083', 'Abbey Grange, St Mary’s', { EstablishmentNumber: '54', 'LA (code)': '383' }),
    school('137230', 'Kingdown School', { OpenDate: '', UKPRN: '' }),
    school('150482', 'A federation’s school'),
  ],
  links: [
    ...[link('148296', '2046'), link('137083', '2046', '15/10/2018')],
    ...[link('137230', '2070'), link('150482', '2059')],
  ],
};

async function recorded(from: GiasFiles, trustUid?: string) {
  const register = await readRegister(from, trustUid);
  const viewer = giasImporter();
  return people.db.as(viewer, () => new GiasService(people.db).record(viewer, register));
}

/** What the trust with the Group UID has. */
async function kept(uid: string): Promise<unknown> {
  const viewer = giasImporter();
  const [trust] = await people.db.as(viewer, () =>
    people.db.rows<{ id: string }>('SELECT id FROM trust WHERE uid = $1', [uid]),
  );
  const central = aViewer({ trustId: trust?.id ?? '', allPlaces: true, scopes: ['staff:read'] });
  return people.data(
    central,
    `{ trust { name groupId companiesHouseNumber ukprn } schools { edges { node { urn name
       localAuthority { name } establishmentNumber ukprn openedOn joinedOn } } } }`,
  );
}

describe('the import of schools', () => {
  it('reads trusts and their schools, whatever zeros a spreadsheet has eaten', async () => {
    const report = await recorded(files(abbeyAndAcorn));

    expect(report).toEqual({ trusts: 2, schools: 3, changed: 5, problems: [] });
    expect(await kept('2046')).toEqual({
      trust: {
        ...{ name: 'ABBEY MULTI ACADEMY TRUST', groupId: 'TR00002' },
        ...{ companiesHouseNumber: '07705552', ukprn: '10059141' },
      },
      schools: {
        edges: [
          {
            node: {
              ...{ urn: '137083', name: 'Abbey Grange, St Mary’s', establishmentNumber: '0054' },
              ...{ localAuthority: { name: 'Leeds' }, ukprn: '10087654' },
              ...{ openedOn: '2021-01-01', joinedOn: '2018-10-15' },
            },
          },
          {
            node: {
              ...{ urn: '148296', name: 'North Star 82°', establishmentNumber: '7025' },
              ...{ localAuthority: { name: 'Bristol, City of' }, ukprn: '10087654' },
              ...{ openedOn: '2021-01-01', joinedOn: '2021-01-01' },
            },
          },
        ],
      },
    });
    expect(await kept('2070')).toMatchObject({
      schools: { edges: [{ node: { urn: '137230', openedOn: null, ukprn: null } }] },
    });
  });

  it('changes nothing the second time, and what is new the third', async () => {
    await recorded(files(abbeyAndAcorn));

    expect(await recorded(files(abbeyAndAcorn))).toMatchObject({ schools: 3, changed: 0 });
    const renamed = abbeyAndAcorn.schools.map((row) =>
      row['URN'] === '137230' ? { ...row, EstablishmentName: 'Kingdown Academy' } : row,
    );
    const later = files({ ...abbeyAndAcorn, schools: renamed });
    expect(await recorded(later)).toMatchObject({ schools: 3, changed: 1 });
    expect(await kept('2070')).toMatchObject({
      schools: { edges: [{ node: { name: 'Kingdown Academy' } }] },
    });
  });

  it('can be told one trust', async () => {
    expect(await recorded(files(abbeyAndAcorn), '2070')).toMatchObject({ trusts: 1, schools: 1 });
    await expect(recorded(files(abbeyAndAcorn), '2059')).rejects.toThrow(GiasFileRefused);
    await expect(recorded(files(abbeyAndAcorn), '9999')).rejects.toThrow(
      'there is no academy trust with that Group UID',
    );
  });

  it('refuses a file with a wrong header, names the columns, and writes nothing', async () => {
    const wrong = { 'Group UID': '3333', 'Group Name': 'NEVER WRITTEN' };
    const groups = { ...abbey, ...wrong };
    const good = files({ ...abbeyAndAcorn, groups: [groups] });
    const header = headers[0]?.map((column) => (column === 'OpenDate' ? 'Open date' : column));
    const establishments = file('establishments', bytes(header ?? [], abbeyAndAcorn.schools));

    await expect(recorded({ ...good, establishments })).rejects.toThrow(
      'establishments: the header lacks “OpenDate”.',
    );
    await expect(recorded({ ...good, links: good.groups })).rejects.toThrow(
      'groups: the header lacks “URN”, “Joined date”.',
    );
    const empty = file('links', new Uint8Array());
    await expect(recorded({ ...good, links: empty })).rejects.toThrow('links: the file is empty.');
    const broken = file('links', Buffer.from('URN,Group UID,Joined date\r\n"1,2,3\r\n'));
    await expect(recorded({ ...good, links: broken })).rejects.toThrow('cannot be read as CSV');
    const viewer = giasImporter();
    expect(
      await people.db.as(viewer, () => people.db.rows("SELECT FROM trust WHERE uid = '3333'")),
    ).toEqual([]);
  });

  it('passes over rows that cannot be right, says which, and takes the others', async () => {
    const rows = {
      groups: [{ ...abbey, 'Group UID': '4444' }],
      schools: [
        school('400001', 'Sound'),
        school('400002', ''),
        school('400003', 'Wrong day', { OpenDate: '31-02-2021' }),
        school('400004', 'Wrong phase', { 'PhaseOfEducation (code)': 'Primary' }),
      ],
      links: [
        ...['400001', '400002', '400003', '400004'].map((urn) => link(urn, '4444')),
        ...[link('400005', '4444', '2021-01-01'), link('400006', '4444')],
      ],
    };
    const { schools, problems } = await recorded(files(rows));

    expect(schools).toBe(1);
    expect(problems).toEqual([
      { file: 'links', row: 6, message: 'Joined date is not a day written dd/mm/yyyy' },
      { file: 'establishments', row: 3, message: 'EstablishmentName is empty' },
      { file: 'establishments', row: 4, message: 'OpenDate is not a day written dd/mm/yyyy' },
      { file: 'establishments', row: 5, message: 'PhaseOfEducation (code) is not a code' },
      ...[2, 3, 4, 5].slice(1).map((row) => ({
        file: 'links',
        row,
        message: `the establishment 40000${row - 1} is not among those that were read`,
      })),
      {
        ...{ file: 'links', row: 7 },
        message: 'the establishment 400006 is not among those that were read',
      },
    ]);
  });

  it('keeps the school that converts, under its new URN', async () => {
    const group = { ...abbey, 'Group UID': '5555' };
    const before = {
      groups: [group],
      schools: [school('500001', 'Old')],
      links: [link('500001', '5555')],
    };
    await recorded(files(before));
    const after = {
      groups: [group],
      schools: [
        school('500002', 'New', { OpenDate: '01-09-2025' }),
        school('500001', 'Old, closed', { CloseDate: '31-08-2025' }),
      ],
      links: [link('500002', '5555'), link('500001', '5555')],
    };
    const succession = { URN: '500002', LinkURN: '500001', LinkType: 'Predecessor' };
    await recorded(files(after, [succession]));

    expect(await recorded(files(after, [succession]))).toMatchObject({ changed: 0 });
    expect(await recorded(files(after))).toMatchObject({ changed: 0 }); // what is known stays known
    expect(await kept('5555')).toMatchObject({
      schools: { edges: [{ node: { urn: '500002', name: 'New' } }] },
    });
  });

  it('takes schools that were one for new ones', async () => {
    const group = { ...abbey, 'Group UID': '7777' };
    const old = '700001';
    const parts = ['700002', '700003'];
    const both = { groups: [group], links: parts.map((urn) => link(urn, '7777')) };
    await recorded(
      files({
        groups: [group],
        schools: [school(old, 'Whole')],
        links: [link(old, '7777')],
      }),
    );
    await recorded(
      files(
        { ...both, schools: parts.map((urn) => school(urn, `Part ${urn}`)) },
        parts.map((URN) => ({ URN, LinkURN: old, LinkType: 'Predecessor' })),
      ),
    );

    expect(await kept('7777')).toHaveProperty('schools.edges.length', 3);
  });

  it('takes a school of two predecessors for a new one', async () => {
    const group = { ...abbey, 'Group UID': '6666' };
    const two = ['600001', '600002'];
    await recorded(
      files({
        groups: [group],
        schools: two.map((urn) => school(urn, `School ${urn}`)),
        links: two.map((urn) => link(urn, '6666')),
      }),
    );
    await recorded(
      files(
        { groups: [group], schools: [school('600003', 'Merged')], links: [link('600003', '6666')] },
        two.map((LinkURN) => ({ URN: '600003', LinkURN, LinkType: 'Predecessor' })),
      ),
    );

    expect(await kept('6666')).toHaveProperty('schools.edges.length', 3);
  });
});
