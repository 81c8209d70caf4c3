import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { aMemberOfStaff, type Outcome, TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();
const { served } = test;
let central: Viewer;
let deputy: Viewer;
let opportunityId: string;

/** Acting was approved until 22 July, and a deputy says that they would. */
beforeEach(async () => {
  const trustId = newId();
  central = thePeopleTeam(trustId);
  deputy = aMemberOfStaff(trustId);
  test.clock.set('2026-05-12T09:00:00Z');
  await test.tellOf(trustId, {}, String(deputy.personId));
  const approvedById = test.people.add(trustId);
  const acting = { reason: 'The head is ill.', approvedById, endsOn: '2026-07-22' };
  opportunityId = await test.published(central, { kind: 'ACTING', acting });
});

async function close(): Promise<void> {
  const query = 'query ($id: ID!) { opportunity(id: $id) { version } }';
  const { data } = await served.ask<{ opportunity: { version: number } }>(central, query, {
    id: opportunityId,
  });
  await test.move(central, { id: opportunityId, version: data.opportunity.version, to: 'CLOSED' });
}

/** The deputy applies, it is closed, and they are offered the place. */
async function offeredUntil(endsOn: string | null): Promise<Outcome> {
  const { id, version } = await test.apply(deputy, opportunityId);
  await close();
  return offer({ id, version, startsOn: '2026-05-13', endsOn });
}

async function offer(input: object): Promise<Outcome> {
  const { data } = await served.ask<{ outcome: Outcome }>(
    central,
    `mutation ($input: OfferPlaceInput!) { outcome: offerPlace(input: $input) { result: __typename
       ... on Application { id version state } ... on ActingNotAsApproved { message } ... on HasLeft { message }
       ... on NotChoosing { opportunity: state } } }`,
    { input },
  );
  return data.outcome;
}

describe('an offer to act', () => {
  it('needs no panel, because it is the way for emergencies', async () => {
    expect(await offeredUntil('2026-07-22')).toMatchObject({ state: 'OFFERED' });
  });

  it('ends when acting was approved to end', async () => {
    expect(await offeredUntil('2026-07-23')).toMatchObject({ result: 'ActingNotAsApproved' });
  });

  it('is never for good', async () => {
    expect(await offeredUntil(null)).toMatchObject({ result: 'ActingNotAsApproved' });
  });
});

describe('what became of an application', () => {
  it('is read by the person, step by step', async () => {
    const { id } = await offeredUntil('2026-07-22');

    const query =
      'query ($references: [_Any!]!) { _entities(representations: $references) { ... on Application { steps { state } } } }';
    const references = [{ __typename: 'Application', id }];
    const { data } = await served.ask(deputy, query, { references });
    expect(data['_entities']).toEqual([{ steps: [{ state: 'SUBMITTED' }, { state: 'OFFERED' }] }]);
  });
});

describe('an offer', () => {
  it('is not made while the opportunity still takes applications', async () => {
    const { id, version } = await test.apply(deputy, opportunityId);

    const days = { startsOn: '2026-05-13', endsOn: '2026-07-01' };
    expect(await offer({ id, version, ...days })).toMatchObject({
      result: 'NotChoosing',
      opportunity: 'PUBLISHED',
    });
  });

  it('goes to nobody who has left', async () => {
    const { id, version } = await test.apply(deputy, opportunityId);
    await test.tellOf(deputy.trustId, { status: 'LEFT' }, String(deputy.personId));
    await close();

    const days = { startsOn: '2026-05-13', endsOn: '2026-07-01' };
    expect(await offer({ id, version, ...days })).toMatchObject({ result: 'HasLeft' });
  });
});
