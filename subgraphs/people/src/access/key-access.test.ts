import { beforeAll, describe, expect, it } from '@jest/globals';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { day, testPeople, type TestTrust } from '../testing.ts';
import { keyScopes } from './api-key.ts';
import { apiKey, keyIdOf, TestOperator, urnOf } from './testing.ts';

const people = testPeople();
const operator = new TestOperator(people);

let trust: TestTrust;
let other: TestTrust;
beforeAll(async () => {
  trust = await people.trust('Alder', 'Birch');
  other = await people.trust('Cedar', 'Dogwood', 'Elder'); // the number of the third is its own
});

describe('an operator who lets a system in', () => {
  it('is shown a key once that is good for its schools and scopes', async () => {
    const key = await operator.issue(trust, urnOf(trust, 1));

    expect(key).toMatch(/^spk_dev_[a-z0-9]{12}_[\w-]{43}$/);
    expect(await operator.principalOfKey(key)).toEqual({
      ...{ trustId: trust.id, personId: null, placeIds: [trust.schools[1]?.id], allPlaces: false },
      scopes: ['staff:read', 'staff:write'],
    });
    const list = await operator.done(`list --trust ${trust.uid}`);
    expect(list).toContain(keyIdOf(key));
    expect(list).not.toContain(key.slice(-43));
  });

  it('has only its hash kept', async () => {
    const key = await operator.issue(trust, urnOf(trust, 0));
    const { rows } = await asSuperuser(people.served.database.name, (client) =>
      client.query<object>('SELECT * FROM api_client'),
    );

    expect(JSON.stringify(rows)).toContain(keyIdOf(key));
    expect(JSON.stringify(rows)).not.toContain(key.slice(-43));
  });

  it('is given a live key in production', async () => {
    const { lines } = await operator.run(apiKey(trust, 'all'), { NODE_ENV: 'production' });

    expect(lines.at(-1)).toMatch(/^spk_live_/);
  });

  it('may give a key every school and each scope that a key may have', async () => {
    const key = await operator.issue(trust, 'all', keyScopes.join(','));

    expect(await operator.principalOfKey(key)).toMatchObject({
      ...{ placeIds: [], allPlaces: true, scopes: keyScopes },
    });
  });

  it('changes keys with an overlap', async () => {
    const [old, next] = [await operator.issue(trust, 'all'), await operator.issue(trust, 'all')];
    expect(await operator.principalOfKey(old)).not.toBeNull();
    expect(await operator.principalOfKey(next)).not.toBeNull();

    const revoke = `revoke-key --key-id ${keyIdOf(old)}`;
    expect(await operator.done(revoke)).toBe(
      `Key ${keyIdOf(old)} is revoked. Gateways notice within a minute.`,
    );

    expect(await operator.principalOfKey(old)).toBeNull();
    expect(await operator.principalOfKey(next)).not.toBeNull();
    expect(await operator.done(revoke)).toContain('was revoked before');
    expect(await operator.refused('revoke-key --key-id abcdefghijkl')).toBe(
      'There is no key with this key id.',
    );
  });

  it('gives no key that has expired, and sees one expire', async () => {
    const today = apiKey(trust, 'all').replace(day(100), day(0));
    expect(await operator.refused(today)).toBe('--expires must be after today.');
    const forEver = apiKey(trust, 'all').replace(day(100), day(400));
    expect(await operator.refused(forEver)).toBe('--expires must be within a year.');

    const key = await operator.issue(trust, 'all');
    await asSuperuser(people.served.database.name, (client) =>
      client.query('UPDATE api_client SET expires_at = now() WHERE key_id = $1', [keyIdOf(key)]),
    );
    expect(await operator.principalOfKey(key)).toBeNull();
    expect(await operator.done(`list --trust ${trust.uid}`)).toMatch(
      new RegExp(`${keyIdOf(key)} mis: .*expired on ${day(0)}`),
    );
  });

  it('lets it expire when the day begins in England, in summer time too', async () => {
    const next = (monthAndDay: string) =>
      [0, 1]
        .map((years) => `${String(Number(day(0).slice(0, 4)) + years)}-${monthAndDay}`)
        .find((date) => date > day(0)) ?? '';
    const july = `${next('07-31')}T00:00:00Z`;
    for (const [expires, instant] of [
      [next('01-31'), `${next('01-31')}T00:00:00.000Z`],
      [next('07-31'), new Date(Date.parse(july) - 3_600_000).toISOString()],
    ] as const) {
      const said = await operator.done(apiKey(trust, 'all').replace(day(100), expires));
      const keyId = keyIdOf(said.split('\n').at(-1) ?? '');
      const { rows } = await asSuperuser(people.served.database.name, (client) =>
        client.query<{ at: Date }>('SELECT expires_at AS at FROM api_client WHERE key_id = $1', [
          keyId,
        ]),
      );
      expect(rows[0]?.at.toISOString()).toBe(instant);
    }
  });

  it('is refused schools of another trust', async () => {
    expect(await operator.refused(apiKey(trust, `${urnOf(trust, 0)},${urnOf(other, 2)}`))).toBe(
      `The trust has no school with URN ${urnOf(other, 2)}.`,
    );
  });
});
