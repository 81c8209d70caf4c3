import { describe, expect, it } from '@jest/globals';
import { awkwardStaff, type CensusPerson, censusXml } from '../testing/fixture-census.ts';
import { TestImport } from '../testing/run-import.ts';

const test = new TestImport();

const arguments_ = ['--source', 'census', '--urn', '145398'];

const ada: CensusPerson = {
  kind: 'teacher',
  givenName: 'Ada',
  familyName: 'Fernhollow',
  birthDate: '1990-05-17',
  contracts: [{ type: 'PRM', start: '2021-09-01', roles: ['TCHR'], hours: 32.5, fullTime: 32.5 }],
};

/** Imports a census of these people and tells what was sent of them. */
async function sent(people: Iterable<CensusPerson>, ...more: string[]) {
  const file = test.file('census.xml', [...censusXml(people)].join(''));
  const run = await test.run('census', file, ...arguments_, ...more);
  return { ...run, records: test.graph.records() };
}

async function sentOf(person: Partial<CensusPerson>, ...more: string[]) {
  const { records, complaints } = await sent([{ ...ada, ...person }], ...more);
  const [record] = records;
  if (!record) throw new Error(`nothing was sent: ${complaints}`);
  return record;
}

const contract = ada.contracts[0] ?? { type: '', start: '', hours: 0 };

describe('a census', () => {
  it('tells who somebody is, what they do and how much of full time that is', async () => {
    const record = await sentOf({
      trn: '0012345',
      statuses: ['QTS', 'HLTAStatus'],
      subjects: ['MAT', 'PHY', 'MAT'],
      contracts: [{ ...contract, hours: 26, weeks: 39 }],
    });

    expect(record).toEqual({
      ...{ externalId: 'trn-0012345', row: 1, trn: '0012345', birthDate: '1990-05-17' },
      ...{ givenName: 'Ada', familyName: 'Fernhollow' },
      contracts: [
        {
          ...{ externalId: '2021-09-01-TCHR', type: 'PRM', firstDay: '2021-09-01' },
          assignments: [
            {
              ...{ externalId: 'TCHR', urn: '145398', roleCodes: ['TCHR'] },
              ...{ subjectCodes: ['MAT', 'PHY'], fte: 0.8, hoursPerWeek: 26, weeksPerYear: 39 },
            },
          ],
        },
      ],
      leave: [],
      qualifications: [
        { externalId: 'QTS', kind: 'QTS' },
        { externalId: 'HLTA', kind: 'HLTA' },
      ],
      equality: { ethnicity: 'NOBT', sex: 'F', disability: 'NCOL' },
    });
  });

  it('is refused when its header is of another school than the URN, and nobody is sent', async () => {
    const file = test.file('census.xml', [...censusXml([ada], { laestab: '9372004' })].join(''));

    const { code, complaints } = await test.run('census', file, ...arguments_);

    expect(code).toBe(3);
    expect(complaints).toContain(
      'the return of the school 937/2004 (LEA and Estab in its header), but the school of --urn 145398 is 330/2000, North Star',
    );
    expect(test.graph.count('PushRecords')).toBe(0);
    expect(test.graph.syncs[0]?.state).toBe('CANCELLED');
  });

  it('never gives away a National Insurance number', async () => {
    await sent(awkwardStaff('ni', 30));

    expect(test.graph.count('PushRecords')).toBe(1);
    expect(test.graph.requests.filter(({ body }) => body.includes('QQ123456C'))).toEqual([]);
  });

  it('knows somebody without a TRN again by names and birth date at the school, however written', async () => {
    const first = await sentOf({ familyName: 'O’Brien-Smith', givenName: 'Zoë' });
    test.graph.reset();
    const again = await sentOf({ familyName: 'OBRIEN SMITH', givenName: 'Zoe' });
    test.graph.reset();
    const other = await sentOf({ birthDate: '1990-05-18' });

    expect(first.externalId).toMatch(/^swc-[0-9a-f]{32}$/);
    expect(again.externalId).toBe(first.externalId);
    expect(other.externalId).not.toBe(first.externalId);
  });

  it('keeps two contracts of the same start and role apart, in the order of the file', async () => {
    const { contracts } = await sentOf({ contracts: [contract, { ...contract, type: 'FXT' }] });

    const ids = contracts?.map(({ externalId }) => externalId);
    expect(ids).toEqual(['2021-09-01-TCHR', '2021-09-01-TCHR-2']);
  });

  it('makes a post of each role that has hours of its own', async () => {
    const { contracts } = await sentOf({
      contracts: [{ ...contract, roles: ['CTKR', 'CLNR'], hours: 18.5, fullTime: 37 }],
    });

    const posts = contracts?.flatMap(({ assignments }) => assignments);
    expect(posts?.map(({ roleCodes, fte }) => [roleCodes, fte])).toEqual([
      [['CTKR'], 0.5],
      [['CLNR'], 0.5],
    ]);
  });

  it('keeps a post code as it is where there is no role, or as the importer has said', async () => {
    const post = { contracts: [{ ...contract, roles: [], post: 'TCH' }] };
    const rolesOf = async (...more: string[]) => {
      test.graph.reset();
      const { contracts } = await sentOf(post, ...more);
      return contracts?.[0]?.assignments[0]?.roleCodes;
    };

    expect(await rolesOf()).toEqual(['TCH']);
    expect(await rolesOf('--role', 'TCH=TCHR')).toEqual(['TCHR']);
  });

  it('only expects the end of a fixed-term contract that is still ahead, unless it says where they go', async () => {
    const ahead = { ...contract, type: 'FXT', end: '2027-08-31' };
    const { contracts } = await sentOf({
      contracts: [
        ahead,
        { ...ahead, end: '2026-08-31' },
        { ...ahead, destination: 'LEASEC' },
        { ...ahead, type: 'PRM' },
      ],
    });

    const ends = contracts?.map(({ expectedLastDay, lastDay }) => ({ expectedLastDay, lastDay }));
    expect(ends).toEqual([
      { expectedLastDay: '2027-08-31' },
      { lastDay: '2026-08-31' },
      { lastDay: '2027-08-31' },
      { lastDay: '2027-08-31' },
    ]);
  });

  it('tells of absences, and of one without an end as lasting still', async () => {
    const { leave } = await sentOf({
      absences: [
        { from: '2026-09-07', kind: 'MAT' },
        { from: '2026-02-02', to: '2026-02-06', kind: 'SIC' },
      ],
    });

    expect(leave).toEqual([
      { externalId: '2026-09-07-MAT', kind: 'MAT', firstDay: '2026-09-07' },
      {
        ...{ externalId: '2026-02-02-SIC', kind: 'SIC' },
        ...{ firstDay: '2026-02-02', lastDay: '2026-02-06' },
      },
    ]);
  });

  it('refuses hours that are more than full time, in words', async () => {
    const { code, printed } = await sent([
      { ...ada, contracts: [{ ...contract, hours: 40, fullTime: 37 }] },
    ]);

    expect(code).toBe(1);
    expect(printed).toContain('Row 1: A post has 40 hours a week where full time is 37.');
  });
});

