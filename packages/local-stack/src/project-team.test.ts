import { describe, expect, it } from '@jest/globals';
import { wellKnown } from '@trellis/demonstration/well-known';
import { z } from 'zod';
import { edges, person, reach, standing } from './testing/secondment-answers.ts';
import { inDays, StoryStack } from './testing/story-stack.ts';

const { hubSchoolId: schoolId, people } = wellKnown;
/** In the order in which the panel puts them; the first two get the seats. */
const applicants = ['ta', 'teacher', 'site'] as const;
type Applicant = (typeof applicants)[number];
const panel = ['panel', 'finance', 'manager'] as const;
const statements: Readonly<Record<Applicant, string>> = {
  ta: 'I am in the hall every day at noon.',
  teacher: 'I lead the Year 5 lunch duty.',
  site: 'I set the tables, and hear where it is loud.',
};

const stack = new StoryStack();
const journey = stack.journey('project-team');
/** What steps leave for later ones. */
let id = '';
const placements = new Map<Applicant, { id: string; version: number }>();

/** Where the application of one of them stands. */
async function applicationOf(user: Applicant, as = 'head') {
  const { opportunity } = await journey.take('14', standing, { id }, as);
  const found = opportunity.applications.edges.find(({ node }) => node.person?.id === people[user]);
  if (!found) throw new Error(`${user} has not applied`);
  return found.node;
}

async function goOn(to: string) {
  const { opportunity } = await journey.take('14', standing, { id });
  return journey.state('09', { id, version: opportunity.version, to });
}

const teams = z.object({
  projectTeams: edges(
    z.looseObject({
      id: z.string(),
      version: z.number(),
      state: z.string(),
      seatsFree: z.number(),
      outcome: z.string().nullable(),
      members: z.array(z.looseObject({ isLead: z.boolean(), leavesOn: z.string(), person })),
      outputs: z.array(z.looseObject({ title: z.string() })),
    }),
  ),
});

async function team() {
  const { projectTeams } = await journey.take('18', teams);
  const found = projectTeams.edges.find(({ node }) => node.id === id);
  if (!found) throw new Error('the team is not found');
  return found.node;
}

async function takesSeat(user: Applicant): Promise<void> {
  const own = await applicationOf(user, user);
  expect(await journey.state('16', { id: own.id, version: own.version }, user)).toBe('ACCEPTED');
}

const step = z.record(
  z.string(),
  z.object({ state: z.string(), version: z.number(), missing: z.array(z.string()).optional() }),
);

/** Takes a step on somebody's placement as it stands. */
async function onPlacement(which: string, user: Applicant, more: object = {}) {
  const answer = await journey.take(which, step, { ...placements.get(user), ...more });
  const [changed] = Object.values(answer);
  const { id: placementId } = placements.get(user) ?? { id: '' };
  placements.set(user, { id: placementId, version: changed?.version ?? 0 });
  return changed;
}

