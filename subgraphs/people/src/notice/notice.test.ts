import { describe, expect, it } from '@jest/globals';
import { createDataSource } from '@trellis/subgraph-kit/data-source';
import { Database } from '@trellis/subgraph-kit/database';
import { newId } from '@trellis/subgraph-kit/ids';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { inTurn } from '@trellis/subgraph-kit/testing/in-turn';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import { peopleDatabase } from '../database-shape.ts';
import { day, headViewer, staffViewer, testPeople } from '../testing.ts';
import { TestNotices } from './testing.ts';

const people = testPeople();
const aTrust = async (...names: string[]) => new TestNotices(people, await people.trust(...names));

const aSubject = () => ({ type: 'Opportunity', id: newId(), version: 1 });

const inbox = `{ viewer { unreadNotices notices(first: 10) { totalCount
  edges { node { title about { type version } person { id } } } } } }`;
const opening = `mutation ($input: ReadNoticeInput!) {
  readNotice(input: $input) { ... on Notice { readAt reachedBy } } }`;

describe('telling people of something', () => {
  it('lines up an e-mail for those with a mailbox, and the sheet for those without', async () => {
    const notices = await aTrust();
    const [teacher, midday] = [await notices.hire(), await notices.hire({ workEmail: null })];

    expect(await notices.tell([teacher, midday])).toBe(2);

    const queued = (channel: string) => ({ channel, state: 'QUEUED' });
    const sorted = (history: readonly { channel: string }[]) =>
      history.toSorted((a, b) => a.channel.localeCompare(b.channel));
    const [toTeacher, toMidday] = [await notices.only(teacher), await notices.only(midday)];
    expect(sorted(toTeacher.history)).toEqual([queued('EMAIL'), queued('IN_APP')]);
    expect(toTeacher.unreachedReason).toBeNull();
    expect(sorted(toMidday.history)).toEqual([queued('IN_APP'), queued('PRINT')]);
    expect(toMidday.unreachedReason).toBe('NO_ROUTE');
  });

  it('tells nobody the same twice, and everybody of the next version', async () => {
    const notices = await aTrust('Alder', 'Birch');
    const posts = [
      { school: 0, fte: 0.6 },
      { school: 1, fte: 0.4, isPrimary: false },
    ];
    const [both, late] = [await notices.hire({ posts }), await notices.hire()];
    const about = aSubject();

    expect(await notices.tell([both, both], { about })).toBe(1);
    expect(await notices.tell([both, late], { about })).toBe(1);
    expect(await notices.tell([both], { about: { ...about, version: 2 } })).toBe(1);
    expect(await notices.tell([both], { about, kind: 'OPPORTUNITY_CLOSING' })).toBe(1);
    expect(await notices.of(both)).toHaveLength(3);
  });

  it('tells somebody once when two ask for it at once', async () => {
    const notices = await aTrust();
    const [person, about] = [await notices.hire(), aSubject()];
    const tell = () => notices.tell([person], { about });

    const told = await atOnce(people.served.database.name, 'notice', [tell, tell]);

    expect(told.toSorted()).toEqual([0, 1]);
    expect(await notices.of(person)).toHaveLength(1);
  });

  it('takes as many statements for many people as for one, and passes over who is not there', async () => {
    const notices = await aTrust();
    const many = await inTurn(Array.from({ length: 30 }), () => notices.hire());
    const [counts, source] = [
      [0],
      createDataSource(peopleDatabase, people.served.database.appUrl, 1),
    ];
    await source.initialize();
    const db = new Database(source, () => counts.push((counts.pop() ?? 0) + 1));

    expect(await notices.tell([...many.slice(0, 1), newId()], {}, db)).toBe(1);
    const statements = counts.at(-1);
    counts.push(0);
    expect(await notices.tell(many, {}, db)).toBe(30);

    expect(counts.at(-1)).toBe(statements);
    await source.destroy();
  });

  it('reaches somebody by the id of who they turned out to be', async () => {
    const notices = await aTrust();
    const [kept, gone] = [await notices.hire(), await notices.hire()];
    await people.db.as(notices.team, () =>
      people.db.rows(
        'INSERT INTO person_redirect (trust_id, old_id, person_id) VALUES ($1, $2, $3)',
        [notices.trust.id, gone, kept],
      ),
    );

    expect(await notices.tell([gone, kept])).toBe(1);
    expect(await notices.of(kept)).toHaveLength(1);
  });

  it('says at once who is away or has no route', async () => {
    const notices = await aTrust();
    const [away, back] = [await notices.hire(), await notices.hire()];
    await notices.away(away, day(-10));
    await notices.away(back, day(-10), day(0));
    const about = aSubject();

    await notices.tell([away, back], { about });

    const { kind } = { kind: 'OPPORTUNITY_PUBLISHED' };
    const data = { about, kind, personId: away, reason: 'ON_LEAVE' };
    const at: unknown = expect.any(String);
    expect(await notices.events(away)).toEqual([
      { type: 'notice.unreached', data: { ...data, at } },
    ]);
    expect(await notices.events(back)).toEqual([]);
  });
});

