import { beforeEach, describe, expect, it } from '@jest/globals';
import { careerLineShape } from '@trellis/events/career-line';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { z } from 'zod';
import type { SeenCohort } from '../cohort-answers.testing.ts';
import { type Somebody, TestCohorts } from '../cohorts.testing.ts';
import { aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();
let team: TestCohorts;
let cohort: SeenCohort;
let people: Somebody[];

/** A team of three that has run since September. */
beforeEach(async () => {
  team = new TestCohorts(test);
  people = await team.several(3);
  cohort = await team.plan({
    ...{
      startsOn: '2023-09-01',
      isStaggered: false,
      seats: [{ count: 3 }],
      hostSchoolId: team.school,
    },
  });
  for (const [at, { personId }] of people.entries()) {
    await team.change(team.central, 'recordSeatTerm', {
      ...{ seatId: cohort.seats[at]?.id, personId, startsOn: '2023-09-01' },
    });
  }
});

const person = (at: number): Somebody => {
  const one = people[at];
  if (!one) throw new Error('nobody is there');
  return one;
};

const meets = (
  heldOn: string,
  came: Somebody[],
  more: object = {},
  viewer: Viewer = team.central,
) =>
  test.mutate(
    viewer,
    'recordCohortMeeting',
    {
      cohortId: cohort.id,
      heldOn,
      title: 'Attendance',
      cameIds: came.map(({ personId }) => personId),
      ...more,
    },
    '... on CohortMeeting { id heldOn } ... on NotSitting { personIds } ... on MeetingToCome { message }',
  );

const attended = async (at: number, viewer: Viewer = person(at)) => {
  const shape = z.object({
    cohorts: z.object({ edges: z.array(z.object({ node: z.unknown() })) }),
  });
  const fields =
    'cohorts { edges { node { attendance { meetings came excused percent isEnough inWords } } } }';
  const seen = await team.entity(viewer, 'Person', person(at).personId, fields, shape);
  return seen.cohorts.edges[0]?.node;
};

describe('attendance', () => {
  it('is told kindly to oneself and those who run the cohort, and to nobody else', async () => {
    await meets('2024-01-15', [person(0), person(1)]);
    await meets('2024-02-12', [person(0)], { excusedIds: [person(1).personId] });
    await meets('2024-03-11', [person(0)]);

    expect(await attended(0)).toMatchObject({
      attendance: { meetings: 3, came: 3, excused: 0, percent: 100, isEnough: true },
    });
    expect(await attended(1)).toEqual({
      attendance: {
        ...{ meetings: 3, came: 1, excused: 1, percent: 50, isEnough: false },
        inWords:
          'You came to 1 of 2 meetings. 1 more you were excused from; they count neither way. The team asks for 75 in 100. If days, hours or ways are in your way, tell whoever runs the team: they may help.',
      },
    });
    expect(await attended(1, team.central)).toMatchObject({ attendance: { came: 1 } });
    expect(await attended(1, person(0))).toEqual({ attendance: null });
    expect(await attended(1, thePeopleTeam(newId()))).toBeUndefined();
  });

  it('is corrected when a meeting is recorded again', async () => {
    await meets('2024-01-15', [person(0)]);
    await meets('2024-01-15', [person(0), person(2)]);

    expect(await attended(2)).toMatchObject({ attendance: { meetings: 1, came: 1 } });
  });

  it('asks nobody whose term rests', async () => {
    await team.onTerm(person(0), 'restSeatTerm', { from: '2024-05-14', until: '2024-06-14' });
    test.clock.set('2024-06-03T09:00:00Z');

    expect(await meets('2024-06-03', [person(0)])).toMatchObject({
      ...{ result: 'NotSitting', personIds: [person(0).personId] },
    });
    await meets('2024-06-03', [person(1)]);
    expect(await attended(0)).toMatchObject({
      attendance: {
        meetings: 0,
        percent: null,
        isEnough: true,
        inWords: 'There has been no meeting yet.',
      },
    });
  });

  it('is recorded of meetings that were held, by those who run the cohort', async () => {
    expect(await meets('2024-05-14', [])).toMatchObject({ result: 'MeetingToCome' });
    expect(await meets('2024-05-13', [], {}, aMemberOfStaff(team.trustId))).toMatchObject({
      result: 'FORBIDDEN',
    });
    expect(await meets('2024-05-13', [], {}, thePeopleTeam(newId()))).toMatchObject({
      result: 'NOT_FOUND',
    });
  });
});

describe('a project of a cohort', () => {
  const fields = 'id version title begunOn finishedOn output';
  const begin = (viewer: Viewer) =>
    test.mutate(
      viewer,
      'beginCohortProject',
      { cohortId: cohort.id, title: 'Quieter corridors', purpose: 'To find what helps.' },
      fields,
    );

  it('is begun and finished by members, and what came of it is in their career records', async () => {
    expect(await begin(aMemberOfStaff(team.trustId))).toMatchObject({ result: 'FORBIDDEN' });
    const { id, version } = await begin(person(0));
    test.clock.set('2024-07-01T09:00:00Z');
    const finish = { id, version, output: 'One-way stairs in four schools.' };
    expect(await test.mutate(person(1), 'finishCohortProject', finish, fields)).toMatchObject({
      ...{ finishedOn: '2024-07-01', output: 'One-way stairs in four schools.', version: 2 },
    });
    expect(await test.mutate(person(1), 'finishCohortProject', finish, fields)).toMatchObject({
      result: 'CONFLICT',
    });

    const [term] = await team.termsOf(person(2));
    const lines = await team.sql<{ data: unknown }>(
      `SELECT data FROM event WHERE aggregate_id = $1 AND type = 'career_line.changed' ORDER BY sequence`,
      [term?.id],
    );
    expect(careerLineShape.parse(lines.at(-1)?.data)).toMatchObject({
      ...{
        kind: 'COHORT',
        title: 'Shadow leadership team',
        startsOn: '2023-09-01',
        endsOn: '2025-09-01',
      },
      outcome: 'Quieter corridors: One-way stairs in four schools.',
    });
  });
});

describe('the composition of cohorts', () => {
  const composition = async (viewer: Viewer = team.central, more = '') => {
    const query = `{ cohortComposition(asOf: "2024-05-13"${more}) { seats taken members workforce
      keptSeats { staffGroups reason seats taken }
      byStaffGroup { staffGroup members workforce } byPhase { phase members workforce }
      byWorkingPattern { workingPattern members workforce } } }`;
    const { data, errors } = await test.served.ask(viewer, query);
    return errors ? errors[0]?.extensions['code'] : data['cohortComposition'];
  };

  it('is beside that of the workforce, with small numbers held back and kept seats shown', async () => {
    await team.several(20);
    await team.several(12, { staffGroups: ['TEACHING_ASSISTANT'], fte: 0.6 });
    const members = await team.several(6);
    const kept = { count: 1, staffGroups: ['TEACHING_ASSISTANT'], reason: 'They are half of us.' };
    const other = await team.plan({
      ...{ name: 'Panel of readers', startsOn: '2023-09-01', seats: [{ count: 6 }, kept] },
    });
    for (const [at, { personId }] of members.entries()) {
      await team.change(team.central, 'recordSeatTerm', {
        ...{ seatId: other.seats[at]?.id, personId, startsOn: '2023-10-02' },
      });
    }

    expect(await composition(aMemberOfStaff(team.trustId))).toMatchObject({
      ...{ seats: 10, taken: 9, members: 9, workforce: 41 },
      keptSeats: [
        { staffGroups: ['TEACHING_ASSISTANT'], reason: 'They are half of us.', seats: 1, taken: 0 },
      ],
      byStaffGroup: [
        { staffGroup: 'TEACHING', members: 9, workforce: 29 },
        { staffGroup: 'TEACHING_ASSISTANT', members: 0, workforce: 12 },
      ],
      byPhase: [{ phase: '2', members: 9, workforce: 41 }],
      byWorkingPattern: [
        { workingPattern: 'FULL_TIME', members: 9, workforce: 29 },
        { workingPattern: 'PART_TIME', members: 0, workforce: 12 },
      ],
    });
    expect(await composition(team.central, `, cohortId: "${cohort.id}"`)).toMatchObject({
      ...{ seats: 3, taken: 3, members: null, workforce: null },
    });
    expect(await composition(thePeopleTeam(newId()), `, cohortId: "${cohort.id}"`)).toBe(
      'NOT_FOUND',
    );
  });
});

describe('a list of terms', () => {
  it('takes as many statements for three people as for one', async () => {
    const query = `query ($references: [_Any!]!) { _entities(representations: $references) { ... on Person {
      cohorts { edges { node { attendance { came } pauses { fromOn } seat { sitting { id } cohort { rotations { on } meetings { id } projects { id } } } } } } } } }`;
    const asking = (some: readonly Somebody[]) =>
      test.served.statementsDuring(() =>
        test.served.ask(team.central, query, {
          references: some.map(({ personId: id }) => ({ __typename: 'Person', id })),
        }),
      );

    expect(await asking(people)).toBe(await asking(people.slice(0, 1)));
  });
});
