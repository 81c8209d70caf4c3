import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { TestRounds } from '../application/testing.ts';
import { aHead, codesOf, testStudy } from '../testing.ts';

const study = testStudy();
const rounds = new TestRounds(study);
const { act, answer } = rounds;

beforeEach(() => {
  study.clock.set('2026-11-23T09:00:00Z');
});

/** Somebody who works at two schools, each with a head, and a round that they apply in. */
async function aTwoSchoolTrust() {
  const trust = await rounds.round();
  const { trustId, team, schoolId: first } = trust;
  const second = study.people.add('School', team);
  const both = await rounds.person(trustId, { schoolIds: [first, second] });
  return { ...trust, first, second, both, otherHead: aHead(trustId, second) };
}

type Scene = Awaited<ReturnType<typeof aTwoSchoolTrust>>;

/** Four days away: three from the first school, one from the second. */
const split = ({ first, second }: Scene) => ({
  releaseDays: 4,
  releaseAt: [
    { schoolId: first, days: 3 },
    { schoolId: second, days: 1 },
  ],
});

const offered = async ({ team, fundId }: Scene) => {
  const { id, version } = await rounds.theOne(team);
  return act(team, 'offerBursary', { id, version, fundId, acceptBefore: '2027-01-31' });
};

describe('one person, two schools 0.6/0.4: release', () => {
  it('is asked of both heads for the days in their school, and each answers for theirs', async () => {
    const scene = await aTwoSchoolTrust();
    const { both, roundId, first, second, head, otherHead, assistant, schoolId } = scene;
    await rounds.apply(both, roundId, first, split(scene));
    await rounds.apply(assistant, roundId, schoolId, { releaseDays: 1 });

    expect(await rounds.known(otherHead)).toHaveLength(1);
    expect(await rounds.known(head)).toHaveLength(2);
    const yes = await rounds.release(head, await rounds.theOne(both), true);
    expect(yes).toMatchObject({ state: 'SUBMITTED', headReleases: null });
    const refused = await answer(head, 'answerOnRelease', {
      ...{ id: yes.id, version: yes.version, releases: true, reason: 'Both.', schoolId: second },
    });
    expect(codesOf(refused)).toEqual(['NOT_FOUND']);
    expect(await rounds.release(otherHead, yes, false)).toMatchObject({ state: 'HEAD_RELEASE' });
    expect(await rounds.theOne(both)).toMatchObject({
      ...{ headReleases: false, headReason: 'Exams.' },
      releases: [
        {
          ...{ school: { id: first }, days: 3, releases: true, reason: 'Fine.' },
          ...{ answeredOn: '2026-11-23', answeredBy: { id: head.personId }, needsAnother: null },
        },
        {
          school: { id: second },
          days: 1,
          releases: false,
          answeredBy: { id: otherHead.personId },
        },
      ],
    });
  });

  it('is asked of each school for all days where nobody said how they fall', async () => {
    const { both, roundId, first, second, assistant, schoolId } = await aTwoSchoolTrust();
    await rounds.apply(both, roundId, first, { releaseDays: 4 });
    await rounds.apply(assistant, roundId, schoolId, { releaseDays: 4 });

    const asked = async (viewer: Viewer) => (await rounds.theOne(viewer))['releases'];
    expect(await asked(both)).toHaveLength(2);
    expect(await asked(both)).toEqual(
      expect.arrayContaining(
        [first, second].map((id) => expect.objectContaining({ school: { id }, days: null })),
      ),
    );
    expect(await asked(assistant)).toMatchObject([{ school: { id: schoolId }, days: 4 }]);
  });

  it('stops neither the application nor the panel, and is waited for before an offer', async () => {
    const scene = await aTwoSchoolTrust();
    const { both, roundId, first, second, head, otherHead } = scene;
    await rounds.apply(both, roundId, first, split(scene));
    await rounds.release(otherHead, await rounds.theOne(both), false);
    await rounds.score(scene, roundId);

    expect(await offered(scene)).toMatchObject({
      ...{ kind: 'ReleaseNotAgreed', reason: 'Exams.' },
      lacking: [{ school: { id: first } }, { school: { id: second } }],
    });
    await rounds.release(head, await rounds.theOne(both), true);
    expect(await offered(scene)).toMatchObject({ lacking: [{ school: { id: second } }] });
    await rounds.release(otherHead, await rounds.theOne(both), true);
    expect(await offered(scene)).toMatchObject({ state: 'OFFERED' });
  });

  it('that one school refuses is no veto: other days need the other alone', async () => {
    const scene = await aTwoSchoolTrust();
    const { both, roundId, first, second, head, otherHead } = scene;
    await rounds.apply(both, roundId, first, split(scene));
    await rounds.release(head, await rounds.theOne(both), true);
    await rounds.release(otherHead, await rounds.theOne(both), false);
    const change = async (viewer: Viewer, ...releaseAt: object[]) => {
      const { id, version } = await rounds.theOne(both);
      return answer(viewer, 'changeReleaseDays', { id, version, releaseAt });
    };

    expect(codesOf(await change(head, { schoolId: first, days: 2 }))).toEqual(['NOT_FOUND']);
    const fewer = await change(both, { schoolId: first, days: 2 });
    expect(fewer.data.outcome).toMatchObject({
      ...{ state: 'HEAD_RELEASE', headReleases: true },
      releases: [
        { school: { id: first }, days: 2, releases: true },
        { school: { id: second }, days: 0, releases: null },
      ],
    });
    const more = await change(both, { schoolId: first, days: 4 });
    expect(more.data.outcome).toMatchObject({
      ...{ headReleases: null, releases: [{ days: 4, releases: null }, { days: 0 }] },
    });
    expect((await change(both)).data.outcome).toMatchObject({ headReleases: null });
    await rounds.score(scene, roundId);
    expect(await offered(scene)).toMatchObject({ state: 'OFFERED' });
  });

  it('falls in schools at which they work, once each, and comes to all days', async () => {
    const { both, roundId, first, second, schoolId } = await aTwoSchoolTrust();
    const draft = { roundId, schoolId, programmeCode: 'HLTA_STATUS', costPence: 1, statement: 'A' };
    const at = (...days: [string, number][]) => ({
      ...{ ...draft, releaseDays: 4 },
      releaseAt: days.map(([id, count]) => ({ schoolId: id, days: count })),
    });

    for (const [wish, code] of [
      [at([first, 3]), 'BAD_USER_INPUT'],
      [at([first, 2], [first, 2]), 'BAD_USER_INPUT'],
      [at([first, 5], [second, -1]), 'BAD_USER_INPUT'],
      [at([first, 3], [newId(), 1]), 'NOT_FOUND'],
    ] as const) {
      expect(codesOf(await answer(both, 'draftBursaryApplication', wish))).toEqual([code]);
    }
  });

  it('is said for which school by whoever answers for both', async () => {
    const scene = await aTwoSchoolTrust();
    const { both, roundId, first, second, trustId } = scene;
    await rounds.apply(both, roundId, first, split(scene));
    const executive = aHead(trustId, first, second);
    const { id, version } = await rounds.theOne(both);
    const input = { id, version, releases: true, reason: 'Yes.' };

    expect(codesOf(await answer(executive, 'answerOnRelease', input))).toEqual(['BAD_USER_INPUT']);
    await rounds.release(executive, await rounds.theOne(both), true, second);
    expect(await rounds.release(executive, await rounds.theOne(both), true, first)).toMatchObject({
      headReleases: true,
    });
  });

  it('answered by two heads at once keeps both answers', async () => {
    const scene = await aTwoSchoolTrust();
    const { both, roundId, first, head, otherHead } = scene;
    await rounds.apply(both, roundId, first, split(scene));
    const { id, version } = await rounds.theOne(both);
    const input = { id, version, releases: true, reason: 'Yes.' };
    const heads = [head, otherHead];

    const answers = await atOnce(
      study.served.database.name,
      'release_answer',
      heads.map((one) => () => answer(one, 'answerOnRelease', input)),
    );

    const late = heads[answers.findIndex((one) => codesOf(one)[0] === 'CONFLICT')];
    expect(late).toBeDefined();
    expect(await rounds.release(late ?? head, await rounds.theOne(both), true)).toMatchObject({
      headReleases: true,
    });
  });
});

describe('the schools that are asked', () => {
  it('are read in one statement, however many applications there are', async () => {
    const { trustId, roundId, schoolId, team } = await rounds.round();
    const query = `{ bursaryApplications(roundId: "${roundId}") { id releases { days school { id } } } }`;
    const apply = async () => {
      const one = await rounds.person(trustId, { schoolIds: [schoolId] });
      await rounds.apply(one, roundId, schoolId, { releaseDays: 1 });
    };
    const statements = () => study.served.statementsDuring(() => study.served.ask(team, query));
    await apply();

    expect(await statements()).toBe(2);
    for (let index = 0; index < 10; index++) await apply();
    expect(await statements()).toBe(2);
  });
});
