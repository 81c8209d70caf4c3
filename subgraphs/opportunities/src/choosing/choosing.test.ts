import { beforeEach, describe, expect, it } from '@jest/globals';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { z } from 'zod';
import { TestPanel } from '../panel/testing.ts';
import {
  aHead,
  aMemberOfStaff,
  type Outcome,
  TestOpportunities,
  thePeopleTeam,
} from '../testing.ts';

const test = new TestOpportunities();
const panels = new TestPanel(test);
let central: Viewer;
let scorers: Viewer[];
let applicants: Viewer[];
let opportunityId: string;

/** Three apply for a secondment; two score them. */
beforeEach(async () => {
  const trustId = newId();
  central = thePeopleTeam(trustId);
  scorers = [aMemberOfStaff(trustId), aMemberOfStaff(trustId)];
  applicants = [aMemberOfStaff(trustId), aMemberOfStaff(trustId), aMemberOfStaff(trustId)];
  test.clock.set('2026-05-12T09:00:00Z');
  opportunityId = await panels.opportunity(central);
  await panels.employ(...scorers, ...applicants);
  for (const one of applicants) await panels.applies(one, opportunityId);
  const memberIds = scorers.map(({ personId }) => personId);
  await panels.appoint(central, { opportunityId, memberIds });
  for (const one of scorers) await panels.declare(one, { opportunityId, personIds: [] });
  await panels.toShortlisting(central, opportunityId);
});

/** The panel gives the first applicant most and the last least, and all are on the shortlist. */
async function locked(): Promise<void> {
  await panels.start(central, { opportunityId });
  for (const { id, statement } of await panels.candidates(scorers[0] ?? central, opportunityId)) {
    const place = applicants.findIndex(({ personId }) => statement?.includes(String(personId)));
    await panels.scoreBy(scorers, id, [4 - place]);
  }
  await panels.lock(central, { opportunityId, places: 3 });
}

const fields = `... on Application { id version state offer { startsOn endsOn } }
  ... on ApplicationNotMovable { message from legal } ... on NotChoosing { opportunity: state }`;
const chosen = `${fields} ... on ShortlistOpen { message } ... on DecisionTooEarly { message }`;
const offered = `${chosen} ... on NoPlaceFree { places } ... on OfferEndsTooEarly { startsOn }
  ... on HasLeft { message } ... on ActingNotAsApproved { message }`;
const answered = `${fields} ... on OwnOnly { message }`;
const selections = {
  inviteToInterview: chosen,
  waitlistApplication: chosen,
  turnDownApplication: chosen,
  offerPlace: offered,
  acceptOffer: answered,
  declineOffer: answered,
  setPlaces:
    '... on Opportunity { id places { places offered accepted } } ... on PlacesTaken { taken }',
  moveOpportunity: `... on Opportunity { id version state } ... on SomebodyPlaced { taken }
    ... on ApplicantsWaiting { undecided feedbackOwed }`,
};
const inputs: Partial<Record<keyof typeof selections, string>> = {
  offerPlace: 'OfferPlaceInput!',
  setPlaces: 'SetPlacesInput!',
  moveOpportunity: 'MoveOpportunityInput!',
};

async function change(viewer: Viewer, mutation: keyof typeof selections, input: object) {
  const { data, errors } = await test.served.ask<{ outcome: Outcome }>(
    viewer,
    `mutation ($input: ${inputs[mutation] ?? 'MoveApplicationInput!'}) {
       outcome: ${mutation}(input: $input) { result: __typename ${selections[mutation]} } }`,
    { input },
  );
  const [error] = errors ?? [];
  return error ? { result: String(error.extensions['code']) } : data.outcome;
}

const seenShape = z.object({
  opportunity: z.object({
    version: z.number(),
    places: z.object({ places: z.number(), offered: z.number(), accepted: z.number() }),
    applications: z.object({
      edges: z.array(
        z.object({ node: z.object({ id: z.string(), version: z.number(), state: z.string() }) }),
      ),
    }),
  }),
});

