import { beforeAll, describe, expect, it } from '@jest/globals';
import { createDataSource } from '@trellis/subgraph-kit/data-source';
import { Database } from '@trellis/subgraph-kit/database';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { peopleDatabase } from '../database-shape.ts';
import { StaffEventService } from '../event/staff-event.service.ts';
import { testPeople, type TestTrust } from '../testing.ts';

const people = testPeople();

let trust: TestTrust;
let reader: Viewer;
beforeAll(async () => {
  trust = await people.trust('Alder', 'Birch');
  reader = readerOf(trust);
});

function readerOf({ id: trustId }: TestTrust, placeIds?: readonly string[]): Viewer {
  const where = placeIds ? { placeIds } : { allPlaces: true };
  return aViewer({ trustId, personId: null, scopes: ['changes:read', 'staff:read'], ...where });
}

interface Heard {
  readonly events: readonly {
    readonly id: string;
    readonly type: string;
    readonly aggregateId: string;
    readonly person: { readonly name: string } | null;
  }[];
  readonly cursor: string;
  readonly hasMore: boolean;
}

const query = `query ($since: String, $types: [String!], $first: Int! = 100) {
  changes(since: $since, types: $types, first: $first) {
    events { id type occurredAt aggregateId intoPersonId person { name } school { name } } cursor hasMore } }`;

async function changes(viewer: Viewer, asked: object = {}): Promise<Heard> {
  return (await people.data<{ changes: Heard }>(viewer, query, { ...asked })).changes;
}

async function now(viewer = reader): Promise<string> {
  return (await people.data<{ at: string }>(viewer, '{ at: changesCursor }')).at;
}

/** Says of people that they have changed. */
function tell({ central }: TestTrust, ...ids: readonly string[]): Promise<void> {
  return people.db.as(central, () => new StaffEventService(people.db).changed(central, ids));
}

const told = ({ events }: Heard): string[] => events.map(({ aggregateId }) => aggregateId);

