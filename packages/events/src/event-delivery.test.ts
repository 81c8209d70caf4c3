import { describe, expect, it } from '@jest/globals';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import { randomUUID } from 'node:crypto';
import { askOn } from './ask-on.ts';
import { HeldDeliveries } from './held-delivery.ts';
import { EventWorld, things } from './testing/event-world.ts';

const world = new EventWorld();

const upTo = (count: number) => Array.from({ length: count }, (_, place) => place + 1);

/** Drains until nothing waits for a transaction that somebody else on the server has open. */
async function drainAll(): Promise<void> {
  while ((await world.delivery().drain()).isHeldUp);
}

describe('telling a subscriber', () => {
  it('tells twenty thousand events once each, in order for each thing', async () => {
    const [db, told, viewer] = [
      await world.app(world.source),
      await world.app(world.target),
      aViewer(),
    ];
    const some = things(100);
    for (let round = 0; round < 200; round += 1) await world.happen(db, viewer, some);

    await drainAll();

    const effects = await world.effects(told, viewer);
    expect(some.map((id) => effects.get(id))).toEqual(some.map(() => upTo(200)));
  });

  it('tells nothing of what was rolled back, and asks for no delivery of it', async () => {
    const [db, told, viewer] = [
      await world.app(world.source),
      await world.app(world.target),
      aViewer(),
    ];
    const undone = db.as(viewer, async () => {
      await world.append(db, viewer, things(3));
      throw new Error('it is undone');
    });
    await expect(undone).rejects.toThrow('it is undone');

    await drainAll();

    expect((await world.effects(told, viewer)).size).toBe(0);
  });

  it('has one job a transaction ask for delivery, however much happens in it', async () => {
    const [db, viewer] = [await world.app(world.source), aViewer()];
    const jobs = () =>
      asSuperuser(world.source.name, async (client) => {
        const sql = 'SELECT count(*)::integer AS count FROM graphile_worker._private_jobs';
        return (await client.query<{ count: number }>(sql)).rows[0]?.count ?? 0;
      });
    const before = await jobs();

    await db.as(viewer, async () => {
      await world.append(db, viewer, things(2));
      await world.append(db, viewer, things(2));
    });

    expect((await jobs()) - before).toBe(1);
  });

  it('neither misses a long transaction nor tells what it did out of turn', async () => {
    const [db, told, viewer] = [
      await world.app(world.source),
      await world.app(world.target),
      aViewer(),
    ];
    const [thing = ''] = things(1);
    // The long one has its number first, and changes the thing last.
    const long = db.scopeFor(viewer);
    await db.within(long, () => world.append(db, viewer, things(1)));
    await world.happen(db, viewer, [thing]);
    const meanwhile = await world.delivery().drain();
    expect(meanwhile.isHeldUp).toBe(true);
    expect(await world.effects(told, viewer)).toEqual(new Map());

    await db.within(long, () => world.append(db, viewer, [thing]));
    await long.commit();
    await drainAll();

    const effects = await world.effects(told, viewer);
    expect(effects.size).toBe(2);
    expect(effects.get(thing)).toEqual([1, 2]);
  });

  it('tells the same again when it was killed before it could note the answer, with one effect', async () => {
    const [db, told, viewer] = [
      await world.app(world.source),
      await world.app(world.target),
      aViewer(),
    ];
    const some = things(20);
    await world.happen(db, viewer, some);
    await drainAll();
    // As if the note had never been made: the subscriber has its position of before.
    await asSuperuser(world.source.name, (client) =>
      client.query(
        "UPDATE event_subscriber SET from_transaction = '0', to_transaction = '0', sequence = 0",
      ),
    );
    world.requests.length = 0;

    await drainAll();

    expect(world.requests.length).toBeGreaterThan(0);
    const effects = await world.effects(told, viewer);
    expect(some.map((id) => effects.get(id))).toEqual(some.map(() => [1]));
  });

  it('loses nothing while its connections are ended again and again', async () => {
    const [db, told, viewer] = [
      await world.app(world.source),
      await world.app(world.target),
      aViewer(),
    ];
    const some = things(50);
    for (let round = 0; round < 60; round += 1) await world.happen(db, viewer, some);
    let isOver = false;
    const disturb = async () => {
      for (let round = 0; round < 10 && !isOver; round += 1) {
        await asSuperuser('postgres', (client) =>
          client.query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
              WHERE datname = ANY ($1) AND pid <> pg_backend_pid()`,
            [[world.source.name, world.target.name]],
          ),
        );
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
    };
    const disturbance = disturb();
    while (
      (await world.effects(told, viewer).catch(() => new Map<string, number[]>())).get(
        some[49] ?? '',
      )?.length !== 60
    ) {
      await world
        .delivery()
        .drain()
        .catch(() => undefined);
      world.clock.pass(60); // what did not answer is tried again at once
    }
    isOver = true;
    await disturbance;

    const effects = await world.effects(told, viewer);
    expect(some.map((id) => effects.get(id))).toEqual(some.map(() => upTo(60)));
  });

  it('goes on for a subscriber that was away for two hours, without a gap', async () => {
    const [db, told, viewer] = [
      await world.app(world.source),
      await world.app(world.target),
      aViewer(),
    ];
    const [thing = ''] = things(1);
    world.answerInstead = 503;
    for (let minute = 0; minute < 120; minute += 1) {
      if (minute % 10 === 0) await world.happen(db, viewer, [thing]);
      await world.delivery().drain();
      world.clock.pass(60);
    }
    expect(world.problems).toContain('It answered 503.');
    expect(await world.effects(told, viewer)).toEqual(new Map());
    const contents = world.requests.map(({ headers, body }) => [headers['webhook-id'], body]);
    world.answerInstead = null;

    await drainAll();

    expect((await world.effects(told, viewer)).get(thing)).toEqual(upTo(12));
    expect(contents.length).toBeGreaterThan(10);
  });

  it('is told by one at a time, however many try', async () => {
    const [db, told, viewer] = [
      await world.app(world.source),
      await world.app(world.target),
      aViewer(),
    ];
    const some = things(30);
    for (let round = 0; round < 20; round += 1) await world.happen(db, viewer, some);

    await Promise.all(upTo(4).map(() => world.delivery().drain()));
    await drainAll();

    const effects = await world.effects(told, viewer);
    expect(some.map((id) => effects.get(id))).toEqual(some.map(() => upTo(20)));
  });
});

describe('what a subscriber cannot take', () => {
  it('is held with what follows it, while all else passes', async () => {
    const [db, told, viewer] = [
      await world.app(world.source),
      await world.app(world.target),
      aViewer(),
    ];
    const [bad = '', good = ''] = things(2);
    world.poisonous.add(bad);
    await world.happen(db, viewer, [bad, good, bad]);
    await drainAll();
    await world.happen(db, viewer, [good, bad]);
    await drainAll();
    expect([...(await world.effects(told, viewer))]).toEqual([[good, [1, 2]]]);

    world.poisonous.delete(bad);
    await world.happen(db, viewer, [bad]); // which could be taken, and must not go first
    await drainAll();
    expect((await world.effects(told, viewer)).get(bad)).toBeUndefined();

    world.clock.pass(6);
    await drainAll();
    expect((await world.effects(told, viewer)).get(bad)).toEqual([1, 2, 3, 4]);
  });

  it('waits for an operator after the last attempt, and is told when that one says so', async () => {
    const [db, told, viewer] = [
      await world.app(world.source),
      await world.app(world.target),
      aViewer(),
    ];
    const [bad = ''] = things(1);
    world.poisonous.add(bad);
    await world.happen(db, viewer, [bad]);
    const waits: number[] = [];
    for (;;) {
      await drainAll();
      const { nextAttemptAt } = await world.delivery().drain();
      if (!nextAttemptAt) break;
      const seconds = Math.round((nextAttemptAt.getTime() - world.clock.now().getTime()) / 1000);
      waits.push(seconds);
      world.clock.pass(seconds + 1);
    }
    expect(waits).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]);

    world.poisonous.delete(bad);
    world.clock.pass(1_000_000);
    await drainAll();
    expect((await world.effects(told, viewer)).size).toBe(0);

    await asSuperuser(world.source.name, async (client) => {
      const held = new HeldDeliveries(askOn(client), 'consumer');
      expect(await held.list()).toMatchObject([
        { aggregateId: bad, attempts: 10, nextAttemptAt: null },
      ]);
      expect(await held.replay(world.clock.now())).toBe(1);
    });
    await drainAll();

    expect((await world.effects(told, viewer)).get(bad)).toEqual([1]);
  });
});

describe('a receiver of events', () => {
  const delivery = (audience: string) =>
    JSON.stringify({ source: 'eventful', audience, events: [] });
  const send = async (body: string, headers: Record<string, string>) =>
    (await fetch(world.url, { method: 'POST', body, headers })).status;

  it('refuses what nobody has signed, and what was meant for another', async () => {
    const { signatureHeaders } = await import('./webhook-signature.ts');
    const sign = (body: string, now = world.clock.now()) =>
      signatureHeaders([world.signing], randomUUID(), body, now);

    expect(await send(delivery('consumer'), sign(delivery('consumer')))).toBe(200);
    expect(await send(delivery('consumer'), {})).toBe(401);
    expect(await send(delivery('another'), sign(delivery('another')))).toBe(401);
    expect(await send(`${delivery('consumer')} `, sign(delivery('consumer')))).toBe(401);
    const old = new Date(world.clock.now().getTime() - 301_000);
    expect(await send(delivery('consumer'), sign(delivery('consumer'), old))).toBe(401);
  });
});
