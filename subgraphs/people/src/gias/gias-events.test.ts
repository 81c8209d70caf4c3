import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { aRegisteredSchool, testPeople, type TestTrust } from '../testing.ts';
import type { RegisteredSchool } from './gias-register.ts';
import { giasImporter, GiasService } from './gias.service.ts';

const people = testPeople();

/** Reads the register as it now is for these trusts. */
async function importOf(...told: readonly (readonly [TestTrust, Partial<RegisteredSchool>])[]) {
  const viewer = giasImporter();
  const register = {
    trusts: told.map(([{ uid }]) => {
      const name = `Trust ${uid}`;
      return { uid, name, groupId: null, companiesHouseNumber: null, ukprn: null };
    }),
    schools: told.map(([{ uid, schools }, school]) => {
      const urn = schools[0]?.urn ?? '';
      return aRegisteredSchool({ trustUid: uid, urn, name: 'Alder Primary School', ...school });
    }),
    problems: [],
  };
  await people.db.as(viewer, () => new GiasService(people.db).record(viewer, register));
}

interface Told {
  readonly type: string;
  readonly schoolId: string;
  readonly name: string;
  readonly urn: string;
}

/** What a trust has been told, behind the scenes; the last URN of each school. */
function told({ id }: TestTrust): Promise<Told[]> {
  return asSuperuser(people.served.database.name, async (client) => {
    const { rows } = await client.query<Told>(
      `SELECT type, aggregate_id AS "schoolId", data ->> 'name' AS name,
              data -> 'urns' -> -1 ->> 'urn' AS urn
         FROM event WHERE trust_id = $1 ORDER BY sequence`,
      [id],
    );
    return rows;
  });
}

describe('the register of schools tells', () => {
  it('each trust of its own schools that are new or other than they were', async () => {
    const [ours, theirs, same] = [await people.trust(), await people.trust(), await people.trust()];
    const [school, their] = [ours.schools[0], theirs.schools[0]];
    const before = { type: 'school.changed', name: 'Alder Primary School', urn: '100001' };
    expect(await told(ours)).toEqual([{ ...before, schoolId: school?.id }]);

    const converted = { urn: '200001', formerUrn: '100001', openedOn: '2025-09-01' };
    await importOf([ours, { name: 'Alder Academy' }], [theirs, converted], [same, {}]);

    expect((await told(ours)).slice(1)).toEqual([
      { ...before, schoolId: school?.id, name: 'Alder Academy' },
    ]);
    expect((await told(theirs)).slice(1)).toEqual([
      { ...before, schoolId: their?.id, urn: '200001' },
    ]);
    expect(await told(same)).toHaveLength(1);
  });

  it('the trust’s webhooks too', async () => {
    const [ours, theirs] = [await people.trust(), await people.trust()];
    const { name } = people.served.database;
    await asSuperuser(name, async (client) => {
      for (const trust of [ours, theirs]) {
        await client.query(
          `INSERT INTO webhook (trust_id, id, url, description, event_types, all_schools,
             school_ids, public_key, sealed_key, created_by_kind, created_by_id)
           VALUES ($1, $2, 'https://hooks.example.org/', '', '{school.changed}', true, '{}', '', '',
             'JOB', 'test')`,
          [trust.id, newId()],
        );
      }
    });
    await importOf([ours, { name: 'Alder Academy' }]);

    const inLine = await asSuperuser(name, async (client) => {
      const sql = `SELECT trust_id AS "trustId", type, aggregate_id AS "schoolId"
        FROM webhook_delivery WHERE trust_id = ANY ($1)`;
      return (await client.query<object>(sql, [[ours.id, theirs.id]])).rows;
    });
    expect(inLine).toEqual([
      { trustId: ours.id, type: 'school.changed', schoolId: ours.schools[0]?.id },
    ]);
  });

  it('and may tell of nobody, and read of nothing else', async () => {
    const trust = await people.trust();
    const { id } = await people.hire(trust);
    const viewer = giasImporter();
    const write = people.db.as(viewer, () =>
      people.db.rows(
        `INSERT INTO event (trust_id, id, type, aggregate_type, aggregate_id, data, actor_kind,
           actor_id, request_id)
         VALUES ($1, $2, 'person.left', 'Person', $3, '{}', 'JOB', 'gias-import', '')`,
        [trust.id, newId(), id],
      ),
    );
    await expect(write).rejects.toThrow('row-level security');

    const read = () => people.db.rows(`SELECT FROM event WHERE aggregate_type <> 'School'`);
    expect(await people.db.as(viewer, read)).toEqual([]);
  });
});
