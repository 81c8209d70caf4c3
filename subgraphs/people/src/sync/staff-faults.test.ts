import { describe, expect, it } from '@jest/globals';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { inTurn } from '@trellis/subgraph-kit/testing/in-turn';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import fc from 'fast-check';
import { testPeople } from '../testing.ts';
import { pushMutation, type Sent, TestSource, told } from './testing.ts';

const people = testPeople();

async function aSource(): Promise<TestSource> {
  return new TestSource(people, await people.trust(), 'arbor', 0);
}

const staff = (count: number, fields: Sent = {}): Sent[] =>
  Array.from({ length: count }, (_, n) => told(`p${String(n).padStart(3, '0')}`, fields));

interface Held {
  readonly externalId: string;
  readonly familyName: string | null;
  readonly isOpen: boolean;
}

/** What is held of the records of a source, behind the scenes. */
async function heldOf({ trust }: TestSource): Promise<Held[]> {
  return asSuperuser(people.served.database.name, async (client) => {
    const { rows } = await client.query<Held>(
      `SELECT record.external_id AS "externalId", person.family_name AS "familyName",
              EXISTS (SELECT FROM contract WHERE contract.source_record_id = record.id
                        AND ends_on IS NULL) AS "isOpen"
         FROM staff_source_record AS record LEFT JOIN person ON person.id = record.person_id
        WHERE record.trust_id = $1 ORDER BY record.external_id`,
      [trust.id],
    );
    return rows;
  });
}

async function rowsIn(table: string, { trust }: TestSource): Promise<number> {
  return asSuperuser(people.served.database.name, async (client) => {
    const sql = `SELECT count(*)::integer AS rows FROM ${table} WHERE trust_id = $1`;
    return (await client.query<{ rows: number }>(sql, [trust.id])).rows[0]?.rows ?? -1;
  });
}

describe('records that come twice, late or at once', () => {
  it('F13: the same idempotency key twenty times in parallel has one effect', async () => {
    const source = await aSource();
    const { id: syncId } = await source.start();
    const input = { syncId, chunk: 1, records: staff(5), idempotencyKey: 'nightly 1' };
    const send = () => people.data<{ taken: object }>(source.viewer, pushMutation, { input });
    const answers = await Promise.all(Array.from({ length: 20 }, send));

    expect(new Set(answers.map(({ taken }) => JSON.stringify(taken))).size).toBe(1);
    expect(await rowsIn('person', source)).toBe(5);
    const other = { input: { ...input, chunk: 2 } };
    expect(await people.codes(source.viewer, pushMutation, other)).toEqual([
      'IDEMPOTENCY_MISMATCH',
    ]);
  });

  it('F14: killed at 37 %, resumed, sent twice, shuffled, with one poison row', async () => {
    const source = await aSource();
    const records = staff(100).map((record, n) =>
      n === 50 ? { ...record, trn: 'poison' } : record,
    );
    const chunks = Array.from({ length: 10 }, (_, n) => records.slice(n * 10, n * 10 + 10));
    const { id } = await source.start({ mode: 'FULL' });
    for (const n of [3, 0, 7]) await source.push(id, chunks[n] ?? [], n + 1);
    // Killed in the middle of a chunk: the transaction never ends.
    const input = { syncId: id, chunk: 2, records: chunks[1] };
    const cut = pushMutation.replace(
      /\}$/,
      `cancelStaffSync(input: { syncId: "${source.trust.id}" }) { __typename } }`,
    );
    expect(await people.codes(source.viewer, cut, { input })).toEqual(['NOT_FOUND']);
    const query = 'query ($id: ID!) { staffSync(id: $id) { chunkNumbers } }';
    expect(await people.data(source.viewer, query, { id })).toEqual({
      staffSync: { chunkNumbers: [1, 4, 8] },
    });

    const rest = [9, 1, 5, 2, 8, 4, 6, 3, 0];
    await inTurn(rest, (n) => source.push(id, chunks[n] ?? [], n + 1));
    const { counts } = await source.finish(id, 10);
    expect(counts).toMatchObject({ created: 99, rejected: 1, unchanged: 0, missing: 0 });
    expect(await rowsIn('person', source)).toBe(99);
    expect(await rowsIn('contract', source)).toBe(99);
    const again = await source.send(records.toReversed(), { mode: 'FULL' });
    expect(again.counts).toMatchObject({ created: 0, updated: 0, unchanged: 99, rejected: 1 });
  });

  it('F15: a stale file after a newer one changes nothing', async () => {
    const source = await aSource();
    const asOf = source.tick();
    await source.send([told('a', { familyName: 'Newer' })]);
    const { rows, finished } = await source.send([told('a', { familyName: 'Older' })], { asOf });

    expect(rows).toMatchObject([{ outcome: 'UNCHANGED', code: 'STALE' }]);
    expect(finished.counts.unchanged).toBe(1);
    expect(await heldOf(source)).toMatchObject([{ familyName: 'Newer' }]);
  });

  it('two chunks with the same person at once make one person', async () => {
    const source = await aSource();
    const { id } = await source.start();
    const answers = await atOnce(people.served.database.name, 'staff_sync', [
      () => source.push(id, [told('a')], 1),
      () => source.push(id, [told('a')], 2),
    ]);

    const counted = answers.map(({ counts }) => counts.created + counts.unchanged);
    expect(counted).toEqual([1, 1]);
    expect(await rowsIn('person', source)).toBe(1);
  });

  it('two chunks that claim one work e-mail at once give it to one', async () => {
    const source = await aSource();
    const { id } = await source.start();
    const workEmail = 'ada@alder.example';
    const answers = await atOnce(people.served.database.name, 'staff_sync', [
      () => source.push(id, [told('a', { workEmail })], 1),
      () => source.push(id, [told('b', { workEmail, familyName: 'Other' })], 2),
    ]);

    const outcomes = answers.flatMap(({ rows }) => rows.map(({ outcome }) => outcome));
    expect(outcomes).toHaveLength(2);
    expect(outcomes).toContain('CREATED');
    expect(outcomes).not.toEqual(['CREATED', 'CREATED']);
  });
});

