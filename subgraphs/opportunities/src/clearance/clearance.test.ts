import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { checks, TestPlacement } from '../placement/testing.ts';
import { aHead, aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();
let trust: TestPlacement;

beforeEach(async () => {
  test.clock.set('2026-05-12T09:00:00Z');
  trust = new TestPlacement(test);
  await trust.employ();
});

describe('clearance', () => {
  it('is good for all schools of the trust, and for each placement', async () => {
    await trust.clear();
    const id = await trust.whole();

    expect(await trust.seen(id, trust.hostHead)).toMatchObject({
      checks: checks.map((check) => ({
        ...{ check, outcome: 'HELD', source: 'TRUST', checkedOn: '2026-01-12' },
        ...{ holdsThroughout: true, checkedBy: { id: trust.central.personId } },
      })),
    });
  });

  it('that ends while the placement runs suspends it until it is renewed', async () => {
    await trust.clear(trust.personId, '2026-06-03');
    const id = await trust.whole();
    await trust.schedule(id);
    const on = async (day: string) => {
      test.clock.set(`${day}T09:00:00Z`);
      return (await trust.seen(id)).state;
    };

    expect((await trust.seen(id))['checks']).toMatchObject([
      ...checks.map((check) => ({ check, validTo: '2026-06-03', holdsThroughout: false })),
    ]);
    expect([await on('2026-05-31'), await on('2026-06-01'), await on('2026-06-03')]).toEqual([
      ...['SCHEDULED', 'ACTIVE', 'ACTIVE'],
    ]);
    expect(await on('2026-06-04')).toBe('SUSPENDED');
    for (const check of checks) await trust.record(check, { checkedOn: '2026-06-04' });
    expect([await on('2026-06-04'), await on('2026-06-06')]).toEqual(['ACTIVE', 'COMPLETED']);
  });

  it('that is not held any more suspends it at once', async () => {
    await trust.clear();
    const id = await trust.whole();
    await trust.schedule(id);
    test.clock.set('2026-06-02T09:00:00Z');
    await trust.record('DBS', { outcome: 'NOT_HELD', checkedOn: '2026-06-02' });

    expect((await trust.seen(id)).state).toBe('SUSPENDED');
  });

  it('is asked of another trust or an agency, and is not held before they confirm it', async () => {
    const id = await trust.whole();
    const agency = { source: 'AGENCY', confirmedBy: 'Supply Direct' };
    for (const check of checks) {
      const asked = { ...agency, outcome: 'ASKED', checkedOn: null };
      expect(await trust.record(check, asked)).toMatchObject({ outcome: 'ASKED', checkedBy: null });
    }
    expect(await trust.seen(id)).toMatchObject({ missing: ['CLEARANCE'] });

    for (const check of checks) await trust.record(check, agency);
    expect(await trust.schedule(id)).toMatchObject({ state: 'SCHEDULED' });
  });

  it('says what fits together', async () => {
    const wrong = [
      { outcome: 'ASKED', checkedOn: null },
      { source: 'AGENCY' },
      { confirmedBy: 'Somebody' },
      { checkedOn: null },
      { checkedOn: '2026-05-13' },
      { validTo: '2026-01-11' },
    ];

    for (const more of wrong) {
      expect(await trust.record('DBS', more)).toMatchObject({ result: 'BAD_USER_INPUT' });
    }
  });

  it('is asked for as the trust’s policy says, and is not for one’s own school', async () => {
    await trust.clear();
    const set = (viewer = trust.central) =>
      trust.change(viewer, 'setClearancePolicy', { kind: 'SHADOWING', checks: ['PROHIBITION'] });
    expect(await set(trust.homeHead)).toMatchObject({ result: 'FORBIDDEN' });
    expect(await set()).toMatchObject({ checks: ['PROHIBITION'] });
    const id = await trust.whole();
    const [atHome = ''] = await trust.make({ hostSchoolId: trust.home });

    expect(await trust.seen(id)).toMatchObject({ missing: ['CLEARANCE'] });
    await trust.record('PROHIBITION');
    expect(await trust.seen(id)).toMatchObject({ missing: [] });
    expect(await trust.seen(atHome)).toMatchObject({ checks: [] });
  });

  it('is read by the person, and the heads of their schools and of those that expect them', async () => {
    await trust.clear();
    const query = `query ($references: [_Any!]!) { _entities(representations: $references) {
      ... on Person { clearances { check } } } }`;
    const references = [{ __typename: 'Person', id: trust.personId }];
    const reads = async (viewer = trust.central) => {
      const { data } = await test.served.ask<{ _entities: { clearances: unknown[] }[] }>(
        viewer,
        query,
        { references },
      );
      return data._entities[0]?.clearances.length;
    };

    expect(await reads(trust.hostHead)).toBe(0);
    const [id = ''] = await trust.make();
    expect([await reads(trust.person), await reads(trust.homeHead)]).toEqual([3, 3]);
    expect([await reads(trust.hostHead), await reads(trust.central)]).toEqual([3, 3]);
    expect(await reads(aMemberOfStaff(trust.trustId))).toBe(0);
    expect(await reads(aHead(trust.trustId, newId()))).toBe(0);
    await trust.on(trust.person, 'cancelPlacement', id, { reason: 'Not this year' });
    expect(await reads(trust.hostHead)).toBe(0);
  });

  it('is recorded by the heads of schools that have or expect the person', async () => {
    const record = (viewer = trust.central) =>
      trust.change(viewer, 'recordClearance', {
        ...{ personId: trust.personId, check: 'DBS', outcome: 'HELD', source: 'TRUST' },
        checkedOn: '2026-01-12',
      });

    expect(await record(trust.homeHead)).toMatchObject({ result: 'Clearance' });
    expect(await record(trust.hostHead)).toMatchObject({ result: 'FORBIDDEN' });
    expect(await record(trust.person)).toMatchObject({ result: 'FORBIDDEN' });
    expect(await record(thePeopleTeam(newId()))).toMatchObject({ result: 'NOT_FOUND' });
  });
});
