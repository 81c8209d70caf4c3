import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
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

describe('a project', () => {
  it('is planned with its draft, and published with as many places as seats', async () => {
    const draft = await project.draft({ hostSchoolId: project.schoolId });
    const { id } = draft;
    const publish = () => test.publish(project.central, draft);
    expect(await publish()).toMatchObject({
      ...{ result: 'OpportunityNotPublishable', missing: ['projectTeam'] },
    });

    expect(await project.plan(id, { skills: ['Data analysis', ' PHONICS ', 'phonics'] })).toEqual({
      ...{ result: 'ProjectTeam', id, version: 1, seats: 2, skills: ['data analysis', 'phonics'] },
      ...{ startsOn: '2026-09-01', endsOn: '2027-04-01', state: 'FORMING' },
    });
    expect(await project.plan(id, { version: 1, seats: 3 })).toMatchObject({
      seats: 3,
      version: 2,
    });
    expect(await project.plan(id, { version: 1 })).toMatchObject({
      ...{ result: 'CONFLICT', currentVersion: 2 },
    });
    expect(await publish()).toMatchObject({ result: 'Opportunity', state: 'PUBLISHED' });
    expect(await project.plan(id, { version: 2 })).toMatchObject({
      ...{ result: 'OpportunityNotEditable', stands: 'PUBLISHED' },
    });
    expect(await project.seen(aMemberOfStaff(project.trust.trustId), id)).toMatchObject({
      ...{ title: 'Reading for all', purpose: 'To plan reading across subjects' },
      ...{ hoursPerWeek: 2, seats: 3, seatsFree: 3, school: { id: project.schoolId } },
      ...{ announcements: [{ id, state: 'PUBLISHED' }], members: [] },
    });
    expect((await project.choosing.seen(project.central, String(id))).places.places).toBe(3);
  });

  it('says how many hours a week it takes, and works from a day to a later one', async () => {
    const draft = await project.draft({ terms: {} });
    const { id } = draft;
    expect(await project.plan(id, { endsOn: '2026-09-01' })).toMatchObject({
      result: 'ProjectDaysUnclear',
    });
    expect(await project.plan(id, { endsOn: '2030-09-01' })).toMatchObject({
      result: 'ProjectDaysUnclear',
    });
    await project.plan(id);
    expect(await test.publish(project.central, draft)).toMatchObject({
      missing: ['terms.hoursPerWeek'],
    });
  });

  it('is planned by those who may offer its opportunity, and is of no other kind', async () => {
    const { id } = await project.draft({ hostSchoolId: project.schoolId });
    const { trustId } = project.trust;
    const secondment = await test.create(project.central);

    expect(await project.plan(id, {}, project.head)).toMatchObject({ result: 'ProjectTeam' });
    const stranger = aHead(trustId, newId());
    expect(await project.plan(id, {}, stranger)).toMatchObject({ result: 'NOT_FOUND' });
    expect(await project.plan(id, {}, aMemberOfStaff(trustId))).toMatchObject({
      result: 'FORBIDDEN',
    });
    expect(await project.plan(id, {}, thePeopleTeam(newId()))).toMatchObject({
      result: 'NOT_FOUND',
    });
    expect(await project.plan(secondment.id)).toMatchObject({ result: 'NoProject' });
  });
});

