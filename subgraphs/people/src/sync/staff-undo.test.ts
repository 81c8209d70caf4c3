import { describe, expect, it } from '@jest/globals';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { TestReviewer } from '../match/testing.ts';
import { testPeople } from '../testing.ts';
import { type Sent, TestSource, told } from './testing.ts';

const people = testPeople();

async function aSource(): Promise<TestSource> {
  return new TestSource(people, await people.trust('Alder', 'Birch'), 'arbor', 0);
}

const away = (kind: string, lastDay: string) => ({
  ...{ externalId: kind, kind, firstDay: '2026-01-05', lastDay },
});
const qualified = (kind: string) => ({ externalId: kind, kind, awardedOn: '2019-07-01' });

/** What is held of everybody of the trust beside employment; no API tells all of it. */
async function partsOf({ trust }: TestSource) {
  return asSuperuser(people.served.database.name, async (client) => {
    const tables = {
      leave: 'SELECT category_code AS code, ends_on::text AS ends FROM leave_period',
      credentials: 'SELECT kind_code AS code, awarded_on::text AS ends FROM credential',
      answers: 'SELECT question AS code, code AS ends FROM equality_answer',
    };
    const found: Record<string, unknown> = {};
    for (const [name, select] of Object.entries(tables)) {
      const sql = `${select} WHERE trust_id = $1 ORDER BY 1`;
      const { rows } = await client.query<{ code: string; ends: string }>(sql, [trust.id]);
      found[name] = rows.map(({ code, ends }) => `${code} ${ends}`);
    }
    return found;
  });
}

const before: Sent = {
  leave: [away('MAT', '2026-07-31'), away('SIC', '2026-01-09')],
  qualifications: [qualified('QTS')],
  equality: { ethnicity: 'WBRI', sex: 'F' },
};
const after: Sent = {
  leave: [away('MAT', '2026-12-31'), away('SEC', '2026-02-01')],
  qualifications: [qualified('QTS'), qualified('NPQSL')],
  equality: { ethnicity: 'REFU', sex: '', religion: 'X' },
};

describe('undoing a sync', () => {
  it('puts back times away, qualifications and answers about equality', async () => {
    const source = await aSource();
    await source.send([told('a', before)]);
    const held = await partsOf(source);
    const { id } = await source.start();
    const stamped = (fields: Sent, minute: number) =>
      told('a', { ...fields, updatedAt: new Date(Date.UTC(2026, 9, 2, 8, minute)).toISOString() });
    await source.push(id, [stamped(after, 1)]);
    await source.push(id, [stamped({ ...after, leave: [], equality: { sex: 'M' } }, 2)]);
    await source.finish(id);
    expect(await partsOf(source)).toEqual({
      leave: [],
      credentials: ['NPQSL 2019-07-01', 'QTS 2019-07-01'],
      answers: ['ethnicity REFU', 'religion X', 'sex M'],
    });

    await source.change('undoStaffSync', id);
    expect(await partsOf(source)).toEqual(held);
    expect(await source.outcomes([told('a', after)])).toEqual({ a: 'UPDATED' });
  });

  it('takes away those of people who came with it', async () => {
    const source = await aSource();
    const { finished } = await source.send([told('a', before)]);
    await source.change('undoStaffSync', finished.id);

    expect(await partsOf(source)).toEqual({ leave: [], credentials: [], answers: [] });
  });

  it('puts back a record of which nothing else was changed', async () => {
    const source = await aSource();
    for (const part of ['leave', 'qualifications', 'equality'] as const) {
      await source.send([told('a', before)]);
      const held = await partsOf(source);
      const { rows, finished } = await source.send([told('a', { ...before, [part]: after[part] })]);
      expect(rows).toMatchObject([{ outcome: 'UPDATED', changedFields: [part] }]);
      await source.change('undoStaffSync', finished.id);
      expect(await partsOf(source)).toEqual(held);
    }
  });

  it('leaves answers that another source gave since', async () => {
    const source = await aSource();
    const other = new TestSource(people, source.trust, 'sims', 1);
    const { finished } = await source.send([
      told('a', { trn: '1234567', equality: { sex: 'F', ethnicity: 'WBRI' } }),
    ]);
    await other.send([told('x', { trn: '1234567', equality: { sex: 'M' } })]);
    await source.change('undoStaffSync', finished.id);

    expect(await partsOf(source)).toMatchObject({ answers: ['sex M'] });
  });
});

describe('answers about equality in a record under review', () => {
  /** Of somebody with the name of somebody whom another school has. */
  async function underReview(equality: Sent) {
    const source = await aSource();
    const other = new TestSource(people, source.trust, 'sims', 1);
    const { rows } = await other.send([told('x', { familyName: 'Twin' })]);
    const record = told('a', { familyName: 'Twin', equality });
    expect(await source.outcomes([record])).toEqual({ a: 'NEEDS_REVIEW' });
    expect(await partsOf(source)).toMatchObject({ answers: [] });
    const reviewer = new TestReviewer(people, source.trust);
    const [question] = await reviewer.questions();
    const matchId = question?.id ?? '';
    return { source, record, reviewer, matchId, id: rows[0]?.person?.id };
  }

  it('are given to whom it turns out to be about, and what comes again changes nothing', async () => {
    const { source, record, reviewer, matchId, id } = await underReview({ sex: 'F' });
    await reviewer.confirm(matchId, id ?? '');

    expect(await partsOf(source)).toMatchObject({ answers: ['sex F'] });
    expect((await source.send([record])).counts).toMatchObject({ unchanged: 1, updated: 0 });
  });

  it('are given to somebody new when it is somebody else', async () => {
    const { source, reviewer, matchId } = await underReview({ ethnicity: 'WBRI' });
    await reviewer.separate({ matchId });

    expect(await partsOf(source)).toMatchObject({ answers: ['ethnicity WBRI'] });
  });

  it('stand when a later sync that tells none says who it is', async () => {
    const { source, id } = await underReview({ sex: 'F' });
    await new TestSource(people, source.trust, 'sims', 1).send([
      told('x', { familyName: 'Twin', trn: '1234567', updatedAt: '2026-10-03T08:00:00Z' }),
    ]);
    const { rows } = await source.send([told('a', { familyName: 'Twin', trn: '1234567' })]);

    expect(rows).toMatchObject([{ outcome: 'CREATED', person: { id } }]);
    expect(await partsOf(source)).toMatchObject({ answers: ['sex F'] });
  });

  it('are forgotten when its source takes it back', async () => {
    const { source, reviewer } = await underReview({ sex: 'F' });
    await source.send([{ externalId: 'a', status: 'DELETED' }]);
    await source.send([told('a', { familyName: 'Other' })]);

    expect(await reviewer.questions()).toEqual([]);
    expect(await partsOf(source)).toMatchObject({ answers: [] });
  });
});
