import { describe, expect, it } from '@jest/globals';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { TestSource, told } from '../sync/testing.ts';
import { day, testPeople, type TestTrust } from '../testing.ts';

const people = testPeople();

const inputs = {
  joinSchool: 'JoinSchoolInput',
  leaveSchool: 'LeaveSchoolInput',
  undoLeaveSchool: 'UndoLeaveSchoolInput',
  replaceSchool: 'ReplaceSchoolInput',
  mergeSchools: 'MergeSchoolsInput',
} as const;

const writer = ({ central }: TestTrust) => ({
  ...central,
  scopes: new Set([...central.scopes, 'school:write']),
});

const mutationOf = (mutation: keyof typeof inputs) => `mutation ($input: ${inputs[mutation]}!) {
  done: ${mutation}(input: $input) { kind: __typename
    ... on SchoolChange { what: kind effectiveOn school { id urn } } } }`;

interface Done {
  readonly kind: string;
  readonly what?: string;
  readonly school?: { readonly id: string; readonly urn: string };
}

async function change(trust: TestTrust, mutation: keyof typeof inputs, input: object) {
  const answer = await people.data<{ done: Done }>(writer(trust), mutationOf(mutation), { input });
  return answer.done;
}

const joining = (urn: string, joinsOn: string) => ({
  ...{ urn, joinsOn, name: 'Newcomer School', phaseCode: '2', typeCode: '34' },
  localAuthorityCode: '330',
});

const idOf = (trust: TestTrust, place: number) => trust.schools[place]?.id ?? '';

interface Shown {
  readonly person: {
    readonly contracts: readonly {
      readonly startsOn: string;
      readonly endsOn: string | null;
      readonly assignments: readonly {
        readonly startsOn: string;
        readonly endsOn: string | null;
        readonly school: { readonly id: string };
      }[];
    }[];
  };
}

async function contractsOf(trust: TestTrust, id: string) {
  const query = `query ($id: ID!) { person(id: $id) { contracts { startsOn endsOn
    assignments { startsOn endsOn school { id } } } } }`;
  return (await people.data<Shown>(trust.central, query, { id })).person.contracts;
}

async function historyOf(trust: TestTrust, id: string) {
  const query = `query ($id: ID!) { school(id: $id) {
    urn urns { urn validFrom validTo } changes { kind effectiveOn otherSchool { id } } } }`;
  return people.data(trust.central, query, { id });
}

async function headcountOn(trust: TestTrust, activeOn: string): Promise<number> {
  const query = 'query ($day: Date) { people(filter: { activeOn: $day }) { totalCount } }';
  interface Counted {
    readonly people: { readonly totalCount: number };
  }
  return (await people.data<Counted>(trust.central, query, { day: activeOn })).people.totalCount;
}

describe('TUPE in: school joins trust mid-year', () => {
  it('takes its staff from its own system, with the days that they had', async () => {
    const trust = await people.trust('Alder');
    const joined = await change(trust, 'joinSchool', joining('140001', day(-30)));
    expect(joined).toMatchObject({
      kind: 'SchoolChange',
      what: 'JOINED',
      school: { urn: '140001' },
    });

    const schoolId = joined.school?.id ?? '';
    const source = new TestSource(people, trust, 'bromcom');
    const { rows } = await source.send([told('1', {}, { firstDay: '2009-09-01' }, { schoolId })]);
    const [contract] = await contractsOf(trust, rows[0]?.person?.id ?? '');
    expect(contract).toMatchObject({ startsOn: '2009-09-01', endsOn: null });
    expect(await historyOf(trust, schoolId)).toMatchObject({
      school: { changes: [{ kind: 'JOINED', effectiveOn: day(-30) }] },
    });
  });

  it('is for a school that the trust does not have, also when two say so at once', async () => {
    const trust = await people.trust('Alder');
    const join = () => change(trust, 'joinSchool', joining('140002', day(0)));

    const answers = await atOnce(people.served.database.name, 'school', [join, join]);
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['SchoolAlreadyHere', 'SchoolChange']);
  });
});