async function seen(viewer: Viewer) {
  const query = `query ($id: ID!) { opportunity(id: $id) { version places { places offered accepted }
    applications { edges { node { id version state } } } } }`;
  const { data } = await test.served.ask(viewer, query, { id: opportunityId });
  const { opportunity } = seenShape.parse(data);
  return { ...opportunity, own: opportunity.applications.edges[0]?.node ?? {} };
}

/** Does something with the application of one of the applicants, as `viewer`. */
async function onThat(which: number, viewer: Viewer, mutation: keyof typeof selections, more = {}) {
  const applicant = applicants[which] ?? central;
  const { id, version } =
    seenShape.shape.opportunity.shape.applications.shape.edges.element.shape.node.parse(
      (await seen(applicant)).own,
    );
  return change(viewer, mutation, { id, version, ...more });
}

const offer = (which: number, days: object = { startsOn: '2026-09-01', endsOn: '2027-04-01' }) =>
  onThat(which, central, 'offerPlace', days);
const answer = (which: number, mutation: 'acceptOffer' | 'declineOffer') =>
  onThat(which, applicants[which] ?? central, mutation);
const stateOf = async (which: number) =>
  z.object({ state: z.string() }).parse((await seen(applicants[which] ?? central)).own).state;
const end = async (to: string) =>
  change(central, 'moveOpportunity', {
    id: opportunityId,
    version: (await seen(central)).version,
    to,
  });

async function placementsOf({ personId }: Viewer): Promise<unknown[]> {
  const query = `query ($references: [_Any!]!) { _entities(representations: $references) {
    ... on Person { placements { edges { node { state startsOn endsOn } } } } } }`;
  const references = [{ __typename: 'Person', id: personId }];
  const { data } = await test.served.ask<{
    _entities: { placements: { edges: { node: unknown }[] } }[];
  }>(central, query, { references });
  return data._entities.flatMap(({ placements }) => placements.edges.map(({ node }) => node));
}

describe('choosing', () => {
  it('waits until a panel has locked its shortlist', async () => {
    expect(await offer(0)).toMatchObject({ result: 'ShortlistOpen' });

    await locked();

    expect(await offer(0)).toMatchObject({
      result: 'Application',
      state: 'OFFERED',
      offer: { startsOn: '2026-09-01', endsOn: '2027-04-01' },
    });
  });

  it('offers no more places than there are', async () => {
    await locked();
    await offer(0);

    expect(await offer(1)).toMatchObject({ result: 'NoPlaceFree', places: 1 });
    await change(central, 'setPlaces', { opportunityId, places: 2 });
    expect(await offer(1)).toMatchObject({ state: 'OFFERED' });
    expect(await change(central, 'setPlaces', { opportunityId, places: 1 })).toMatchObject({
      result: 'PlacesTaken',
      taken: 2,
    });
  });

  it('offers the last place once, of two who offer it at once', async () => {
    await locked();

    const outcomes = await atOnce(test.served.database.name, 'application', [
      () => offer(0),
      () => offer(1),
    ]);

    expect(outcomes.map(({ result }) => result).sort()).toEqual(['Application', 'NoPlaceFree']);
    expect((await seen(central)).places).toEqual({ places: 1, offered: 1, accepted: 0 });
  });

  it('is not for those who do not answer for the opportunity', async () => {
    await locked();
    const stranger = aHead(central.trustId, newId());

    expect(await onThat(0, stranger, 'turnDownApplication')).toEqual({ result: 'NOT_FOUND' });
    expect(await onThat(0, applicants[0] ?? central, 'turnDownApplication')).toEqual({
      result: 'FORBIDDEN',
    });
  });

  it('names where an application may go from where it stands', async () => {
    await locked();
    await onThat(0, central, 'turnDownApplication');

    expect(await offer(0)).toMatchObject({
      result: 'ApplicationNotMovable',
      from: 'UNSUCCESSFUL',
      legal: ['REJECTED'],
    });
  });

  it('offers nothing that ends before it begins', async () => {
    await locked();

    const backwards = { startsOn: '2026-09-01', endsOn: '2026-09-01' };
    expect(await offer(0, backwards)).toMatchObject({ result: 'OfferEndsTooEarly' });
  });
});

