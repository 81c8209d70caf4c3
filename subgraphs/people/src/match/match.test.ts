import { describe, expect, it } from '@jest/globals';
import { TestSource, told } from '../sync/testing.ts';
import { staffViewer, testPeople, type TestTrust } from '../testing.ts';
import { TestReviewer } from './testing.ts';

const people = testPeople();

/** Two schools, each with a system of its own. */
async function twoSchools() {
  const trust = await people.trust('Alder', 'Birch');
  const [alder, birch] = [0, 1].map((place) => new TestSource(people, trust, 'arbor', place));
  if (!alder || !birch) throw new Error('there are two');
  return { trust, alder, birch, reviewer: new TestReviewer(people, trust) };
}

async function headcount(trust: TestTrust): Promise<number> {
  const query = '{ people { totalCount } }';
  return (await people.data<{ people: { totalCount: number } }>(trust.central, query)).people
    .totalCount;
}

const named = (more: object = {}) => ({ givenName: 'Sam', familyName: 'Okoro', ...more });

describe('one person in two schools', () => {
  it('is known by the TRN, whatever the name', async () => {
    const { trust, alder, birch } = await twoSchools();
    await alder.send([told('1', named({ trn: '0012345' }))]);

    const there = { trn: '0012345', givenName: 'Samuel', familyName: 'Okoro-Hill' };
    expect(await birch.outcomes([told('77', there)])).toEqual({ 77: 'CREATED' });
    expect(await headcount(trust)).toBe(1);
  });

  it('is known by the payroll number under the same surname', async () => {
    const { trust, alder, birch } = await twoSchools();
    await alder.send([told('1', named(), { payrollNumber: 'P1' })]);
    await birch.send([told('77', named({ givenName: 'Samuel' }), { payrollNumber: 'P1' })]);

    expect(await headcount(trust)).toBe(1);
  });

  it.each([
    ['the payroll number under another surname', { givenName: 'Jo', familyName: 'Hill' }, 'P1'],
    ['the same name', {}, 'P9'],
    ['the name by which they go', { givenName: 'Samantha', preferredName: 'Sam' }, 'P9'],
    ['the same name in another case', { familyName: 'ÓKORO' }, 'P9'],
    ['the work e-mail', { givenName: 'Jo', familyName: 'Hill', workEmail: 'SAM@a.example' }, 'P9'],
    ['surname and birth date', { givenName: 'S.', birthDate: '01/02/1980' }, 'P9'],
    [
      'former surname and birth date',
      { givenName: 'S.', familyName: 'Hill', formerFamilyName: 'Okoro', birthDate: '1980-02-01' },
      'P9',
    ],
  ])('is for review by %s', async (_, there, payrollNumber) => {
    const { trust, alder, birch, reviewer } = await twoSchools();
    const here = { workEmail: 'sam@a.example', birthDate: '1980-02-01' };
    const isNameAlone = !('birthDate' in there) && !('workEmail' in there);
    const first = isNameAlone ? named() : named(here);
    const { rows } = await alder.send([told('1', first, { payrollNumber: 'P1' })]);

    const record = told('77', named(there), { payrollNumber });
    expect(await birch.outcomes([record])).toEqual({ 77: 'NEEDS_REVIEW' });
    expect(await headcount(trust)).toBe(1);
    const [question] = await reviewer.questions();
    expect(question).toMatchObject({
      ...{ externalId: '77', source: 'arbor', roles: [{ code: 'TCHR' }] },
      schools: [{ id: trust.schools[1]?.id }],
      candidates: [{ person: { id: rows[0]?.person?.id } }],
    });
    expect(question?.candidates[0]?.why).toMatch(/^Both have the same /);
  });

  it.each([
    ['the birth date and another surname', { familyName: 'Hill', birthDate: '1980-02-01' }],
    ['the name and another birth date', { birthDate: '1990-02-01' }],
    ['the surname alone', { givenName: 'Jo' }],
  ])('is not suspected by %s', async (_, there) => {
    const { trust, alder, birch } = await twoSchools();
    await alder.send([told('1', named({ birthDate: '1980-02-01' }))]);

    expect(await birch.outcomes([told('77', named(there))])).toEqual({ 77: 'CREATED' });
    expect(await headcount(trust)).toBe(2);
  });

  it('is for review when TRN and payroll number name two people', async () => {
    const { alder, birch } = await twoSchools();
    await alder.send([
      told('1', { trn: '0012345' }),
      told('2', { familyName: 'Okoro' }, { payrollNumber: 'P2' }),
    ]);

    const record = told('77', named({ trn: '0012345' }), { payrollNumber: 'P2' });
    expect(await birch.outcomes([record])).toEqual({ 77: 'NEEDS_REVIEW' });
  });

  it('is for review when the same school has the TRN twice', async () => {
    const { alder } = await twoSchools();
    const twice = [told('1', { trn: '0012345' }), told('2', { trn: '0012345' })];

    expect(await alder.outcomes(twice)).toEqual({ 1: 'CREATED', 2: 'NEEDS_REVIEW' });
    expect(await alder.outcomes([told('3', { trn: '0012345' })])).toEqual({ 3: 'NEEDS_REVIEW' });
  });

  it('takes namesakes of one school for two, since the school does', async () => {
    const { trust, alder } = await twoSchools();
    await alder.send([told('1', named()), told('2', named())]);
    await alder.send([told('3', named())]);

    expect(await headcount(trust)).toBe(3);
  });
});

