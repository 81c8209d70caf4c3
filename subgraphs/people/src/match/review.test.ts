import { describe, expect, it } from '@jest/globals';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { employment, TestSource, told } from '../sync/testing.ts';
import { staffViewer, testPeople } from '../testing.ts';
import { TestReviewer } from './testing.ts';

const people = testPeople();
const named = (more: object = {}) => ({ givenName: 'Sam', familyName: 'Okoro', ...more });

/** Somebody at one school, and a record of another school that may be about them. */
async function aQuestion() {
  const trust = await people.trust('Alder', 'Birch');
  const [alder, birch] = [0, 1].map((place) => new TestSource(people, trust, 'arbor', place));
  if (!alder || !birch) throw new Error('there are two');
  const { rows } = await alder.send([told('1', named())]);
  await birch.send([told('77', named())]);
  const reviewer = new TestReviewer(people, trust);
  const [question] = await reviewer.questions();
  const personId = rows[0]?.person?.id ?? '';
  return { trust, alder, birch, reviewer, matchId: question?.id ?? '', personId };
}

describe('deciding who it is', () => {
  it('takes the record in for the person who was named', async () => {
    const { trust, birch, reviewer, matchId, personId } = await aQuestion();

    expect(await reviewer.confirm(matchId, personId)).toMatchObject({ state: 'CONFIRMED' });
    const { contracts } = await employment(people, trust, personId);
    expect(contracts).toHaveLength(2);
    expect(await birch.outcomes([told('77', named())])).toEqual({});
    expect(await reviewer.questions()).toEqual([]);
    const schools = contracts.flatMap((one) => one.assignments.map(({ school }) => school.id));
    expect(schools.sort()).toEqual(trust.schools.map(({ id }) => id).sort());
  });

  it('makes somebody else a person of their own, and never asks again', async () => {
    const { trust, birch, reviewer, matchId, personId } = await aQuestion();

    const { kind, id = '' } = await reviewer.separate({ matchId });
    expect(kind).toBe('Person');
    expect(id).not.toBe(personId);
    expect((await employment(people, trust, id)).contracts).toHaveLength(1);
    await birch.send([told('77', named(), { payrollNumber: 'P1' })]);
    expect(await reviewer.questions()).toEqual([]);
  });

  it('stands through later lists of both schools, whatever they change', async () => {
    const { alder, birch, reviewer, matchId, personId } = await aQuestion();
    await reviewer.confirm(matchId, personId);
    const full = { mode: 'FULL' };
    const married = await birch.send([told('77', named({ familyName: 'Hill' }))], full);
    const promoted = await alder.send([told('1', named(), {}, { jobTitle: 'Head' })], full);

    for (const { rows } of [married, promoted]) {
      expect(rows).toMatchObject([{ outcome: 'UPDATED', person: { id: personId } }]);
    }
    expect(await reviewer.questions()).toEqual([]);
  });

  it('that they are two stands, though later lists give both the same number', async () => {
    const { alder, birch, reviewer, matchId, personId } = await aQuestion();
    const { id: otherId } = await reviewer.separate({ matchId });
    const payroll = { payrollNumber: 'P1' };
    const [one, other] = [
      await alder.send([told('1', named(), payroll)], { mode: 'FULL' }),
      await birch.send([told('77', named(), payroll)], { mode: 'FULL' }),
    ];

    expect(one.rows).toMatchObject([{ outcome: 'UPDATED', person: { id: personId } }]);
    expect(other.rows).toMatchObject([{ outcome: 'UPDATED', person: { id: otherId } }]);
    expect(await reviewer.questions()).toEqual([]);
  });

  it('is done once when two people decide at once', async () => {
    const { reviewer, matchId, personId } = await aQuestion();
    const confirm = () => reviewer.confirm(matchId, personId);
    const separate = () => reviewer.separate({ matchId });

    const answers = await atOnce(people.served.database.name, 'staff_match', [confirm, separate]);
    const kinds = answers.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'MatchDecided')).toHaveLength(1);
    expect(await reviewer.questions()).toEqual([]);
  });

  it('is on record with who was suggested and who decided', async () => {
    const { reviewer, matchId, personId } = await aQuestion();
    await reviewer.confirm(matchId, personId);

    const rows = await asSuperuser(people.served.database.name, async (client) => {
      const found = await client.query<object>(
        `SELECT kind, person_id AS "personId", grounds, decided_by AS "decidedBy"
           FROM staff_match_decision WHERE match_id = $1`,
        [matchId],
      );
      return found.rows;
    });
    expect(rows).toMatchObject([
      {
        ...{ kind: 'CONFIRMED', personId, decidedBy: reviewer.viewer.actor.id },
        grounds: [{ personId, grounds: ['SAME_FULL_NAME'] }],
      },
    ]);
    await expect(
      people.db.as(reviewer.viewer, () => people.db.rows('DELETE FROM staff_match_decision')),
    ).rejects.toThrow('permission denied');
  });
});

