import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { testPeople } from '../testing.ts';
import { type Hook, TestHooks, TestReceiver } from './testing.ts';

const people = testPeople();
const receiver = new TestReceiver(people);
const hooks = new TestHooks(people, receiver);

const creation = `mutation ($input: CreateWebhookInput!) {
  done: createWebhook(input: $input) { __typename ... on TooManyWebhooks { limit } } }`;
const wish = (more: object = {}) => ({
  input: { url: 'https://hooks.example.org/a', eventTypes: ['person.changed'], ...more },
});

describe('registering an endpoint', () => {
  it('shows a public key, and keeps the private one where nobody can read it', async () => {
    const { publicKey, id } = hooks.hook;

    expect(publicKey).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/);
    const { rows } = await asSuperuser(people.served.database.name, (client) =>
      client.query<{ sealedKey: Buffer }>(
        'SELECT sealed_key AS "sealedKey" FROM webhook WHERE id = $1',
        [id],
      ),
    );
    expect(rows[0]?.sealedKey).toHaveLength(12 + 32 + 16);
  });

  it.each([
    ['inside the network', { url: 'https://169.254.169.254/' }],
    ['in the clear', { url: 'http://hooks.example.org/' }],
    ['in other clothes', { url: 'https://2852039166/' }],
    ['at another service’s port', { url: 'https://hooks.example.org:5432/' }],
    ['for changes that there are not', { eventTypes: ['person.spied'] }],
    ['for no changes', { eventTypes: [] }],
    ['with a novel', { description: 'x'.repeat(201) }],
  ])('refuses one %s', async (_, more) => {
    expect(await people.codes(hooks.manager, creation, wish(more))).toEqual(['BAD_USER_INPUT']);
  });

  it('twice under one key registers it once', async () => {
    const asked = {
      url: `${receiver.url}/x`,
      eventTypes: ['person.left'],
      idempotencyKey: newId(),
    };
    const register = () =>
      hooks.change<Hook>(hooks.manager, 'createWebhook', 'CreateWebhookInput', asked);

    const [first, second] = await Promise.all([register(), register()]);

    expect(second.id).toBe(first.id);
  });

  it('is refused beyond twenty', async () => {
    for (let count = 1; count < 20; count += 1) {
      await people.data(hooks.manager, creation, wish());
    }

    expect(await people.data(hooks.manager, creation, wish())).toEqual({
      done: { __typename: 'TooManyWebhooks', limit: 20 },
    });
  });

  it('is for those who manage webhooks alone', async () => {
    const { central } = hooks.trust;

    expect(await people.codes(central, creation, wish())).toEqual(['FORBIDDEN']);
    expect(await people.codes(central, '{ webhooks { totalCount } }')).toEqual(['FORBIDDEN']);
  });
});

describe('a registered endpoint', () => {
  const changes = [
    ['rotateWebhookKey', 'RotateWebhookKeyInput', {}],
    ['disableWebhook', 'WebhookInput', {}],
    ['enableWebhook', 'WebhookInput', {}],
    ['sendTestEvent', 'WebhookInput', {}],
    ['replayWebhook', 'ReplayWebhookInput', { since: new Date().toISOString() }],
  ] as const;

  it.each(changes)('of another trust is none to %s', async (mutation, type, more) => {
    const stranger = { ...hooks.manager, trustId: newId() };
    const ofOneSchool = { ...hooks.manager, allPlaces: false };
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename } }`;

    for (const viewer of [stranger, ofOneSchool]) {
      const input = { input: { id: hooks.hook.id, ...more } };
      expect(await people.codes(viewer, query, input)).toEqual(['NOT_FOUND']);
    }
  });

  it('is not shown to another trust', async () => {
    const stranger = { ...hooks.manager, trustId: newId() };

    expect(await people.data(stranger, '{ webhooks { edges { node { url } } } }')).toEqual({
      webhooks: { edges: [] },
    });
  });

  it('is sent a test that says that it is one', async () => {
    const query = `mutation ($input: WebhookInput!) { done: sendTestEvent(input: $input) {
      ... on WebhookDelivery { type state messageId } } }`;
    const { done } = await people.data<{ done: { messageId: string } }>(hooks.manager, query, {
      input: { id: hooks.hook.id },
    });
    await receiver.deliverAll();

    const [received] = receiver.received;
    expect(received?.headers['webhook-id']).toBe(done.messageId);
    expect(JSON.parse(received?.body ?? '')).toMatchObject({
      type: 'webhook.test',
      data: { webhookId: hooks.hook.id },
    });
  });

  it('is told nothing while it is disabled, and then what is asked for', async () => {
    const [id = ''] = await hooks.hireQuietly(1);
    const which = { id: hooks.hook.id };
    const since = new Date().toISOString();
    const { manager } = hooks;
    expect(await hooks.change(manager, 'disableWebhook', 'WebhookInput', which)).toMatchObject({
      state: 'DISABLED',
    });
    await hooks.tell(id);
    await receiver.deliverAll();
    expect(receiver.received).toEqual([]);
    const refused = `mutation ($input: ReplayWebhookInput!) {
      done: replayWebhook(input: $input) { __typename } }`;
    expect(await people.data(manager, refused, { input: { ...which, since } })).toEqual({
      done: { __typename: 'WebhookDisabled' },
    });

    await hooks.change(manager, 'enableWebhook', 'WebhookInput', which);
    await hooks.change(manager, 'replayWebhook', 'ReplayWebhookInput', { ...which, since });
    await receiver.deliverAll();

    expect(receiver.received).toHaveLength(1);
  });

  it('keeps its old key and its replays within 30 days', async () => {
    const { id } = hooks.hook;
    const days = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString();
    const rotate = `mutation ($input: RotateWebhookKeyInput!) {
      rotateWebhookKey(input: $input) { __typename } }`;
    const replay = `mutation ($input: ReplayWebhookInput!) {
      replayWebhook(input: $input) { __typename } }`;

    const late = { input: { id, oldKeyUntil: days(31) } };
    expect(await people.codes(hooks.manager, rotate, late)).toEqual(['BAD_USER_INPUT']);
    const early = { input: { id, since: days(-31) } };
    expect(await people.codes(hooks.manager, replay, early)).toEqual(['BAD_USER_INPUT']);
  });
});
