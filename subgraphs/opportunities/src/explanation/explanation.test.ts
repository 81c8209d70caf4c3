import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { inTurn } from '@trellis/subgraph-kit/testing/in-turn';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type BeingChosen, TestChoosing } from '../choosing.testing.ts';
import { TestPanel } from '../panel/testing.ts';
import { aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();
const panels = new TestPanel(test);
const choosing = new TestChoosing(test, panels);
let central: Viewer;

const criteria = [
  { weight: 'ESSENTIAL', text: 'Can drive a minibus.' },
  { weight: 'DESIRABLE', text: 'Has led a trip.' },
];

beforeEach(() => {
  central = thePeopleTeam(newId());
});

const shape = z.object({
  reasons: z.array(z.string()),
  scores: z.array(z.object({ criterion: z.string(), meanPointsHundredths: z.number() })),
  totalPointsHundredths: z.number().nullable(),
  mostPointsHundredths: z.number().nullable(),
  place: z.number().nullable(),
  candidates: z.number().nullable(),
  shortlistPlaces: z.number().nullable(),
  waitingListPosition: z.number().nullable(),
  tieBreak: z
    .object({
      ...{ seed: z.string(), candidateId: z.string(), draw: z.string() },
      ...{ among: z.number(), place: z.number() },
    })
    .nullable(),
  eligibility: z.object({ met: z.boolean(), reasons: z.array(z.string()) }).nullable(),
  feedback: z.object({ text: z.string() }).nullable(),
});

const fields = `explanation { reasons scores { weight criterion meanPointsHundredths }
  totalPointsHundredths mostPointsHundredths place candidates shortlistPlaces waitingListPosition
  tieBreak { seed candidateId draw among place } eligibility { met reasons } feedback { text } }`;

/** What of the applications for it is explained to the viewer. */
async function explanations({ opportunityId: id }: BeingChosen, viewer: Viewer) {
  const query = `query ($id: ID!) { opportunity(id: $id) {
    applications(first: 100) { edges { node { ${fields} } } } } }`;
  const { data } = await test.served.ask(viewer, query, { id });
  const node = z.object({ explanation: shape.nullable() });
  const found = z.object({
    opportunity: z.object({ applications: z.object({ edges: z.array(z.object({ node })) }) }),
  });
  return found.parse(data).opportunity.applications.edges.map((edge) => edge.node.explanation);
}

async function toldTo(chosen: BeingChosen, which: number) {
  const [told] = await explanations(chosen, chosen.applicants[which] ?? central);
  if (!told) throw new Error('nothing is explained');
  return told;
}

describe('the explanation of a decision', () => {
  it('says what the panel gave for each criterion, and what place that made', async () => {
    const chosen = await choosing.applied(central, 3, criteria);
    await choosing.locked(
      chosen,
      [
        [4, 3],
        [2, 2],
        [1, 0],
      ],
      2,
    );

    expect(await toldTo(chosen, 0)).toMatchObject({
      reasons: [
        '2 members of the panel, who did not know who you are, gave you 7 of 8 points on average.',
        'That made you 1st of 3.',
        'There was room for 2 on the shortlist, and you are on it.',
      ],
      scores: [
        { criterion: 'Can drive a minibus.', meanPointsHundredths: 400 },
        { criterion: 'Has led a trip.', meanPointsHundredths: 300 },
      ],
      ...{ totalPointsHundredths: 700, mostPointsHundredths: 800, place: 1, candidates: 3 },
      ...{ shortlistPlaces: 2, tieBreak: null, waitingListPosition: null, feedback: null },
    });
    expect((await toldTo(chosen, 2)).reasons.slice(1)).toEqual([
      'That made you 3rd of 3.',
      'There was room for 2 on the shortlist, and you are not on it.',
      'You are owed feedback that says why, and what to do next.',
    ]);
  });

  it('names the essential criterion of which nobody saw a sign', async () => {
    const chosen = await choosing.applied(central, 1, criteria);
    await choosing.locked(chosen, [[0, 4]], 1);

    expect((await toldTo(chosen, 0)).reasons).toContain(
      'None of them saw a sign of what is essential: Can drive a minibus.',
    );
  });

  it('shows the lottery between equal points with its seed, which the person can draw again', async () => {
    const chosen = await choosing.applied(central, 4);
    await choosing.locked(chosen, [[3], [2], [2], [2]], 2);

    const told = await inTurn([1, 2, 3], (which) => toldTo(chosen, which));
    const drawn = told.flatMap(({ tieBreak }) => (tieBreak ? [tieBreak] : []));
    expect(drawn.map(({ among }) => among)).toEqual([3, 3, 3]);
    for (const { seed, candidateId, draw } of drawn) {
      expect(draw).toBe(createHash('sha256').update(`${seed}${candidateId}`).digest('hex'));
    }
    const inOrder = drawn.toSorted((a, b) => (a.draw < b.draw ? -1 : 1));
    expect(inOrder.map(({ place }) => place)).toEqual([1, 2, 3]);
    expect((await toldTo(chosen, 0)).tieBreak).toBeNull();
    expect(told[0]?.reasons[2]).toMatch(/^3 had as many points\. A lottery, .* made you \d/);
  });

  it('says where on the waiting list somebody is, and that a place became free', async () => {
    const chosen = await choosing.applied(central, 3);
    const { opportunityId, applicants } = chosen;
    await choosing.locked(chosen, [[4], [2], [3]]);
    const [first = central, ...others] = applicants;
    for (const one of others) {
      await choosing.on(one, opportunityId, 'waitlistApplication', { as: central });
    }
    await choosing.offer(first, opportunityId, central);
    const words = async (which: number) => (await toldTo(chosen, which)).reasons.at(-1);

    expect(await words(0)).toBe('A place is offered to you.');
    expect([await toldTo(chosen, 1), await toldTo(chosen, 2)]).toMatchObject([
      { waitingListPosition: 2 },
      { waitingListPosition: 1 },
    ]);
    expect(await words(1)).toContain('You are 2nd on the waiting list');
    await choosing.on(first, opportunityId, 'declineOffer');
    expect(await words(2)).toBe('A place became free and is offered to you.');
    expect(await toldTo(chosen, 1)).toMatchObject({ waitingListPosition: 1 });
  });

  it('says whom it was for, and the feedback once it is given', async () => {
    const chosen = await choosing.applied(central, 1);
    await choosing.locked(chosen, [[1]], 1);
    const [applicant = central] = chosen.applicants;
    await choosing.on(applicant, chosen.opportunityId, 'turnDownApplication', { as: central });
    const owed = await toldTo(chosen, 0);
    await choosing.tellWhy(applicant, chosen.opportunityId, central);

    expect(owed.reasons.slice(-2)).toEqual([
      'Others on the shortlist were chosen.',
      'You are owed feedback that says why, and what to do next.',
    ]);
    expect(await toldTo(chosen, 0)).toMatchObject({
      eligibility: { met: false, reasons: [expect.stringContaining('had no post there')] },
      feedback: { text: 'Say more of what came of the project.' },
    });
  });

  it('is there once something is decided and not before', async () => {
    const chosen = await choosing.applied(central, 2);
    const [applicant = central, other = central] = chosen.applicants;
    expect(await explanations(chosen, applicant)).toEqual([null]);
    await panels.withdraws(other, chosen.opportunityId);

    await choosing.locked(chosen, [[2], [2]]);

    expect(await explanations(chosen, applicant)).not.toEqual([null]);
    expect(await explanations(chosen, other)).toEqual([null]);
  });
});

describe('whose an explanation is', () => {
  it('is the person’s alone, and tells of nobody else', async () => {
    const chosen = await choosing.applied(central, 3);
    await choosing.locked(chosen, [[2], [2], [2]], 1);
    const others = await panels.candidates(central, chosen.opportunityId);
    const [applicant = central, ...rest] = chosen.applicants;

    const said = JSON.stringify(await explanations(chosen, applicant));
    const own = (await toldTo(chosen, 0)).tieBreak?.candidateId;
    for (const { id } of others.filter((one) => one.id !== own)) expect(said).not.toContain(id);
    for (const { personId } of [...rest, ...chosen.members]) expect(said).not.toContain(personId);
    expect(await explanations(chosen, central)).toEqual([null, null, null]);
  });

  it('is held to it by the database, whatever a statement leaves out', async () => {
    const chosen = await choosing.applied(central, 2);
    await choosing.locked(chosen, [[2], [2]], 1);
    const ids = (await choosing.seen(central, chosen.opportunityId)).applications.edges.map(
      ({ node }) => node.id,
    );
    const explained = (viewer: Viewer) =>
      test.within(viewer, (db) => db.rows('SELECT * FROM explain_applications($1)', [ids]));
    const [applicant = central] = chosen.applicants;

    expect(await explained(applicant)).toHaveLength(1);
    expect(await explained(central)).toEqual([]);
    expect(await explained({ ...applicant, trustId: newId() })).toEqual([]);
    expect(await explained({ ...central, personId: null })).toEqual([]);
  });

  it('leaves what the person may read as it was, after it has read for them', async () => {
    const chosen = await choosing.applied(central, 2);
    await choosing.locked(chosen, [[2], [2]], 1);
    const [applicant = central] = chosen.applicants;
    const rows = await test.within(applicant, async (db) => {
      await db.rows('SELECT * FROM explain_applications($1)', [[newId()]]);
      return db.rows('SELECT id FROM application');
    });

    expect(rows).toHaveLength(1);
  });

  it('takes as many statements for three as for one', async () => {
    const applicant = aMemberOfStaff(central.trustId);
    for (let round = 0; round < 3; round += 1) {
      test.clock.set('2026-05-12T09:00:00Z');
      const acting = {
        ...{ reason: 'The head is ill.', approvedById: test.people.add(central.trustId) },
        endsOn: '2026-07-22',
      };
      const id = await test.published(central, { kind: 'ACTING', acting });
      await test.apply(applicant, id);
      await choosing.move(central, id, 'CLOSED');
      await choosing.on(applicant, id, 'turnDownApplication', { as: central });
    }
    const read = (first: number) =>
      test.served.statementsDuring(async () => {
        const { data } = await test.served.ask(
          applicant,
          `query ($first: Int, $references: [_Any!]!) { _entities(representations: $references) {
             ... on Person { applications(first: $first) { edges { node { ${fields} } } } } } }`,
          { first, references: [{ __typename: 'Person', id: applicant.personId }] },
        );
        expect(JSON.stringify(data)).toContain('No panel scored your application.');
      });

    expect(await read(3)).toBe(await read(1));
  });
});
