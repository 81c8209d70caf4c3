import { beforeEach, describe, expect, it } from '@jest/globals';
import { jobViewer } from '@trellis/subgraph-kit/job-viewer';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { createHash } from 'node:crypto';
import { TestPlacement } from './testing.ts';
import { aMemberOfStaff, type Outcome, TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();
let trust: TestPlacement;

beforeEach(async () => {
  test.clock.set('2026-05-12T09:00:00Z');
  trust = new TestPlacement(test);
  await trust.employ();
});

const make = (viewer: Viewer, input: object = {}): Promise<Outcome> =>
  test.mutate(viewer, 'makeCalendarFeed', input, 'id path feed { madeAt revokedAt lastUsedOn }');

const revoke = (viewer: Viewer, id: unknown): Promise<Outcome> =>
  test.mutate(viewer, 'revokeCalendarFeed', { id }, 'id revokedAt');

const secretIn = (path: unknown) => /^\/calendar\/([\w-]{43})\.ics$/.exec(String(path))?.[1] ?? '';
const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');

/** What the gateway is answered for an address. */
async function fetched(path: unknown, viewer = jobViewer('gateway', ['calendar:read'])) {
  const { data, errors } = await test.served.ask<{ file: { text: string } | null }>(
    viewer,
    'query ($secretHash: String!) { file: calendarFeedFile(secretHash: $secretHash) { text } }',
    { secretHash: hashOf(secretIn(path)) },
  );
  const [error] = errors ?? [];
  return error ? String(error.extensions['code']) : (data.file?.text ?? null);
}

async function ownFeed(viewer: Viewer) {
  const query = `query ($viewers: [_Any!]!) { _entities(representations: $viewers) { ... on Viewer {
    calendarFeed { id lastUsedOn } } } }`;
  const viewers = [{ __typename: 'Viewer', id: viewer.personId ?? 'key' }];
  const { data } = await test.served.ask<{ _entities: { calendarFeed: unknown }[] }>(
    viewer,
    query,
    { viewers },
  );
  return data._entities[0]?.calendarFeed;
}

describe('the calendar of somebody', () => {
  it('has what they do in other schools, where it is, and nothing of anybody else', async () => {
    const host = test.people.addSchoolWith(trust.trustId, { name: 'Elm Primary School' });
    await trust.make({ hostSchoolId: host });
    const other = await trust.employ(String(aMemberOfStaff(trust.trustId).personId));
    await trust.make({ personId: other, purpose: 'Somebody else’s week' });
    const { path } = await make(trust.person);

    const text = await fetched(path);

    expect(text).toContain('SUMMARY:To see how they teach fractions');
    expect(text).toContain('DESCRIPTION:Elm Primary School');
    expect(text).toContain('DTSTART;VALUE=DATE:20260601');
    expect(text).toContain('STATUS:TENTATIVE');
    expect(text).not.toContain('Somebody else');
  });

  it('is the same until something changes, and then says so', async () => {
    const id = await trust.whole();
    await trust.clear();
    const { path } = await make(trust.person);
    const first = await fetched(path);
    test.clock.set('2026-05-13T09:00:00Z');
    expect(await fetched(path)).toBe(first);

    await trust.schedule(id);
    expect(await fetched(path)).toContain('STATUS:CONFIRMED');

    await trust.on(trust.person, 'cancelPlacement', id, { reason: 'Not now' });
    expect(await fetched(path)).not.toContain('VEVENT');
  });

  it('has each day that a specialist is lent, and none in between', async () => {
    const [id = ''] = await trust.make({
      ...{ kind: 'DEPLOYMENT', startsOn: '2026-06-01', endsOn: '2026-06-18' },
      weekdays: [1, 3],
    });
    const ids = [trust.trustId, id];
    await asSuperuser(test.served.database.name, async (client) => {
      await client.query(`SET session_replication_role = replica`); // of a deployment only its days count here
      for (const [day, state] of [
        ['2026-06-01', 'LENT'],
        ['2026-06-10', 'RELEASED'],
        ['2026-06-17', 'LENT'],
      ]) {
        await client.query(`INSERT INTO deployment_day VALUES ($1, $2, $3, $4, $5)`, [
          ...[...ids, trust.personId, day, state],
        ]);
      }
    });
    const text = String(await fetched((await make(trust.person)).path));

    expect(text.match(/DTSTART;VALUE=DATE:\d+/g)).toEqual([
      ...['DTSTART;VALUE=DATE:20260601', 'DTSTART;VALUE=DATE:20260617'],
    ]);
    expect(text).not.toContain('RRULE');
  });
});

describe('its private address', () => {
  it('is shown once and kept as a hash', async () => {
    const input = { idempotencyKey: 'mine' };
    const { path } = await make(trust.person, input);
    expect(secretIn(path)).toHaveLength(43);

    expect(await make(trust.person, input)).toMatchObject({ path: null });
    const kept = await asSuperuser(test.served.database.name, async (client) => {
      const { rows } = await client.query(`SELECT f::text AS feed FROM calendar_feed f`);
      return JSON.stringify(rows);
    });
    expect(kept).toContain(hashOf(secretIn(path)));
    expect(kept).not.toContain(secretIn(path));
  });

  it('dies when it is revoked or another is made', async () => {
    const first = await make(trust.person);
    const second = await make(trust.person);
    expect([await fetched(first.path), await fetched(second.path)]).toEqual([
      null,
      expect.stringContaining('VCALENDAR'),
    ]);

    expect(await revoke(trust.person, second.id)).toMatchObject({
      revokedAt: '2026-05-12T09:00:00.000Z',
    });
    expect(await fetched(second.path)).toBeNull();
    expect(await ownFeed(trust.person)).toBeNull();
  });

  it('is one for each, also of two that are made at once', async () => {
    const both = await atOnce(
      test.served.database.name,
      'calendar_feed',
      [1, 2].map(() => () => make(trust.person)),
    );

    const answers = await Promise.all(both.map(({ path }) => fetched(path)));
    expect(answers.filter((text) => text === null)).toHaveLength(1);
  });

  it('says when it was used last, by the day', async () => {
    const { id, path } = await make(trust.person);
    expect(await ownFeed(trust.person)).toEqual({ id, lastUsedOn: null });

    await fetched(path);
    expect(await ownFeed(trust.person)).toEqual({ id, lastUsedOn: '2026-05-12' });
  });

  it('dies when whoever has it leaves, or their contract is over', async () => {
    const { path } = await make(trust.person);
    const contract = { id: trust.personId, type: 'PRM', startsOn: '2024-09-01' };
    await trust.employ(trust.personId, { contracts: [{ ...contract, endsOn: '2026-05-14' }] });
    expect(await fetched(path)).not.toBeNull();
    test.clock.set('2026-05-14T09:00:00Z');
    expect(await fetched(path)).toBeNull();

    test.clock.set('2026-05-12T09:00:00Z');
    await trust.employ();
    expect(await fetched(path)).not.toBeNull();
    await trust.leave();
    expect(await fetched(path)).toBeNull();
  });

  it('is nobody else’s: not to see, not to revoke, not of a system', async () => {
    const { id, path } = await make(trust.person);
    const others = [
      trust.central,
      thePeopleTeam(trust.trustId),
      thePeopleTeam(test.people.add('')),
    ];
    for (const other of others) {
      expect(await ownFeed(other)).toBeNull();
      expect(await revoke(other, id)).toMatchObject({ result: 'NOT_FOUND' });
      expect(await fetched(path, other)).toBe('FORBIDDEN');
    }
    const system = aViewer({
      ...{ trustId: trust.trustId, personId: null, scopes: ['opportunity:read'] },
    });
    expect(await make(system)).toMatchObject({ result: 'FORBIDDEN' });
    expect(await fetched(path)).not.toBeNull();
  });

  it('opens nothing else to the gateway: by itself row security shows it no placement', async () => {
    await trust.make();
    await make(trust.person);
    const seen = await test.within(jobViewer('gateway', ['calendar:read']), (db) =>
      db.rows<{ feeds: number; placements: number }>(
        `SELECT (SELECT count(*)::integer FROM calendar_feed WHERE trust_id = $1) AS feeds,
                (SELECT count(*)::integer FROM placement) AS placements`,
        [trust.trustId],
      ),
    );
    expect(seen).toEqual([{ feeds: 1, placements: 0 }]);
  });
});