describe('a file that is no census', () => {
  const bomb = `<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`;

  it.each([
    ['brings entities of its own', [...censusXml([ada], { doctype: bomb })].join(''), 'DOCTYPE'],
    ['uses an entity that nobody has told of', '<Message>&lol;</Message>', 'well-formed'],
    ['ends too early', [...censusXml([ada])].slice(0, 2).join(''), 'well-formed'],
    ['is XML of another kind', '<html><body/></html>', '<Message>'],
    ['holds nobody', [...censusXml([])].join(''), 'nobody'],
    ['is nested without end', `<Message>${'<a>'.repeat(50)}`, 'nested'],
    [
      'holds a person without end',
      `<Message><SchoolWorkforceMember>${'<a/>'.repeat(400_000)}`,
      'long',
    ],
    ['holds a text without end', `<Message>${'x'.repeat(2_000_000)}`, 'long'],
    ['is empty', '', 'empty'],
    ['is a workbook', 'PK\u0003\u0004...', 'workbook'],
  ])('is refused when it %s, and nothing is sent', async (_, content, words) => {
    const { code, complaints } = await test.run(
      'census',
      test.file('bad.xml', content),
      ...arguments_,
    );

    expect(code).toBe(2);
    expect(complaints).toContain(words);
    expect(test.graph.requests).toEqual([]);
  });

  it('is not read without the school whose it is', async () => {
    const file = test.file('census.xml', [...censusXml([ada])].join(''));

    const { code, complaints } = await test.run('census', file, '--source', 'census');

    expect(code).toBe(2);
    expect(complaints).toContain('--urn');
  });
});
