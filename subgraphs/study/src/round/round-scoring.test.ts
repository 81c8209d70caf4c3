import { beforeEach, describe, expect, it } from '@jest/globals';
import { codesOf, testStudy } from '../testing.ts';
import { TestRounds } from '../application/testing.ts';

const study = testStudy();
const rounds = new TestRounds(study);
const { act, answer } = rounds;

beforeEach(() => {
  study.clock.set('2026-11-23T09:00:00Z');
});

describe('scoring a round', () => {
  it('starts when it has closed and everybody has had their days, and hides from the panel whose an application is', async () => {
    const { team, assistant, head, scorers, roundId, schoolId } = await rounds.round();
    await rounds.apply(assistant, roundId, schoolId);
    expect(await act(team, 'startRoundScoring', { roundId })).toMatchObject({
      kind: 'RoundNotReady',
    });
    study.clock.set('2026-12-12T09:00:00Z');
    expect(await act(team, 'startRoundScoring', { roundId })).toMatchObject({
      kind: 'RoundNotReady',
    });
    await rounds.endWindow(team, roundId);
    await act(team, 'startRoundScoring', { roundId });
    const [scorer] = scorers;
    if (!scorer) throw new Error('there is no scorer');
    const all = { ...scorer, allPlaces: true, scopes: new Set([...team.scopes]) };

    expect(await rounds.candidates(scorer, roundId)).toHaveLength(1);
    expect(await rounds.candidates(head, roundId)).toEqual([]);
    expect(await rounds.known(all)).toEqual([]);
    const db = study.db();
    for (const table of ['bursary_application', 'bursary_candidate_person']) {
      expect(await db.as(all, () => db.rows(`SELECT 1 FROM ${table}`))).toEqual([]);
    }
  });

  it('gives a panel member neither their own application nor one of those they manage', async () => {
    const { team, trustId, scorers, schemeId, schoolId } = await rounds.round();
    const manager = await rounds.person(trustId, { schoolIds: [schoolId] });
    const managerId = manager.personId ?? '';
    const managed = await rounds.person(trustId, { schoolIds: [schoolId], managerId });
    const panel = [...scorers, manager];
    const { id: roundId } = await rounds.announce(team, schemeId, panel);
    await rounds.apply(managed, roundId, schoolId);
    await rounds.apply(manager, roundId, schoolId);
    study.clock.set('2026-12-12T09:00:00Z');
    await rounds.endWindow(team, roundId);
    await act(team, 'startRoundScoring', { roundId });

    expect(await rounds.candidates(manager, roundId)).toEqual([]);
    const [candidate] = await rounds.candidates(scorers[0] ?? manager, roundId);
    const score = { candidateId: candidate?.id, points: 10 };
    expect(codesOf(await answer(manager, 'scoreBursaryCandidate', score))).toEqual(['NOT_FOUND']);
  });

  it('needs two scorers for each application, and two scores before the order is fixed', async () => {
    const { team, assistant, scorers, schemeId, roundId, schoolId } = await rounds.round();
    const small = await rounds.announce(team, schemeId, [assistant, ...scorers.slice(1)]);
    await rounds.apply(assistant, small.id, schoolId);
    await rounds.apply(assistant, roundId, schoolId);
    study.clock.set('2026-12-12T09:00:00Z');
    await rounds.endWindow(team, roundId);

    await rounds.endWindow(team, small.id);
    expect(await act(team, 'startRoundScoring', { roundId: small.id })).toMatchObject({
      kind: 'RoundLacksScorers',
    });
    await act(team, 'startRoundScoring', { roundId });
    expect(await act(team, 'lockStudyRound', { roundId })).toMatchObject({
      kind: 'RoundScoresMissing',
    });
  });
});
