import { describe, expect, it } from '@jest/globals';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { testPeople } from '../testing.ts';
import {
  type Hook,
  isSignedWith,
  personOf,
  type Received,
  TestHooks,
  TestReceiver,
} from './testing.ts';

const people = testPeople();
const receiver = new TestReceiver(people);
const hooks = new TestHooks(people, receiver);

describe('F17: a key that is changed while changes are told', () => {
  it('signs beside the new one until its time is over', async () => {
    const [a = ''] = await hooks.hireQuietly(1);
    receiver.behave = () => ({ status: 500 });
    await hooks.tell(a);
    await receiver.deliver();
    const oldKeyUntil = new Date(Date.now() + 3_600_000).toISOString();

    const input = { id: hooks.hook.id, oldKeyUntil };
    const next = await hooks.change<Hook>(
      hooks.manager,
      'rotateWebhookKey',
      'RotateWebhookKeyInput',
      input,
    );
    receiver.wait(10);
    await receiver.deliver();
    receiver.wait(3_700);
    await receiver.deliver();

    expect(next.oldPublicKey).toBe(hooks.hook.publicKey);
    const [before, during, after] = receiver.received;
    const keysOf = (one?: Received) =>
      one && [hooks.hook, next].map(({ publicKey }) => isSignedWith(one, publicKey));
    expect(keysOf(before)).toEqual([true, false]);
    expect(keysOf(during)).toEqual([true, true]);
    expect(keysOf(after)).toEqual([false, true]);
  });
});

describe('F18: a worker that dies', () => {
  it('leaves its attempt to the next one, after a minute', async () => {
    const [a = ''] = await hooks.hireQuietly(1);
    await hooks.tell(a);
    await people.db.as(hooks.trust.central, () =>
      people.db.rows(`UPDATE webhook_delivery SET leased_until = $1 WHERE state = 'PENDING'`, [
        new Date(receiver.now().getTime() + 60_000),
      ]),
    );

    await receiver.deliver();
    expect(receiver.received).toEqual([]);
    receiver.wait(61);
    await receiver.deliver();
    expect(receiver.received).toHaveLength(1);
  });

  it('is one of several, of which each change is sent by one', async () => {
    const ids = await hooks.hireQuietly(12);
    await hooks.tell(...ids);
    const drain = () => receiver.worker().drain(() => false);

    const { name } = people.served.database;
    const drains = await asSuperuser(name, async (holder) => {
      await holder.query('BEGIN; SELECT FROM webhook_delivery FOR UPDATE');
      const started = [drain(), drain(), drain()];
      await asSuperuser(name, async (watcher) => {
        const waiting = `SELECT count(*)::integer AS workers FROM pg_stat_activity
          WHERE usename = 'people_job' AND datname = current_database() AND wait_event_type = 'Lock'`;
        for (let workers = 0; workers < 3;) {
          const { rows } = await watcher.query<{ workers: number }>(waiting);
          workers = rows[0]?.workers ?? 0; // each has seen the same deliveries that are due
        }
      });
      await holder.query('COMMIT');
      return started;
    });
    await Promise.all(drains);

    expect(receiver.received.map(personOf).sort()).toEqual(ids);
  });
});
