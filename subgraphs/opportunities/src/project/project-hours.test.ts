import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { PlacementKind } from '../placement/placement-kind.types.ts';
import type { TestPlacement } from '../placement/testing.ts';
import { TestProject } from '../projects.testing.ts';
import { TestOpportunities } from '../testing.ts';

const test = new TestOpportunities();
let trust: TestPlacement;
let project: TestProject;

beforeEach(() => {
  test.clock.set('2026-05-12T09:00:00Z');
  project = new TestProject(test);
  ({ trust } = project);
});

/** A placement beside a post, at the school, with all its parts, that was not scheduled yet. */
async function beside(hours: number, more: object = {}): Promise<string> {
  const [id = ''] = await trust.make({
    ...{ kind: PlacementKind.RESPONSIBILITY, hostSchoolId: trust.home, minutesAWeek: hours * 60 },
    ...{ startsOn: '2026-09-01', endsOn: '2027-09-01', ...more },
  });
  await trust.on(trust.person, 'answerPlacement', id, { agrees: true });
  await trust.on(trust.homeHead, 'answerPlacement', id, { schoolId: trust.home, agrees: true });
  await trust.cover(id, { isNeeded: false, costPence: 0 });
  return id;
}

const works = (fte: number) => project.post(trust.person, { fte, schoolId: trust.home });
const scheduled = { result: 'Placement', state: 'SCHEDULED' };
const tooMany = { result: 'PlacementIncomplete', lacks: ['HOURS_FREE'] };

describe('hours beside a post', () => {
  beforeEach(async () => {
    await project.panels.employ(trust.person);
  });

  it('are no more than a day a week of a full-time post, all together', async () => {
    await works(1);
    expect(await trust.schedule(await beside(4))).toMatchObject(scheduled);

    const next = await beside(3);
    expect(await trust.schedule(next)).toMatchObject(tooMany);
    expect(await trust.schedule(await beside(2.25))).toMatchObject(scheduled);
    const later = await beside(6, { startsOn: '2027-09-01', endsOn: '2028-09-01' });
    expect(await trust.schedule(later)).toMatchObject(scheduled);
  });

  it('are counted on the day on which the others leave the least', async () => {
    await works(1);
    await trust.schedule(await beside(5, { startsOn: '2027-01-01', endsOn: '2027-02-01' }));
    expect(await trust.schedule(await beside(2))).toMatchObject(tooMany);
    expect(await trust.schedule(await beside(1))).toMatchObject(scheduled);
  });

  it('are fewer for whoever is part-time, and none without a post', async () => {
    await works(0.5); // 3 hours and 14 minutes
    expect(await trust.schedule(await beside(3.5))).toMatchObject(tooMany);
    expect(await trust.schedule(await beside(3))).toMatchObject(scheduled);

    const early = await beside(0.5, { startsOn: '2019-09-01', endsOn: '2020-01-01' });
    expect((await trust.seen(early)).missing).toContain('HOURS_FREE');
  });

  it('are as many as the trust says', async () => {
    await works(1);
    const set = (hoursAWeek: number, viewer = trust.central) =>
      project.change(viewer, 'setProjectPolicy', { hoursAWeek });
    expect(await set(2, trust.homeHead)).toMatchObject({ result: 'FORBIDDEN' });
    expect(await set(41)).toMatchObject({ result: 'BAD_USER_INPUT' });
    expect(await set(2)).toMatchObject({ hoursAWeek: 2 });

    expect(await trust.schedule(await beside(2.25))).toMatchObject(tooMany);
    expect(await trust.schedule(await beside(2))).toMatchObject(scheduled);
  });

  it('are not there twice for two that are scheduled at once', async () => {
    await works(1);
    const ids = [await beside(4), await beside(4)];

    const outcomes = await atOnce(
      test.served.database.name,
      'placement',
      ids.map((id) => () => trust.schedule(id)),
    );
    expect(outcomes.map(({ result }) => result).sort()).toEqual([
      ...['Placement', 'PlacementIncomplete'],
    ]);
  });

  it('are no more than the post leaves, whoever writes', async () => {
    await works(1);
    await trust.schedule(await beside(4));
    const next = await beside(3);
    const more = test.asOwner(trust.central, (db) =>
      db.rows(
        `UPDATE placement SET minutes_a_week = 600 WHERE trust_id = $1 AND state = 'SCHEDULED'`,
        [trust.trustId],
      ),
    );
    await expect(more).rejects.toThrow('more hours beside a post than it leaves');
    const schedule = test.asOwner(trust.central, (db) =>
      db.rows(`UPDATE placement SET state = 'SCHEDULED' WHERE trust_id = $1 AND id = $2`, [
        ...[trust.trustId, next],
      ]),
    );
    await expect(schedule).rejects.toThrow('more hours beside a post than it leaves');
  });
});