describe('an offer', () => {
  beforeEach(async () => {
    await locked();
    await onThat(1, central, 'waitlistApplication');
    await offer(0);
  });

  it('becomes a placement when it is accepted', async () => {
    expect(await answer(0, 'acceptOffer')).toMatchObject({ state: 'ACCEPTED' });

    expect(await placementsOf(applicants[0] ?? central)).toEqual([
      { state: 'PREPARING', startsOn: '2026-09-01', endsOn: '2027-04-01' },
    ]);
    expect((await seen(central)).places).toEqual({ places: 1, offered: 0, accepted: 1 });
  });

  it('is accepted once, of two answers at once', async () => {
    const outcomes = await atOnce(test.served.database.name, 'application', [
      () => answer(0, 'acceptOffer'),
      () => answer(0, 'acceptOffer'),
    ]);

    expect(outcomes.map(({ result }) => result)).toContain('Application');
    expect(await placementsOf(applicants[0] ?? central)).toHaveLength(1);
  });

  it('is answered by nobody else', async () => {
    expect(await onThat(0, central, 'acceptOffer')).toMatchObject({ result: 'OwnOnly' });
  });

  it('goes to the next on the waiting list when it is declined', async () => {
    await answer(0, 'declineOffer');

    expect([await stateOf(0), await stateOf(1)]).toEqual(['DECLINED', 'OFFERED']);
  });

  it('goes to the next when it is withdrawn from after acceptance, and the placement ends', async () => {
    await answer(0, 'acceptOffer');
    await panels.withdraws(applicants[0] ?? central, opportunityId);

    expect(await stateOf(1)).toBe('OFFERED');
    expect(await placementsOf(applicants[0] ?? central)).toMatchObject([{ state: 'CANCELLED' }]);
  });

  it('cannot be accepted once the opportunity was withdrawn', async () => {
    expect(await end('WITHDRAWN')).toMatchObject({ state: 'WITHDRAWN' });

    expect(await answer(0, 'acceptOffer')).toMatchObject({
      result: 'NotChoosing',
      opportunity: 'WITHDRAWN',
    });
  });
});

describe('the end of an opportunity', () => {
  beforeEach(async () => {
    await locked();
    await end('DECIDING');
    await offer(0);
    await answer(0, 'acceptOffer');
  });

  it('waits for everybody’s answer, and for feedback to those not chosen', async () => {
    expect(await end('FILLED')).toMatchObject({
      result: 'ApplicantsWaiting',
      undecided: 2,
      feedbackOwed: 0,
    });

    for (const which of [1, 2]) await onThat(which, central, 'turnDownApplication');
    expect(await end('FILLED')).toMatchObject({
      result: 'ApplicantsWaiting',
      undecided: 0,
      feedbackOwed: 2,
    });

    const give = `mutation ($input: GiveFeedbackInput!) { giveFeedback(input: $input) { __typename } }`;
    for (const { node } of (await seen(central)).applications.edges) {
      const input = { applicationId: node.id, text: 'Say what came of it.' };
      if (node.state === 'UNSUCCESSFUL') await test.served.ask(central, give, { input });
    }
    expect(await end('FILLED')).toMatchObject({ state: 'FILLED' });
  });

  it('is not withdrawal once somebody has a place', async () => {
    expect(await end('WITHDRAWN')).toMatchObject({ result: 'SomebodyPlaced', taken: 1 });
  });

  it('is held by the database, whoever writes', async () => {
    const write = (state: string) =>
      test.within(central, (db) =>
        db.rows('UPDATE opportunity SET state = $2 WHERE id = $1', [opportunityId, state]),
      );

    await expect(write('FILLED')).rejects.toThrow('waits for an answer');
    await expect(write('WITHDRAWN')).rejects.toThrow('has a place');
  });
});
