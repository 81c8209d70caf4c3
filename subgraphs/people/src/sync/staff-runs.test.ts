import { describe, expect, it } from '@jest/globals';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { rightsFrom } from '../access/role.scopes.ts';
import { testPeople } from '../testing.ts';
import { pushMutation, type Sent, TestSource, told } from './testing.ts';

const people = testPeople();

async function aSource(): Promise<TestSource> {
  return new TestSource(people, await people.trust(), 'arbor', 0);
}

const staff = (count: number, fields: Sent = {}): Sent[] =>
  Array.from({ length: count }, (_, n) => told(`p${n}`, fields));

/** How many rows of each kind the trust has; none of a kind is left out. */
async function rowsOf({ trust }: TestSource): Promise<unknown> {
  const tables = ['person', 'contract', 'assignment', 'manager_link', 'leave_period', 'event'];
  return asSuperuser(people.served.database.name, async (client) => {
    const counted = [...tables, 'staff_source_record'].map(
      (table) => `SELECT '${table}' AS name, count(*) FROM ${table} WHERE trust_id = $1`,
    );
    return (await client.query<object>(counted.join(' UNION ALL '), [trust.id])).rows;
  });
}

describe('a dry run', () => {
  it('writes nothing and tells nobody', async () => {
    const source = await aSource();
    await source.send([told('a')], { mode: 'FULL' });
    const before = await rowsOf(source);
    const leave = [{ externalId: '1', kind: 'MAT', firstDay: '2026-01-01' }];
    const { counts } = await source.send(
      [told('b', { leave, lineManagerExternalId: 'c' }), told('c')],
      { mode: 'FULL', dryRun: true },
    );

    expect(counts.created).toBe(2);
    expect(await rowsOf(source)).toEqual(before);
  });

  it('sees that the same person is in two chunks', async () => {
    const source = await aSource();
    const { id } = await source.start({ dryRun: true });
    await source.push(id, [told('a'), told('b')], 1);
    const { rows } = await source.push(id, [told('c'), told('a', { familyName: 'Other' })], 2);

    expect(rows).toMatchObject([
      { externalId: 'c', outcome: 'CREATED' },
      { externalId: 'a', outcome: 'REJECTED', code: 'DUPLICATE_IN_FILE' },
    ]);
  });
});

describe('the life of a sync', () => {
  it('a chunk that comes again with other records is refused, and the first stands', async () => {
    const source = await aSource();
    const { id } = await source.start();
    await source.push(id, [told('a')], 1);

    const input = { syncId: id, chunk: 1, records: [told('a', { familyName: 'Other' })] };
    expect(await people.codes(source.viewer, pushMutation, { input })).toEqual([
      'IDEMPOTENCY_MISMATCH',
    ]);
    expect((await source.push(id, [told('a')], 1)).counts.created).toBe(1);
  });

  it('in quarantine takes no records, is in the way of the next, and can be cancelled', async () => {
    const source = await aSource();
    await source.send(staff(20), { mode: 'FULL' });
    const { id } = await source.start({ mode: 'FULL' });
    await source.push(id, staff(2));
    expect((await source.finish(id)).kind).toBe('TooManyMissing');

    expect(await source.start()).toMatchObject({ kind: 'StaffSyncUnderWay', sync: { id } });
    expect(await source.change('cancelStaffSync', id)).toMatchObject({ state: 'CANCELLED' });
    expect(await source.finish(id, 1, { confirmedMissing: 18 })).toMatchObject({
      ...{ kind: 'StaffSyncNotOpen', state: 'CANCELLED' },
    });
    const { counts } = await source.send(staff(20), { mode: 'FULL' });
    expect(counts).toMatchObject({ unchanged: 20, ended: 0 });
  });

  it('two finishes at once end each missing person once', async () => {
    const source = await aSource();
    await source.send(staff(2), { mode: 'FULL' });
    const { id } = await source.start({ mode: 'FULL' });
    await source.push(id, staff(1));
    const finish = () => source.finish(id, 1, { confirmedMissing: 1 });
    const answers = await atOnce(people.served.database.name, 'staff_sync', [finish, finish]);

    for (const answer of answers) {
      expect(answer).toMatchObject({ state: 'FINISHED', counts: { ended: 1, missing: 1 } });
    }
  });

  it('the people team confirms who is missing, and undoes, of any school', async () => {
    const source = await aSource();
    await source.send(staff(20), { mode: 'FULL' });
    const { id } = await source.start({ mode: 'FULL' });
    await source.push(id, staff(2));
    await source.finish(id);
    const scopes = new Set(rightsFrom(['PEOPLE_TEAM'], true).scopes);
    const team = new TestSource(people, source.trust, 'arbor', 0, {
      ...source.trust.central,
      scopes,
    });

    expect(await team.finish(id, 1, { confirmedMissing: 18 })).toMatchObject({
      ...{ state: 'FINISHED', counts: { ended: 18 } },
    });
    expect(await team.change('undoStaffSync', id)).toMatchObject({ state: 'UNDONE' });
  });

  it('a head does not, nor anybody else on the staff', async () => {
    const source = await aSource();
    const { id } = await source.start();
    for (const roles of [['HEAD'], ['FINANCE'], ['PANEL'], ['ANALYST'], []] as const) {
      const scopes = new Set(rightsFrom(roles, true).scopes);
      const viewer = { ...source.trust.central, scopes };
      const cancel = `mutation { cancelStaffSync(input: { syncId: "${id}" }) { __typename } }`;
      expect(await people.codes(viewer, cancel)).toEqual(['FORBIDDEN']);
    }
  });
});
