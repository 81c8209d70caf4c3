import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { TestOpportunities } from '../testing.ts';
import { TestVisits } from './testing.ts';

const test = new TestOpportunities();
let visits: TestVisits;

beforeEach(() => {
  test.clock.set('2026-05-12T09:00:00Z');
  visits = new TestVisits(test, newId());
});

describe('a visit that is offered', () => {
  it('is told to everybody at other schools before the first can book, and may wait for a digest', async () => {
    const visitor = await visits.visitor();
    const { id } = await visits.offer({ summary: 'From the first bell on.' });

    expect(await visits.noticesTo(visitor)).toMatchObject([
      {
        ...{ kind: 'VISIT_OFFERED', part: { type: 'VisitSlot', id }, canWait: true },
        ...{ title: 'To see at another school: How we run the office', closesOn: '2026-06-10' },
        text: 'From the first bell on.\n\nOn 2026-06-10. It can be booked from 2026-05-15 on.',
        wantsProof: false,
      },
    ]);
  });

  it('is not told to those who work there, who left, or who are of another trust', async () => {
    const others = [
      await visits.visitor(visits.host),
      await visits.visitor(),
      await new TestVisits(test, newId()).visitor(),
    ];
    const [, left] = others;
    await test.tellOf(
      visits.trustId,
      { status: 'LEFT', contracts: [], assignments: [] },
      String(left?.personId),
    );
    await visits.offer();

    for (const other of others) expect(await visits.noticesTo(other)).toEqual([]);
  });

  it('is told once, whatever comes under the same key, and to all in pages', async () => {
    const one = await visits.visitor();
    const people = Array.from({ length: 501 }, () => newId());
    await test.within(visits.central, (db) =>
      db.rows(
        `INSERT INTO roster_person (trust_id, id, version, status, has_work_mailbox, contracts, managers,
                                    leave, kept_at)
         SELECT $1, id, 1, 'EMPLOYED', true, '[]', '[]', '[]', now() FROM unnest($2::uuid[]) AS id`,
        [visits.trustId, people],
      ),
    );
    const offer = { idempotencyKey: 'once' };
    await visits.offer(offer);
    await visits.offer(offer);

    const [first, ...more] = await visits.noticesTo(one);
    expect(more).toEqual([]);
    expect(first).toMatchObject({ pages: 2 });
  });
});
