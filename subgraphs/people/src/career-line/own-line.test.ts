import { describe, expect, it } from '@jest/globals';
import { TestWorker } from '@trellis/events/testing/test-worker';
import { newId } from '@trellis/subgraph-kit/ids';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { day, testPeople } from '../testing.ts';
import { keeper, LineSource, TestRecords } from './testing.ts';

const worker = new TestWorker();
const people = testPeople(worker.environment);
const records = new TestRecords(people);

const job = {
  ...{ kind: 'EARLIER_JOB', title: 'Electrician', organisation: 'Ohm & Sons' },
  ...{ startsOn: '2004-02-29', endsOn: '2011-08-01' },
};

async function begin() {
  const trust = await people.trust();
  const { id: personId } = await people.hire(trust);
  return { trust, personId, person: keeper(trust, personId) };
}

describe('a line of one’s own', () => {
  it('is added, changed and removed', async () => {
    const { person } = await begin();
    const added = await records.change(person, 'add', {
      ...{ ...job, whatIDid: 'Rewired schools.', sharedWith: ['TRUST', 'TRUST'] },
    });
    expect(added).toMatchObject({
      ...{ source: 'OWN', title: 'Electrician', place: 'Ohm & Sons', version: 1 },
      ...{ startsOn: '2004-02-29', endsOn: '2011-08-01', sharedWith: ['TRUST'] },
      ownWords: { title: null, whatIDid: 'Rewired schools.', whatCameOfIt: null },
    });
    const { id } = added;
    const next = { ...job, id, version: 1, title: 'Chief electrician', endsOn: null };
    expect(await records.change(person, 'change', next)).toMatchObject({
      ...{ title: 'Chief electrician', endsOn: null, ownWords: null, version: 2, sharedWith: [] },
    });
    expect(await records.codes(person, 'change', next)).toEqual(['CONFLICT']);
    expect(await records.change(person, 'remove', { id })).toEqual({
      ...{ __typename: 'CareerLineRemoved', id },
    });
    expect(await records.own(person)).toEqual([]);
    expect(await records.codes(person, 'remove', { id })).toEqual(['NOT_FOUND']);
  });

  it('is added once for one key', async () => {
    const { person } = await begin();
    const input = { ...job, idempotencyKey: newId() };
    const [first, again] = [
      await records.change(person, 'add', input),
      await records.change(person, 'add', input),
    ];
    expect(again).toEqual(first);
    expect(await records.own(person)).toHaveLength(1);
  });

  it('is one of three hundred at most, also when two are added at once', async () => {
    const { trust, personId, person } = await begin();
    await people.db.as(person, () =>
      people.db.rows(
        `INSERT INTO career_line (trust_id, source, person_id, id, kind, title, starts_on)
         SELECT $1, 'own', $2, gen_random_uuid(), 'OTHER', 'x', '2020-01-01'
           FROM generate_series(1, 299)`,
        [trust.id, personId],
      ),
    );
    const add = () => records.change(person, 'add', job);
    const answers = await atOnce(people.served.database.name, 'career_line', [add, add]);
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      ...['CareerLine', 'TooManyCareerLines'],
    ]);
  });

  it.each([
    ['days turned round', { startsOn: '2011-08-01', endsOn: '2004-02-29' }],
    ['no day at all', { startsOn: '2011-08-01', endsOn: '2011-08-01' }],
    ['a day to come', { startsOn: day(2), endsOn: null }],
    ['a day before anybody lived', { startsOn: '0800-12-25' }],
    ['29 February of no leap year', { startsOn: '2003-02-29' }],
    ['100 KB', { title: 'x'.repeat(100_000) }],
    ['100 KB of what was done', { whatIDid: 'x'.repeat(100_000) }],
    ['no title', { title: '' }],
    ['what only its source tells', { kind: 'ROLE' }],
    ['a zero byte', { title: 'a\u0000b' }],
  ])('is refused with %s', async (_, wrong) => {
    const { person } = await begin();
    expect(await records.codes(person, 'add', { ...job, ...wrong })).toEqual(['BAD_USER_INPUT']);
    expect(await records.own(person)).toEqual([]);
  });

  it('is what may be changed or removed: what a source tells is not', async () => {
    const { trust, personId, person } = await begin();
    const id = newId();
    const line = { kind: 'SECONDMENT', title: 'Leading early reading', startsOn: '2025-09-01' };
    await new LineSource(people, worker, trust).tell(id, { ...line, personId, endsOn: null });
    const refusal = { __typename: 'LineOfSource', source: 'OPPORTUNITIES' };
    expect(await records.change(person, 'remove', { id })).toMatchObject(refusal);
    const over = { ...job, id, version: 0 };
    expect(await records.change(person, 'change', over)).toMatchObject(refusal);
    expect(await records.own(person)).toMatchObject([{ title: 'Leading early reading' }]);
  });
});
