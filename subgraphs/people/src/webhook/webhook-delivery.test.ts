import { describe, expect, it } from '@jest/globals';
import { webhookPatience } from '@trellis/webhooks/webhook-delivery';
import { StaffEventService } from '../event/staff-event.service.ts';
import { testPeople } from '../testing.ts';
import { isSignedWith, personOf, TestHooks, TestReceiver } from './testing.ts';

const people = testPeople();
const receiver = new TestReceiver(people);
const hooks = new TestHooks(people, receiver);

describe('an endpoint that was registered', () => {
  it('is told of a change by id alone, signed by its key', async () => {
    const [id = ''] = await hooks.hireQuietly(1);
    await hooks.tell(id);
    await receiver.deliver();

    const [received] = receiver.received;
    expect(receiver.received).toHaveLength(1);
    expect(JSON.parse(received?.body ?? '')).toEqual({
      type: 'person.changed',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      data: { personId: id },
    });
    expect(received && isSignedWith(received, hooks.hook.publicKey)).toBe(true);
    const other = await hooks.register(hooks.manager);
    expect(received && isSignedWith(received, other.publicKey)).toBe(false);
  });

  it('is told of nothing that was rolled back, of no other type and of no other trust', async () => {
    const [id = ''] = await hooks.hireQuietly(1);
    const { central } = hooks.trust;
    const events = new StaffEventService(people.db);
    const undone = people.db.as(central, async () => {
      await events.changed(central, [id]);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await people.db.as(central, () => events.restored(central, [id]));
    const other = await people.trust('Cedar');
    const { id: theirs } = await people.hire(other);
    await people.db.as(other.central, () => events.changed(other.central, [theirs]));

    await receiver.deliverAll();

    expect(receiver.received).toEqual([]);
  });

  it('of a key for one school is told of people there alone', async () => {
    const [alder = '', birch = ''] = hooks.trust.schools.map((school) => school.id);
    await hooks.change(hooks.manager, 'disableWebhook', 'WebhookInput', { id: hooks.hook.id });
    await hooks.register({ ...hooks.manager, personId: null, allPlaces: false, placeIds: [birch] });
    expect(alder).not.toBe(birch);
    const here = await people.hire(hooks.trust, { posts: [{ school: 0 }] });
    const there = await people.hire(hooks.trust, { posts: [{ school: 1 }] });
    await hooks.tell(here.id, there.id);

    await receiver.deliverAll();

    expect(new Set(receiver.received.map(personOf))).toEqual(new Set([there.id]));
  });
});

describe('F16: an endpoint that is down', () => {
  it('for two hours, then fails, then is slow, is told all, in order, by the schedule', async () => {
    const [a = '', b = ''] = await hooks.hireQuietly(2);
    const start = receiver.now().getTime();
    const hours = (count: number) => start + count * 3_600_000;
    receiver.behave = ({ at }) => {
      if (at < hours(2)) return { status: 503 };
      return { status: at < hours(6) ? 500 : 200 };
    };
    await hooks.tell(a, b);
    await hooks.tell(a);
    await hooks.tell(a);

    await receiver.deliverAll();

    const ofA = receiver.received.filter((one) => personOf(one) === a);
    const ids = [...new Set(ofA.map(({ headers }) => headers['webhook-id']))];
    expect(ids).toHaveLength(3);
    const first = ofA.filter(({ headers }) => headers['webhook-id'] === ids[0]);
    const waits = first
      .slice(1)
      .map(({ at }, place) => Math.round((at - (first[place]?.at ?? 0)) / 1000));
    expect(waits).toEqual([5, 300, 1_800, 7_200, 18_000]);
    // Only when the first had been taken did the second come, and then the third.
    expect(ofA.slice(first.length).map(({ headers }) => headers['webhook-id'])).toEqual(
      ids.slice(1),
    );
    expect(receiver.received.filter((one) => personOf(one) === b)).toHaveLength(6);
    const contents = Map.groupBy(receiver.received, ({ headers }) => headers['webhook-id']);
    for (const attempts of contents.values()) {
      expect(new Set(attempts.map(({ body }) => body)).size).toBe(1);
      for (const attempt of attempts) expect(attempt.headers['webhook-signature']).toMatch(/^v1a,/);
    }
  });

  it('is given up after ten attempts, which holds nothing else up, and may be told again', async () => {
    const [a = ''] = await hooks.hireQuietly(1);
    const since = receiver.now().toISOString();
    receiver.behave = () => ({ status: 500 });
    await hooks.tell(a);
    await receiver.deliverAll();
    expect(receiver.received).toHaveLength(10);

    receiver.reset();
    await hooks.tell(a);
    await receiver.deliverAll();
    expect(receiver.received).toHaveLength(1);

    receiver.reset();
    const replay = { id: hooks.hook.id, since };
    expect(
      await hooks.change(hooks.manager, 'replayWebhook', 'ReplayWebhookInput', replay),
    ).toEqual({
      events: 2,
    });
    await receiver.deliverAll();
    expect(receiver.received).toHaveLength(2);
  });

  it('is tried again no sooner than it asked, in seconds or by a date, at the latest after a day', async () => {
    const [a = '', b = '', c = ''] = await hooks.hireQuietly(3);
    const waitOf = async (id: string, asked: () => string) => {
      receiver.reset();
      receiver.behave = () => ({ status: 429, headers: { 'retry-after': asked() } });
      await hooks.tell(id);
      const next = await receiver.deliver();
      const wait = ((next?.getTime() ?? 0) - receiver.now().getTime()) / 1_000;
      receiver.wait(90_000);
      receiver.behave = () => ({ status: 204 });
      await receiver.deliverAll();
      return Math.round(wait / 10) * 10;
    };

    expect(await waitOf(a, () => '3600')).toBe(3_600);
    expect(await waitOf(b, () => '99999999')).toBe(86_400);
    const inTwoHours = () => new Date(receiver.now().getTime() + 7_200_000).toUTCString();
    expect(await waitOf(c, inTwoHours)).toBe(7_200);
  });

  it('and gone for good (410) is told no more, until it is enabled and told again', async () => {
    const [a = ''] = await hooks.hireQuietly(1);
    receiver.behave = () => ({ status: 410 });
    await hooks.tell(a);
    await receiver.deliverAll();
    expect(receiver.received).toHaveLength(1);
    const state = '{ webhooks { edges { node { state } } } }';
    expect(await people.data(hooks.manager, state)).toEqual({
      webhooks: { edges: [{ node: { state: 'GONE' } }] },
    });
    await hooks.tell(a);
    expect(await receiver.deliver()).toBeNull();

    receiver.reset();
    receiver.wait(10);
    expect(
      await hooks.change(hooks.manager, 'enableWebhook', 'WebhookInput', { id: hooks.hook.id }),
    ).toMatchObject({
      state: 'ENABLED',
    });
    await receiver.deliverAll();
    expect(receiver.received).toHaveLength(1);
  });

  it('takes a redirect for a failure, and goes nowhere else', async () => {
    const [a = ''] = await hooks.hireQuietly(1);
    receiver.behave = () => ({ status: 301, headers: { location: `${receiver.url}/inside` } });
    await hooks.tell(a);

    await receiver.deliver();

    expect(receiver.received.map(({ path }) => path)).toEqual(['/hook']);
  });

  it('and hangs is left after fifteen seconds, shorter here, while others are told', async () => {
    const [a = '', b = ''] = await hooks.hireQuietly(2);
    receiver.behave = (one) => ({ status: personOf(one) === a ? 0 : 204 });
    await hooks.tell(a, b);
    const from = performance.now();

    await receiver.deliver();

    expect(webhookPatience).toBe(15_000);
    const took = performance.now() - from;
    expect(took).toBeGreaterThan(receiver.patience - 50);
    expect(took).toBeLessThan(receiver.patience + 13_000);
    const log = `{ webhooks { edges { node { deliveries(first: 2) { edges { node {
      state attempts lastStatus lastProblem lastMilliseconds } } } } } } }`;
    const said = JSON.stringify(await people.data(hooks.manager, log));
    expect(said).toMatch(/"state":"PENDING","attempts":1,"lastStatus":null,"lastProblem":"It /);
    expect(said).toContain('"state":"DELIVERED","attempts":1,"lastStatus":204');
  });
});
