import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();
let central: Viewer;
let assistant: Viewer;

beforeEach(() => {
  test.clock.set('2026-05-12T09:00:00Z');
  const trustId = newId();
  central = thePeopleTeam(trustId);
  assistant = aMemberOfStaff(trustId);
});

describe('applying', () => {
  it('says "consider me" for the signed-in person', async () => {
    const id = await test.published(central);

    expect(await test.apply(assistant, id, { statement: 'I teach phonics.' })).toMatchObject({
      result: 'Application',
      state: 'SUBMITTED',
      statement: 'I teach phonics.',
      submittedAt: '2026-05-12T09:00:00.000Z',
      withdrawnAt: null,
      version: 1,
      opportunity: { id },
      person: { id: assistant.personId },
    });
  });

  it('needs no statement, and takes one of at most 10,000 characters', async () => {
    const id = await test.published(central);

    expect(await test.apply(assistant, id, { statement: 'x'.repeat(10_001) })).toMatchObject({
      result: 'BAD_USER_INPUT',
    });
    expect(await test.apply(assistant, id)).toMatchObject({
      result: 'Application',
      statement: null,
    });
  });

  it('is not for an API key or a job, which are nobody', async () => {
    const id = await test.published(central);
    const key = aViewer({ trustId: central.trustId, personId: null, scopes: [...central.scopes] });

    expect(await test.apply(key, id)).toMatchObject({ result: 'FORBIDDEN' });
    expect(await test.withdraw(key, { id, version: 1 })).toMatchObject({ result: 'FORBIDDEN' });
  });

  it('is for those who may apply', async () => {
    const id = await test.published(central);
    const reader = { ...assistant, scopes: new Set(['opportunity:read']) };

    expect(await test.apply(reader, id)).toMatchObject({ result: 'FORBIDDEN' });
  });

  it('finds no opportunity under an unknown or malformed id', async () => {
    expect(await test.apply(assistant, newId())).toMatchObject({ result: 'NOT_FOUND' });
    expect(await test.apply(assistant, 'not an id')).toMatchObject({ result: 'NOT_FOUND' });
  });

  it('is refused for a draft, with its days', async () => {
    const { id = '' } = await test.create(central, { opensOn: null });

    expect(await test.apply(central, id)).toMatchObject({
      result: 'NotOpen',
      opensOn: null,
      closesOn: '2026-05-31',
    });
  });

  it('is refused a second time, and shows the application that stands', async () => {
    const id = await test.published(central);
    const first = await test.apply(assistant, id);

    expect(await test.apply(assistant, id)).toMatchObject({
      result: 'AlreadyApplied',
      application: { id: first.id, state: 'SUBMITTED' },
    });
    expect(await test.apply(aMemberOfStaff(assistant.trustId), id)).toMatchObject({
      result: 'Application',
    });
  });

  it('counts once when the same person applies twice at once', async () => {
    const id = await test.published(central);
    const apply = () => test.apply(assistant, id);

    const outcomes = await atOnce(test.served.database.name, 'application', [apply, apply]);

    expect(outcomes.map(({ result }) => result).sort()).toEqual(['AlreadyApplied', 'Application']);
  });

  it('does not slip in while the opportunity is being closed', async () => {
    const id = await test.published(central);

    const outcome = await whileClosing(id, () => test.apply(assistant, id));

    expect(outcome).toMatchObject({ result: 'NotOpen' });
  });
});

