import { describe, expect, it } from '@jest/globals';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { talker, TestConversations } from '../conversation/testing.ts';
import { day, headViewer, testPeople } from '../testing.ts';

const people = testPeople();

async function begin() {
  const trust = await people.trust('Alder', 'Birch');
  const pair = await new TestConversations(people, trust).pair();
  const { id: fellowId } = await people.hire(trust);
  await people.network(trust, [fellowId, pair.personId], {});
  const scopes = new Set([...trust.central.scopes, 'aspiration:read']);
  const team = { ...trust.central, personId: (await people.hire(trust)).id, scopes };
  return { trust, ...pair, fellow: talker(trust, fellowId), team };
}

const write = `mutation ($input: WriteAspirationInput!) { done: writeAspiration(input: $input) {
  ... on Aspiration { id version sharedWith roleProfile { name } } } }`;
const remove = `mutation ($input: RemoveAspirationInput!) { done: removeAspiration(input: $input) {
  ... on AspirationRemoved { id } } }`;
const read = `query ($id: ID!) { person(id: $id) { aspirations { kind text } } }`;

const hope = { kind: 'STAY_AND_DEEPEN', horizon: 'THIS_YEAR', text: 'To stay, and learn Makaton.' };

interface Written {
  readonly done: { readonly id: string; readonly version: number };
}

const written = async (viewer: Viewer, told: object = {}) =>
  (await people.data<Written>(viewer, write, { input: { ...hope, ...told } })).done;

async function seenBy(viewer: Viewer, id: string): Promise<number> {
  type Read = { person: { aspirations: readonly unknown[] } };
  return (await people.data<Read>(viewer, read, { id })).person.aspirations.length;
}

describe('an aspiration', () => {
  it.each([
    [[], [1, 0, 0, 0]],
    [['MANAGER'], [1, 1, 0, 0]],
    [['PEOPLE_TEAM'], [1, 0, 1, 0]],
    [['TRUST'], [1, 1, 1, 1]],
    [
      ['MANAGER', 'PEOPLE_TEAM'],
      [1, 1, 1, 0],
    ],
  ])('shared with %j is read by person, manager, people team, colleague: %j', async (to, seen) => {
    const { person, personId, manager, team, fellow } = await begin();
    await written(person, { sharedWith: to });

    const counts = [];
    for (const viewer of [person, manager, team, fellow]) {
      counts.push(await seenBy(viewer, personId));
    }
    expect(counts).toEqual(seen);
  });

  it('is kept from those with whom it is not shared by the database too', async () => {
    const { trust, person, manager, team, fellow } = await begin();
    await written(person, { text: 'own' });
    await written(person, { text: 'manager', sharedWith: ['MANAGER'] });
    await written(person, { text: 'team', sharedWith: ['PEOPLE_TEAM'] });
    await written(person, { text: 'all', sharedWith: ['TRUST'] });
    const texts = async (viewer: Viewer) => {
      const rows = await people.db.as(viewer, () =>
        people.db.rows<{ text: string }>(
          'SELECT text FROM aspiration WHERE trust_id = $1 ORDER BY id',
          [trust.id],
        ),
      );
      return rows.map(({ text }) => text);
    };

    expect(await texts(person)).toEqual(['own', 'manager', 'team', 'all']);
    expect(await texts(manager)).toEqual(['manager', 'all']);
    expect(await texts(team)).toEqual(['team', 'all']);
    expect(await texts(fellow)).toEqual(['all']);
    expect(await texts({ ...team, personId: null, scopes: new Set(['staff:read']) })).toEqual([]);
    const steal = people.db.as(manager, () =>
      people.db.rows(
        `WITH stolen AS (UPDATE aspiration SET text = 'x' WHERE trust_id = $1 RETURNING id)
         SELECT id FROM stolen`,
        [trust.id],
      ),
    );
    expect(await steal).toEqual([]);
  });

  it('is read by the manager of today, and by no head or school’s system', async () => {
    const { trust, person, personId, manager, managerId } = await begin();
    await written(person, { sharedWith: ['MANAGER'] });
    const { id: nextId } = await people.hire(trust);
    expect(await seenBy(headViewer(trust, nextId, 0), personId)).toBe(0);
    expect(await seenBy(trust.central, personId)).toBe(0);
    expect(await seenBy(manager, personId)).toBe(1);

    await people.db.as(trust.central, () =>
      people.db.rows(
        'UPDATE manager_link SET ends_on = $3 WHERE trust_id = $1 AND manager_id = $2',
        [...[trust.id, managerId, day(0)]],
      ),
    );
    await people.manage(trust, nextId, [personId], { startsOn: day(0) });
    await people.network(trust, [managerId, personId], { name: 'Still in touch' });
    expect(await seenBy(manager, personId)).toBe(0);
    expect(await seenBy(talker(trust, nextId), personId)).toBe(1);
  });

  it('is taken back, changed and removed by whose it is alone', async () => {
    const { person, personId, manager } = await begin();
    const { id, version } = await written(person, { sharedWith: ['MANAGER'] });
    const back = { ...hope, id, version, sharedWith: [] };

    expect(await people.codes(manager, write, { input: back })).toEqual(['NOT_FOUND']);
    expect(await people.codes(manager, remove, { input: { id } })).toEqual(['NOT_FOUND']);
    expect(await written(person, back)).toMatchObject({ id, version: 2, sharedWith: [] });
    expect(await seenBy(manager, personId)).toBe(0);
    expect(await people.codes(person, write, { input: back })).toEqual(['CONFLICT']);
    expect(await people.data(person, remove, { input: { id } })).toEqual({ done: { id } });
    expect(await seenBy(person, personId)).toBe(0);
  });

  it('may be about a role profile of the catalogue, and of no other', async () => {
    const { person } = await begin();
    expect(await written(person, { roleProfileCode: 'ESTATES_SPECIALIST' })).toMatchObject({
      roleProfile: { name: expect.any(String) },
    });

    const wrong = { input: { ...hope, roleProfileCode: 'KING' } };
    expect(await people.codes(person, write, wrong)).toEqual(['BAD_USER_INPUT']);
    const long = { input: { ...hope, text: 'x'.repeat(2_001) } };
    expect(await people.codes(person, write, long)).toEqual(['BAD_USER_INPUT']);
  });

  it('is one of fifty at most', async () => {
    const { trust, person, personId } = await begin();
    await people.db.as(person, () =>
      people.db.rows(
        `INSERT INTO aspiration (trust_id, id, person_id, kind, horizon, text, shared_with)
         SELECT $1, gen_random_uuid(), $2, 'LEAD', 'LATER', '', '{}' FROM generate_series(1, 49)`,
        [trust.id, personId],
      ),
    );
    await written(person);

    expect(await people.codes(person, write, { input: hope })).toEqual(['BAD_USER_INPUT']);
  });
});
