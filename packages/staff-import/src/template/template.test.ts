import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { TestImport } from '../testing/run-import.ts';
import { templateColumns } from './template-columns.ts';

const test = new TestImport();

const header =
  'Staff ID,First name,Last name,Work e-mail,TRN,Date of birth,Contract ID,Contract start,Contract end,School URN,Role codes,FTE,Main post';
const adaRow =
  '17,Ada,Fernhollow,ada@alder.example,0012345,17/05/1990,C1,01/09/2021,,145398,TCHR HDYR,0.8,yes';

/** Imports a table of these lines and tells what was sent. */
async function sent(content: string | Uint8Array, ...more: string[]) {
  const file = test.file('staff.csv', content);
  const run = await test.run('csv', file, '--source', 'office', ...more);
  return { ...run, records: test.graph.records() };
}

const table = (...lines: string[]) => [header, ...lines].join('\n');

/** Why the row is refused, in which these cells stand instead. */
async function complaintAbout(cell: string, instead: string): Promise<string> {
  const { code, printed } = await sent(table('18,Ben,Oak', adaRow.replace(cell, instead)));
  expect(code).toBe(1);
  return printed;
}

describe('our template', () => {
  it('has a file to fill in with exactly the columns that are read', () => {
    const file = new URL('../../../../docs/staff-template.csv', import.meta.url);

    expect(readFileSync(file, 'utf8').replace('\uFEFF', '').split(/\r?\n/)[0]).toBe(
      templateColumns.join(','),
    );
  });

  it('tells of a person and their post', async () => {
    const { code, records } = await sent(table(adaRow));

    expect(code).toBe(0);
    expect(records).toEqual([
      {
        ...{ externalId: '17', row: 2, givenName: 'Ada', familyName: 'Fernhollow' },
        ...{ workEmail: 'ada@alder.example', trn: '0012345', birthDate: '1990-05-17' },
        contracts: [
          {
            ...{ externalId: 'C1', firstDay: '2021-09-01' },
            assignments: [
              {
                ...{ externalId: '145398-TCHR', urn: '145398', roleCodes: ['TCHR', 'HDYR'] },
                ...{ subjectCodes: [], fte: 0.8, isPrimary: true },
              },
            ],
          },
        ],
      },
    ]);
  });

  it('reads several rows of one person as several posts of one contract', async () => {
    const { records } = await sent(
      table(adaRow, adaRow.replace('145398', '145399').replace('yes', 'no'), '18,Ben,Oak'),
    );

    expect(records.map(({ externalId, row }) => [externalId, row])).toEqual([
      ['17', 2],
      ['18', 4],
    ]);
    expect(records[0]?.contracts).toHaveLength(1);
    expect(records[0]?.contracts?.[0]?.assignments.map(({ urn }) => urn)).toEqual([
      '145398',
      '145399',
    ]);
    expect(records[1]).not.toHaveProperty('contracts'); // not told, so what is held stays
  });

  it.each([
    [
      '17/05/1990',
      '31/02/1990',
      'Row 3: The date of birth 31/02/1990 is not a day in the calendar.',
    ],
    [
      '01/09/2021',
      '29/02/2027',
      'Row 3: The contract start 29/02/2027 is not a day in the calendar.',
    ],
    [
      '01/09/2021',
      '2026-02-30',
      'Row 3: The contract start 2026-02-30 is not a day in the calendar.',
    ],
    ['01/09/2021', '0000-01-01', 'Row 3: The contract start 0000-01-01 is not in our times.'],
    ['01/09/2021', '9999-12-31', 'Row 3: The contract start 9999-12-31 is not in our times.'],
    ['01/09/2021', 'Sept 21', 'Row 3: The contract start “Sept 21” is not a date: write'],
    ['01/09/2021', '', 'Row 3: The contract start is missing.'],
    ['01/09/2021,', '01/09/2021,31/08/2021', 'Row 3: The contract ends before it starts.'],
    ['0012345', '12345', 'A spreadsheet may have taken zeros off the front'],
    ['ada@alder.example', 'ada at alder', 'Row 3: The work e-mail “ada at alder” is not an e-mail'],
    ['TCHR HDYR', '', 'Row 3: The role codes are missing'],
    ['0.8', '1.2', 'Row 3: The FTE 1.2 is more than 1.'],
    ['0.8', '80%', 'Row 3: The FTE “80%” is not a number such as 0.8.'],
    ['0.8', '0', 'Row 3: The FTE is nothing'],
    ['0.8', '', 'Row 3: The FTE is missing.'],
    ['yes', 'perhaps', 'Row 3: The main post “perhaps” is neither yes nor no.'],
    ['Fernhollow', '', 'Row 3: The last name is missing.'],
    ['17,', ',', 'Row 3: The staff ID is missing.'],
  ])('says in words that %s cannot be “%s”', async (cell, instead, words) => {
    expect(await complaintAbout(cell, instead)).toContain(words);
  });

  it('asks which is true when two rows say different things of one person', async () => {
    const { printed } = await sent(table(adaRow, adaRow.replace('Fernhollow', 'Oak')));

    expect(printed).toContain(
      'Row 3: The last name is another than in row 2 for the same staff ID.',
    );
  });

  it('does not let a row that is wrong count as missing from a whole list', async () => {
    const wrong = adaRow.replace('0.8', '1.2');

    const { records } = await sent(table(wrong), '--mode', 'full');

    expect(records).toEqual([{ externalId: '17', row: 2 }]);
  });

  it('sends no whole list in which a row does not say whose it is', async () => {
    const { code, printed } = await sent(table(adaRow, ',Ben,Oak'), '--mode', 'full');

    expect(code).toBe(2);
    expect(printed).toContain('Row 3: The staff ID is missing.');
    expect(test.graph.requests).toEqual([]);
  });

  it('refuses what is not the template, and says what would be', async () => {
    const complaintOf = async (content: string) => (await sent(content)).complaints;

    expect(await complaintOf(`${header},TRN\n${adaRow}`)).toContain('two columns “TRN”');
    expect(await complaintOf('Staff ID;First name\n1;Ada')).toContain('commas, not by semicolons');
    expect(await complaintOf('First name,Last name\nAda,Oak')).toContain('no column “Staff ID”');
    expect(await complaintOf(`${header},Shoe size\n`)).toContain('“Shoe size”');
    expect(await complaintOf(`${header}\n`)).toContain('no rows');
    expect(await complaintOf(`${header}\n"1,Ada\n${adaRow}`)).toContain('row 2');
    expect(await complaintOf(`${header}\n17,A"d"a,Oak`)).toContain('double quote');
    expect(await complaintOf(`${header}\n"${'x'.repeat(300_000)}`)).toContain('never closed');
    expect(await complaintOf('a\u0000b')).toContain('not a text file');
    expect(test.graph.requests).toEqual([]);
  });
});