/** Closes the opportunity in a transaction that ends only once the work waits for it. */
async function whileClosing<T>(id: string, work: () => Promise<T>): Promise<T> {
  return asSuperuser(test.served.database.name, async (client) => {
    await client.query('BEGIN');
    await client.query("UPDATE opportunity SET state = 'CLOSED' WHERE id = $1", [id]);
    const answer = work();
    const answered = answer.then(() => true);
    const waiting = async () => {
      await client.query('SELECT pg_stat_clear_snapshot()');
      const { rowCount } = await client.query(
        `SELECT 1 FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return rowCount === 1;
    };
    while (!(await Promise.race([answered, waiting()])));
    await client.query('COMMIT');
    return answer;
  });
}

describe('the days on which one may apply', () => {
  const applyAt = async (id: string, instant: string) => {
    test.clock.set(instant);
    return (await test.apply(aMemberOfStaff(central.trustId), id)).result;
  };

  it('end at midnight in England in summer, an hour before midnight UTC', async () => {
    const id = await test.published(central, { opensOn: '2026-06-01', closesOn: '2026-06-30' });

    expect(await applyAt(id, '2026-05-31T22:59:59.999Z')).toBe('NotOpen');
    expect(await applyAt(id, '2026-05-31T23:00:00.000Z')).toBe('Application');
    expect(await applyAt(id, '2026-06-30T22:59:59.999Z')).toBe('Application');
    expect(await applyAt(id, '2026-06-30T23:00:00.000Z')).toBe('NotOpen');
  });

  it('end at midnight UTC in winter', async () => {
    const id = await test.published(central, { opensOn: '2026-12-01', closesOn: '2026-12-15' });

    expect(await applyAt(id, '2026-11-30T23:59:59.999Z')).toBe('NotOpen');
    expect(await applyAt(id, '2026-12-01T00:00:00.000Z')).toBe('Application');
    expect(await applyAt(id, '2026-12-15T23:59:59.999Z')).toBe('Application');
    expect(await applyAt(id, '2026-12-16T00:00:00.000Z')).toBe('NotOpen');
  });

  it('are whole days when the clocks change on them', async () => {
    const forward = await test.published(central, {
      opensOn: '2026-06-01',
      closesOn: '2027-03-28',
    });
    const back = await test.published(central, { opensOn: '2026-10-25', closesOn: '2026-10-25' });

    expect(await applyAt(back, '2026-10-24T22:59:59.999Z')).toBe('NotOpen');
    expect(await applyAt(back, '2026-10-24T23:00:00.000Z')).toBe('Application');
    expect(await applyAt(back, '2026-10-25T23:59:59.999Z')).toBe('Application');
    expect(await applyAt(back, '2026-10-26T00:00:00.000Z')).toBe('NotOpen');
    expect(await applyAt(forward, '2027-03-28T22:59:59.999Z')).toBe('Application');
    expect(await applyAt(forward, '2027-03-28T23:00:00.000Z')).toBe('NotOpen');
  });
});

describe('taking an application back', () => {
  it('keeps it as withdrawn, and one may apply again', async () => {
    const id = await test.published(central);
    const first = await test.apply(assistant, id);
    test.clock.set('2026-05-13T09:00:00Z');

    expect(await test.withdraw(assistant, first)).toMatchObject({
      result: 'Application',
      id: first.id,
      state: 'WITHDRAWN',
      withdrawnAt: '2026-05-13T09:00:00.000Z',
      version: 2,
    });
    const second = await test.apply(assistant, id);
    expect(second).toMatchObject({ result: 'Application', state: 'SUBMITTED' });
    expect(second.id).not.toBe(first.id);
  });

  it('is possible after the closing day', async () => {
    const id = await test.published(central);
    const application = await test.apply(assistant, id);
    test.clock.set('2026-06-13T09:00:00Z');

    expect(await test.withdraw(assistant, application)).toMatchObject({ state: 'WITHDRAWN' });
  });

  it('is refused a second time, with where it stands', async () => {
    const application = await test.apply(assistant, await test.published(central));
    await test.withdraw(assistant, application);

    expect(await test.withdraw(assistant, { ...application, version: 2 })).toMatchObject({
      result: 'ApplicationNotWithdrawable',
      from: 'WITHDRAWN',
      legal: [],
    });
  });

  it('is for the person who applied alone', async () => {
    const application = await test.apply(assistant, await test.published(central));
    const colleague = aMemberOfStaff(assistant.trustId);

    expect(await test.withdraw(central, application)).toMatchObject({ result: 'OwnOnly' });
    expect(await test.withdraw(colleague, application)).toMatchObject({ result: 'NOT_FOUND' });
  });

  it('conflicts with a change that the person has not read', async () => {
    const application = await test.apply(assistant, await test.published(central));
    const withdraw = () => test.withdraw(assistant, application);

    const outcomes = await atOnce(test.served.database.name, 'application', [withdraw, withdraw]);

    expect(outcomes.map(({ result }) => result).sort()).toEqual(['Application', 'CONFLICT']);
    expect(await withdraw()).toMatchObject({ result: 'CONFLICT', currentVersion: 2 });
  });
});
