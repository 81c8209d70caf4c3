import { beforeEach, describe, expect, it } from '@jest/globals';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import { TestReviewer } from '../match/testing.ts';
import { pushMutation, TestSource, told } from '../sync/testing.ts';
import { day, testPeople, type TestTrust } from '../testing.ts';
import { personFactsPageSql } from './event.queries.ts';

const people = testPeople();

let trust: TestTrust;
let source: TestSource;
beforeEach(async () => {
  trust = await people.trust('Alder', 'Birch');
  source = new TestSource(people, trust, 'arbor', 0);
});

interface Told {
  readonly type: string;
  readonly personId: string;
  readonly data: unknown;
}

/** What has been told of people, in order. */
function events(): Promise<Told[]> {
  return people.db.as(trust.central, () =>
    people.db.rows<Told>(
      `SELECT type, aggregate_id AS "personId", data FROM event
        WHERE trust_id = $1 AND aggregate_type = 'Person' ORDER BY sequence`,
      [trust.id],
    ),
  );
}

/** @returns what `work` has had told of the person or, when nobody is named, of anybody. */
async function toldDuring(work: () => Promise<unknown>, personId?: string): Promise<string[]> {
  const before = (await events()).length;
  await work();
  const news = (await events()).slice(before);
  expect(await untold()).toEqual([]);
  return news.filter((one) => (personId ?? one.personId) === one.personId).map(({ type }) => type);
}

/** People of whom others believe something else than what holds. */
async function untold(): Promise<string[]> {
  const last = new Map((await events()).map((one) => [one.personId, one]));
  const holds = await people.db.as(trust.central, () =>
    people.db.rows<{ id: string; facts: unknown }>(personFactsPageSql, [
      ...[trust.id, null, londonDay(), 1_000],
    ]),
  );
  return holds
    .filter(({ id, facts }) => {
      const heard = last.get(id);
      const isMerged = heard?.type === 'person.merged';
      return !isMerged && JSON.stringify(heard?.data) !== JSON.stringify(facts);
    })
    .map(({ id }) => id);
}

async function idOf(externalId: string): Promise<string> {
  const [row] = await people.db.as(trust.central, () =>
    people.db.rows<{ id: string }>(
      'SELECT person_id AS id FROM staff_source_record WHERE trust_id = $1 AND external_id = $2',
      [trust.id, externalId],
    ),
  );
  return row?.id ?? '';
}

describe('what staff records change is told', () => {
  it('of somebody who is new, changes, leaves and comes back', async () => {
    expect(await toldDuring(() => source.send([told('a')]))).toEqual(['person.changed']);
    const id = await idOf('a');
    const part = told('a', {}, {}, { fte: 0.6 });
    expect(await toldDuring(() => source.send([part]), id)).toEqual(['person.changed']);
    const gone = { externalId: 'a', status: 'ENDED', leftOn: day(-2) };
    expect(await toldDuring(() => source.send([gone]), id)).toEqual(['person.left']);
    const back = { externalId: 'a', status: 'RESTORED' };
    expect(await toldDuring(() => source.send([back]), id)).toEqual(['person.restored']);
  });

  it('of who gets a manager, and of whom a list no longer has', async () => {
    const full = { mode: 'FULL' };
    const both = [told('a'), told('h'), told('t', { lineManagerExternalId: 'h' })];
    await toldDuring(() => source.send(both, full));
    const rest = () => source.send(both.slice(0, 2), full);
    const id = await idOf('t');
    const manager = 'SELECT 1 FROM manager_link WHERE person_id = $1';
    expect(await people.db.as(trust.central, () => people.db.rows(manager, [id]))).toHaveLength(1);

    expect(await toldDuring(rest, id)).toEqual([]);
    expect(await toldDuring(rest, id)).toEqual([]);
    expect(await toldDuring(rest, id)).toEqual(['person.left']);
  });

  it('not when nothing is other than it was', async () => {
    const same = told('same');
    await source.send([same]);

    expect(await toldDuring(() => source.send([same]))).toEqual([]);
  });

  it('not when it was only tried', async () => {
    const dry = { dryRun: true };

    expect(await toldDuring(() => source.send([told('dry')], dry))).toEqual([]);
  });

  it('not when what was sent could not be kept', async () => {
    const { id: syncId } = await source.start();
    const owner = (sql: string) =>
      asSuperuser(people.served.database.name, (client) => client.query(sql));
    await owner('ALTER TABLE staff_sync_chunk ADD CONSTRAINT broken CHECK (false) NOT VALID');
    const input = { syncId, chunk: 1, records: [told('b')] };

    const news = await toldDuring(async () => {
      expect(await people.codes(source.viewer, pushMutation, { input })).toEqual([
        'INTERNAL_SERVER_ERROR',
      ]);
    });

    await owner('ALTER TABLE staff_sync_chunk DROP CONSTRAINT broken');
    expect(news).toEqual([]);
    expect(await toldDuring(() => source.push(syncId, [told('b')], 1))).toEqual(['person.changed']);
    await source.finish(syncId);
  });

  it('when it is taken back', async () => {
    await source.send([told('a')]);
    const { finished } = await source.send([told('a', {}, {}, { fte: 0.8 }), told('undone')]);

    const news = await toldDuring(() => source.change('undoStaffSync', finished.id));

    expect(new Set(news)).toEqual(new Set(['person.changed']));
  });

  it('when the people team says who it is', async () => {
    const reviewer = new TestReviewer(people, trust);
    const twin = { givenName: 'Sam', familyName: 'Okoro' };
    await source.send([told('1', twin)]);
    await new TestSource(people, trust, 'arbor', 1).send([told('77', twin)]);
    const [question] = await reviewer.questions();
    const [matchId, personId] = [question?.id ?? '', await idOf('1')];

    expect(await toldDuring(() => reviewer.confirm(matchId, personId))).toEqual(['person.changed']);
  });
});
