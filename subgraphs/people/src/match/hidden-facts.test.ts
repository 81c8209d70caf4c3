import { describe, expect, it } from '@jest/globals';
import { TestSource, told } from '../sync/testing.ts';
import { testPeople, type TestTrust } from '../testing.ts';
import { TestReviewer } from './testing.ts';

const people = testPeople();

/** Stand nowhere but where they were planted. */
const secret = { birthDate: '1961-03-07', equality: { ethnicity: 'XQZW', sex: 'QQF' } };
const traces = '1961-03-07|07/03/1961|XQZW|QQF';

/** All columns that the role that serves may read, by table. */
const readable = `
  SELECT format('%I.%I', nspname, relname) AS name,
         string_agg(format('%I::text', attname), ', ') AS columns
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
   WHERE relkind IN ('r', 'p', 'v', 'm') AND nspname NOT IN ('pg_catalog', 'information_schema')
     AND has_schema_privilege(pg_namespace.oid, 'USAGE')
     AND has_column_privilege(pg_class.oid, attnum, 'SELECT')
   GROUP BY 1 ORDER BY 1`;

/** Tables in which a pattern is found by the role that serves, as the trust. */
function tablesWith({ central }: TestTrust, pattern: string): Promise<string[]> {
  return people.db.as(central, async () => {
    const tables = await people.db.rows<{ name: string; columns: string }>(readable);
    expect(tables.length).toBeGreaterThan(20);
    const found: string[] = [];
    for (const { name, columns } of tables) {
      const sql = `SELECT FROM ${name} WHERE concat_ws(' ', ${columns}) ~ $1 LIMIT 1`;
      if ((await people.db.rows(sql, [pattern])).length > 0) found.push(name);
    }
    return found;
  });
}

describe('birth dates and equality answers', () => {
  it('stand in no column that can be read, whatever became of the record', async () => {
    const trust = await people.trust('Alder', 'Birch');
    const [alder, birch] = [0, 1].map((place) => new TestSource(people, trust, 'arbor', place));
    if (!alder || !birch) throw new Error('there are two');
    const named = { givenName: 'Sam', familyName: 'Okoro', ...secret };
    await alder.send([told('1', named), told('2', { ...secret, workEmail: 'not one' })]);
    await alder.send([told('1', { ...named, givenName: 'Samuel' })]);
    const underReview = told('77', { ...named, preferredName: 'Samuel' });
    expect(await birch.outcomes([underReview])).toEqual({ 77: 'NEEDS_REVIEW' });
    const { finished } = await alder.send([told('1', { ...named, familyName: 'Hill' })]);
    await alder.change('undoStaffSync', finished.id);

    expect(await tablesWith(trust, 'Okoro')).toContain('public.staff_source_record');
    expect(await tablesWith(trust, traces)).toEqual([]);
    const [question] = await new TestReviewer(people, trust).questions();
    expect(question?.candidates).toMatchObject([
      { reasons: ['SAME_SURNAME_AND_BIRTH_DATE', 'SAME_FULL_NAME'] },
    ]);
  });

  it('are refused to the role that serves', async () => {
    const trust = await people.trust('Alder');
    await new TestSource(people, trust).send([told('1', secret)]);
    const read = people.db.as(trust.central, () => people.db.rows('TABLE staff_birth_date'));

    await expect(read).rejects.toThrow('permission denied');
  });
});