describe('somebody’s notices', () => {
  it('are theirs, and read when they open them', async () => {
    const notices = await aTrust();
    const me = await notices.hire();
    await notices.tell([me]);
    const viewer = staffViewer(notices.trust, me);
    const { id } = await notices.only(me);

    expect(await people.data(viewer, inbox)).toEqual({
      viewer: {
        unreadNotices: 1,
        notices: {
          totalCount: 1,
          edges: [
            {
              node: {
                ...{ title: 'Lead phonics', about: { type: 'Opportunity', version: 1 } },
                person: { id: me },
              },
            },
          ],
        },
      },
    });
    const first = await people.data(viewer, opening, { input: { noticeId: id } });
    const again = await people.data(viewer, opening, { input: { noticeId: id } });
    expect(first).toMatchObject({ readNotice: { reachedBy: 'IN_APP' } });
    expect(again).toEqual(first);
    expect(await people.data(viewer, inbox)).toMatchObject({ viewer: { unreadNotices: 0 } });
    expect((await notices.only(me)).history.map(({ state }) => state)).toEqual([
      ...['QUEUED', 'QUEUED', 'READ'],
    ]);
  });

  it('count as delivered from the first channel on, which the others are told', async () => {
    const notices = await aTrust();
    const [me, about] = [await notices.hire({ workEmail: null }), aSubject()];
    await notices.tell([me], { about });
    await notices.read(me, (await notices.only(me)).id);

    const { reachedBy, unreachedReason } = await notices.only(me);
    expect({ reachedBy, unreachedReason }).toEqual({ reachedBy: 'IN_APP', unreachedReason: null });
    expect(await notices.events(me)).toMatchObject([
      { type: 'notice.unreached', data: { reason: 'NO_ROUTE' } },
      { type: 'notice.reached', data: { about, personId: me, channel: 'IN_APP' } },
    ]);
  });

  it('are opened by nobody else', async () => {
    const notices = await aTrust();
    const [me, colleague] = [await notices.hire(), await notices.hire()];
    await notices.tell([me]);
    const input = { noticeId: (await notices.only(me)).id };
    const stranger = { ...staffViewer(notices.trust, me), trustId: newId() };

    for (const viewer of [staffViewer(notices.trust, colleague), stranger]) {
      expect(await people.codes(viewer, opening, { input })).toEqual(['NOT_FOUND']);
    }
    const program = aViewer({ trustId: notices.trust.id, personId: null, scopes: ['staff:read'] });
    expect(await people.codes(program, opening, { input })).toEqual(['FORBIDDEN']);
    expect((await notices.only(me)).readAt).toBeNull();
  });

  it('are seen by the people team, and not by a head or a line manager', async () => {
    const notices = await aTrust();
    const [me, boss] = [await notices.hire(), await notices.hire()];
    await people.manage(notices.trust, boss, [me]);
    await notices.tell([me]);
    const query = 'query ($id: ID!) { person(id: $id) { notices { totalCount } } }';
    const head = headViewer(notices.trust, boss, 0);

    for (const viewer of [staffViewer(notices.trust, boss), head, notices.trust.central]) {
      expect(await people.data(viewer, query, { id: me })).toEqual({ person: { notices: null } });
    }
    expect(await people.data(notices.team, query, { id: me })).toEqual({
      person: { notices: { totalCount: 1 } },
    });
  });
});

describe('the record of what became of notices', () => {
  it.each(['UPDATE notice_history SET state = state', 'DELETE FROM notice_history'])(
    'cannot be changed: %s',
    async (sql) => {
      const notices = await aTrust();
      const change = people.db.as(notices.team, () => people.db.rows(sql));
      await expect(change).rejects.toThrow('permission denied');
    },
  );
});