describe('school leaves trust (re-brokerage)', () => {
  it('ends posts there, and the employment of those who have no other', async () => {
    const trust = await people.trust('Alder', 'Birch');
    const { id: alone } = await people.hire(trust);
    const { id: both } = await people.hire(trust, {
      posts: [
        { school: 0, fte: 0.6 },
        { school: 1, fte: 0.4, isPrimary: false },
      ],
    });
    const { id: gone } = await people.hire(trust, { contract: { endsOn: day(-5) } });
    const leave = { schoolId: idOf(trust, 0), leavesOn: day(20) };

    expect(await change(trust, 'leaveSchool', leave)).toMatchObject({ what: 'LEFT' });
    expect(await contractsOf(trust, alone)).toMatchObject([{ endsOn: day(20) }]);
    expect(await contractsOf(trust, gone)).toMatchObject([{ endsOn: day(-5) }]);
    const [contract] = await contractsOf(trust, both);
    expect(contract?.endsOn).toBeNull();
    expect(contract?.assignments.map(({ endsOn }) => endsOn).sort()).toEqual([day(20), null]);
    expect([await headcountOn(trust, day(19)), await headcountOn(trust, day(20))]).toEqual([2, 1]);
    expect(await change(trust, 'leaveSchool', leave)).toMatchObject({ what: 'LEFT' });
    const later = { ...leave, leavesOn: day(30) };
    expect(await change(trust, 'leaveSchool', later)).toEqual({ kind: 'SchoolNotOpen' });
  });

  it('can be undone before the day, and not after', async () => {
    const trust = await people.trust('Alder');
    const { id } = await people.hire(trust);
    const schoolId = idOf(trust, 0);
    await change(trust, 'leaveSchool', { schoolId, leavesOn: day(20) });

    expect(await change(trust, 'undoLeaveSchool', { schoolId })).toMatchObject({
      what: 'LEAVING_UNDONE',
    });
    expect(await contractsOf(trust, id)).toMatchObject([
      { endsOn: null, assignments: [{ endsOn: null }] },
    ]);
    const late = { kind: 'LeavingNotUndoable' };
    expect(await change(trust, 'undoLeaveSchool', { schoolId })).toEqual(late);
    await change(trust, 'leaveSchool', { schoolId, leavesOn: day(0) });
    expect(await change(trust, 'undoLeaveSchool', { schoolId })).toEqual(late);
    const back = await change(trust, 'joinSchool', joining(trust.schools[0]?.urn ?? '', day(0)));
    expect(back).toMatchObject({ what: 'JOINED', school: { id: schoolId } });
  });
});

describe('undoing that a school leaves', () => {
  it('restores what nobody has changed since, and leaves the rest as it was said', async () => {
    const trust = await people.trust('Alder');
    const source = new TestSource(people, trust, 'arbor', 0);
    const { rows } = await source.send([told('1'), told('2')]);
    const [untouched = '', resigned = ''] = ['1', '2'].map(
      (wanted) => rows.find(({ externalId }) => externalId === wanted)?.person?.id,
    );
    const schoolId = idOf(trust, 0);
    await change(trust, 'leaveSchool', { schoolId, leavesOn: day(20) });
    await source.send([told('2', {}, { lastDay: day(4) })]);

    expect(await change(trust, 'undoLeaveSchool', { schoolId })).toMatchObject({
      what: 'LEAVING_UNDONE',
    });
    const running = [{ endsOn: null, assignments: [{ endsOn: null }] }];
    expect(await contractsOf(trust, untouched)).toMatchObject(running);
    const over = [{ endsOn: day(5), assignments: [{ endsOn: day(5) }] }];
    expect(await contractsOf(trust, resigned)).toMatchObject(over);
  });
});