describe('the bytes of a file', () => {
  const zoe = table(adaRow.replace('Ada', 'Zoë').replace('Fernhollow', 'Nuñez'));

  it.each([
    ['UTF-8', Buffer.from(zoe)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${zoe}`)],
    ['Windows-1252', Buffer.from(zoe, 'latin1')],
    ['UTF-16', Buffer.from(`\uFEFF${zoe}`, 'utf16le')],
  ])('are read as %s', async (_, bytes) => {
    const { records } = await sent(bytes);

    expect(records[0]).toMatchObject({ givenName: 'Zoë', familyName: 'Nuñez' });
  });

  it('say € and ’ in Windows-1252, where Latin-1 has none', async () => {
    const bytes = Buffer.from(table(adaRow.replace('Fernhollow', 'O\u0092Brien')), 'latin1');

    expect((await sent(bytes)).records[0]?.familyName).toBe('O’Brien');
  });

  it('may mix line ends, hold blank lines and break lines inside quotes', async () => {
    const content = `${header}\r\n1,"Ada\nMary",Oak\r2,Ben,Elm\n\r\n,,,\n3,Cy,Ash\r\n`;

    const { records } = await sent(content);

    expect(records.map(({ row, givenName }) => [row, givenName])).toEqual([
      [2, 'Ada\nMary'],
      [3, 'Ben'],
      [6, 'Cy'],
    ]);
  });
});

describe('rows that were not taken', () => {
  it('are written with why, can be corrected, and are then taken', async () => {
    const wrong = '18,Ben,"Oak, the elder",,,,C2,31/02/2026,,145398,TASS,0.5,';
    const { rejectedFile } = await test.summary(
      'csv',
      test.file('staff.csv', table(adaRow, wrong)),
      ...['--source', 'office'],
    );
    const written = readFileSync(String(rejectedFile), 'utf8');
    test.graph.reset();

    expect(written).toBe(
      `\uFEFF${header},Row,Why\r\n${wrong},3,Row 3: The contract start 31/02/2026 is not a day in the calendar.\r\n`,
    );
    const corrected = test.file('again.csv', written.replace('31/02/2026', '28/02/2026'));
    const again = await test.run('csv', corrected, '--source', 'office');
    expect(again.code).toBe(0);
    expect(test.graph.records()[0]).toMatchObject({
      externalId: '18',
      familyName: 'Oak, the elder',
    });
  });

  it('hold nothing that a spreadsheet would run, and lose nothing by it', async () => {
    const formula = '=HYPERLINK("http://x")';
    const line = `1,"${formula.replaceAll('"', '""')}",+1,@SUM(A1),,,,31/02/2026,,,,,`;
    const { rejectedFile } = await test.summary(
      ...['csv', test.file('staff.csv', table(line)), '--source', 'office'],
    );
    const written = readFileSync(String(rejectedFile), 'utf8');
    test.graph.reset();

    expect(written).toContain(`"'=HYPERLINK(""http://x"")",'+1,'@SUM(A1)`);
    const corrected = written.replace('31/02/2026', '').replace("'@SUM(A1)", 'a@b.example');
    await test.run('csv', test.file('again.csv', corrected), '--source', 'office');
    expect(test.graph.records()[0]).toMatchObject({ givenName: formula, familyName: '+1' });
  });

  it('of a census are rows of the template', async () => {
    const member = `<Message><Header/><SchoolWorkforceMember><StaffDetails>
      <PersonFamilyName>Oak</PersonFamilyName><PersonGivenName>Ben</PersonGivenName>
      <TeacherNumber>7654321</TeacherNumber></StaffDetails><ContractOrService>
      <ContractStart>2024-09-01</ContractStart><Post>TCH</Post></ContractOrService>
      </SchoolWorkforceMember></Message>`;
    const { rejectedFile } = await test.summary(
      ...['census', test.file('census.xml', member), '--source', 'census', '--urn', '145398'],
    );

    const [columns, row] = readFileSync(String(rejectedFile), 'utf8').split('\r\n');
    expect(columns).toBe(`\uFEFF${templateColumns.join(',')},Row,Why`);
    expect(row).toMatch(/^trn-7654321,Ben,Oak,.*7654321.*2024-09-01.*A post does not say both/);
  });

  it('are gone from beside the file once every row was taken', async () => {
    const file = test.file('staff.csv', table(adaRow.replace('0.8', '8')));
    const { rejectedFile } = await test.summary('csv', file, '--source', 'office');
    test.file('staff.csv', table(adaRow));
    const after = await test.summary('csv', file, '--source', 'office', '--restart');

    expect(rejectedFile).toBe(`${file}.rejected.csv`);
    expect(after['rejectedFile']).toBeNull();
    expect(() => readFileSync(`${file}.rejected.csv`)).toThrow();
  });
});
