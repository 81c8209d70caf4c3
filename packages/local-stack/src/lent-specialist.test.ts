import { describe, expect, it } from '@jest/globals';
import { wellKnown } from '@trellis/demonstration/well-known';
import { z } from 'zod';
import { edges } from './testing/secondment-answers.ts';
import { inDays, StoryStack } from './testing/story-stack.ts';

const yearOf = (day: string) => Number(day.slice(0, 4)) - (day.slice(5, 7) < '09' ? 1 : 0);
const { hubSchoolId: homeSchoolId, people } = wellKnown;

/** Ten weekdays in a row, from tomorrow on, all of one academic year. */
const days = (() => {
  const coming = Array.from({ length: 40 }, (_, n) => inDays(n + 1));
  const weekdays = coming.filter((day) => ![0, 6].includes(new Date(day).getUTCDay()));
  const newYear = weekdays.findIndex((day) => day.slice(5) >= '09-01' && day.slice(5) < '09-20');
  const from = newYear > 0 && newYear < 10 ? newYear : 0;
  return weekdays.slice(from, from + 10);
})();
const academicYear = yearOf(days[0] ?? '');

const stack = new StoryStack();
const journey = stack.journey('lent-specialist');
/** What steps leave for later ones. */
let hostSchoolId = '';
let needId = '';
let offerId = '';
let id = '';

const waiting = z.object({
  viewer: z.object({
    placementsToAnswer: edges(
      z.object({ id: z.string(), version: z.number(), kind: z.string(), purpose: z.string() }),
    ),
  }),
});

/** The placement among what waits for somebody. */
async function askedOf(user: string) {
  const { viewer } = await journey.take('06', waiting, {}, user);
  return viewer.placementsToAnswer.edges.find(({ node }) => node.id === id)?.node;
}

const step = z.object({
  version: z.number(),
  state: z.string(),
  missing: z.array(z.string()).optional(),
});

/** Takes a step on the placement as it stands. @returns it as it then is. */
async function on(which: string, version: number | undefined, more: object = {}) {
  const answer = await journey.take(which, z.record(z.string(), step), { id, version, ...more });
  const [changed] = Object.values(answer);
  if (!changed) throw new Error('nothing was answered');
  return changed;
}

const position = z.object({
  lendingPosition: z.object({
    lentDays: z.number(),
    borrowedDays: z.number(),
    netDays: z.number(),
    owedPence: z.number(),
    owingPence: z.number(),
    netPence: z.number(),
  }),
});

async function positionOf(schoolId: string, year: number) {
  const variables = { schoolId, academicYear: year };
  return (await journey.take('13', position, variables)).lendingPosition;
}