describe('a seat in a team', () => {
  it('is taken by whoever accepts the offer, and shown to everybody, applications to nobody', async () => {
    await project.formed(2);
    const one = applicant(0);
    await project.joins(one);

    const staff = aMemberOfStaff(project.trust.trustId);
    expect(await project.seen(staff)).toMatchObject({
      ...{ seats: 2, seatsFree: 1, state: 'FORMING' },
      members: [
        {
          ...{ person: { id: one.personId }, joinedOn: '2026-09-01', leavesOn: '2027-04-01' },
          placements: [null], // which are for those who have a say in them
        },
      ],
    });
    expect((await project.seen()).members[0]?.placements).toMatchObject([
      { state: 'SCHEDULED', hoursPerWeek: 2 },
    ]);
    const query = `query ($references: [_Any!]!, $id: ID!) {
      _entities(representations: $references) { ... on Person { projects { team { id } isLead } } }
      opportunity(id: $id) { projectTeam { id } applications { totalCount } } }`;
    const references = [{ __typename: 'Person', id: one.personId }];
    const { data } = await test.served.ask(staff, query, { references, id: project.id });
    expect(data).toEqual({
      _entities: [{ projects: [{ team: { id: project.id }, isLead: false }] }],
      opportunity: { projectTeam: { id: project.id }, applications: { totalCount: 0 } },
    });
    test.clock.set('2026-10-01T09:00:00Z');
    expect((await project.seen()).state).toBe('WORKING');
    test.clock.set('2027-04-01T09:00:00Z');
    expect((await project.seen()).state).toBe('OUTCOME_OWED');
  });

  it('is for days of the project, and had once', async () => {
    await project.formed(2, { seats: 1 });
    const one = applicant(0);
    const outside = { result: 'SeatNotToBeHad', because: 'OUTSIDE' };
    expect(await project.offer(one, { startsOn: '2026-08-31' })).toMatchObject(outside);
    expect(await project.offer(one, { endsOn: '2027-04-02' })).toMatchObject(outside);
    expect(await project.offer(one, { endsOn: null })).toMatchObject(outside);
    await project.joins(one);

    const twice = test.within(project.central, (db) =>
      db.rows(
        `INSERT INTO placement (trust_id, id, opportunity_id, person_id, kind, starts_on, ends_on, state)
         VALUES ($1, $2, $3, $4, 'PROJECT', '2026-10-01', '2026-11-01', 'PREPARING')`,
        [project.trust.trustId, newId(), project.id, one.personId],
      ),
    );
    await expect(twice).rejects.toThrow('no seat in the team for those days: MEMBER');
  });

  it('is not had by more than there are seats, whoever writes', async () => {
    await project.formed(3);
    await project.joins(applicant(0));
    await project.joins(applicant(1), { startsOn: '2027-01-01' });
    const join = (from: string, to: string) =>
      test.within(project.central, (db) =>
        db.rows(
          `INSERT INTO placement (trust_id, id, opportunity_id, person_id, kind, starts_on, ends_on,
                                  state)
           VALUES ($1, $2, $3, $4, 'PROJECT', $5, $6, 'PREPARING')`,
          [project.trust.trustId, newId(), project.id, newId(), from, to],
        ),
      );

    await join('2026-09-01', '2027-01-01');
    await expect(join('2026-12-31', '2027-02-01')).rejects.toThrow('for those days: FULL');
    await expect(join('2027-02-01', '2027-02-02')).rejects.toThrow('for those days: FULL');
  });

  it('goes to one of two who take the last at once', async () => {
    await project.formed(2, { seats: 1 });
    const places = { opportunityId: project.id, places: 2 };
    await test.mutate(project.central, 'setPlaces', places, '... on Opportunity { id }');
    for (const one of project.applicants) await project.offer(one);

    const outcomes = await atOnce(
      test.served.database.name,
      'placement',
      project.applicants.map((one) => () => project.accept(one)),
    );
    expect(outcomes.map(({ result }) => result).sort()).toEqual(['Application', 'SeatNotToBeHad']);
    expect((await project.seen()).members).toHaveLength(1);
  });
});

describe('a seat that becomes free', () => {
  it('is offered to the next who waits, in the panel’s order, from the day on which it is free', async () => {
    await project.formed(3, { seats: 1 });
    const [one, two, three] = [applicant(0), applicant(1), applicant(2)];
    const placementId = await project.joins(one);
    for (const waiting of [three, two]) {
      await project.choosing.on(waiting, project.id, 'waitlistApplication', {
        as: project.central,
      });
    }
    test.clock.set('2026-10-05T09:00:00Z');
    await project.leavesEarly(placementId, '2026-11-02');

    expect(await project.choosing.seen(two, project.id)).toMatchObject({
      ...{ own: { state: 'OFFERED' }, places: { places: 2, offered: 1, accepted: 1 } },
    });
    expect((await project.choosing.seen(three, project.id)).own?.state).toBe('WAITLISTED');
    expect(await project.accept(two)).toMatchObject({
      offer: { startsOn: '2026-11-02', endsOn: '2027-04-01' },
    });
    expect((await project.seen()).members).toMatchObject([
      { person: { id: one.personId }, joinedOn: '2026-09-01', leavesOn: '2026-11-02' },
      { person: { id: two.personId }, joinedOn: '2026-11-02', leavesOn: '2027-04-01' },
    ]);
  });

  it('is announced anew once nobody waits any more, and told to all like the first', async () => {
    await project.formed(1, { seats: 1 });
    const placementId = await project.joins(applicant(0));
    const days = { opensOn: '2026-10-05', closesOn: '2026-10-30' };
    const announce = () => project.on(project.central, 'announceProjectSeats', days);
    expect(await announce()).toMatchObject({
      ...{ result: 'StillChoosing', opportunityId: project.id },
    });
    await project.choosing.move(project.central, project.id, 'FILLED');
    expect(await announce()).toMatchObject({ result: 'NoSeatFree', seats: 1 });
    test.clock.set('2026-10-05T09:00:00Z');
    await project.leavesEarly(placementId, '2026-11-02');

    expect(await announce()).toMatchObject({ result: 'NoSeatFree' }); // somebody has it until then
    test.clock.set('2026-11-02T09:00:00Z');
    const draft = await announce();
    expect(draft).toMatchObject({
      ...{ result: 'Opportunity', state: 'DRAFT', title: 'Reading for all' },
      ...{ places: { places: 1 }, terms: { hoursPerWeek: 2 }, projectTeam: { id: project.id } },
    });
    expect((await project.seen()).announcements).toEqual([
      { id: project.id, state: 'FILLED' },
      { id: draft.id, state: 'DRAFT' },
    ]);
    const staff = aMemberOfStaff(project.trust.trustId);
    expect((await project.seen(staff)).announcements).toEqual([
      { id: project.id, state: 'FILLED' },
      null,
    ]);
  });
});