describe('the feed of changes', () => {
  it('tells what has changed since a place, in order, along with what holds now', async () => {
    const since = await now();
    const ada = await people.hire(trust, { givenName: 'Ada', familyName: 'Byron' });
    const grace = await people.hire(trust, { givenName: 'Grace', familyName: 'Hopper' });
    const after = await changes(reader, { since });
    await tell(trust, ada.id);
    await tell(trust, grace.id);
    await tell(trust, ada.id);

    const heard = await changes(reader, { since: after.cursor });

    expect(heard).toMatchObject({
      events: [
        { type: 'person.changed', aggregateId: ada.id, person: { name: 'Ada Byron' } },
        { type: 'person.changed', aggregateId: grace.id, person: { name: 'Grace Hopper' } },
        { type: 'person.changed', aggregateId: ada.id, school: null },
      ],
      hasMore: false,
    });
    expect(new Set(heard.events.map(({ id }) => id)).size).toBe(3);
    expect((await changes(reader, { since: heard.cursor })).events).toEqual([]);
  });

  it('goes on from page to page without a gap or a repetition', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.push((await people.hire(trust)).id);
    let since = await now();
    await tell(trust, ...ids);

    const heard: string[] = [];
    for (let more = true; more;) {
      const page = await changes(reader, { since, first: 2 });
      heard.push(...told(page));
      expect(page.events.length).toBeLessThanOrEqual(2);
      since = page.cursor;
      more = page.hasMore;
    }

    expect(heard).toEqual([...ids].sort());
  });

  it('never passes over a change whose transaction took longer than those after it', async () => {
    const [slow, quick] = [await people.hire(trust), await people.hire(trust)];
    const since = await now();
    const source = createDataSource(peopleDatabase, people.served.database.appUrl, 1);
    await source.initialize();
    const other = new Database(source);
    let finish: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (finish = resolve));
    let begun: () => void = () => undefined;
    const written = new Promise<void>((resolve) => (begun = resolve));
    const slowly = other.as(trust.central, async () => {
      await new StaffEventService(other).changed(trust.central, [slow.id]);
      begun();
      await held;
    });

    await written;
    await tell(trust, quick.id); // later, and over before
    const meanwhile = await changes(reader, { since });
    finish();
    await slowly;
    await source.destroy();
    const afterwards = await changes(reader, { since: meanwhile.cursor });

    expect([...told(meanwhile), ...told(afterwards)]).toEqual([slow.id, quick.id]);
  });

  it('tells of the types that were asked for alone', async () => {
    const { id } = await people.hire(trust);
    const since = await now();
    const { central } = trust;
    await people.db.as(central, async () => {
      const events = new StaffEventService(people.db);
      await events.changed(central, [id]);
      await events.left(central, [id]);
      await events.schoolChanged(
        central,
        trust.schools.map((school) => school.id),
      );
    });

    const typesOf = async (types?: string[]) =>
      (await changes(reader, { since, types })).events.map(({ type }) => type);
    expect(await typesOf(['person.left'])).toEqual(['person.left']);
    expect(await typesOf()).toEqual([
      ...['person.changed', 'person.left', 'school.changed', 'school.changed'],
    ]);
    expect(await people.codes(reader, query, { types: ['person.spied'] })).toEqual([
      'BAD_USER_INPUT',
    ]);
  });

  it('tells a key for one school of people with a post there, also when it was taken away', async () => {
    const [alder = '', birch = ''] = trust.schools.map(({ id }) => id);
    const keys = { alder: readerOf(trust, [alder]), birch: readerOf(trust, [birch]) };
    const moving = await people.hire(trust, { posts: [{ school: 0 }] });
    const staying = await people.hire(trust, { posts: [{ school: 1 }] });
    const since = await now();
    await tell(trust, moving.id, staying.id);
    await people.db.as(trust.central, () =>
      people.db.rows(
        'UPDATE assignment SET school_id = $3 WHERE trust_id = $1 AND person_id = $2',
        [...[trust.id, moving.id, birch]],
      ),
    );
    await tell(trust, moving.id);
    await tell(trust, moving.id);

    expect(told(await changes(keys.alder, { since }))).toEqual([moving.id, moving.id]);
    expect(told(await changes(keys.birch, { since }))).toEqual([
      ...[staying.id, moving.id, moving.id],
    ]);
  });

  it('tells a school of its person who turned out to be another', async () => {
    const [alder = ''] = trust.schools.map(({ id }) => id);
    const [from, into] = [await people.hire(trust), await people.hire(trust)];
    await tell(trust, from.id);
    const since = await now();
    const { central } = trust;
    await people.db.as(central, () =>
      new StaffEventService(people.db).merged(central, from.id, into.id),
    );

    const { events } = await changes(readerOf(trust, [alder]), { since });

    expect(events).toMatchObject([
      { type: 'person.merged', aggregateId: from.id, intoPersonId: into.id },
      { type: 'person.changed', aggregateId: into.id },
    ]);
  });

  it('tells nothing of another trust, whose cursors are good for nothing here', async () => {
    const other = await people.trust('Cedar');
    const theirs = await people.hire(other);
    const since = await now();
    await tell(other, theirs.id);

    expect(told(await changes(reader, { since }))).toEqual([]);
    expect(told(await changes(readerOf(other)))).toContain(theirs.id);
    const stolen = { since: await now(readerOf(other)) };
    expect(await people.codes(reader, query, stolen)).toEqual(['BAD_CURSOR']);
    expect(await people.codes(reader, query, { since: 'AAAA' })).toEqual(['BAD_CURSOR']);
  });

  it('is for those who may read it, 1 to 500 at a time', async () => {
    expect(await people.codes(trust.central, query)).toEqual(['FORBIDDEN']);
    for (const first of [0, 501]) {
      expect(await people.codes(reader, query, { first })).toEqual(['BAD_USER_INPUT']);
    }
  });
});
