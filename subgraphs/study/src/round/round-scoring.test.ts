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
    await rounds.declare(scorers, roundId);
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

  it('is of one round: members of another’s panel read none of its candidates, and are not kept from their work', async () => {
    const { team, trustId, head, assistant, scorers, roundId, schoolId, schemeId } =
      await rounds.round();
    study.people.add('Person', team, head.personId ?? '');
    const others = [head, await rounds.person(trustId, { schoolIds: [schoolId] })];
    await rounds.announce(team, schemeId, others);
    await rounds.apply(assistant, roundId, schoolId);
    await rounds.declare(scorers, roundId);
    study.clock.set('2026-12-12T09:00:00Z');
    await rounds.endWindow(team, roundId);
    await act(team, 'startRoundScoring', { roundId });

    const [scorer = team] = scorers;
    expect(await rounds.candidates(scorer, roundId)).toHaveLength(1);
    for (const other of others) expect(await rounds.candidates(other, roundId)).toEqual([]);
    expect(await rounds.known(head)).toHaveLength(1);
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
    await rounds.declare(panel, roundId);
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
    await rounds.declare([assistant, ...scorers.slice(1)], small.id);
    await rounds.declare(scorers, roundId);
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

  it('waits until each member has said whom they are close to, and gives them none of theirs', async () => {
    const { team, trustId, assistant, scorers, schemeId, schoolId } = await rounds.round();
    const friend = await rounds.person(trustId, { schoolIds: [schoolId] });
    const panel = [...scorers, friend];
    const { id: roundId } = await rounds.announce(team, schemeId, panel);
    await rounds.apply(assistant, roundId, schoolId);
    await rounds.declare(scorers, roundId);
    study.clock.set('2026-12-12T09:00:00Z');
    await rounds.endWindow(team, roundId);

    expect(await act(team, 'startRoundScoring', { roundId })).toEqual({
      ...{ kind: 'RoundMembersUndeclared', memberIds: [friend.personId] },
    });
    await rounds.declare([friend], roundId, [assistant.personId]);
    expect(await act(team, 'startRoundScoring', { roundId })).toMatchObject({ state: 'SCORING' });
    expect(await rounds.candidates(friend, roundId)).toEqual([]);
    const [candidate] = await rounds.candidates(scorers[0] ?? friend, roundId);
    const score = { candidateId: candidate?.id, points: 10 };
    expect(codesOf(await answer(friend, 'scoreBursaryCandidate', score))).toEqual(['NOT_FOUND']);
    expect(await act(friend, 'declareRoundConflicts', { roundId, personIds: [] })).toMatchObject({
      ...{ kind: 'RoundNotReady', state: 'SCORING' },
    });
  });

  it('leaves too few scorers where one of two is close to somebody', async () => {
    const { team, assistant, scorers, roundId, schoolId } = await rounds.round();
    await rounds.apply(assistant, roundId, schoolId);
    await rounds.declare(scorers.slice(1), roundId);
    await rounds.declare(scorers.slice(0, 1), roundId, [assistant.personId]);
    study.clock.set('2026-12-12T09:00:00Z');
    await rounds.endWindow(team, roundId);

    expect(await act(team, 'startRoundScoring', { roundId })).toMatchObject({
      kind: 'RoundLacksScorers',
    });
  });

  it('is about close ones for members alone, who name people of the trust', async () => {
    const { team, assistant, scorers, roundId } = await rounds.round();
    const declared = { roundId, personIds: [] };
    const [scorer = team] = scorers;
    const { team: stranger } = await rounds.trust();

    for (const other of [team, assistant]) {
      expect(codesOf(await answer(other, 'declareRoundConflicts', declared))).toEqual([
        'FORBIDDEN',
      ]);
    }
    const foreign = { roundId, personIds: [stranger.personId] };
    expect(codesOf(await answer(scorer, 'declareRoundConflicts', foreign))).toEqual(['NOT_FOUND']);
    expect(codesOf(await answer(stranger, 'declareRoundConflicts', declared))).toEqual([
      'NOT_FOUND',
    ]);
  });

  it('takes no score from somebody close, whatever a statement leaves out', async () => {
    const { team, assistant, scorers, roundId, schoolId, trustId, schemeId } = await rounds.round();
    const friend = await rounds.person(trustId, { schoolIds: [schoolId] });
    const panel = [...scorers, friend];
    const round = await rounds.announce(team, schemeId, panel);
    await rounds.apply(assistant, round.id, schoolId);
    await rounds.declare(scorers, round.id);
    await rounds.declare([friend], round.id, [assistant.personId]);
    study.clock.set('2026-12-12T09:00:00Z');
    await rounds.endWindow(team, round.id);
    await act(team, 'startRoundScoring', { roundId: round.id });
    const db = study.db();
    const score = () =>
      db.rows(`INSERT INTO bursary_score (trust_id, candidate_id, member_id, number, points)
               SELECT trust_id, id, app.person(), 1, 10 FROM bursary_candidate`);

    await expect(db.as(friend, score)).rejects.toThrow('score_of_no_close_one');
    expect(roundId).not.toBe(round.id);
  });
});