describe('an adviser', () => {
  const advice = { responsibility: 'SCHOOL_ADVICE', hoursPerWeek: 3, criteria: [] };

  it('is for a school that the opportunity names', async () => {
    const draft = await test.create(trust.central, { kind: 'RESPONSIBILITY', terms: advice });
    expect(await test.publish(trust.central, draft)).toMatchObject({ missing: ['hostSchoolId'] });
  });

  it('comes from another school, on days of the week, as both heads agree', async () => {
    const host = test.people.add(trust.trustId);
    const draft = await test.create(trust.central, {
      ...{ kind: 'RESPONSIBILITY', title: 'Adviser on early reading', terms: advice },
      hostSchoolId: host,
    });
    await test.publish(trust.central, draft);
    const id = String(draft.id);
    project.id = id;
    await project.panels.employ(trust.person);
    await project.post(trust.person, { schoolId: trust.home });
    await project.chooseFor(id, 1, [trust.person]);
    const [adviser, colleague] = project.applicants;
    if (!adviser || !colleague) throw new Error('nobody applied');
    await project.post(colleague, { schoolId: host });
    await test.asOwner(trust.central, (db) =>
      db.rows('UPDATE roster_assignment SET is_primary = school_id = $2 WHERE person_id = $1', [
        ...[colleague.personId, host],
      ]),
    );

    expect(await project.offer(colleague)).toMatchObject({ result: 'AdvisesOwnSchool' });
    await project.offer(adviser);
    await project.accept(adviser);
    const query = `query ($references: [_Any!]!) { _entities(representations: $references) {
      ... on Person { placements { edges { node { id kind responsibility missing homeSchool { id }
        hostSchool { id } consents { party state } } } } } } }`;
    const references = [{ __typename: 'Person', id: adviser.personId }];
    const { data } = await test.served.ask<{ _entities: [{ placements: { edges: Edge[] } }] }>(
      ...[trust.central, query, { references }],
    );
    const [edge] = data._entities[0].placements.edges;
    expect(edge?.node).toMatchObject({
      ...{ kind: 'RESPONSIBILITY', responsibility: 'SCHOOL_ADVICE' },
      ...{ homeSchool: { id: trust.home }, hostSchool: { id: host } },
    });
    expect(edge?.node.consents).toEqual(
      expect.arrayContaining([
        { party: 'PERSON', state: 'AGREED' },
        { party: 'HOST_HEAD', state: 'AGREED' },
        { party: 'HOME_HEAD', state: 'WAITING' },
      ]),
    );
    const placementId = String(edge?.node.id);
    expect(edge?.node.missing).toEqual(['HOME_CONSENT', 'COVER', 'CLEARANCE', 'DAYS_NAMED']);
    await trust.change(trust.central, 'planPlacement', {
      ...{ id: placementId, version: 1, weekdays: [4], endsOn: '2027-04-01' },
    });
    await trust.clear();
    expect(await project.settle(placementId, adviser)).toMatchObject({ state: 'SCHEDULED' });
    test.clock.set('2026-10-01T09:00:00Z'); // a Thursday
    expect(await advisersOf(host)).toEqual([{ person: { id: adviser.personId }, weekdays: [4] }]);
    expect(await advisersOf(newId())).toEqual([]);

    const [visit = ''] = await trust.make({ startsOn: '2026-10-08', endsOn: '2026-10-09' });
    expect((await trust.seen(visit)).missing).toContain('DAYS_FREE'); // they advise on Thursdays
  });
});

interface Edge {
  readonly node: { readonly id: string; readonly missing: string[]; readonly consents: unknown[] };
}

async function advisersOf(schoolId: string): Promise<unknown> {
  const query = `query ($references: [_Any!]!) { _entities(representations: $references) {
    ... on School { advisers { person { id } weekdays } } } }`;
  const references = [{ __typename: 'School', id: schoolId }];
  const { data } = await test.served.ask<{ _entities: [{ advisers: unknown }] }>(
    ...[trust.central, query, { references }],
  );
  return data._entities[0].advisers;
}