describe('a project team of a school', () => {
  it('is written, planned and published by its head, and everybody whom it is for is told', async () => {
    const written = z.object({
      createOpportunity: z.object({ id: z.string(), version: z.number() }),
    });
    const days = { opensOn: inDays(0), closesOn: inDays(7) };
    const { createOpportunity } = await journey.take('01', written, { schoolId, ...days });
    ({ id } = createOpportunity);
    const plan = { opportunityId: id, startsOn: inDays(60), endsOn: inDays(240) };
    expect(await journey.state('02', plan)).toBe('FORMING');
    const { version } = createOpportunity;
    expect(await journey.state('03', { id, version })).toBe('PUBLISHED');

    const unreached = async () => {
      const { opportunity } = await journey.take('04', reach, { id });
      return opportunity.reach.unreached.edges.map(({ node }) => node);
    };
    await journey.until(async () => (await unreached()).every(({ reasons }) => reasons.length > 0));
    const told = z.object({ logAlternativeNotice: z.object({ reach: z.unknown() }) });
    for (const { person: one } of await unreached()) {
      const variables = { opportunityId: id, personId: one.id, toldOn: inDays(0) };
      await journey.take('05', told, variables);
    }
  });

  it('is applied for by an assistant, a teacher and the site manager, and read without names', async () => {
    for (const user of applicants) {
      const variables = { opportunityId: id, statement: statements[user] };
      expect(await journey.state('06', variables, user)).toBe('SUBMITTED');
    }
    await journey.state('07', { opportunityId: id, memberIds: panel.map((user) => people[user]) });
    for (const user of panel) await journey.state('08', { opportunityId: id }, user);
    await journey.pass(48, id);
    expect(await goOn('SHORTLISTING')).toBe('SHORTLISTING');
    await journey.state('10', { opportunityId: id });
    const blind = z.object({
      opportunity: z.object({
        panel: z.object({
          candidates: edges(z.object({ id: z.string(), statement: z.string(), person: z.null() })),
        }),
      }),
    });
    const scored = z.object({ scoreCandidate: z.object({ myScore: z.unknown() }) });
    for (const user of panel) {
      const { opportunity } = await journey.take('11', blind, { id }, user);
      for (const { node } of opportunity.panel.candidates.edges) {
        const place = applicants.findIndex((one) => statements[one] === node.statement);
        const variables = { candidateId: node.id, points: [4 - place], note: 'As they wrote.' };
        await journey.take('12', scored, variables, user);
      }
    }
    await journey.state('13', { opportunityId: id });
    expect(await goOn('DECIDING')).toBe('DECIDING');
  });

  it('gives its two seats to the first two, and the third waits', async () => {
    for (const user of ['ta', 'teacher'] as const) {
      const { id: application, version } = await applicationOf(user);
      const days = { startsOn: inDays(60), endsOn: inDays(240) };
      expect(await journey.state('15', { id: application, version, ...days })).toBe('OFFERED');
      await takesSeat(user);
    }
    const { id: application, version } = await applicationOf('site');
    expect(await journey.state('17', { id: application, version })).toBe('WAITLISTED');

    expect(await team()).toMatchObject({ seatsFree: 0, state: 'FORMING' });
    const members = (await team()).members.map((one) => one.person.id);
    expect(members.sort()).toEqual([people.ta, people.teacher].sort());
  });

  it('is prepared like anything that is done outside one’s post', async () => {
    const waiting = z.object({
      viewer: z.object({
        placementsToAnswer: edges(
          z.object({
            ...{ id: z.string(), version: z.number(), hoursPerWeek: z.number().nullable() },
            opportunity: z.object({ id: z.string() }).nullable(),
          }),
        ),
      }),
    });
    const owner = z.object({
      viewer: z.object({ placements: edges(z.object({ id: z.string() })) }),
    });
    const { viewer } = await journey.take('19', waiting);
    const asked = viewer.placementsToAnswer.edges
      .map(({ node }) => node)
      .filter(({ opportunity }) => opportunity?.id === id);
    expect(asked.map(({ hoursPerWeek }) => hoursPerWeek)).toEqual([2, 2]);
    const mine = '{ viewer { placements(first: 100) { edges { node { id } } } } }';
    for (const user of ['ta', 'teacher'] as const) {
      const own = owner.parse((await stack.running.ask(mine, user)).data).viewer.placements.edges;
      const placement = asked.find((one) => own.some(({ node }) => node.id === one.id));
      placements.set(user, { id: placement?.id ?? '', version: placement?.version ?? 0 });
      await onPlacement('20', user, { schoolId });
      await onPlacement('21', user);
      expect(await onPlacement('22', user)).toMatchObject({ state: 'SCHEDULED' });
    }
  });

  it('is led by one of them; one leaves early, and whoever waited has the seat', async () => {
    const named = { id, version: (await team()).version, personId: people.ta };
    await journey.state('23', named);
    await journey.passForTeam(90, id); // it has worked for a month
    expect(await onPlacement('24', 'teacher', { endsOn: inDays(1) })).toMatchObject({
      state: 'ENDED_EARLY',
    });
    expect((await applicationOf('site')).state).toBe('OFFERED');
    await takesSeat('site');

    const { members, state } = await team();
    expect(state).toBe('WORKING');
    expect(members.map((one) => [one.person.id, one.isLead, one.leavesOn])).toEqual(
      expect.arrayContaining([
        [people.ta, true, inDays(150)],
        [people.teacher, false, inDays(1)],
        [people.site, false, inDays(150)],
      ]),
    );
  });

  it('says what it made, and ends with what came of it, for each one’s record', async () => {
    const made = z.object({ addProjectOutput: z.object({ title: z.string() }) });
    const authorIds = [people.ta, people.teacher];
    await journey.take('25', made, { teamId: id, madeOn: inDays(0), authorIds });
    await journey.passForTeam(200, id);
    expect((await team()).state).toBe('OUTCOME_OWED');
    expect(await journey.state('26', { id, version: (await team()).version })).toBe('COMPLETED');
    const { outcome, outputs } = await team();
    expect(outputs).toHaveLength(1);

    const record = z.object({
      viewer: z.object({
        careerRecord: edges(z.looseObject({ title: z.string(), outcome: z.string().nullable() })),
      }),
    });
    await journey.until(async () => {
      const { viewer } = await journey.take('27', record);
      return viewer.careerRecord.edges.some(
        ({ node }) => node.title === 'A calmer lunch hour' && node.outcome === outcome,
      );
    });
  });

  it('has used each of its steps', () => {
    expect(journey.left).toEqual([]);
  });
});
