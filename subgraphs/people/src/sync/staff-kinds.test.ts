import { describe, expect, it } from '@jest/globals';
import { testPeople } from '../testing.ts';
import { type Sent, TestSource, told } from './testing.ts';

const people = testPeople();

async function aSource(): Promise<TestSource> {
  return new TestSource(people, await people.trust(), 'arbor', 0);
}

async function idOf(source: TestSource, record: Sent): Promise<string> {
  const { rows } = await source.send([record]);
  return rows[0]?.person?.id ?? '';
}

/** As the people team sees somebody, with why they are away. */
function about({ trust: { central } }: TestSource, id: string, fields: string): Promise<unknown> {
  const viewer = { ...central, scopes: new Set([...central.scopes, 'leave:read']) };
  return people.data(viewer, `query ($id: ID!) { person(id: $id) { ${fields} } }`, { id });
}

async function issuesOf(source: TestSource, id: string): Promise<unknown> {
  const query = `query ($id: ID!) { staffSync(id: $id) {
    issues { edges { node { externalId field code value mappedTo } } } } }`;
  const { staffSync } = await people.data<{
    staffSync: { issues: { edges: readonly { node: object }[] } };
  }>(source.viewer, query, { id });
  return staffSync.issues.edges.map(({ node }) => node);
}

const away = (kind: string, firstDay: string, lastDay?: string) => ({
  ...{ externalId: kind, kind, firstDay, lastDay },
});

describe('kinds of work and of absence, as a school tells of them', () => {
  it('part-time and term-time only: share, hours and weeks are told apart', async () => {
    const source = await aSource();
    const post = { fte: 0.46, hoursPerWeek: 20, weeksPerYear: 38.6, roleCodes: ['TASS'] };
    const id = await idOf(source, told('a', {}, {}, post));

    expect(await about(source, id, 'assignments { fte hoursPerWeek weeksPerYear }')).toEqual({
      person: { assignments: [{ fte: 0.46, hoursPerWeek: 20, weeksPerYear: 38.6 }] },
    });
  });

  it('on maternity/long sick/secondment: no employment ends', async () => {
    const source = await aSource();
    const leave = [
      away('MAT', '2026-01-05', '2026-07-31'),
      ...[away('SIC', '05/10/2026', '09/10/2026'), away('SEC', '2026-11-01')],
    ];
    const id = await idOf(source, told('a', { leave }));

    const fields = 'contracts { endsOn } leavePeriods { category { code } startsOn endsOn }';
    expect(await about(source, id, fields)).toMatchObject({
      person: {
        contracts: [{ endsOn: null }],
        leavePeriods: expect.arrayContaining([
          { category: { code: 'MAT' }, startsOn: '2026-01-05', endsOn: '2026-08-01' },
          { category: { code: 'SIC' }, startsOn: '2026-10-05', endsOn: '2026-10-10' },
          { category: { code: 'SEC' }, startsOn: '2026-11-01', endsOn: null },
        ]),
      },
    });
  });

  it('agency/supply: somebody has a post and is not counted', async () => {
    const source = await aSource();
    const id = await idOf(source, told('a', {}, { type: 'SAG' }));

    expect(await about(source, id, 'contracts { type { code } assignments { fte } }')).toEqual({
      person: { contracts: [{ type: { code: 'SAG' }, assignments: [{ fte: 1 }] }] },
    });
    const counted = '{ trust { headcount { people } } }';
    const { trust } = await people.data<{ trust: { headcount: readonly { people: number }[] } }>(
      source.trust.central,
      counted,
    );
    expect(trust.headcount.every((group) => group.people === 0)).toBe(true);
  });

  it('absences and qualifications of unknown codes are kept, and listed', async () => {
    const source = await aSource();
    const leave = [away('XYZ', '2026-01-05')];
    const qualifications = [
      { externalId: '1', kind: 'First aid at work' },
      { externalId: '2', kind: 'QTS', subjectCode: 'QQQ' },
    ];
    const { finished, rows } = await source.send([told('a', { leave, qualifications })]);

    const issue = { externalId: 'a', code: 'UNKNOWN_CODE' };
    expect(await issuesOf(source, finished.id)).toEqual([
      { ...issue, field: 'leave.kind', value: 'XYZ', mappedTo: 'OTHER' },
      { ...issue, field: 'qualifications.kind', value: 'First aid at work', mappedTo: null },
      { ...issue, field: 'qualifications.subjectCode', value: 'QQQ', mappedTo: null },
    ]);
    const id = rows[0]?.person?.id ?? '';
    expect(await about(source, id, 'leavePeriods { category { code } }')).toEqual({
      person: { leavePeriods: [{ category: { code: 'XYZ' } }] },
    });
  });

  it('a line manager who never comes is an issue of the sync, until they come', async () => {
    const source = await aSource();
    const { finished } = await source.send([told('a', { lineManagerExternalId: 'z' })]);
    expect(await issuesOf(source, finished.id)).toMatchObject([
      { field: 'lineManagerExternalId', code: 'MANAGER_NOT_FOUND', value: 'z' },
    ]);

    const later = await source.send([told('z')]);
    expect(await issuesOf(source, later.finished.id)).toEqual([]);
  });
});

describe('line manager leaves / is on leave / reports to self / cycle', () => {
  /** A teacher with a head, as their school tells it. */
  async function teacherAndHead() {
    const source = await aSource();
    const { rows } = await source.send([told('h'), told('t', { lineManagerExternalId: 'h' })]);
    const id = rows.find(({ externalId }) => externalId === 't')?.person?.id ?? '';
    return { source, managerOfTeacher: () => about(source, id, 'manager { name }') };
  }
  const head = { person: { manager: { name: 'Ada Name h' } } };
  const nobody = { person: { manager: null } };

  it('a manager who left is named until the school names another, so that nobody is forgotten', async () => {
    const { source, managerOfTeacher } = await teacherAndHead();
    expect(await managerOfTeacher()).toEqual(head);
    await source.send([{ externalId: 'h', status: 'ENDED', leftOn: '2026-01-31' }]);
    expect(await managerOfTeacher()).toEqual(head);

    await source.send([told('t', { lineManagerExternalId: '' })]);
    expect(await managerOfTeacher()).toEqual(nobody);
  });

  it('a manager who is on leave stays the manager, until the school names another', async () => {
    const { source, managerOfTeacher } = await teacherAndHead();
    await source.send([told('h', { leave: [away('MAT', '2026-01-05')] }), told('d')]);
    expect(await managerOfTeacher()).toEqual(head);

    await source.send([told('t', { lineManagerExternalId: 'd' })]);
    expect(await managerOfTeacher()).toEqual({ person: { manager: { name: 'Ada Name d' } } });
  });

  it.each([
    ['self', 't', 't'],
    ['each other', 'h', 't'],
  ])('whoever would report to %s is refused, and what held goes on', async (_, who, manager) => {
    const { source, managerOfTeacher } = await teacherAndHead();
    const { rows } = await source.send([told(who, { lineManagerExternalId: manager })]);

    expect(rows).toMatchObject([{ externalId: who, code: 'MANAGER_CYCLE' }]);
    expect(await managerOfTeacher()).toEqual(head);
  });
});
