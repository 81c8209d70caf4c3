import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { Kind, parse } from 'graphql';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { testPeople, type TestTrust } from '../testing.ts';
import { EqualityService } from './equality.service.ts';
import type { EqualityAnswers } from './equality.types.ts';

const people = testPeople();

function record({ central }: TestTrust, told: EqualityAnswers[], syncId = newId()) {
  const equality = new EqualityService(people.db);
  return people.db.as(central, () => equality.record(central, syncId, told));
}

const answersOf = (personId: string, answers: EqualityAnswers['answers']): EqualityAnswers => ({
  ...{ personId, scheme: 'CBDS', answers },
});

/** As somebody who may read everything: the tests alone can. */
function kept(personId: string) {
  return asSuperuser(people.served.database.name, async (client) => {
    const { rows } = await client.query<{ question: string; scheme: string; code: string }>(
      'SELECT question, scheme, code FROM equality_answer WHERE person_id = $1 ORDER BY question',
      [personId],
    );
    return rows;
  });
}

describe('equality answers', () => {
  it('are kept with their scheme, and the same again changes nothing', async () => {
    const trust = await people.trust();
    const { id } = await people.hire(trust);
    const told = [answersOf(id, { ethnicity: 'WBRI', disability: 'NONE' })];

    expect(await record(trust, told)).toEqual(new Set([id]));
    expect(await record(trust, told)).toEqual(new Set());
    expect(await record(trust, [answersOf(id, { ethnicity: 'REFU' })])).toEqual(new Set([id]));
    expect(await record(trust, [answersOf(id, { disability: null })])).toEqual(new Set([id]));
    expect(await kept(id)).toEqual([{ question: 'ethnicity', scheme: 'CBDS', code: 'REFU' }]);
  });

  it('cannot be read, not by the role that serves nor if it were granted to', async () => {
    const trust = await people.trust();
    const { id } = await people.hire(trust);
    await record(trust, [answersOf(id, { religion: 'X' })]);
    const readFrom = (table: string) =>
      people.db.as(trust.central, () => people.db.rows(`SELECT * FROM ${table}`));
    const read = () => readFrom('equality_answer');

    for (const table of ['equality_answer', 'equality_answer_change', 'equality_answer_waiting']) {
      await expect(readFrom(table)).rejects.toThrow('permission denied');
    }
    const { name } = people.served.database;
    await asSuperuser(name, (client) =>
      client.query('GRANT SELECT, UPDATE ON equality_answer TO people_app'),
    );
    expect(await read()).toEqual([]);
    const claim = () =>
      people.db.as(trust.central, () =>
        people.db.rows(`UPDATE equality_answer SET code = 'Y' RETURNING code`),
      );
    expect(await claim()).toEqual([[], 0]);
    await asSuperuser(name, (client) =>
      client.query('REVOKE SELECT, UPDATE ON equality_answer FROM people_app'),
    );
  });

  it('are cleared with what undoes them by jobs that cannot read them either', async () => {
    const trust = await people.trust();
    const { id } = await people.hire(trust);
    await record(trust, [answersOf(id, { sex: 'F' })]);
    const { jobUrl } = people.served.database;
    const asJob = async (sql: string) => {
      const client = new pg.Client({ connectionString: jobUrl });
      await client.connect();
      return (await client.query(sql, [id]).finally(() => client.end())).rowCount;
    };

    for (const column of ['code', 'was_code', '*']) {
      const read = `SELECT ${column} FROM equality_answer_change WHERE person_id = $1`;
      await expect(asJob(read)).rejects.toThrow('permission denied');
    }
    const clear = 'DELETE FROM equality_answer_change WHERE noted_at <= now() AND person_id = $1';
    expect(await asJob(clear)).toBe(1);
    expect(await kept(id)).toHaveLength(1);
  });

  it('are no field of anything that can be asked for', () => {
    const schema = parse(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'));
    const fields = schema.definitions.flatMap((definition) =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION ? (definition.fields ?? []) : [],
    );

    expect(fields.length).toBeGreaterThan(100);
    const names = fields.map(({ name }) => name.value);
    expect(
      names.filter((name) => /equal|ethnic|sex|disability|religio|orient/i.test(name)),
    ).toEqual([]);
  });

  it('of another trust are not touched, whatever the service asks for', async () => {
    const [ours, theirs] = [await people.trust(), await people.trust()];
    const { id } = await people.hire(theirs);
    await record(theirs, [answersOf(id, { sex: 'F' })]);
    const asThem = { ...ours, central: { ...theirs.central } };
    const write = people.db.as(ours.central, () =>
      new EqualityService(people.db).record(asThem.central, newId(), [answersOf(id, { sex: 'M' })]),
    );

    await expect(write).rejects.toThrow('row-level security');
    expect(await kept(id)).toEqual([{ question: 'sex', scheme: 'CBDS', code: 'F' }]);
  });
});
