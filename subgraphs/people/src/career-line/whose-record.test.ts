import { describe, expect, it } from '@jest/globals';
import { TestWorker } from '@trellis/events/testing/test-worker';
import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { countWaiting } from '@trellis/subgraph-kit/testing/at-once';
import { TestReviewer } from '../match/testing.ts';
import { TestSource, told } from '../sync/testing.ts';
import { day, testPeople, type TestTrust } from '../testing.ts';
import { keeper, LineSource, TestRecords } from './testing.ts';

const worker = new TestWorker();
const people = testPeople(worker.environment);
const records = new TestRecords(people);

/** Two people with a TRN each, which turn out to be one teacher's. */
async function twoOfOne() {
  const trust = await people.trust('Alder', 'Birch');
  const idOf = async (place: number, fields: Readonly<Record<string, unknown>>) => {
    const source = new TestSource(people, trust, 'arbor', place);
    return (await source.send([told('1', fields)])).rows[0]?.person?.id ?? '';
  };
  const goneId = await idOf(0, { trn: '0000001', familyName: 'Ek' });
  const keptId = await idOf(1, { trn: '0000002', familyName: 'Ohm' });
  const [gone, kept] = [keeper(trust, goneId), keeper(trust, keptId)];
  return { trust, gone, kept, goneId, keptId, source: new LineSource(people, worker, trust) };
}

async function merge(trust: TestTrust, keptId: string): Promise<void> {
  const reviewer = new TestReviewer(people, trust);
  await reviewer.mergeTrn('0000001', '0000002');
  const [question] = await reviewer.questions();
  expect(await reviewer.confirm(question?.id ?? '', keptId)).toMatchObject({ state: 'CONFIRMED' });
}

const project = { kind: 'PROJECT', startsOn: '2026-01-05', endsOn: null };
const job = { kind: 'EARLIER_JOB', startsOn: '2004-01-01' };

describe('two people who are made one', () => {
  it('have one timeline: posts, what was told of either, own lines and own words', async () => {
    const { trust, gone, kept, goneId, keptId, source } = await twoOfOne();
    const [one, other] = [newId(), newId()];
    await source.tell(one, { ...project, personId: goneId, title: 'One' });
    await source.tell(other, { ...project, personId: keptId, title: 'Other' });
    await records.change(gone, 'add', { ...job, title: 'Mine' });
    await records.change(kept, 'add', { ...job, title: 'Ours' });
    await records.change(gone, 'describe', { id: one, version: 0, whatIDid: 'A' });
    await records.change(kept, 'describe', { id: other, version: 0, whatIDid: 'B' });
    await merge(trust, keptId);

    const own = await records.own(kept);
    expect(own.map(({ title, ownWords }) => [title, ownWords?.['whatIDid']]).toSorted()).toEqual([
      ...[
        ['Mine', undefined],
        ['One', 'A'],
        ['Other', 'B'],
        ['Ours', undefined],
      ],
    ]);
    const places = (await records.of(kept, keptId)).flatMap(({ kind, place }) =>
      kind === 'ROLE' ? place : [],
    );
    expect(places.toSorted()).toEqual(['Alder', 'Birch']);
  });

  it('hear later of what somebody else still tells of the one who is gone', async () => {
    const { trust, kept, goneId, keptId, source } = await twoOfOne();
    await merge(trust, keptId);
    await source.tell(newId(), { ...project, personId: goneId, title: 'Late' });
    expect(await records.own(kept)).toMatchObject([{ title: 'Late' }]);
  });

  it('lose nothing that is told while they are being made one', async () => {
    const { trust, kept, goneId, keptId, source } = await twoOfOne();
    const told = await asSuperuser(people.served.database.name, async (client) => {
      // The merger stands at the last thing that it writes; what is told waits for it.
      await client.query('BEGIN; LOCK TABLE person_redirect IN SHARE MODE');
      const merging = merge(trust, keptId);
      merging.catch(() => undefined);
      while ((await countWaiting(client)) < 1) await new Promise(setImmediate);
      const telling = source.tell(newId(), { ...project, personId: goneId, title: 'Meanwhile' });
      telling.catch(() => undefined);
      while ((await countWaiting(client)) < 2) await new Promise(setImmediate);
      await client.query('COMMIT');
      return Promise.all([merging, telling]);
    });
    expect(told).toHaveLength(2);
    expect(await records.own(kept)).toMatchObject([{ title: 'Meanwhile' }]);
  });
});

describe('a record that was taken for somebody’s by mistake', () => {
  it('takes its post along; words that somebody wrote of it stay with who wrote them', async () => {
    const trust = await people.trust('Alder', 'Birch');
    const trn = { trn: '0000001' };
    const { rows } = await new TestSource(people, trust, 'arbor', 0).send([told('1', trn)]);
    await new TestSource(people, trust, 'arbor', 1).send([told('2', trn)]);
    const personId = rows[0]?.person?.id ?? '';
    const person = keeper(trust, personId);
    const source = new LineSource(people, worker, trust);
    await source.tell(newId(), { ...project, personId, title: 'Theirs' });
    await records.change(person, 'add', { ...job, title: 'Electrician' });
    const role = (await records.of(person, personId)).find(({ place }) => place === 'Birch');
    const said = { id: role?.id ?? '', version: 0, whatIDid: 'Not for somebody else to read' };
    await records.change(person, 'describe', said);
    await records.change(person, 'show', { id: said.id, sharedWith: ['TRUST'] });

    const reviewer = new TestReviewer(people, trust);
    const { id: madeId = '' } = await reviewer.separate({
      ...{ personId, source: 'arbor', externalId: '2' },
    });
    const made = await records.of(keeper(trust, madeId), madeId);
    expect(made).toMatchObject([{ kind: 'ROLE', place: 'Birch', ownWords: null, sharedWith: [] }]);
    const left = await records.of(person, personId);
    expect(left.map(({ title, place }) => place ?? title).toSorted()).toEqual([
      ...['Alder', 'Electrician', 'Theirs'],
    ]);
  });
});

describe('somebody who leaves', () => {
  it('keeps the record, with the end of the post, and as it was where that was a mistake', async () => {
    const trust = await people.trust();
    const source = new TestSource(people, trust, 'arbor', 0);
    const { rows } = await source.send([told('1')]);
    const personId = rows[0]?.person?.id ?? '';
    const person = keeper(trust, personId);
    const [before] = await records.of(person, personId);
    await records.change(person, 'describe', {
      id: before?.id ?? '',
      version: 0,
      whatIDid: 'Led.',
    });
    const { finished } = await source.send([told('1', {}, { lastDay: day(-2) })]);
    expect(await records.of(person, personId)).toMatchObject([
      { id: before?.id, endsOn: day(-1), ownWords: { whatIDid: 'Led.' } },
    ]);
    await source.change('undoStaffSync', finished.id);
    expect(await records.of(person, personId)).toMatchObject([
      { id: before?.id, endsOn: null, ownWords: { whatIDid: 'Led.' } },
    ]);
  });
});
