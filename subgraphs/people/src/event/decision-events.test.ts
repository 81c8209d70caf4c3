import { beforeEach, describe, expect, it } from '@jest/globals';
import { TestReviewer } from '../match/testing.ts';
import { TestSource, told } from '../sync/testing.ts';
import { day, testPeople, type TestTrust } from '../testing.ts';

const people = testPeople();

let trust: TestTrust;
beforeEach(async () => {
  trust = await people.trust('Alder', 'Birch');
});

interface Told {
  readonly type: string;
  readonly about: string;
  readonly data: Readonly<Record<string, unknown>>;
}

function events(): Promise<Told[]> {
  return people.db.as(trust.central, () =>
    people.db.rows<Told>(
      `SELECT type, aggregate_id AS about, data FROM event WHERE trust_id = $1 ORDER BY sequence`,
      [trust.id],
    ),
  );
}

/** @returns what `work` has had told. */
async function toldDuring(work: () => Promise<unknown>): Promise<Told[]> {
  const before = (await events()).length;
  await work();
  return (await events()).slice(before);
}

const inShort = (news: readonly Told[]) => news.map(({ type, about }) => [type, about]);
const schoolId = (place: number) => trust.schools[place]?.id ?? '';

function change(mutation: string, type: string, input: object): Promise<unknown> {
  const viewer = { ...trust.central, scopes: new Set([...trust.central.scopes, 'school:write']) };
  const document = `mutation ($input: ${type}!) {
    done: ${mutation}(input: $input) { kind: __typename } }`;
  return people.data(viewer, document, { input });
}

describe('what becomes of schools is told', () => {
  it('when one joins', async () => {
    const input = {
      ...{ urn: '140001', joinsOn: day(0), name: 'Newcomer', phaseCode: '2', typeCode: '34' },
      localAuthorityCode: '330',
    };
    const news = await toldDuring(() => change('joinSchool', 'JoinSchoolInput', input));

    expect(news).toMatchObject([
      { type: 'school.changed', data: { name: 'Newcomer', urns: [{ urn: '140001' }] } },
    ]);
    expect(await toldDuring(() => change('joinSchool', 'JoinSchoolInput', input))).toEqual([]);
  });

  it('when one leaves, with who leaves and who stays; and when it stays after all', async () => {
    const { id: leaver } = await people.hire(trust);
    const posts = [
      { school: 0, fte: 0.6 },
      { school: 1, fte: 0.4, isPrimary: false },
    ];
    const { id: stayer } = await people.hire(trust, { posts });
    await people.hire(trust, { posts: [{ school: 1 }] });
    const leave = { schoolId: schoolId(0), leavesOn: day(20) };
    const news = await toldDuring(() => change('leaveSchool', 'LeaveSchoolInput', leave));

    expect(inShort(news)).toEqual([
      ['school.changed', schoolId(0)],
      ['person.left', leaver],
      ['person.changed', stayer],
    ]);
    const undo = { schoolId: schoolId(0) };
    const back = await toldDuring(() => change('undoLeaveSchool', 'UndoLeaveSchoolInput', undo));
    expect(new Set(inShort(back).map(String))).toEqual(
      new Set([
        `school.changed,${schoolId(0)}`,
        ...[leaver, stayer].map((id) => `person.restored,${id}`),
      ]),
    );
  });

  it('when one has another URN', async () => {
    const input = { schoolId: schoolId(0), urn: '150001', replacedOn: day(-10) };
    const news = await toldDuring(() => change('replaceSchool', 'ReplaceSchoolInput', input));

    expect(news).toMatchObject([{ type: 'school.changed', about: schoolId(0) }]);
    expect(news[0]?.data['urns']).toContainEqual({
      ...{ urn: '150001', validFrom: day(-10), validTo: null },
    });
  });

  it('when one goes into another, of both, and of who works elsewhere now', async () => {
    const { id: moved } = await people.hire(trust, { contract: { startsOn: day(-100) } });
    await people.hire(trust, { posts: [{ school: 1 }] });
    const news = await toldDuring(() =>
      change('mergeSchools', 'MergeSchoolsInput', {
        ...{ schoolIds: [schoolId(0)], successorId: schoolId(1), mergedOn: day(-10) },
        kind: 'MERGED',
      }),
    );

    expect(inShort(news)).toEqual([
      ['school.changed', schoolId(0)],
      ['school.changed', schoolId(1)],
      ['person.changed', moved],
    ]);
    expect(news[0]?.data).toMatchObject({ statusCode: '2' });
    const posts = news[2]?.data['assignments'];
    expect(posts).toContainEqual(expect.objectContaining({ schoolId: schoolId(1) }));
  });
});

describe('who turns out to be who is told', () => {
  it('when a TRN was merged into another, and when its two people are made one', async () => {
    const reviewer = new TestReviewer(people, trust);
    const [one, two] = [
      await new TestSource(people, trust, 'arbor', 0).send([told('1', { trn: '0000001' })]),
      await new TestSource(people, trust, 'arbor', 1).send([told('2', { trn: '0000002' })]),
    ];
    const [gone = '', kept = ''] = [one, two].map(({ rows }) => rows[0]?.person?.id);
    const renumbered = await toldDuring(() => reviewer.mergeTrn('0000001', '0000002'));
    expect(inShort(renumbered)).toEqual([]); // two people, until somebody has said
    const [question] = await reviewer.questions();
    const merged = await toldDuring(() => reviewer.confirm(question?.id ?? '', kept));

    expect(merged).toMatchObject([
      { type: 'person.merged', about: gone, data: { intoPersonId: kept } },
      { type: 'person.changed', about: kept },
    ]);
  });

  it('when a record was taken for somebody’s by mistake: of both', async () => {
    const reviewer = new TestReviewer(people, trust);
    const { rows } = await new TestSource(people, trust, 'arbor', 0).send([
      told('1', { trn: '0000001' }),
    ]);
    await new TestSource(people, trust, 'arbor', 1).send([told('2', { trn: '0000001' })]);
    const personId = rows[0]?.person?.id ?? '';
    let madeId = '';
    const news = await toldDuring(async () => {
      const input = { personId, source: 'arbor', externalId: '2' };
      madeId = (await reviewer.separate(input)).id ?? '';
    });

    expect(madeId).not.toBe('');
    expect(new Set(inShort(news).map(String))).toEqual(
      new Set([personId, madeId].map((id) => `person.changed,${id}`)),
    );
  });

  it('when a record under review is about somebody else', async () => {
    const reviewer = new TestReviewer(people, trust);
    const twin = { givenName: 'Sam', familyName: 'Okoro' };
    await new TestSource(people, trust, 'arbor', 0).send([told('1', twin)]);
    await new TestSource(people, trust, 'arbor', 1).send([told('77', twin)]);
    const [question] = await reviewer.questions();
    let madeId = '';
    const news = await toldDuring(async () => {
      madeId = (await reviewer.separate({ matchId: question?.id ?? '' })).id ?? '';
    });

    expect(inShort(news)).toEqual([['person.changed', madeId]]);
  });
});
