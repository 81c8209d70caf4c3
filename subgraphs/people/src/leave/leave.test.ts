import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { day, headViewer, staffViewer, testPeople, type TestTrust } from '../testing.ts';
import { sourceRecord } from '../match/testing.ts';
import { LeaveService } from './leave.service.ts';
import type { LeaveRecord } from './leave.types.ts';

const people = testPeople();

interface Shown {
  readonly person: { readonly leavePeriods: readonly object[] | null };
}

function record(trust: TestTrust, personId: string, sourceRecordId: string, told: LeaveRecord[]) {
  const { central } = trust;
  return people.db.as(central, () =>
    new LeaveService(people.db).record(central, [{ personId, sourceRecordId, periods: told }]),
  );
}

function aPeriod(told: Partial<LeaveRecord> = {}): LeaveRecord {
  const days = { startsOn: day(-10), endsOn: day(20) };
  return { externalId: '1', categoryCode: 'MAT', ...days, ...told };
}

async function leaveSeenBy(viewer: Viewer, id: string) {
  const query = `query ($id: ID!) { person(id: $id) { leavePeriods {
    kind category { code name } startsOn endsOn } } }`;
  return (await people.data<Shown>(viewer, query, { id })).person.leavePeriods;
}

function withLeave(viewer: Viewer): Viewer {
  return { ...viewer, scopes: new Set([...viewer.scopes, 'leave:read']) };
}

describe('leave', () => {
  it('is what the record of staff tells now, and the same again changes nothing', async () => {
    const trust = await people.trust();
    const { id } = await people.hire(trust);
    const sourceRecordId = await sourceRecord(people, trust, id);
    const told = [aPeriod(), aPeriod({ externalId: '2', categoryCode: 'SIC', endsOn: null })];

    expect(await record(trust, id, sourceRecordId, told)).toEqual(new Map([[sourceRecordId, []]]));
    expect(await record(trust, id, sourceRecordId, told)).toEqual(new Map());
    expect(await record(trust, id, sourceRecordId, [aPeriod()])).toEqual(
      new Map([[sourceRecordId, told]]),
    );
    expect(await leaveSeenBy(withLeave(trust.central), id)).toEqual([
      {
        kind: 'PARENTAL',
        category: { code: 'MAT', name: 'Maternity or paternity leave' },
        startsOn: day(-10),
        endsOn: day(20),
      },
    ]);
    const longer = [aPeriod({ endsOn: day(40) })];
    expect(await record(trust, id, sourceRecordId, longer)).toEqual(
      new Map([[sourceRecordId, [aPeriod()]]]),
    );
  });

  it('of one record stays when another tells of the same person', async () => {
    const trust = await people.trust();
    const { id } = await people.hire(trust);
    await record(trust, id, await sourceRecord(people, trust, id), [aPeriod()]);
    await record(trust, id, await sourceRecord(people, trust, id), []);

    expect(await leaveSeenBy(withLeave(trust.central), id)).toHaveLength(1);
  });

  it('keeps a category that our list does not have, as another kind', async () => {
    const trust = await people.trust();
    const { id } = await people.hire(trust);
    const told = [aPeriod({ categoryCode: 'ZZ9' })];
    await record(trust, id, await sourceRecord(people, trust, id), told);

    expect(await leaveSeenBy(withLeave(trust.central), id)).toMatchObject([
      { kind: 'OTHER', category: { code: 'ZZ9', name: 'ZZ9' } },
    ]);
  });

  it('on maternity/long sick/secondment: never shows the reason to manager or colleagues', async () => {
    const trust = await people.trust('Alder', 'Birch');
    const [{ id }, { id: managerId }] = [await people.hire(trust), await people.hire(trust)];
    const { id: colleagueId } = await people.hire(trust);
    await people.manage(trust, managerId, [id]);
    await people.network(trust, [colleagueId, id], {});
    await record(trust, id, await sourceRecord(people, trust, id), [aPeriod()]);

    for (const viewer of [
      withLeave(staffViewer(trust, managerId)),
      withLeave(staffViewer(trust, colleagueId)),
      withLeave(headViewer(trust, colleagueId, 1)), // head of another school
      headViewer(trust, managerId, 0), // without the office that goes with it
      aViewer({ trustId: trust.id, allPlaces: true, scopes: ['staff:read'] }), // finance
    ]) {
      expect(await leaveSeenBy(viewer, id)).toBeNull();
    }
    for (const viewer of [
      staffViewer(trust, id),
      withLeave(headViewer(trust, newId(), 0)),
      withLeave(trust.central),
    ]) {
      expect(await leaveSeenBy(viewer, id)).toHaveLength(1);
    }
  });
});
