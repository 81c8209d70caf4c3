import { describe, expect, it } from '@jest/globals';
import { careerLineShape } from '@trellis/events/career-line';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { aMemberOfStaff, finance, testStudy } from '../testing.ts';
import { AwardSteps } from '../testing/award-steps.ts';

const study = testStudy();
const { act, offer } = new AwardSteps(study);

/** What people hears of a line: whole lines, and null when it goes. */
const linesOf = (id: string) =>
  asSuperuser(study.served.database.name, async (client) => {
    const { rows } = await client.query<{ type: string; data: unknown }>(
      `SELECT type, data FROM event WHERE aggregate_id = $1 AND aggregate_type = 'CareerLine'
        ORDER BY sequence`,
      [id],
    );
    return rows.map(({ type, data }) =>
      type === 'career_line.changed' ? careerLineShape.parse(data) : null,
    );
  });

async function offered() {
  study.clock.set('2026-11-23T09:00:00Z');
  const viewer = finance();
  const student = aMemberOfStaff(viewer.trustId);
  const personId = student.personId ?? '';
  study.people.add('Person', viewer, personId);
  const fundId = await study.aFund(viewer, 100_00);
  const award = await offer(viewer, { personId, lines: [{ fundId, amountPence: 10_00 }] });
  return { viewer, student, personId, award };
}

async function accepted() {
  const made = await offered();
  const { id, version } = made.award;
  return { ...made, award: await act(made.student, 'acceptAward', { id, version }) };
}

async function projectOf(student: Viewer, awardId: string): Promise<string> {
  const start = `mutation ($input: StartProjectInput!) {
    started: startProject(input: $input) { ... on StudyProject { id } } }`;
  const input = { awardId, question: 'Do pairs help?', milestones: [] };
  const { data } = await study.served.ask<{ started: { id: string } }>(student, start, { input });
  return data.started.id;
}

describe('an award is a line of its person’s career record', () => {
  it('from when it is accepted, and says when it is completed', async () => {
    const { viewer, student, personId, award: offer } = await offered();
    expect(await linesOf(offer.id)).toEqual([]);
    const award = await act(student, 'acceptAward', { id: offer.id, version: offer.version });
    const line = { personId, kind: 'STUDY', startsOn: '2026-11-23', endsOn: null, outcome: null };
    expect(await linesOf(award.id)).toMatchObject([{ ...line, title: expect.any(String) }]);

    study.clock.set('2027-01-10T09:00:00Z');
    const finished = { completedOn: '2027-01-10', evidence: 'Certificate 12' };
    await act(viewer, 'completeAward', { id: award.id, version: award.version, ...finished });
    expect((await linesOf(award.id)).at(-1)).toMatchObject({
      ...line,
      ...{ endsOn: '2027-01-11', outcome: 'Completed' },
    });
  });

  it('until it is withdrawn, and so is its project', async () => {
    const { viewer, student, personId, award } = await accepted();
    const projectId = await projectOf(student, award.id);
    expect(await linesOf(projectId)).toMatchObject([
      { personId, kind: 'PROJECT', title: 'Do pairs help?', outcome: null },
    ]);
    await study.served.ask(
      viewer,
      `mutation ($input: WithdrawAwardInput!) { withdrawAward(input: $input) { __typename } }`,
      { input: { id: award.id, version: award.version, reason: 'A mistake' } },
    );
    expect((await linesOf(award.id)).at(-1)).toBeNull();
    expect((await linesOf(projectId)).at(-1)).toBeNull();
  });

  it('never, when it is declined', async () => {
    const { student, award } = await offered();
    await act(student, 'declineAward', { id: award.id, version: award.version });
    expect(await linesOf(award.id)).toEqual([]);
  });

  it('once for all that stood before the database told of any', async () => {
    const { award, student } = await accepted();
    const projectId = await projectOf(student, award.id);
    await asSuperuser(study.served.database.name, async (client) => {
      await client.query(`DELETE FROM event WHERE aggregate_id = ANY ($1)`, [
        [award.id, projectId],
      ]);
      await client.query(
        `SELECT tell_award_in_career(award), tell_projects_in_career(award)
           FROM award WHERE stands_in_career(award)`,
      );
    });
    expect(await linesOf(award.id)).toMatchObject([{ kind: 'STUDY' }]);
    expect(await linesOf(projectId)).toMatchObject([{ kind: 'PROJECT' }]);
  });
});
