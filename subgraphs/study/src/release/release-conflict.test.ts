import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { TestRounds } from '../application/testing.ts';
import { aHead, codesOf, testStudy } from '../testing.ts';

const study = testStudy();
const rounds = new TestRounds(study);
const { act, answer } = rounds;

beforeEach(() => {
  study.clock.set('2026-11-23T09:00:00Z');
});

describe('head is the applicant’s spouse: release', () => {
  it('is answered by the people team, once the head says so, on this and each later application', async () => {
    const { assistant, head, team, roundId, schoolId, schemeId, scorers } = await rounds.round();
    await rounds.apply(assistant, roundId, schoolId, { releaseDays: 2 });
    await rounds.release(head, await rounds.theOne(assistant), true);
    const { id, version } = await rounds.theOne(head);

    const stepped = await act(head, 'stepBackFromRelease', { id, version });
    expect(stepped).toMatchObject({ releases: [{ releases: null, needsAnother: true }] });
    expect(await rounds.theOne(assistant)).toMatchObject({ releases: [{ needsAnother: null }] });
    expect(await rounds.release(head, stepped, true)).toEqual({ kind: 'CloseToApplicant' });
    expect(await owedTo(team)).toEqual([id]);
    expect(await rounds.release(team, stepped, false)).toMatchObject({
      releases: [{ releases: false, needsAnother: false, answeredBy: { id: team.personId } }],
    });
    expect(await owedTo(team)).toEqual([]);

    const next = await rounds.announce(team, schemeId, scorers);
    const later = await rounds.apply(assistant, next.id, schoolId, { releaseDays: 2 });
    expect(await rounds.release(head, later, true)).toEqual({ kind: 'CloseToApplicant' });
  });

  it('is answered by another where those who run rounds say it of a head', async () => {
    const { assistant, head, team, trustId, roundId, schoolId } = await rounds.round();
    await rounds.apply(assistant, roundId, schoolId, { releaseDays: 2 });
    const deputy = aHead(trustId, schoolId);
    study.people.add('Person', team, head.personId ?? '');
    await rounds.release(head, await rounds.theOne(assistant), false);
    const step = async (viewer: Viewer, headId: unknown) => {
      const { id, version } = await rounds.theOne(assistant);
      return answer(viewer, 'stepBackFromRelease', { id, version, headId });
    };

    expect(codesOf(await step(deputy, head.personId))).toEqual(['FORBIDDEN']);
    expect(codesOf(await step(team, newId()))).toEqual(['NOT_FOUND']);
    const { data } = await step(team, head.personId);
    expect(data.outcome).toMatchObject({ releases: [{ releases: null, needsAnother: true }] });
    expect(await rounds.release(head, data.outcome, true)).toEqual({ kind: 'CloseToApplicant' });
    expect(await rounds.release(deputy, data.outcome, true)).toMatchObject({ headReleases: true });
  });

  it('is answered by another where the head said so as a member of the panel before', async () => {
    const { assistant, head, roundId, schoolId, scorers, team, schemeId } = await rounds.round();
    study.people.add('Person', team, head.personId ?? '');
    const judge = await rounds.announce(team, schemeId, [head, ...scorers]);
    await rounds.declare([head], judge.id, [assistant.personId]);

    const application = await rounds.apply(assistant, roundId, schoolId, { releaseDays: 2 });
    expect(await rounds.release(head, application, true)).toEqual({ kind: 'CloseToApplicant' });
  });

  it('is said by nobody who answers for no school of theirs, nor by the applicant', async () => {
    const { assistant, manager, trustId, roundId, schoolId } = await rounds.round();
    const { id, version } = await rounds.apply(assistant, roundId, schoolId, { releaseDays: 2 });
    const elsewhere = aHead(trustId, newId());

    const codes = [];
    for (const viewer of [assistant, manager, elsewhere]) {
      codes.push(...codesOf(await answer(viewer, 'stepBackFromRelease', { id, version })));
    }
    expect(codes).toEqual(['FORBIDDEN', 'FORBIDDEN', 'NOT_FOUND']);
  });

  it('is refused by the database, whatever a statement leaves out', async () => {
    const { assistant, head, roundId, schoolId, trustId } = await rounds.round();
    const { id, version } = await rounds.apply(assistant, roundId, schoolId, { releaseDays: 2 });
    await act(head, 'stepBackFromRelease', { id, version });
    const write = (headId: string | null) =>
      asSuperuser(study.served.database.name, (client) =>
        client.query(
          `INSERT INTO release_answer (trust_id, application_id, school_id, number, head_id, releases,
             reason, answered_at) VALUES ($1, $2, $3, 9, $4, true, 'Yes.', now())`,
          [trustId, id, schoolId, headId],
        ),
      );

    await expect(write(head.personId)).rejects.toThrow('release_of_no_close_one');
    await expect(write(assistant.personId)).rejects.toThrow('release_of_no_close_one');
  });

  it('shows whom somebody is close to to nobody but them and those who run rounds', async () => {
    const { assistant, head, team, manager, trustId, roundId, schoolId } = await rounds.round();
    const { id, version } = await rounds.apply(assistant, roundId, schoolId, { releaseDays: 2 });
    await act(head, 'stepBackFromRelease', { id, version });
    const seen = async (viewer: Viewer) => {
      const rows = () => study.db().rows('SELECT 1 FROM release_conflict');
      return (await study.db().as(viewer, rows)).length;
    };

    const colleagues = [assistant, manager, aHead(trustId, schoolId), aViewer({})];
    expect(await Promise.all([head, team, ...colleagues].map(seen))).toEqual([1, 1, 0, 0, 0, 0]);
  });
});

async function owedTo(team: Viewer): Promise<string[]> {
  const { data } = await study.served.ask<{
    bursaryReleaseOwed: { edges: { node: { id: string } }[] };
  }>(team, '{ bursaryReleaseOwed { edges { node { id } } } }');
  return data.bursaryReleaseOwed.edges.map(({ node }) => node.id);
}