describe('a record that was taken for somebody’s by mistake', () => {
  it('moves with its contracts and posts to a person of their own', async () => {
    const { trust, birch, reviewer, matchId, personId } = await aQuestion();
    await reviewer.confirm(matchId, personId);

    const input = { personId, source: 'arbor', externalId: '77' };
    const { id = '' } = await reviewer.separate(input);
    expect((await employment(people, trust, personId)).contracts).toHaveLength(1);
    expect((await employment(people, trust, id)).contracts).toHaveLength(1);
    await birch.send([told('77', named({ givenName: 'Sanna' }))]);
    expect((await employment(people, trust, id)).name).toBe('Sanna Okoro');
    expect((await employment(people, trust, personId)).name).toBe('Sam Okoro');
  });

  it('stays when it is the only one', async () => {
    const { reviewer, matchId, personId } = await aQuestion();
    await reviewer.separate({ matchId });

    const input = { personId, source: 'arbor', externalId: '1' };
    expect(await reviewer.separate(input)).toEqual({ kind: 'OnlyRecordOfPerson' });
  });

  it('is asked for in one of two ways', async () => {
    const { reviewer, matchId, personId } = await aQuestion();
    const mutation = `mutation ($input: SeparatePersonInput!) {
      separatePerson(input: $input) { __typename } }`;

    for (const input of [{}, { personId }, { matchId, personId, source: 'a', externalId: '1' }]) {
      expect(await people.codes(reviewer.viewer, mutation, { input })).toEqual(['BAD_USER_INPUT']);
    }
  });
});

describe('TRNs that were merged', () => {
  it('make a record with the old one that of the person with the new', async () => {
    const { trust, alder, birch, reviewer, matchId } = await aQuestion();
    await reviewer.separate({ matchId });
    const { rows } = await alder.send([told('5', { trn: '0000001' })]);
    const id = rows[0]?.person?.id ?? '';

    expect(await reviewer.mergeTrn('0000001', '0000002')).toMatchObject({ person: { id } });
    expect(await reviewer.mergeTrn('0000002', '0000001')).toEqual({ kind: 'TrnChangeContradicts' });
    const found = await birch.send([told('88', { trn: '0000001' })]);
    expect(found.rows).toMatchObject([{ outcome: 'CREATED', person: { id } }]);
    expect((await employment(people, trust, id)).contracts).toHaveLength(2);
  });

  it('of two people here ask whether they are one, and the old id answers the one who stays', async () => {
    const { trust, alder, birch, reviewer, matchId } = await aQuestion();
    await reviewer.separate({ matchId });
    const [one, two] = await Promise.all([
      alder.send([told('5', { trn: '0000001', familyName: 'Ek' })]),
      birch.send([told('6', { trn: '0000002', familyName: 'Ohm' })]),
    ]);
    const [goneId, keptId] = [one, two].map(({ rows }) => rows[0]?.person?.id ?? '');
    if (!goneId || !keptId) throw new Error('both were made');
    const { id: reportId } = await people.hire(trust);
    await people.manage(trust, goneId, [reportId]);
    await people.network(trust, [goneId, keptId], {});

    await reviewer.mergeTrn('0000001', '0000002');
    const [question] = await reviewer.questions();
    expect(question).toMatchObject({ candidates: [{ reasons: ['MERGED_TRNS'] }] });
    expect(await reviewer.confirm(question?.id ?? '', keptId)).toMatchObject({
      ...{ state: 'CONFIRMED', person: { id: keptId } },
    });

    const query = `query ($id: ID!) { person(id: $id) { id name trn contracts { startsOn }
      networks { name lead { id } } reports { edges { node { id } } } }
      _entities(representations: [{ __typename: "Person", id: $id }]) { ... on Person { id } } }`;
    for (const id of [goneId, keptId]) {
      expect(await people.data(trust.central, query, { id })).toMatchObject({
        person: {
          ...{ id: keptId, name: 'Ada Ohm', trn: '0000002' },
          contracts: [{}, {}],
          networks: [{ lead: { id: keptId } }],
          reports: { edges: [{ node: { id: reportId } }] },
        },
        _entities: [{ id: keptId }],
      });
    }
    const viewer = staffViewer(trust, keptId);
    expect(await people.data(viewer, query, { id: goneId })).toMatchObject({
      person: { id: keptId },
    });
    await alder.send([told('5', { trn: '0000001', familyName: 'Ohm' }, { payrollNumber: '1' })]);
    expect(await people.data(trust.central, query, { id: keptId })).toMatchObject({
      person: { trn: '0000002', contracts: [{}, {}] },
    });
  });
});

describe('a record that its source takes back before anybody has said who it is', () => {
  it.each([
    ['deletes it', { externalId: '77', status: 'DELETED' }],
    ['says that the person left', { externalId: '77', status: 'ENDED', leftOn: '2026-09-30' }],
  ])('is not asked about any more when it %s', async (_, record) => {
    const { birch, reviewer, matchId, personId } = await aQuestion();
    await birch.send([record]);

    expect(await reviewer.questions()).toEqual([]);
    expect(await reviewer.questions('WITHDRAWN')).toMatchObject([{ id: matchId }]);
    expect(await reviewer.confirm(matchId, personId)).toMatchObject({ kind: 'MatchDecided' });
  });
});
