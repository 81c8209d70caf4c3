import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { aHead, aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';
import { TestPlacement } from './testing.ts';

const test = new TestOpportunities();
let trust: TestPlacement;

beforeEach(async () => {
  test.clock.set('2026-05-12T09:00:00Z');
  trust = new TestPlacement(test);
  await trust.employ();
});

const asOwner = (sql: string, id: string, ...more: readonly unknown[]) =>
  test.asOwner(trust.central, (db) => db.rows(sql, [trust.trustId, id, ...more]));

const toldOf = (id: string) =>
  asSuperuser(test.served.database.name, async (client) => {
    const { rows } = await client.query<object>(
      `SELECT type, data FROM event WHERE aggregate_id = $1 AND aggregate_type = 'Placement' ORDER BY sequence`,
      [id],
    );
    return rows;
  });

describe('a placement', () => {
  it('is firm once all its parts are there, and told as such', async () => {
    await trust.clear();
    const id = await trust.whole();

    expect(await trust.seen(id)).toMatchObject({ state: 'PREPARING', missing: [] });
    expect(await trust.schedule(id)).toMatchObject({ result: 'Placement', state: 'SCHEDULED' });
    expect(await toldOf(id)).toMatchObject([
      { type: 'placement.agreed' },
      {
        type: 'placement.scheduled',
        data: { personId: trust.personId, kind: 'SHADOWING', startsOn: '2026-06-01' },
      },
    ]);
  });

  it('lacks at first all that nobody has given yet', async () => {
    const [id = ''] = await trust.make({ purpose: null });

    const missing = ['PURPOSE', 'PERSON_CONSENT', 'HOME_CONSENT', 'HOST_CONSENT', 'COVER'];
    expect(await trust.seen(id)).toMatchObject({ missing: [...missing, 'CLEARANCE'] });
    expect(await trust.schedule(id)).toMatchObject({
      result: 'PlacementIncomplete',
      lacks: [...missing, 'CLEARANCE'].sort(),
    });
  });

  it.each([
    ['PURPOSE', 'UPDATE placement SET purpose = NULL WHERE trust_id = $1 AND id = $2'],
    ['PERSON_CONSENT', unsaid('PERSON')],
    ['HOME_CONSENT', unsaid('HOME_HEAD')],
    ['HOST_CONSENT', unsaid('HOST_HEAD')],
    ['COVER', 'DELETE FROM placement_cover WHERE trust_id = $1 AND placement_id = $2'],
    ['CLEARANCE', 'UPDATE placement SET cleared_until = NULL WHERE trust_id = $1 AND id = $2'],
    ['INDUCTION', 'DELETE FROM placement_induction WHERE trust_id = $1 AND placement_id = $2'],
  ])('is not firm without %s, in the service and in the database', async (part, takeOut) => {
    await trust.clear();
    const id = await trust.whole();
    await asOwner(takeOut, id);

    expect(await trust.schedule(id)).toMatchObject({
      result: 'PlacementIncomplete',
      lacks: [part],
    });
    const force = "UPDATE placement SET state = 'SCHEDULED' WHERE trust_id = $1 AND id = $2";
    await expect(asOwner(force, id)).rejects.toThrow(`scheduled without {${part}}`);
  });

  it('goes back nowhere, and keeps its days once it is firm', async () => {
    await trust.clear();
    const id = await trust.whole();
    await trust.schedule(id);
    const back = "UPDATE placement SET state = 'PREPARING' WHERE trust_id = $1 AND id = $2";
    const move = "UPDATE placement SET starts_on = '2026-06-02' WHERE trust_id = $1 AND id = $2";
    const silence = `UPDATE placement_party SET asked_at = now() WHERE trust_id = $1
                        AND placement_id = $2`;

    expect(await trust.on(trust.central, 'planPlacement', id, { purpose: 'Else' })).toMatchObject({
      result: 'PlacementNotChangeable',
      from: 'SCHEDULED',
    });
    await expect(asOwner(back, id)).rejects.toThrow('does not go from');
    await expect(asOwner(move, id)).rejects.toThrow('days of a placement stand');
    await expect(asOwner(silence, id)).rejects.toThrow('nobody is asked');
  });

  it('is arranged by whoever goes and the heads of the schools alone', async () => {
    const [id = ''] = await trust.make();
    const stranger = aHead(trust.trustId, newId());
    const manager = aMemberOfStaff(trust.trustId);
    const link = { personId: String(manager.personId), startsOn: '2025-09-01', endsOn: null };
    await trust.employ(trust.personId, { managers: [link] });

    for (const other of [stranger, manager, aMemberOfStaff(trust.trustId)]) {
      expect(await trust.on(other, 'planPlacement', id, { purpose: 'Mine' })).toMatchObject({
        result: 'FORBIDDEN',
      });
    }
    // A line manager knows of it, and not who agreed, nor what is checked.
    expect(await trust.seen(id, manager)).toMatchObject({
      ...{ state: 'PREPARING', missing: null, consents: [], cover: null, checks: [] },
      ...{ induction: [], endings: [] },
    });
    expect(await trust.on(trust.hostHead, 'planCover', id, aCover)).toMatchObject({
      result: 'NotAsked',
    });
    expect(await trust.on(trust.homeHead, 'planInduction', id, { items: ['Keys'] })).toMatchObject({
      result: 'NotAsked',
    });
  });

  it('is found by nobody in another trust', async () => {
    const [id = ''] = await trust.make();
    const change = (mutation: 'planPlacement' | 'schedulePlacement') =>
      trust.change(thePeopleTeam(newId()), mutation, { id, version: 1 });

    expect(await change('planPlacement')).toMatchObject({ result: 'NOT_FOUND' });
    expect(await change('schedulePlacement')).toMatchObject({ result: 'NOT_FOUND' });
  });

  it('is changed by those who have read it as it is', async () => {
    const [id = ''] = await trust.make();
    await trust.on(trust.central, 'planPlacement', id, { purpose: 'To see assemblies' });

    expect(
      await trust.change(trust.central, 'planPlacement', { id, version: 1, purpose: 'Else' }),
    ).toMatchObject({ result: 'CONFLICT', currentVersion: 2 });
  });

  it('shows what somebody is to be shown, and when they were', async () => {
    await trust.clear();
    const id = await trust.whole();
    await trust.on(trust.hostHead, 'planInduction', id, { items: ['The science store'] });
    await trust.schedule(id);
    test.clock.set('2026-06-01T09:00:00Z');
    await trust.change(trust.hostHead, 'completeInduction', { id, numbers: [1, 4] });

    const { induction } = await trust.seen(id);
    expect(induction).toMatchObject([
      { number: 1, doneOn: '2026-06-01' },
      { number: 2, doneOn: null },
      { number: 3, doneOn: null },
      { number: 4, item: 'The science store', doneOn: '2026-06-01' },
    ]);
  });

  it('costs as many statements for ten as for two', async () => {
    const ids = await trust.make(...Array.from({ length: 10 }, () => ({})));
    const query = `query ($references: [_Any!]!) { _entities(representations: $references) {
      ... on Placement { missing consents { state } cover { plan } checks { check }
        induction { item } endings { id } } } }`;
    const statements = (some: readonly string[]) =>
      test.served.statementsDuring(() =>
        test.served.ask(trust.central, query, {
          references: some.map((id) => ({ __typename: 'Placement', id })),
        }),
      );

    expect([await statements(ids.slice(0, 2)), await statements(ids)]).toEqual([7, 7]);
  });
});

const aCover = { isNeeded: false, plan: 'None needed', costPence: 0, paidBy: 'HOME' };

function unsaid(party: string): string {
  return `DELETE FROM placement_consent WHERE trust_id = $1 AND placement_id = $2 AND party_id IN
            (SELECT id FROM placement_party WHERE party = '${party}')`;
}
