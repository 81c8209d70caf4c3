import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { TestChoosing } from '../choosing.testing.ts';
import { FairTrust } from '../fairness/testing.ts';
import { aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';
import { TestPanel } from './testing.ts';

const test = new TestOpportunities();
const panels = new TestPanel(test);
const choosing = new TestChoosing(test, panels);
let central: Viewer;
/** Of the people team, and may read applications for all schools: but sits on the second panel. */
let member: Viewer;
let other: Viewer;
beforeEach(async () => {
  central = thePeopleTeam(newId());
  member = thePeopleTeam(central.trustId);
  other = aMemberOfStaff(central.trustId);
  await panels.employ(member, other);
});

const closesOn = '2026-07-10';

async function reopen(id: string): Promise<void> {
  const { version } = await choosing.seen(central, id);
  const reopening = { id, version, to: 'REOPENED', closesOn };
  expect((await test.move(central, reopening)).result).toBe('Opportunity');
}

/** Two apply, one is offered a place and does not take it, the other is turned down; it is reopened. */
async function unfilled(answer: 'acceptOffer' | 'declineOffer' = 'declineOffer', places = 1) {
  const first = await choosing.applied(central, 2);
  const [offered, turnedDown] = first.applicants;
  if (!offered || !turnedDown) throw new Error('two applied');
  const { opportunityId: id } = first;
  if (places > 1) await setPlaces(id, places);
  await choosing.locked(first, [[3], [2]]);
  await choosing.offer(offered, id, central);
  await choosing.on(offered, id, answer);
  await choosing.on(turnedDown, id, 'turnDownApplication', { as: central });
  await choosing.tellWhy(turnedDown, id, central);
  await choosing.move(central, id, 'DECIDING');
  const to = answer === 'acceptOffer' ? 'PART_FILLED' : 'UNFILLED';
  expect((await choosing.move(central, id, to)).result).toBe('Opportunity');
  await reopen(id);
  return { id, offered, turnedDown, members: first.members };
}

async function setPlaces(opportunityId: string, places: number): Promise<void> {
  const fields = '... on Opportunity { id } ... on Refusal { message }';
  await test.mutate(central, 'setPlaces', { opportunityId, places }, fields);
}

/** The second panel is there, has said whom it is close to, and the closing day is over. */
async function scoring(id: string): Promise<void> {
  test.clock.set('2026-07-13T09:00:00Z');
  const memberIds = [member, other].map(({ personId }) => personId);
  expect((await panels.appoint(central, { opportunityId: id, memberIds })).result).toBe('Panel');
  for (const one of [member, other]) {
    await panels.declare(one, { opportunityId: id, personIds: [] });
  }
  expect((await choosing.move(central, id, 'SHORTLISTING')).result).toBe('Opportunity');
  expect((await panels.start(central, { opportunityId: id })).result).toBe('Panel');
}

const said = 'id round state statement person { id } feedback { text }';
const paths = `query ($id: ID!, $references: [_Any!]!) {
  opportunity(id: $id) { round applications(first: 100) { totalCount edges { node { ${said} } } }
    panel { round candidates(first: 100) { edges { node { id person { id } } } } } }
  opportunities(first: 100) { edges { node { applications(first: 100) { edges { node { ${said} } } } } } }
  _entities(representations: $references) {
    ... on Application { ${said} } ... on Candidate { statement person { id } } ... on Person { applications { totalCount } } }
}`;

/** All that somebody gets of what was handed in, in whichever round. */
async function everything(viewer: Viewer, id: string, people: readonly Viewer[]) {
  const rows = (table: string) =>
    test.within(central, (db) =>
      db.rows<{ id: string }>(`SELECT id FROM ${table} WHERE opportunity_id = $1`, [id]),
    );
  const references = [
    ...people.map(({ personId }) => ({ __typename: 'Person', id: personId })),
    ...(await rows('application')).map((one) => ({ __typename: 'Application', ...one })),
    ...(await rows('candidate')).map((one) => ({ __typename: 'Candidate', ...one })),
  ];
  return JSON.stringify(await test.served.ask(viewer, paths, { id, references }));
}

describe('an opportunity that is reopened after it ended', () => {
  it('is in another round, and takes applications of those who were not chosen', async () => {
    const { id, offered, turnedDown } = await unfilled();

    for (const one of [offered, turnedDown]) await panels.applies(one, id);

    const rounds = `query ($id: ID!) { opportunity(id: $id) { round
      applications(first: 9) { edges { node { round state } } } } }`;
    const { data } = await test.served.ask(turnedDown, rounds, { id });
    expect(data).toEqual({
      opportunity: {
        round: 2,
        applications: {
          edges: [
            { node: { round: 2, state: 'SUBMITTED' } },
            { node: { round: 1, state: 'REJECTED' } },
          ],
        },
      },
    });
    const again = await test.apply(turnedDown, id);
    expect(again.result).toBe('AlreadyApplied');
  });

  it('takes none of those who have a place', async () => {
    const { id, offered, turnedDown } = await unfilled('acceptOffer', 2);

    expect((await test.apply(offered, id)).result).toBe('AlreadyApplied');
    expect((await test.apply(turnedDown, id)).result).toBe('Application');
  });

  it('gives nobody a second place of it, whoever writes', async () => {
    const { id, offered } = await unfilled('acceptOffer', 2);

    const twice = test.asOwner(central, (db) =>
      db.rows(
        `INSERT INTO application (trust_id, id, opportunity_id, person_id, state, submitted_at, version,
                                  offered_at, offer_starts_on)
         VALUES ($1, $2, $3, $4, 'ACCEPTED', now(), 1, now(), '2026-09-01')`,
        [central.trustId, newId(), id, offered.personId],
      ),
    );

    await expect(twice).rejects.toThrow(/application_one_place/);
  });

  it('has no panel until one is appointed, and nobody is chosen before that has locked', async () => {
    const { id, turnedDown } = await unfilled();
    await panels.applies(turnedDown, id);
    expect(await panels.seenBy(central, id)).toBeNull();

    await scoring(id);

    const early = await choosing.offer(turnedDown, id, central);
    expect(early.result).toBe('ShortlistOpen');
    const written = test.within(central, (db) =>
      db.rows(
        "UPDATE application SET state = 'SHORTLISTED' WHERE opportunity_id = $1 AND round = 2",
        [id],
      ),
    );
    await expect(written).rejects.toThrow('decided before a panel has locked its shortlist');
  });

  it('is chosen for blind again: its panel reads nobody’s name, of this round or an earlier one', async () => {
    const { id, offered, turnedDown } = await unfilled();
    await panels.applies(turnedDown, id);
    await scoring(id);
    const people = [offered, turnedDown];
    // The words by which the tests know who it is are theirs who wrote them.
    const namesIn = async (viewer: Viewer) =>
      (await everything(viewer, id, people)).replaceAll(/I am [-\w]+/g, '');

    const seen = await namesIn(member);

    for (const { personId } of people) expect(seen).not.toContain(personId);
    expect(seen).not.toContain('Say more of what came'); // the feedback of the first round
    const known = await namesIn(central);
    for (const { personId } of people) expect(known).toContain(personId);
  });

  it('is kept blind by the database, whatever a statement leaves out', async () => {
    const { id, turnedDown, members } = await unfilled();
    await panels.applies(turnedDown, id);
    await scoring(id);

    const seen = await test.within(member, async (db) => [
      ...(await db.rows('SELECT 1 FROM application WHERE opportunity_id = $1', [id])),
      ...(await db.rows('SELECT 1 FROM candidate_person')),
    ]);

    expect(seen).toEqual([]);
    const laid = await test.within(members[0] ?? central, (db) =>
      db.rows<{ round: number }>('SELECT round FROM candidate WHERE opportunity_id = $1', [id]),
    );
    expect(new Set(laid.map(({ round }) => round))).toEqual(new Set([1])); // who sat on the first
  });

  it('is scored anew, by criteria as they are, and the first panel’s scores count for nothing', async () => {
    const { id, offered, turnedDown, members } = await unfilled();
    for (const one of [offered, turnedDown]) await panels.applies(one, id);
    await scoring(id);
    const candidates = await panels.candidates(member, id);
    expect(candidates).toHaveLength(2);
    expect(candidates.map(({ myScore }) => myScore)).toEqual([null, null]);
    expect(await panels.seenBy(members[0] ?? central, id)).toBeNull();
    expect((await panels.lock(central, { opportunityId: id, places: 1 })).result).toBe(
      'ScoresMissing',
    );

    for (const { id: candidate, statement } of candidates) {
      const isFavoured = statement?.includes(String(turnedDown.personId));
      await panels.scoreBy([member, other], candidate, [isFavoured ? 4 : 1]);
    }
    await panels.lock(central, { opportunityId: id, places: 1 });

    expect(await panels.states(turnedDown, id)).toEqual(['SHORTLISTED', 'REJECTED']);
    expect(await panels.states(offered, id)).toEqual(['UNSUCCESSFUL', 'DECLINED']);
    const chosen = (await panels.candidates(member, id)).filter(
      ({ isShortlisted }) => isShortlisted,
    );
    expect(chosen.map(({ person }) => person?.id)).toEqual([turnedDown.personId]);
  });

  it('explains the first decision by the first panel, whatever the second does', async () => {
    const { id, turnedDown } = await unfilled();
    const query = `query ($id: ID!) { opportunity(id: $id) { applications(first: 9) { edges { node {
      round explanation { reasons } } } } } }`;
    const first = async () => {
      const { data } = await test.served.ask<{
        opportunity: { applications: { edges: { node: { round: number } }[] } };
      }>(turnedDown, query, { id });
      return data.opportunity.applications.edges.filter(({ node }) => node.round === 1);
    };
    const before = await first();
    expect(JSON.stringify(before)).toContain('of 2');

    await panels.applies(turnedDown, id);
    await scoring(id);
    for (const { id: candidate } of await panels.candidates(member, id)) {
      await panels.scoreBy([member, other], candidate, [4]);
    }
    await panels.lock(central, { opportunityId: id, places: 1 });

    expect(await first()).toEqual(before);
  });

  it('has its member stand down who applies this time, and leaves the first panel as it was', async () => {
    const { id, members } = await unfilled();
    const [scorer] = members;
    if (!scorer) throw new Error('two scored');

    await panels.applies(scorer, id);

    const stood = await test.within(central, (db) =>
      db.rows('SELECT 1 FROM panel_member WHERE person_id = $1 AND stood_down_at IS NOT NULL', [
        scorer.personId,
      ]),
    );
    expect(stood).toEqual([]);
    const memberIds = [scorer, member].map(({ personId }) => personId);
    expect(await panels.appoint(central, { opportunityId: id, memberIds })).toMatchObject({
      result: 'MemberApplied',
    });
  });
});

describe('an opportunity that is reopened before anybody chose', () => {
  it('keeps what was handed in, which is weighed with what comes', async () => {
    const applicant = aMemberOfStaff(central.trustId);
    const late = aMemberOfStaff(central.trustId);
    test.clock.set('2026-05-12T09:00:00Z');
    const id = await panels.opportunity(central);
    await panels.employ(applicant, late);
    await panels.applies(applicant, id);
    test.clock.set('2026-06-30T09:00:00Z');
    await reopen(id);
    await panels.applies(late, id);

    expect((await test.apply(applicant, id)).result).toBe('AlreadyApplied');
    await scoring(id);

    expect(await panels.candidates(member, id)).toHaveLength(2);
  });
});

describe('the window of another round', () => {
  it('starts again: everybody is told, and has their school days', async () => {
    const trust = new FairTrust(test);
    const person = await trust.personAt(await trust.school());
    const id = await trust.publish();
    await trust.reached(id, person, '2024-03-01');
    const decided = '2024-03-18'; // ten school days after they were told
    expect((await trust.decide(id, decided)).result).toBe('Opportunity');
    await test.move(trust.central, { id, version: 3, to: 'UNFILLED' });
    const reopening = { id, version: 4, to: 'REOPENED', closesOn: '2024-03-22' };
    await test.move(trust.central, reopening);

    expect(await trust.window(id)).toMatchObject({
      earliestDecisionOn: null,
      blockers: expect.arrayContaining([expect.objectContaining({ code: 'PEOPLE_UNREACHED' })]),
    });
    await trust.reached(id, person, '2024-03-18', 2);
    expect(await trust.window(id)).toMatchObject({ earliestDecisionOn: '2024-04-03' });
    expect((await trust.decide(id, '2024-04-02', 5)).result).toBe('DecisionTooEarly');
    expect((await trust.decide(id, '2024-04-03', 5)).result).toBe('Opportunity');
  });
});