describe('a maths specialist who is lent to another school for ten days', () => {
  it('is looked for by the school, and offers days that their head approves', async () => {
    const schools = z.object({ schools: edges(z.object({ id: z.string() })) });
    const { data } = await stack.running.ask(
      '{ schools(first: 100) { edges { node { id } } } }',
      'central',
    );
    const others = schools.parse(data).schools.edges.map(({ node }) => node.id);
    hostSchoolId = others.find((one) => one !== homeSchoolId) ?? '';
    const stated = z.object({
      stateSpecialistNeed: z.object({ id: z.string(), days: z.number() }),
    });
    const startsOn = inDays(0);
    const { stateSpecialistNeed } = await journey.take('01', stated, {
      ...{ schoolId: hostSchoolId, startsOn, endsOn: inDays(60) },
    });
    needId = stateSpecialistNeed.id;

    const offered = z.object({
      offerDays: z.object({ id: z.string(), version: z.number(), approvedAt: z.null() }),
    });
    const { offerDays } = await journey.take('02', offered, { academicYear });
    offerId = offerDays.id;
    const approved = z.object({ approveLendingOffer: z.object({ ratePence: z.literal(210_00) }) });
    await journey.take('03', approved, { id: offerId, version: offerDays.version });
  });

  it('is found by subject, miles and the days that are left', async () => {
    const found = z.object({
      specialistNeeds: edges(
        z.object({
          id: z.string(),
          matches: z.array(
            z.looseObject({
              miles: z.number(),
              daysLeft: z.number(),
              isEnough: z.boolean(),
              offer: z.looseObject({ id: z.string(), person: z.looseObject({ id: z.string() }) }),
            }),
          ),
        }),
      ),
    });
    const { specialistNeeds } = await journey.take('04', found);
    const own = specialistNeeds.edges.find(({ node }) => node.id === needId);
    const match = own?.node.matches.find(({ offer }) => offer.id === offerId);

    expect(match).toMatchObject({ daysLeft: 15, isEnough: true });
    expect(match?.offer.person.id).toBe(people.teacher);
    expect(match?.miles).toBeGreaterThan(0);
  });

  it('is borrowed for ten days, to which they and their head say yes', async () => {
    const borrowed = z.object({
      proposeDeployment: z.object({
        id: z.string(),
        placement: z.object({ state: z.literal('PREPARING'), missing: z.array(z.string()) }),
      }),
    });
    const { proposeDeployment } = await journey.take('05', borrowed, { needId, offerId, days });
    ({ id } = proposeDeployment);
    expect(proposeDeployment.placement.missing).toEqual(
      expect.arrayContaining(['PERSON_CONSENT', 'HOME_CONSENT', 'COVER']),
    );
    expect(proposeDeployment.placement.missing).not.toContain('HOST_CONSENT');

    const mine = await askedOf('teacher');
    expect(mine).toMatchObject({ kind: 'DEPLOYMENT' });
    await on('07', mine?.version);
    expect(await askedOf('teacher')).toBeUndefined();
    const theirs = await askedOf('head');
    await on('08', theirs?.version, { schoolId: homeSchoolId });
    expect(await askedOf('head')).toBeUndefined();
  });

  it('goes once cover is planned and their checks are held', async () => {
    const read = z.object({
      viewer: z.object({
        placements: edges(z.object({ id: z.string(), version: z.number() })),
      }),
    });
    const version = async () => {
      const { data } = await stack.running.ask(
        '{ viewer { placements(first: 100) { edges { node { id version } } } } }',
        'teacher',
      );
      const { placements } = read.parse(data).viewer;
      return placements.edges.find(({ node }) => node.id === id)?.node.version;
    };
    await on('09', await version());
    const held = z.object({ recordClearance: z.object({ outcome: z.literal('HELD') }) });
    for (const check of ['IDENTITY', 'DBS', 'BARRED_LIST']) {
      const variables = { personId: people.teacher, check, checkedOn: inDays(-200) };
      await journey.take('10', held, variables);
    }
    expect(await on('11', await version())).toMatchObject({ state: 'SCHEDULED' });
  });

  it('has worked there, and the money lands: what the one owes the other is owed', async () => {
    await journey.passFor(42, id); // all ten days are over by then
    const earlier = days.map((day) =>
      new Date(Date.parse(day) - 42 * 86_400_000).toISOString().slice(0, 10),
    );
    const year = yearOf(earlier[0] ?? '');
    const before = { home: await positionOf(homeSchoolId, year) };
    const confirmed = z.object({
      confirmLentDays: z.object({
        days: z.literal(10),
        amountPence: z.literal(2_100_00),
        debitSchool: z.looseObject({ id: z.literal(hostSchoolId) }),
        creditSchool: z.looseObject({ id: z.literal(homeSchoolId) }),
      }),
    });
    await journey.take('12', confirmed, { deploymentId: id, days: earlier });

    const home = await positionOf(homeSchoolId, year);
    expect(home.netPence - before.home.netPence).toBe(2_100_00);
    expect(home.lentDays - before.home.lentDays).toBe(10);
    expect(await positionOf(hostSchoolId, year)).toMatchObject({
      ...{ borrowedDays: 10, netDays: -10, owingPence: 2_100_00, netPence: -2_100_00 },
    });
  });

  it('has used each of its steps', () => {
    expect(journey.left).toEqual([]);
  });
});
