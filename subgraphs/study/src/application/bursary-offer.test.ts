import { beforeEach, describe, expect, it } from '@jest/globals';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { AwardSteps } from '../testing/award-steps.ts';
import { codesOf, testStudy } from '../testing.ts';
import { TestRounds } from './testing.ts';

const study = testStudy();
const rounds = new TestRounds(study);
const awards = new AwardSteps(study);
const { act, answer } = rounds;

const offerOf = (fundId: string) => ({ fundId, acceptBefore: '2027-01-31' });

beforeEach(() => {
  study.clock.set('2026-11-23T09:00:00Z');
});

describe('offers of a locked round', () => {
  it('go down the order; who declines leaves the place to the next, and feedback is owed', async () => {
    const trust = await rounds.round();
    const { team, trustId, assistant, roundId, schoolId, fundId } = trust;
    const second = await rounds.person(trustId, { schoolIds: [schoolId] });
    const [first, next] = [
      await rounds.apply(assistant, roundId, schoolId, { statement: '9' }),
      await rounds.apply(second, roundId, schoolId, { statement: '4' }),
    ];
    await rounds.score(trust, roundId);
    const versionOf = async (id: string) =>
      (await rounds.known(team)).find((one) => one.id === id)?.version;
    const offer = async (id: string) =>
      act(team, 'offerBursary', { id, version: await versionOf(id), ...offerOf(fundId) });

    expect(await offer(next.id)).toMatchObject({ kind: 'NotNextInOrder' });
    expect(await offer(first.id)).toMatchObject({ state: 'OFFERED' });
    expect(await offer(next.id)).toMatchObject({ kind: 'NotNextInOrder' });
    const [mine] = await rounds.known(assistant);
    expect(mine).toMatchObject({
      award: {
        amountPence: 1_000_01,
        lines: [
          { source: 'TRUST', amountPence: 800_00 },
          { source: 'SELF', amountPence: 200_01 },
        ],
      },
    });
    const [award] = await study
      .db()
      .as(team, () =>
        study
          .db()
          .rows<{ id: string; version: number }>(
            'SELECT id, version FROM award WHERE person_id = $1',
            [assistant.personId],
          ),
      );
    if (!award) throw new Error('there is no award');
    await awards.act(assistant, 'declineAward', award);
    expect(await rounds.known(assistant)).toMatchObject([{ state: 'DECLINED' }]);
    expect(await rounds.known(second)).toMatchObject([{ isFeedbackOwed: true }]);
    expect(await offer(next.id)).toMatchObject({ state: 'OFFERED', isFeedbackOwed: false });
  });

  it('promise each year’s part from that year’s fund, to the penny', async () => {
    const trust = await rounds.round();
    const { team, money, assistant, roundId, schoolId, fundId } = trust;
    await rounds.apply(assistant, roundId, schoolId);
    await rounds.score(trust, roundId);
    const [one] = await rounds.known(team);
    const later = [await study.aFund(money, 500_00, 2027), await study.aFund(money, 500_00, 2028)];
    const offered = (pence: number) => ({
      ...{ id: one?.id, version: one?.version, ...offerOf(fundId) },
      otherYears: later.map((id) => ({ fundId: id, amountPence: pence })),
    });

    expect(codesOf(await answer(team, 'offerBursary', offered(400_00)))).toEqual([
      'BAD_USER_INPUT',
    ]);
    await act(team, 'offerBursary', offered(266_66));
    const [mine] = await rounds.known(assistant);
    const awardId = idOf(mine?.['award']);
    expect(await awards.linesOf(money, awardId)).toMatchObject([
      { source: 'TRUST', academicYear: 2026, committedPence: 266_68 },
      { source: 'SELF', academicYear: 2026, committedPence: 200_01 },
      { source: 'TRUST', academicYear: 2027, committedPence: 266_66 },
      { source: 'TRUST', academicYear: 2028, committedPence: 266_66 },
    ]);
    expect(await study.remainingPence(money, later[1] ?? '')).toBe(233_34);
  });

  it('are made once, when two of finance make the same one at once', async () => {
    const trust = await rounds.round();
    const { team, assistant, roundId, schoolId, fundId } = trust;
    await rounds.apply(assistant, roundId, schoolId);
    await rounds.score(trust, roundId);
    const [one] = await rounds.known(team);
    const offered = { id: one?.id, version: one?.version, ...offerOf(fundId) };
    const offer = () => answer(team, 'offerBursary', offered);

    const answers = await atOnce(study.served.database.name, 'award', [offer, offer]);

    const found = answers.map((each) => codesOf(each)[0] ?? each.data.outcome.state).sort();
    expect(found).toEqual(['CONFLICT', 'OFFERED']);
  });

  it('keep the terms of the announcement when the scheme changes in between', async () => {
    const trust = await rounds.round();
    const { team, assistant, roundId, schoolId, fundId } = trust;
    await rounds.apply(assistant, roundId, schoolId);
    await rounds.scheme(team, { sharePercent: 10, capPence: 1, staffGroups: ['TEACHER'] });
    await rounds.score(trust, roundId);
    const [application] = await rounds.known(team);

    await act(team, 'offerBursary', {
      ...{ id: application?.id, version: application?.version, ...offerOf(fundId) },
    });
    expect(await rounds.known(assistant)).toMatchObject([
      { award: { lines: [{ amountPence: 800_00 }, { amountPence: 200_01 }] } },
    ]);
  });

  it('wait for the head’s release, and are not made to somebody who leaves', async () => {
    const trust = await rounds.round();
    const { team, head, assistant, roundId, schoolId, fundId } = trust;
    await rounds.apply(assistant, roundId, schoolId, { releaseDays: 2 });
    await rounds.score(trust, roundId);
    const offer = async () => {
      const [one] = await rounds.known(team);
      return act(team, 'offerBursary', { id: one?.id, version: one?.version, ...offerOf(fundId) });
    };

    expect(await offer()).toEqual({
      ...{ kind: 'ReleaseNotAgreed', reason: null, lacking: [{ school: { id: schoolId } }] },
    });
    const [one] = await rounds.known(team);
    await act(head, 'answerOnRelease', {
      ...{ id: one?.id, version: one?.version, releases: true, reason: 'Two days are fine.' },
    });
    await rounds.tell(assistant, { schoolIds: [schoolId], endsOn: '2027-04-30' });
    expect(await offer()).toEqual({ kind: 'PersonLeaving', leavesOn: '2027-04-30' });
    await rounds.tell(assistant, { schoolIds: [schoolId] });
    expect(await offer()).toMatchObject({ state: 'OFFERED' });
  });

  it('are not made to those who put it off, and the next moves up', async () => {
    const trust = await rounds.round();
    const { team, trustId, assistant, roundId, schoolId, fundId } = trust;
    const second = await rounds.person(trustId, { schoolIds: [schoolId] });
    await rounds.apply(assistant, roundId, schoolId, { statement: '9' });
    await rounds.apply(second, roundId, schoolId, { statement: '4' });
    await rounds.score(trust, roundId);
    const [mine] = await rounds.known(assistant);
    const { id, version } = mine ?? {};

    expect(await act(assistant, 'deferBursaryApplication', { id, version })).toMatchObject({
      state: 'DEFERRED',
    });
    const [theirs] = await rounds.known(second);
    const offered = { id: theirs?.id, version: theirs?.version, ...offerOf(fundId) };
    expect(await act(team, 'offerBursary', offered)).toMatchObject({ state: 'OFFERED' });
  });

  it('show which awards serve a goal, to those who may know of them', async () => {
    const trust = await rounds.round();
    const { team, assistant, roundId, schoolId, fundId, manager } = trust;
    const goal = await act(team, 'setDevelopmentGoal', {
      ...{ academicYear: 2026, schoolId, title: 'Each child reads by seven' },
    });
    await rounds.apply(assistant, roundId, schoolId, { goalId: goal.id });
    await rounds.score(trust, roundId);
    const [one] = await rounds.known(team);
    await act(team, 'offerBursary', { id: one?.id, version: one?.version, ...offerOf(fundId) });
    const query =
      'query ($id: ID!) { goal(id: $id) { title school { id } awards { amountPence } } }';
    const ask = (viewer: typeof team) => study.served.ask(viewer, query, { id: goal.id });

    expect((await ask(team)).data).toEqual({
      goal: {
        ...{ title: 'Each child reads by seven', school: { id: schoolId } },
        awards: [{ amountPence: 1_000_01 }],
      },
    });
    expect((await ask(manager)).data).toMatchObject({ goal: { awards: [] } });
    const { team: stranger } = await rounds.trust();
    expect(codesOf(await ask(stranger))).toEqual(['NOT_FOUND']);
  });

  it('owe everybody without one feedback within two weeks, the earliest due first', async () => {
    const trust = await rounds.round();
    const { team, trustId, assistant, roundId, schoolId, fundId } = trust;
    const second = await rounds.person(trustId, { schoolIds: [schoolId] });
    await rounds.apply(assistant, roundId, schoolId, { statement: '9' });
    await rounds.apply(second, roundId, schoolId, { statement: '4' });
    await rounds.score(trust, roundId);
    const owed = async (viewer: typeof team) =>
      study.served.ask<{ bursaryFeedbackOwed: { edges: { node: Owed }[] } }>(viewer, owedQuery);
    const owedTo = async () =>
      (await owed(team)).data.bursaryFeedbackOwed.edges.map(({ node }) => node);
    const [first] = (await owedTo()).filter(({ person }) => person.id === assistant.personId);

    expect(await owedTo()).toMatchObject([
      { feedbackDueOn: '2026-12-28', isFeedbackOwed: true },
      { feedbackDueOn: '2026-12-28', isFeedbackOwed: true },
    ]);
    await act(team, 'offerBursary', { id: first?.id, version: first?.version, ...offerOf(fundId) });
    const [last] = await owedTo();
    expect(last).toMatchObject({ person: { id: second.personId } });
    const feedback = { id: last?.id, version: last?.version, feedback: 'Say what pupils gain.' };
    await act(team, 'giveBursaryFeedback', feedback);
    expect(await owedTo()).toEqual([]);
    expect(await rounds.known(second)).toMatchObject([{ feedback: 'Say what pupils gain.' }]);
    const { team: stranger } = await rounds.trust();
    expect((await owed(stranger)).data.bursaryFeedbackOwed.edges).toEqual([]);
    expect(codesOf(await owed(assistant))).toEqual(['FORBIDDEN']);
  });
});

interface Owed {
  readonly id: string;
  readonly version: number;
  readonly person: { readonly id: string };
}

const idOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'id' in value ? String(value.id) : '';

const owedQuery = `{ bursaryFeedbackOwed(first: 10) { totalCount edges { node {
  id version person { id } isFeedbackOwed feedbackDueOn } } } }`;
