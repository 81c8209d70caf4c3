import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import { aHead, codesOf, finance, testStudy } from '../testing.ts';

const study = testStudy();

describe('awarding a bursary', () => {
  it('spends the fund to the last penny and no further', async () => {
    const viewer = finance();
    const fundId = await study.aFund(viewer, 100_00);
    const award = (amountPence: number) => study.award(viewer, { fundId, amountPence });

    expect(await award(60_00)).toMatchObject({ kind: 'Award' });
    expect(await award(40_01)).toEqual({ kind: 'FundTooSmall', remainingPence: 40_00 });
    expect(await award(40_00)).toMatchObject({ kind: 'Award' });
    expect(await award(1)).toEqual({ kind: 'FundTooSmall', remainingPence: 0 });
    expect(await study.remainingPence(viewer, fundId)).toBe(0);
  });

  it('says who studies what, where, from which fund, and who awarded it when', async () => {
    const viewer = finance();
    const fundId = await study.aFund(viewer, 500_00, 2027);
    const personId = study.people.add('Person', viewer);
    const schoolId = study.people.add('School', viewer);
    const { id } = await study.award(viewer, { fundId, personId, schoolId, amountPence: 123_45 });

    const { data } = await study.served.ask(
      viewer,
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Award {
        academicYear amountPence awardedOn withdrawnOn withdrawnReason version
        person { id } school { id } awardedBy { id } programme { code } fund { id remainingPence }
      } } }`,
      { of: [{ __typename: 'Award', id }] },
    );

    expect(data['_entities']).toEqual([
      {
        academicYear: 2027,
        amountPence: 123_45,
        awardedOn: '2026-11-23',
        withdrawnOn: null,
        withdrawnReason: null,
        version: 1,
        person: { id: personId },
        school: { id: schoolId },
        awardedBy: { id: viewer.personId },
        programme: { code: 'NPQSL' },
        fund: { id: fundId, remainingPence: 376_55 },
      },
    ]);
  });

  it('gives a person one award for a programme in an academic year, whichever fund pays', async () => {
    const viewer = finance();
    const personId = study.people.add('Person', viewer);
    const award = async (programmeCode: string, academicYear: number) => {
      const fundId = await study.aFund(viewer, 100_00, academicYear);
      return study.award(viewer, { fundId, personId, programmeCode, amountPence: 10_00 });
    };

    const first = await award('NPQH', 2026);
    expect(await award('NPQH', 2026)).toEqual({ kind: 'AlreadyAwarded', award: { id: first.id } });
    const { fundId, amountPence } = { fundId: await study.aFund(viewer, 1), amountPence: 2 };
    const tooMuch = { fundId, personId, programmeCode: 'NPQH', amountPence };
    expect(await study.award(viewer, tooMuch)).toMatchObject({ kind: 'AlreadyAwarded' });
    expect(await award('EHCO', 2026)).toMatchObject({ kind: 'Award' });
    expect(await award('NPQH', 2027)).toMatchObject({ kind: 'Award' });
  });

  it('does not name the award in the way to somebody who may not know of it', async () => {
    const viewer = finance();
    const fundId = await study.aFund(viewer, 100_00);
    const wish = { fundId, personId: study.people.add('Person', viewer), amountPence: 1 };
    await study.award(viewer, wish);
    const awarder = aViewer({
      trustId: viewer.trustId,
      allPlaces: true,
      scopes: ['bursary:award'],
    });

    expect(await study.award(awarder, wish)).toEqual({ kind: 'AlreadyAwarded', award: null });
  });

  it('pays only for what can be started on the day in England', async () => {
    const viewer = finance();
    const fundId = await study.aFund(viewer, 100_00);
    const wish = { fundId, programmeCode: 'ASO', amountPence: 1 };
    const refused = {
      kind: 'ProgrammeNotRunning',
      validFrom: '2021-09-01',
      validTo: '2022-09-01',
    };

    study.clock.set('2022-08-31T22:59:00Z');
    expect(await study.award(viewer, wish)).toMatchObject({ kind: 'Award' });
    study.clock.set('2022-08-31T23:00:00Z'); // midnight in England, where it is summer
    expect(await study.award(viewer, wish)).toEqual(refused);
    study.clock.set('2026-11-23T09:00:00Z');
    expect(await study.award(viewer, wish)).toEqual(refused);
  });

  it('is never for oneself, however the id is spelt', async () => {
    const viewer = finance();
    const fundId = await study.aFund(viewer, 100_00);
    const personId = study.people.add('Person', viewer, viewer.personId ?? undefined);
    const own = (id: string) => study.award(viewer, { fundId, personId: id, amountPence: 1 });

    expect(await own(personId)).toEqual({ kind: 'OwnAward' });
    study.people.add('Person', viewer, personId.toUpperCase());
    expect(await own(personId.toUpperCase())).toEqual({ kind: 'OwnAward' });
  });

  it('takes from 1 penny to what an Int holds', async () => {
    const viewer = finance();
    const most = 2_147_483_647;
    const fundId = await study.aFund(viewer, most);

    for (const amountPence of [0, -1]) {
      const answer = await study.awardAnswer(viewer, { fundId, amountPence });
      expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    }
    for (const amountPence of [0.5, most + 1]) {
      const answer = await study.awardAnswer(viewer, { fundId, amountPence });
      expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    }
    expect(await study.award(viewer, { fundId, amountPence: most })).toMatchObject({
      kind: 'Award',
    });
    expect(await study.award(viewer, { fundId, amountPence: most })).toEqual({
      kind: 'FundTooSmall',
      remainingPence: 0,
    });
  });

  it('finds no fund, person, school or programme that is unknown, malformed or another trust’s', async () => {
    const viewer = finance();
    const other = finance();
    const fundId = await study.aFund(viewer, 100_00);
    const code = async (wish: object) =>
      codesOf(await study.awardAnswer(viewer, { fundId, amountPence: 1, ...wish }));

    for (const [name, foreign] of [
      ['fundId', await study.aFund(other, 100_00)],
      ['personId', study.people.add('Person', other)],
      ['schoolId', study.people.add('School', other)],
      ['programmeCode', 'NPQML'],
    ] as const) {
      for (const value of [foreign, newId(), 'no id', '']) {
        expect([name, await code({ [name]: value })]).toEqual([name, ['NOT_FOUND']]);
      }
    }
    expect(await study.remainingPence(viewer, fundId)).toBe(100_00);
  });

  it('asks people before it takes a connection, and is not made while they do not answer', async () => {
    const viewer = finance();
    const fundId = await study.aFund(viewer, 100_00);
    const unknown = { fundId, personId: newId(), amountPence: 1 };

    expect(await study.served.statementsDuring(() => study.awardAnswer(viewer, unknown))).toBe(0);
    study.people.isDown = true;
    const answer = await study.awardAnswer(viewer, { fundId, amountPence: 1 });
    study.people.isDown = false;

    expect(codesOf(answer)).toEqual(['SUBGRAPH_UNAVAILABLE']);
    expect(await study.remainingPence(viewer, fundId)).toBe(100_00);
  });

  it('is done by those alone who may, and for schools that they answer for', async () => {
    const { trustId } = finance();
    const schoolId = study.people.add('School', finance(trustId));
    const fundId = await study.aFund(finance(trustId), 100_00);
    const wish = { fundId, schoolId, amountPence: 1 };
    const forSchool = (placeId: string) =>
      aViewer({ trustId, placeIds: [placeId], scopes: ['bursary:award'] });

    expect(codesOf(await study.awardAnswer(aHead(trustId, schoolId), wish))).toEqual(['FORBIDDEN']);
    expect(codesOf(await study.awardAnswer(forSchool(newId()), wish))).toEqual(['NOT_FOUND']);
    expect(await study.award(forSchool(schoolId), wish)).toMatchObject({ kind: 'Award' });
  });

  it('happens once however often it is sent under one idempotency key', async () => {
    const viewer = finance();
    const fundId = await study.aFund(viewer, 100_00);
    const wish = {
      fundId,
      personId: study.people.add('Person', viewer),
      schoolId: study.people.add('School', viewer),
      amountPence: 10_00,
      idempotencyKey: 'monday’s list, line 7',
    };

    const first = await study.award(viewer, wish);
    expect(await study.award(viewer, wish)).toEqual(first);
    expect(await study.remainingPence(viewer, fundId)).toBe(90_00);
    const changed = await study.awardAnswer(viewer, { ...wish, amountPence: 10_01 });
    expect(codesOf(changed)).toEqual(['IDEMPOTENCY_MISMATCH']);
  });
});

describe('withdrawing an award', () => {
  it('gives the money back to the fund, and lets the person be awarded anew', async () => {
    const viewer = finance();
    const fundId = await study.aFund(viewer, 100_00);
    const wish = { fundId, personId: study.people.add('Person', viewer), amountPence: 70_00 };
    const award = await study.award(viewer, wish);

    expect(await study.withdraw(viewer, award)).toEqual({
      kind: 'Award',
      id: award.id,
      version: 2,
      withdrawnOn: '2026-11-23',
      withdrawnReason: 'The course was cancelled.',
    });
    expect(await study.remainingPence(viewer, fundId)).toBe(100_00);
    expect(await study.award(viewer, wish)).toMatchObject({ kind: 'Award' });
    expect(await study.remainingPence(viewer, fundId)).toBe(30_00);
  });

  it('says so when it has been withdrawn already, and gives the money back once', async () => {
    const viewer = finance();
    const fundId = await study.aFund(viewer, 100_00);
    const withdrawn = await study.withdraw(
      viewer,
      await study.award(viewer, { fundId, amountPence: 70_00 }),
    );

    expect(await study.withdraw(viewer, withdrawn)).toEqual({
      kind: 'AlreadyWithdrawn',
      award: { id: withdrawn.id },
    });
    expect(await study.remainingPence(viewer, fundId)).toBe(100_00);
  });

  it('is a conflict for somebody who read an older version, and tells the current one', async () => {
    const viewer = finance();
    const fundId = await study.aFund(viewer, 100_00);
    const award = await study.award(viewer, { fundId, amountPence: 1 });
    await study.withdraw(viewer, award);

    const answer = await study.withdrawAnswer(viewer, {
      id: award.id,
      version: 1,
      reason: 'Left.',
    });

    expect(codesOf(answer)).toEqual(['CONFLICT']);
    expect(answer.errors?.[0]?.extensions).toMatchObject({ currentVersion: 2 });
  });

  it('finds no award that is unknown, malformed, another trust’s or for a school out of reach', async () => {
    const viewer = finance();
    const schoolId = study.people.add('School', viewer);
    const fundId = await study.aFund(viewer, 100_00);
    const { id } = await study.award(viewer, { fundId, schoolId, amountPence: 1 });
    const elsewhere = { placeIds: [newId()], scopes: ['bursary:award'] };
    const attempts = [
      [viewer, newId()],
      [viewer, 'no id'],
      [finance(), id],
      [aViewer({ trustId: viewer.trustId, ...elsewhere }), id],
    ] as const;

    for (const [who, which] of attempts) {
      const answer = await study.withdrawAnswer(who, { id: which, version: 1, reason: 'Left.' });
      expect(codesOf(answer)).toEqual(['NOT_FOUND']);
    }
  });

  it('needs a reason and the right to do it', async () => {
    const viewer = finance();
    const fundId = await study.aFund(viewer, 100_00);
    const { id } = await study.award(viewer, { fundId, amountPence: 1 });
    const withdraw = async (reason: string, who = viewer) =>
      codesOf(await study.withdrawAnswer(who, { id, version: 1, reason }));

    expect(await withdraw('')).toEqual(['BAD_USER_INPUT']);
    expect(await withdraw('x'.repeat(501))).toEqual(['BAD_USER_INPUT']);
    expect(await withdraw('Left.', aHead(viewer.trustId))).toEqual(['FORBIDDEN']);
  });

  it('happens once under one idempotency key', async () => {
    const viewer = finance();
    const fundId = await study.aFund(viewer, 100_00);
    const { id } = await study.award(viewer, { fundId, amountPence: 1 });
    const input = { id, version: 1, reason: 'Left.', idempotencyKey: 'k' };

    const first = await study.withdrawAnswer(viewer, input);
    const again = await study.withdrawAnswer(viewer, input);

    expect(first.data.outcome).toMatchObject({ kind: 'Award', version: 2 });
    expect(again.data).toEqual(first.data);
  });
});
