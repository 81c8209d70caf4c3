import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { z } from 'zod';
import { TestProject } from '../projects.testing.ts';
import { aHead, aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();
let project: TestProject;

beforeEach(() => {
  test.clock.set('2026-05-12T09:00:00Z');
  project = new TestProject(test);
});

const applicant = (which: number) => {
  const found = project.applicants[which];
  if (!found) throw new Error('nobody of that number applies');
  return found;
};

/** Events of the trust of a type, the last of each aggregate. */
const eventsOf = (type: string) =>
  asSuperuser(test.served.database.name, async (client) => {
    const { rows } = await client.query<{ data: object }>(
      `SELECT DISTINCT ON (aggregate_id) data FROM event WHERE trust_id = $1 AND type = $2
        ORDER BY aggregate_id, sequence DESC`,
      [project.trust.trustId, type],
    );
    return rows.map(({ data }) => data);
  });

const notice = z.looseObject({ kind: z.string(), personIds: z.array(z.string()) });

/** Who was to be told of a longer time. */
async function toldOfExtension(): Promise<string[]> {
  const events = await eventsOf('opportunity.notice_requested');
  const notices = events.map((data) => notice.parse(data));
  return notices.filter(({ kind }) => kind === 'PROJECT_EXTENDED').flatMap((one) => one.personIds);
}

describe('a team', () => {
  it('is led by one of its members, whom those who answer for it name', async () => {
    await project.formed(2);
    const [one, two] = [applicant(0), applicant(1)];
    await project.joins(one);
    const name = (who = one, viewer = project.central) =>
      project.on(viewer, 'nameProjectLead', { personId: who.personId });

    expect(await name(two)).toMatchObject({ result: 'NotInTheTeam', personIds: [two.personId] });
    expect(await name(one, aHead(project.trust.trustId, newId()))).toMatchObject({
      result: 'FORBIDDEN',
    });
    expect(await name()).toMatchObject({ result: 'ProjectTeam' });
    expect((await project.seen()).members).toMatchObject([{ isLead: true }]);
    await project.joins(two);
    test.clock.set('2026-10-01T09:00:00Z');
    await name(two);
    expect((await project.seen()).members.map(({ isLead, person }) => [person.id, isLead])).toEqual(
      expect.arrayContaining([
        [one.personId, false],
        [two.personId, true],
      ]),
    );
  });

  it('goes on for longer with those who agree to it once more, and all are told', async () => {
    await project.formed(2);
    const [one, two] = [applicant(0), applicant(1)];
    for (const each of [one, two]) await project.joins(each);
    test.clock.set('2027-02-01T09:00:00Z');
    const extend = (endsOn: string) =>
      project.on(project.central, 'extendProject', { endsOn, reason: 'Two schools came late' });
    expect(await extend('2027-04-01')).toMatchObject({ result: 'ProjectDaysUnclear' });
    expect(await extend('2030-09-01')).toMatchObject({ result: 'ProjectDaysUnclear' });

    expect(await extend('2027-07-01')).toMatchObject({
      ...{ result: 'ProjectTeam', endsOn: '2027-07-01', seatsFree: 0 },
    });
    const after = await project.seen();
    expect(after['extensions']).toEqual([
      { fromOn: '2027-04-01', endsOn: '2027-07-01', reason: 'Two schools came late' },
    ]);
    expect(after.members).toHaveLength(2);
    for (const { leavesOn, placements } of after.members) {
      expect(leavesOn).toBe('2027-07-01');
      expect(placements).toMatchObject([
        { state: 'ACTIVE', hoursPerWeek: 2 },
        { state: 'PREPARING', hoursPerWeek: 2 },
      ]);
      expect(placements[1]?.missing).toEqual(['PERSON_CONSENT', 'HOME_CONSENT', 'COVER']);
    }
    const members = [one.personId, two.personId];
    expect((await toldOfExtension()).sort()).toEqual(members.map(String).sort());

    const stays = await project.placementOf(one);
    expect(await project.settle(stays, one)).toMatchObject({ state: 'SCHEDULED' });
    const leaves = await project.placementOf(two);
    await project.trust.on(project.central, 'cancelPlacement', leaves, { reason: 'Not so long' });
    expect(
      (await project.seen()).members.map(({ person, leavesOn }) => [person.id, leavesOn]),
    ).toEqual(
      expect.arrayContaining([
        [one.personId, '2027-07-01'],
        [two.personId, '2027-04-01'],
      ]),
    );
  });

  it('is completed with what came of it, once its time is over', async () => {
    await project.formed(1);
    await project.joins(applicant(0));
    const complete = () =>
      project.on(project.central, 'endProject', {
        ...{ ending: 'COMPLETED', outcome: 'A reading plan that nine schools use' },
      });
    expect(await complete()).toMatchObject({ result: 'ProjectOver', stands: 'FORMING' });
    test.clock.set('2027-04-20T09:00:00Z');

    expect(await complete()).toMatchObject({
      ...{ result: 'ProjectTeam', state: 'COMPLETED', endsOn: '2027-04-01', ending: 'COMPLETED' },
      outcome: 'A reading plan that nine schools use',
    });
    expect((await project.seen()).members[0]?.placements).toMatchObject([{ state: 'COMPLETED' }]);
    expect(await eventsOf('career_line.changed')).toMatchObject([
      {
        ...{ personId: applicant(0).personId, kind: 'PROJECT', title: 'Reading for all' },
        ...{ startsOn: '2026-09-01', endsOn: '2027-04-01', schoolId: project.schoolId },
        outcome: 'A reading plan that nine schools use',
      },
    ]);
    expect(await complete()).toMatchObject({ result: 'ProjectOver', stands: 'COMPLETED' });
  });

  it('is stopped, and what its members do for it ends that day', async () => {
    await project.formed(2);
    await project.joins(applicant(0));
    await project.joins(applicant(1), { startsOn: '2027-01-04' });
    test.clock.set('2026-11-02T09:00:00Z');
    const stop = (endsOn: string) =>
      project.on(project.central, 'endProject', {
        ...{ ending: 'STOPPED', endsOn, outcome: 'The school closed its sixth form' },
      });
    expect(await stop('2026-11-01')).toMatchObject({ result: 'ProjectDaysUnclear' });
    expect(await stop('2027-04-02')).toMatchObject({ result: 'ProjectDaysUnclear' });

    expect(await stop('2026-12-01')).toMatchObject({ state: 'WORKING', endsOn: '2026-12-01' });
    expect((await project.seen()).members).toMatchObject([
      { leavesOn: '2026-12-01', placements: [{ state: 'ENDED_EARLY' }] },
    ]);
    test.clock.set('2026-12-01T09:00:00Z');
    expect((await project.seen()).state).toBe('STOPPED');
    expect(
      await project.on(project.central, 'nameProjectLead', { personId: newId() }),
    ).toMatchObject({ result: 'ProjectOver', stands: 'STOPPED' });
  });
});

describe('what a team made', () => {
  const guide = {
    ...{ kind: 'GUIDE', title: 'How to read a question', madeOn: '2026-11-02' },
    link: 'https://example.org/guide',
  };
  const add = (more: object = {}, viewer = applicant(0)) =>
    project.change(viewer, 'addProjectOutput', {
      ...{ teamId: project.id, ...guide, authorIds: [applicant(0).personId] },
      ...more,
    });

  beforeEach(async () => {
    await project.formed(2);
    await project.joins(applicant(0));
    test.clock.set('2026-11-02T09:00:00Z');
  });

  it('is said by its members, with those of them who made it', async () => {
    const authors = [{ id: applicant(0).personId }];
    const added = await add();
    expect(added).toMatchObject({ result: 'ProjectOutput', ...guide, text: null, authors });
    const seen = await project.seen(aMemberOfStaff(project.trust.trustId));
    expect(seen['outputs']).toMatchObject([{ title: guide.title, authors }]);

    const stranger = applicant(1);
    expect(await add({}, stranger)).toMatchObject({ result: 'FORBIDDEN' });
    expect(await add({}, thePeopleTeam(newId()))).toMatchObject({ result: 'NOT_FOUND' });
    expect(await add({ authorIds: [stranger.personId] })).toMatchObject({
      ...{ result: 'NotInTheTeam', personIds: [stranger.personId] },
    });
    expect(await add({ madeOn: '2026-08-31' })).toMatchObject({ result: 'NotInTheTeam' });
  });

  it('is somewhere, and was ready by then', async () => {
    const unclear = { result: 'OutputUnclear' };
    expect(await add({ link: null })).toMatchObject(unclear);
    expect(await add({ madeOn: '2026-11-03' })).toMatchObject(unclear);
    expect(await add({ link: 'http://example.org' })).toMatchObject({ result: 'BAD_USER_INPUT' });
    expect(await add({ link: null, text: 'Read it twice.' })).toMatchObject({
      ...{ result: 'ProjectOutput', link: null, text: 'Read it twice.' },
    });
  });

  it('is taken back by whoever made it, or who answers for the team', async () => {
    const { id } = await add();
    const withdraw = (viewer = applicant(0)) =>
      project.change(viewer, 'withdrawProjectOutput', { id });
    expect(await withdraw(applicant(1))).toMatchObject({ result: 'FORBIDDEN' });
    expect(await withdraw()).toMatchObject({ id });
    expect((await project.seen())['outputs']).toEqual([]);
  });
});