describe('leaver, then rehire in 3 months', () => {
  it('reopens the old record by match review', async () => {
    const { trust, alder, reviewer } = await twoSchools();
    const past = { firstDay: '2020-09-01', lastDay: '2026-03-31' };
    const { rows } = await alder.send([told('1', named({ trn: '0012345' }), past)]);
    const again = { firstDay: '2026-07-01' };
    expect(await alder.outcomes([told('9', named({ trn: '0012345' }), again)])).toEqual({
      9: 'NEEDS_REVIEW',
    });
    const [question] = await reviewer.questions();
    const personId = rows[0]?.person?.id ?? '';

    expect(await reviewer.confirm(question?.id ?? '', personId)).toMatchObject({
      ...{ kind: 'StaffMatch', state: 'CONFIRMED', person: { id: personId } },
    });
    const query = 'query ($id: ID!) { person(id: $id) { contracts { startsOn } } }';
    expect(await people.data(trust.central, query, { id: personId })).toEqual({
      person: { contracts: [{ startsOn: '2026-07-01' }, { startsOn: '2020-09-01' }] },
    });
  });
});

describe('who is asked', () => {
  it('is the people team alone, of their own trust', async () => {
    const [{ trust, alder, birch, reviewer }, other] = [await twoSchools(), await twoSchools()];
    await alder.send([told('1', named())]);
    await birch.send([told('77', named())]);
    const [question] = await reviewer.questions();

    expect(question).toBeDefined();
    expect(await other.reviewer.questions()).toEqual([]);
    const mutation = `mutation ($input: ConfirmMatchInput!) {
      confirmMatch(input: $input) { __typename } }`;
    const input = { matchId: question?.id, personId: question?.candidates[0]?.person?.id };
    expect(await people.codes(other.reviewer.viewer, mutation, { input })).toEqual(['NOT_FOUND']);
    const teacher = staffViewer(trust, trust.id);
    expect(await people.codes(teacher, mutation, { input })).toEqual(['FORBIDDEN']);
    expect(await people.codes(teacher, '{ staffMatches { totalCount } }')).toEqual(['FORBIDDEN']);
  });

  it('is not asked any more when the source now tells who it is', async () => {
    const { alder, birch, reviewer } = await twoSchools();
    await alder.send([told('1', named({ trn: '0012345' }))]);
    await birch.send([told('77', named())]);
    expect(await reviewer.questions()).toHaveLength(1);

    await birch.send([told('77', named({ trn: '0012345' }))]);
    expect(await reviewer.questions()).toEqual([]);
    expect(await reviewer.questions('WITHDRAWN')).toHaveLength(1);
  });
});
