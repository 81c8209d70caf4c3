import { afterEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { publicKeyOf, readPrivateKey } from '@trellis/events/webhook-signature';
import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { WorkerWorld } from './testing/worker-world.ts';

const privateKey = `whsk_${randomBytes(32).toString('base64')}`;
const world = new WorkerWorld({ privateKey, publicKey: publicKeyOf(readPrivateKey(privateKey)) });

afterEach(() => world.answerAgain());

/** Waits until it is so, for ten seconds at most. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries += 1) {
    if (tries > 200) throw new Error('it never came to be');
    await pause(50);
  }
}

const statusOf = async (url: string) => (await fetch(url)).status;

describe('F18: a worker that is killed in the middle of its work', () => {
  it('leaves it to the next one, with one effect', async () => {
    const [personId, before] = [newId(), world.requests];
    let taken = false;
    world.behave = async (take) => {
      await take();
      taken = true; // and it hangs: the worker never hears of it
    };
    const { child } = await world.start();
    await world.happen(personId);
    await until(() => taken);

    expect(await world.end(child, 'SIGKILL')).toBeNull();
    world.answerAgain();
    const next = await world.start();
    await until(() => world.requests > before + 1);
    const after = newId();
    await world.happen(after);
    await until(async () => (await world.effects(after)) === 1);

    expect(await world.effects(personId)).toBe(1);
    expect(await world.end(next.child, 'SIGTERM')).toBe(0);
  });
});

describe('F5, F8: a connection that is cut between commit and reply', () => {
  it('has the same sent again, with one effect', async () => {
    const [personId, before] = [newId(), world.requests];
    let cuts = 0;
    world.behave = async (take, response) => {
      const receipt = await take();
      cuts += 1;
      if (cuts <= 3) response.destroy();
      else response.end(JSON.stringify(receipt));
    };
    const { child } = await world.start();
    await world.happen(personId);
    await until(() => cuts > 3);

    expect(world.requests - before).toBe(4);
    expect(await world.effects(personId)).toBe(1);
    expect(await world.end(child, 'SIGTERM')).toBe(0);
  });
});

describe('a worker that is told to stop', () => {
  it('is not ready any more, finishes what is in flight, and ends', async () => {
    const personId = newId();
    let [isUnderWay, mayGoOn] = [false, false];
    world.behave = async (take, response) => {
      isUnderWay = true;
      await until(() => mayGoOn);
      response.end(JSON.stringify(await take()));
    };
    const { child, health } = await world.start();
    expect(await statusOf(`${health}/readyz`)).toBe(200);
    await world.happen(personId);
    await until(() => isUnderWay);

    const ended = world.end(child, 'SIGTERM');
    await until(async () => (await statusOf(`${health}/readyz`)) === 503);
    expect(await statusOf(`${health}/livez`)).toBe(200);
    mayGoOn = true;

    expect(await ended).toBe(0);
    expect(await world.effects(personId)).toBe(1);
    const before = world.requests;
    const next = await world.start(); // which has nothing to send again
    await pause(300);
    expect(world.requests).toBe(before);
    await world.end(next.child, 'SIGTERM');
  });
});

describe('a worker whose database is away', () => {
  it('is not ready until it is back, and then goes on', async () => {
    const { child, health } = await world.start(await world.way.open());
    expect(await statusOf(`${health}/readyz`)).toBe(200);
    world.way.blocked = true;
    await until(async () => (await statusOf(`${health}/readyz`)) === 503);
    expect(await statusOf(`${health}/livez`)).toBe(200);

    world.way.blocked = false;
    world.way.cut();
    await until(async () => (await statusOf(`${health}/readyz`)) === 200);
    const personId = newId();
    await world.happen(personId);
    await until(async () => (await world.effects(personId)) === 1);
    expect(await world.end(child, 'SIGTERM')).toBe(0);
  });
});

describe('a worker, each night', () => {
  it('clears away events that are old and that everybody has been told', async () => {
    const personId = newId();
    const { child } = await world.start();
    await world.happen(personId);
    await world.happen(personId);
    await until(async () => (await world.effects(personId)) === 2);

    await asSuperuser(world.source.name, async (client) => {
      await client.query(`UPDATE event SET occurred_at = now() - interval '91 days'`);
      // As if study, which is not there, had been told.
      await client.query(`UPDATE event_subscriber SET from_transaction = pg_current_xact_id()`);
      const known = 'SELECT identifier FROM graphile_worker._private_known_crontabs ORDER BY 1';
      expect((await client.query(known)).rows).toEqual([
        { identifier: 'clear_events' },
        { identifier: 'tell_of_morning' },
      ]);
      await client.query(`SELECT graphile_worker.add_job('clear_events')`);
      const left = 'SELECT 1 FROM event WHERE aggregate_id = $1';
      await until(async () => (await client.query(left, [personId])).rowCount === 1);
    });

    expect(await world.end(child, 'SIGTERM')).toBe(0);
  });
});