const statuses = ['ACTIVE', 'ENDED', 'DELETED', 'RESTORED'] as const;

/** What sources may say, in the order in which it became true, and in which it arrives. */
const stories = fc
  .array(fc.record({ who: fc.constantFrom('a', 'b', 'c'), status: fc.constantFrom(...statuses) }), {
    minLength: 1,
    maxLength: 10,
  })
  .chain((truths) => {
    const places = truths.map((_, place) => place);
    const arrivals = fc.tuple(
      fc.shuffledSubarray(places, { minLength: places.length }),
      fc.array(fc.record({ place: fc.constantFrom(...places), isCut: fc.boolean() }), {
        maxLength: 6,
      }),
    );
    return fc.record({ truths: fc.constant(truths), arrivals });
  });

describe('records in any order, with retries, crashes, restores and rehires', () => {
  it('end in the state of the last truth', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async ({ truths, arrivals: [once, more] }) => {
        const source = await aSource();
        const { id } = await source.start();
        const statement = (place: number) => {
          const { who = 'a', status = 'ACTIVE' } = truths[place] ?? {};
          const updatedAt = new Date(Date.UTC(2026, 8, 1, 9, place)).toISOString();
          const left = status === 'ENDED' ? { leftOn: '2026-01-31' } : {};
          return told(who, { familyName: `Truth ${place}`, status, updatedAt, ...left });
        };
        let chunk = 0;
        for (const { place, isCut } of [
          ...more.slice(0, 3),
          ...once.map((place) => ({ place, isCut: false })),
          ...more.slice(3),
        ]) {
          chunk += 1;
          const input = { syncId: id, chunk, records: [statement(place)] };
          const cut = `cancelStaffSync(input: { syncId: "${source.trust.id}" }) { __typename } }`;
          const document = isCut ? pushMutation.replace(/\}$/, cut) : pushMutation;
          const codes = await people.codes(source.viewer, document, { input });
          expect(codes).toEqual(isCut ? ['NOT_FOUND'] : []);
        }

        const held = new Map((await heldOf(source)).map((row) => [row.externalId, row]));
        for (const who of new Set(truths.map((truth) => truth.who))) {
          const last = truths.findLastIndex((truth) => truth.who === who);
          const isGone = ['ENDED', 'DELETED'].includes(truths[last]?.status ?? '');
          const row = held.get(who);
          expect(row?.isOpen).toBe(!isGone);
          if (row?.familyName !== null) expect(row?.familyName).toBe(`Truth ${last}`);
        }
      }),
      { numRuns: 25 },
    );
  });
});
