import { describe, expect, it } from '@jest/globals';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { talker, TestConversations } from '../conversation/testing.ts';
import { day, headViewer, testPeople, type TestTrust } from '../testing.ts';

const people = testPeople();

const record = `mutation ($input: RecordManagerTrainingInput!) {
  done: recordManagerTraining(input: $input) { ... on ManagerTraining { trainedOn validUntil holds } } }`;
const warning = `query ($id: ID!) { careerConversation(id: $id) { leadTraining { validUntil holds } } }`;
const own = `{ viewer { managerTraining { validUntil holds } } }`;
const untrained = `{ managersWithoutTraining { totalCount
  edges { node { reportCount expiredOn person { id } } } } }`;

function teamOf({ central }: TestTrust): Viewer {
  const scopes = ['conversation:read', 'conversation:manage'];
  return { ...central, scopes: new Set([...central.scopes, ...scopes]) };
}

const trained = (personId: string, from: number, until: number) => ({
  input: { personId, trainedOn: day(from), validUntil: day(until) },
});

async function requiredFrom(trust: TestTrust, offset: number): Promise<void> {
  await people.db.as(trust.central, () =>
    people.db.rows(
      `INSERT INTO conversation_policy (trust_id, per_year, first_within_days, after_leave_days,
         starts_on, training_required_from) VALUES ($1, 1, 90, 28, $2, $2)`,
      [trust.id, day(offset)],
    ),
  );
}

async function begin() {
  const trust = await people.trust('Alder', 'Birch');
  const talks = new TestConversations(people, trust);
  return { trust, talks, team: teamOf(trust), ...(await talks.pair()) };
}

describe('training to hold conversations', () => {
  it('is missed with a warning until the trust requires it', async () => {
    const { talks, team, person, manager, managerId } = await begin();
    const talk = await talks.arrange(person);
    const warned = (leadTraining: unknown) => ({ careerConversation: { leadTraining } });
    expect(await people.data(person, warning, { id: talk.id })).toEqual(warned(null));

    await people.data(team, record, trained(managerId, -400, -35));
    const expired = { validUntil: day(-35), holds: false };
    expect(await people.data(person, warning, { id: talk.id })).toEqual(warned(expired));
    expect(await people.data(manager, own)).toEqual({ viewer: { managerTraining: expired } });
    await people.data(team, record, trained(managerId, 0, 1));
    const holds = { validUntil: day(1), holds: true };
    expect(await people.data(person, warning, { id: talk.id })).toEqual(warned(holds));
  });

  it('is required of line managers from the policy’s day on, whoever arranges', async () => {
    const { trust, talks, person, manager, personId } = await begin();
    await requiredFrom(trust, 10);
    const before = await talks.arrange(manager, { personId, plannedOn: day(9) });
    expect(before).toMatchObject({ state: 'SCHEDULED' });
    const late = { reason: 'COVER', plannedOn: day(10) };
    const told = { __typename: 'LeadNotTrained', message: expect.stringContaining(day(10)) };
    expect(await talks.change(manager, 'postpone', before, late)).toMatchObject(told);

    await talks.change(person, 'cancel', before);
    for (const [viewer, input] of [
      [manager, { personId }],
      [person, {}],
    ] as const) {
      expect(await talks.arrange(viewer, { ...input, plannedOn: day(10) })).toMatchObject(told);
    }
  });

  it('lets a manager lead while it holds, and not on the day on which it no longer does', async () => {
    const { trust, talks, team, person, managerId } = await begin();
    await requiredFrom(trust, -10);
    await people.data(team, record, trained(managerId, 0, 10));

    expect(await talks.arrange(person, { plannedOn: day(10) })).toMatchObject({
      __typename: 'LeadNotTrained',
    });
    expect(await talks.arrange(person, { plannedOn: day(9) })).toMatchObject({
      state: 'SCHEDULED',
    });
  });

  it('is not asked of a colleague whom the person chooses', async () => {
    const { trust, talks, person, personId } = await begin();
    await requiredFrom(trust, -10);
    const { id: leadId } = await people.hire(trust);
    await people.network(trust, [leadId, personId], {});

    const asked = await talks.arrange(person, { leadId });
    const planned = await talks.change(talker(trust, leadId), 'answer', asked, { willing: true });
    const later = { reason: 'AWAY', plannedOn: day(20) };
    expect(await talks.change(person, 'postpone', planned, later)).toMatchObject({
      state: 'SCHEDULED',
    });
  });

  it('does not undo what was held', async () => {
    const { trust, talks, person } = await begin();
    const talk = await talks.arrange(person, { plannedOn: day(0) });
    await requiredFrom(trust, -10);

    expect(await talks.change(person, 'record', talk, { heldOn: day(0) })).toMatchObject({
      state: 'HELD',
    });
  });

  it('is noted by the people team, again for the same day with another end', async () => {
    const { trust, team, manager, managerId } = await begin();

    expect(await people.codes(manager, record, trained(managerId, -1, 10))).toEqual(['FORBIDDEN']);
    await people.data(team, record, trained(managerId, -1, 10));
    expect(await people.data(team, record, trained(managerId, -1, 5))).toEqual({
      done: { trainedOn: day(-1), validUntil: day(5), holds: true },
    });
    expect(await people.data(manager, own)).toMatchObject({
      viewer: { managerTraining: { validUntil: day(5) } },
    });
    for (const [from, until] of [
      [1, 10],
      [-5, -5],
    ] as const) {
      expect(await people.codes(team, record, trained(managerId, from, until))).toEqual([
        'BAD_USER_INPUT',
      ]);
    }
    const other = teamOf(await people.trust());
    expect(await people.codes(other, record, trained(managerId, -1, 9))).toEqual(['NOT_FOUND']);
    expect(await people.data(teamOf(trust), untrained)).toMatchObject({
      managersWithoutTraining: { totalCount: 0 },
    });
  });
});

describe('managers without training', () => {
  it('are listed with those who have most reports first, for those who answer for them', async () => {
    const { trust, team, manager, managerId } = await begin();
    const hire = async (school: number) =>
      (await people.hire(trust, { posts: [{ school, roles: ['TCHR'] }] })).id;
    const [bigId, smallId] = [await hire(1), await hire(1)];
    await people.manage(trust, bigId, [await hire(0), await hire(1)]);
    await people.manage(trust, smallId, [await hire(1)], { startsOn: day(-9), endsOn: day(0) });
    await people.data(team, record, trained(managerId, -400, 0));
    const big = { reportCount: 2, expiredOn: null, person: { id: bigId } };
    const first = { reportCount: 1, expiredOn: day(0), person: { id: managerId } };
    const listed = (...nodes: object[]) => ({
      managersWithoutTraining: {
        totalCount: nodes.length,
        edges: nodes.map((node) => ({ node })),
      },
    });

    expect(await people.data(team, untrained)).toEqual(listed(big, first));
    const head = headViewer(trust, smallId, 1);
    const scopes = new Set([...head.scopes, 'conversation:read']);
    expect(await people.data({ ...head, scopes }, untrained)).toEqual(listed(big));
    expect(await people.codes(manager, untrained)).toEqual(['FORBIDDEN']);
    expect(await people.data(teamOf(await people.trust()), untrained)).toEqual(listed());
    await people.data(team, record, trained(bigId, -1, 1));
    expect(await people.data(team, untrained)).toEqual(listed(first));
  });
});
