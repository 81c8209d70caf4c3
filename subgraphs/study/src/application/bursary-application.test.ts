import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { codesOf, testStudy } from '../testing.ts';
import { TestRounds } from './testing.ts';

const study = testStudy();
const rounds = new TestRounds(study);
const { act, answer } = rounds;

beforeEach(() => {
  study.clock.set('2026-11-23T09:00:00Z');
});

describe('announcing a round', () => {
  it('tells opportunities, in the words of the scheme', async () => {
    const { roundId } = await rounds.round();
    const { rows: events } = await asSuperuser(study.served.database.name, (client) =>
      client.query('SELECT type, data FROM event WHERE aggregate_id = $1', [roundId]),
    );

    expect(events).toEqual([
      {
        type: 'study_round.announced',
        data: { title: 'Autumn', opensOn: '2026-11-23', closesOn: '2026-12-11', staffGroups: [] },
      },
    ]);
  });

  it('gives people two weeks, keeps no more places than there are and needs two scorers', async () => {
    const { team, schemeId, scorers } = await rounds.trust();
    const early = { closesOn: '2026-12-06' };
    const wish = { schemeId, title: 'A', opensOn: '2026-11-23', closesOn: '2026-12-11', places: 1 };
    const memberIds = scorers.map(({ personId }) => personId);
    const most = [{ staffGroup: 'TEACHER', places: 2 }];

    expect(await rounds.announce(team, schemeId, scorers, early)).toEqual({
      ...{ kind: 'RoundTooShort', earliestClosesOn: '2026-12-07' },
    });
    for (const wrong of [
      { reserved: most, memberIds },
      { reserved: [], memberIds: memberIds.slice(1) },
      { reserved: [], memberIds, opensOn: '2026-11-22' },
    ]) {
      expect(codesOf(await answer(team, 'announceStudyRound', { ...wish, ...wrong }))).toEqual([
        'BAD_USER_INPUT',
      ]);
    }
  });
});

describe('applying in a round', () => {
  it('is for those whom its rules let in, and says which rule leaves one out', async () => {
    const { team, trustId, scorers, schoolId } = await rounds.round();
    const { id } = await rounds.scheme(team, {
      ...{ staffGroups: ['TEACHER'], programmeKinds: ['NPQ'], asksProject: true },
    });
    const round = await rounds.announce(team, id, scorers);
    const late = { schoolIds: [schoolId], startsOn: '2025-11-24', endsOn: '2027-01-01' };
    const newcomer = await rounds.person(trustId, late);

    expect(await rounds.draft(newcomer, round.id, schoolId)).toEqual({
      kind: 'NotForThisRound',
      reasons: [
        'Nobody who leaves the trust is given new study money.',
        'It is for other staff groups.',
        'It is for other programmes.',
        'One must have been employed since 2025-11-23.',
        'It asks for a project: say what it would find out.',
      ],
    });
  });

  it('lets somebody with two employments in by either, once, for a school at which they work', async () => {
    const { trustId, roundId, schoolId, team } = await rounds.round();
    const other = study.people.add('School', team);
    const both = await rounds.person(trustId, { schoolIds: [other, schoolId] });

    const first = await rounds.draft(both, roundId, other);
    expect(first.kind).toBe('BursaryApplication');
    expect(await rounds.draft(both, roundId, schoolId)).toEqual({
      ...{ kind: 'AppliedAlready', application: { id: first.id } },
    });
    const wish = { roundId, schoolId: newId(), programmeCode: 'HLTA_STATUS', costPence: 1 };
    const elsewhere = { ...wish, releaseDays: 0, statement: 'Please.' };
    expect(codesOf(await answer(both, 'draftBursaryApplication', elsewhere))).toEqual([
      'NOT_FOUND',
    ]);
  });

  it('ends with the round’s last day', async () => {
    const { assistant, roundId, schoolId } = await rounds.round();
    const { id, version } = await rounds.draft(assistant, roundId, schoolId);
    study.clock.set('2026-12-12T09:00:00Z');

    expect(await act(assistant, 'submitBursaryApplication', { id, version })).toMatchObject({
      kind: 'NotForThisRound',
    });
  });

  it('goes on whatever the manager says, who alone may say it, and says why the head says no', async () => {
    const { assistant, manager, head, roundId, schoolId, scorers } = await rounds.round();
    const { id, version } = await rounds.apply(assistant, roundId, schoolId, { releaseDays: 3 });
    const comment = { id, version, comment: 'I cannot spare her.' };

    expect(codesOf(await answer(head, 'commentOnBursaryApplication', comment))).toEqual([
      'FORBIDDEN',
    ]);
    expect(
      codesOf(
        await answer(assistant, 'answerOnRelease', { id, version, releases: true, reason: 'Me' }),
      ),
    ).toEqual(['FORBIDDEN']);
    const commented = await act(manager, 'commentOnBursaryApplication', comment);
    expect(commented).toMatchObject({ state: 'MANAGER_VIEW' });
    const answered = await act(head, 'answerOnRelease', {
      ...{ id, version: commented.version, releases: false, reason: 'Exams in May.' },
    });
    expect(answered).toMatchObject({ state: 'HEAD_RELEASE' });
    expect(await rounds.known(assistant)).toMatchObject([
      { managerComment: 'I cannot spare her.', headReason: 'Exams in May.' },
    ]);
    expect(await rounds.known(scorers[0] ?? head)).toEqual([]);
  });

  it('of a head is answered by another who answers for the school', async () => {
    const { head, team, roundId, schoolId } = await rounds.round();
    await rounds.tell(head, { schoolIds: [schoolId] });
    const { id, version } = await rounds.apply(head, roundId, schoolId);
    const answered = { id, version, releases: true, reason: 'The deputy takes over.' };

    expect(codesOf(await answer(head, 'answerOnRelease', answered))).toEqual(['FORBIDDEN']);
    expect(await act(team, 'answerOnRelease', answered)).toMatchObject({ state: 'HEAD_RELEASE' });
  });

  it('is seen as a draft by its writer alone, and never by other trusts', async () => {
    const { assistant, manager, head, roundId, schoolId } = await rounds.round();
    const { team: stranger } = await rounds.trust();
    await rounds.draft(assistant, roundId, schoolId);

    for (const viewer of [manager, head, stranger]) expect(await rounds.known(viewer)).toEqual([]);
    expect(await rounds.known(assistant)).toHaveLength(1);
  });
});