describe('school conversion (new URN), amalgamation, split', () => {
  it('keeps the school and dates its URNs on conversion', async () => {
    const trust = await people.trust('Alder', 'Birch');
    const schoolId = idOf(trust, 0);
    const input = { schoolId, urn: '150001', replacedOn: day(-10) };

    expect(await change(trust, 'replaceSchool', input)).toMatchObject({
      ...{ what: 'REPLACED', school: { id: schoolId, urn: '150001' } },
    });
    expect(await historyOf(trust, schoolId)).toMatchObject({
      school: {
        urns: [
          { urn: '150001', validFrom: day(-10) },
          { urn: '100001', validTo: day(-10) },
        ],
        changes: [{ kind: 'REPLACED' }],
      },
    });
    const again = { ...input, schoolId: idOf(trust, 1) };
    expect(await change(trust, 'replaceSchool', again)).toEqual({ kind: 'UrnTaken' });
  });

  it('moves posts to the open successor and keeps where they were', async () => {
    const trust = await people.trust('Alder', 'Birch');
    const [closing, successor] = [idOf(trust, 0), idOf(trust, 1)];
    const { id } = await people.hire(trust, { contract: { startsOn: day(-100) } });
    const input = { schoolIds: [closing], successorId: successor, mergedOn: day(-10) };

    expect(await change(trust, 'mergeSchools', { ...input, kind: 'AMALGAMATED' })).toMatchObject({
      ...{ what: 'SUCCESSOR', school: { id: successor } },
    });
    const [contract] = await contractsOf(trust, id);
    expect(contract?.assignments).toEqual(
      expect.arrayContaining([
        { startsOn: day(-100), endsOn: day(-10), school: { id: closing } },
        { startsOn: day(-10), endsOn: null, school: { id: successor } },
      ]),
    );
    expect([await headcountOn(trust, day(-11)), await headcountOn(trust, day(0))]).toEqual([1, 1]);
    expect(await historyOf(trust, closing)).toMatchObject({
      school: {
        ...{ urn: '100001', urns: [{ validTo: day(-10) }] },
        changes: [{ kind: 'AMALGAMATED', otherSchool: { id: successor } }],
      },
    });
    const back = { schoolIds: [successor], successorId: closing, mergedOn: day(0) };
    expect(await change(trust, 'mergeSchools', { ...back, kind: 'MERGED' })).toEqual({
      kind: 'SchoolNotOpen',
    });
  });

  it('takes the part of a school that was split off for a new one, with its staff', async () => {
    const trust = await people.trust('Alder');
    const source = new TestSource(people, trust, 'arbor');
    const at = (schoolId: string, firstDay: string) => ({
      ...{ externalId: schoolId, roleCodes: ['TCHR'], fte: 1, schoolId, firstDay },
    });
    const whole = { ...at(idOf(trust, 0), '2020-09-01') };
    const { rows } = await source.send([told('1', {}, { assignments: [whole] })]);
    const part = await change(trust, 'joinSchool', joining('150003', day(-10)));
    const partId = part.school?.id ?? '';
    const ended = { ...whole, lastDay: day(-11) };
    const moved = { assignments: [ended, at(partId, day(-10))] };
    await source.send([told('1', {}, moved)]);

    const [contract] = await contractsOf(trust, rows[0]?.person?.id ?? '');
    expect(contract).toMatchObject({ startsOn: '2020-09-01', endsOn: null });
    expect(contract?.assignments).toEqual(
      expect.arrayContaining([
        { startsOn: '2020-09-01', endsOn: day(-10), school: { id: idOf(trust, 0) } },
        { startsOn: day(-10), endsOn: null, school: { id: partId } },
      ]),
    );
    expect([await headcountOn(trust, day(-11)), await headcountOn(trust, day(0))]).toEqual([1, 1]);
  });
});

describe('trust merger', () => {
  it('passes schools over on one day, and nobody is counted twice', async () => {
    const [ours, theirs] = [await people.trust('Alder'), await people.trust('Birch')];
    await people.hire(theirs);
    await change(theirs, 'leaveSchool', { schoolId: idOf(theirs, 0), leavesOn: day(0) });
    const joined = await change(ours, 'joinSchool', joining('160001', day(0)));
    const post = { schoolId: joined.school?.id, firstDay: day(0) };
    await new TestSource(people, ours, 'bromcom').send([told('1', {}, {}, post)]);

    const both = async (on: string) =>
      (await headcountOn(ours, on)) + (await headcountOn(theirs, on));
    expect([await both(day(-1)), await both(day(0)), await both(day(1))]).toEqual([1, 1, 1]);
  });
});

describe('changing schools', () => {
  it('is for those who may, in their own trust, on days that can be', async () => {
    const [ours, theirs] = [await people.trust('Alder', 'Birch'), await people.trust('Cedar')];
    const leave = { schoolId: idOf(theirs, 0), leavesOn: day(0) };
    const codes = (viewer: typeof ours.central, mutation: keyof typeof inputs, input: object) =>
      people.codes(viewer, mutationOf(mutation), { input });

    expect(await codes(ours.central, 'leaveSchool', leave)).toEqual(['FORBIDDEN']);
    expect(await codes(writer(ours), 'leaveSchool', leave)).toEqual(['NOT_FOUND']);
    const merger = { schoolIds: [idOf(ours, 0)], kind: 'MERGED', mergedOn: day(0) };
    for (const odd of [
      { ...merger, successorId: idOf(ours, 0) },
      { ...merger, successorId: idOf(ours, 1), mergedOn: day(1) },
      { ...merger, successorId: idOf(ours, 1), mergedOn: '2010-01-01' },
    ]) {
      expect(await codes(writer(ours), 'mergeSchools', odd)).toEqual(['BAD_USER_INPUT']);
    }
  });

  it('is done once under one key', async () => {
    const trust = await people.trust('Alder');
    const input = { ...joining('140009', day(0)), idempotencyKey: 'once' };
    const first = await change(trust, 'joinSchool', input);

    expect(await change(trust, 'joinSchool', input)).toEqual(first);
  });
});
