import { describe, expect, it } from '@jest/globals';
import { day, testPeople } from '../testing.ts';
import { employment, type Sent, TestSource, told } from './testing.ts';

const people = testPeople();
const full = { mode: 'FULL' };

async function aSource(): Promise<TestSource> {
  return new TestSource(people, await people.trust(), 'arbor', 0);
}

const staff = (count: number): Sent[] => Array.from({ length: count }, (_, n) => told(`p${n}`));

async function pushed(source: TestSource, records: readonly Sent[]): Promise<string> {
  const { id } = await source.start(full);
  await source.push(id, records);
  return id;
}

describe('a full sync', () => {
  it('ends whom three in a row lack, and nobody before', async () => {
    const source = await aSource();
    await source.send(staff(3), full);
    const rest = staff(2);
    for (const ended of [0, 0, 1]) {
      const { finished } = await source.send(rest, full);
      expect(finished).toMatchObject({ state: 'FINISHED', counts: { missing: 1, ended } });
    }
    const { finished } = await source.send(rest, full);
    expect(finished.counts).toMatchObject({ missing: 0, ended: 0 });
  });

  it('takes somebody who comes back as not having been missing', async () => {
    const source = await aSource();
    await source.send(staff(3), full);
    for (const count of [2, 2, 3, 2, 2]) {
      const { finished } = await source.send(staff(count), full);
      expect(finished.counts.ended).toBe(0);
    }
  });

  it('restores whom it ended as missing, when they are in the file again', async () => {
    const source = await aSource();
    const { rows } = await source.send(staff(2), full);
    const id = rows[1]?.person?.id ?? '';
    const sync = await pushed(source, staff(1));
    await source.finish(sync, 1, { confirmedMissing: 1 });
    expect((await employment(people, source.trust, id)).contracts[0]?.endsOn).not.toBeNull();

    expect(await source.outcomes(staff(2), full)).toEqual({ p1: 'RESTORED' });
    expect((await employment(people, source.trust, id)).contracts[0]?.endsOn).toBeNull();
  });

  it('that lacks too many is quarantined, and ends them only when the number is confirmed', async () => {
    const source = await aSource();
    await source.send(staff(40), full);
    const id = await pushed(source, staff(30));

    const refusal = await source.finish(id, 1);
    expect(refusal).toMatchObject({ kind: 'TooManyMissing', missing: 10, shareMissing: 0.25 });
    expect(refusal.wouldEnd).toHaveLength(10);
    expect(await source.push(id, staff(1), 2)).toMatchObject({ state: 'QUARANTINED' });
    expect(await source.finish(id, 1, { confirmedMissing: 9 })).toMatchObject({
      kind: 'TooManyMissing',
    });
    expect(await source.finish(id, 1, { confirmedMissing: 10 })).toMatchObject({
      ...{ state: 'FINISHED', counts: { ended: 10, missing: 10 } },
    });
  });

  it('does not take somebody for missing whose record it had and could not take', async () => {
    const source = await aSource();
    await source.send(staff(2), full);
    const { finished } = await source.send([told('p0'), told('p1', { trn: 'odd' })], full);

    expect(finished.counts).toMatchObject({ missing: 0, rejected: 1 });
  });

  it('says nothing of those who left as expected', async () => {
    const source = await aSource();
    await source.send([told('p0'), told('gone', {}, { lastDay: day(-400) })], full);

    expect((await source.send(staff(1), full)).finished.counts.missing).toBe(0);
  });

  it('of one school ends nobody of another', async () => {
    const trust = await people.trust('Alder', 'Birch');
    const [alder, birch] = [0, 1].map((place) => new TestSource(people, trust, 'arbor', place));
    await birch?.send([told('b')], full);
    const { finished } = (await alder?.send([told('a')], full)) ?? {};

    expect(finished?.counts.missing).toBe(0);
  });

  it('that is dry says the same and changes nothing', async () => {
    const source = await aSource();
    const { rows } = await source.send(staff(2), full);
    const id = rows[0]?.person?.id ?? '';
    const before = await employment(people, source.trust, id);
    const changed = [told('p0', { familyName: 'Byron' }), told('new')];
    const dry = await source.send(changed, { ...full, dryRun: true });
    expect(await employment(people, source.trust, id)).toEqual(before);

    const real = await source.send(changed, full);
    const plain = (row: {
      externalId: string;
      outcome: string;
      changedFields: readonly string[];
    }) => [row.externalId, row.outcome, row.changedFields].join(' ');
    expect(real.rows.map(plain)).toEqual(dry.rows.map(plain));
    expect(dry.finished.counts).toEqual(real.finished.counts);
  });
});

describe('undoing a sync', () => {
  it('puts back what it changed, ended and made', async () => {
    const source = await aSource();
    const { rows } = await source.send([...staff(2), told('c')], full);
    const ids = rows.map(({ person }) => person?.id ?? '');
    const before = await Promise.all(ids.map((id) => employment(people, source.trust, id)));
    const sync = await pushed(source, [
      told('p0', { familyName: 'Byron' }, { lastDay: '2030-01-01' }, { fte: 0.2 }),
      ...[{ externalId: 'p1', status: 'ENDED', leftOn: day(-5) }, told('new')],
    ]);
    await source.finish(sync, 1, { confirmedMissing: 1 });
    expect(await source.change('undoStaffSync', sync)).toMatchObject({ state: 'UNDONE' });

    const after = await Promise.all(ids.map((id) => employment(people, source.trust, id)));
    expect(after).toEqual(before);
    const { people: inPost } = await people.data<{ people: { totalCount: number } }>(
      source.trust.central,
      '{ people { totalCount } }',
    );
    expect(inPost.totalCount).toBe(3);
    expect(await source.outcomes([told('new')])).toEqual({ new: 'UPDATED' });
  });

  it('leaves alone what was changed since', async () => {
    const source = await aSource();
    const { rows } = await source.send([told('a')]);
    const { finished } = await source.send([told('a', { familyName: 'Byron' })]);
    await source.send([told('a', { familyName: 'King' })]);
    await source.change('undoStaffSync', finished.id);

    expect((await employment(people, source.trust, rows[0]?.person?.id ?? '')).name).toBe(
      'Ada King',
    );
  });
});
