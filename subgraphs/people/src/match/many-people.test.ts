import { beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { personFactsSql } from '../event/event.queries.ts';
import { heldHashesSql, heldRecordsSql, seeUnchangedSql } from '../sync/staff-record.queries.ts';
import { TestSource, told } from '../sync/testing.ts';
import { day, testPeople, type TestTrust } from '../testing.ts';
import { BirthDateService } from './birth-date.service.ts';
import type { MatchQuestion } from './match-question.types.ts';
import { MatchService } from './match.service.ts';

const people = testPeople();
const many = 24_000;
const asked = 500;
const instanceId = newId();
const matches = () => new MatchService(people.db);

/** Each with a record, a contract and a birth date, of which some have the same. */
const hireMany = `
  WITH made AS (
    SELECT n, gen_random_uuid() AS person_id, gen_random_uuid() AS record_id
      FROM generate_series(1, $3::integer) AS n),
  people AS (
    INSERT INTO person (trust_id, id, given_name, family_name, sort_name, sort_given_name,
      search_text, work_email, trn)
    SELECT $1, person_id, 'Given', 'Family' || n, 'family' || n || E'\\tgiven',
           E'given\\tfamily' || n, 'given family' || n, n || '@a.example', lpad(n::text, 7, '0')
      FROM made),
  records AS (
    INSERT INTO staff_source_record (trust_id, id, source, instance_id, external_id, person_id,
      status, as_of, content_hash)
    SELECT $1, record_id, 'arbor', $2, 'r' || n, person_id, 'ACTIVE', now(), 'h' || n FROM made),
  contracts AS (
    INSERT INTO contract (trust_id, id, person_id, source_record_id, external_id, type_code,
      payroll_number, starts_on)
    SELECT $1, gen_random_uuid(), person_id, record_id, '1', 'PRM', 'P' || n, '2020-09-01' FROM made)
  INSERT INTO staff_birth_date (trust_id, source_record_id, born_on)
  SELECT $1, record_id, date '1956-01-01' + n % 17000 FROM made`;

/** As many as a chunk has: half of them are somebody here by one ground or another. */
const questions = Array.from({ length: asked }, (_, place): MatchQuestion => {
  const n = place * 40 + 1;
  const isHere = place % 2 === 0;
  return {
    ...{ recordId: newId(), trn: isHere ? String(n).padStart(7, '0') : null },
    ...{ givenName: 'Given', familyName: isHere ? `Family${n}` : `New${n}`, preferredName: null },
    ...{ formerFamilyName: null, birthDate: '1960-02-01', workEmail: `${n + 1}@a.example` },
    payrollNumbers: [`P${n + 2}`],
  };
});

/** Rows that this connection has had PostgreSQL read: of whole tables, and by an index. */
async function rowsSoFar() {
  const [read] = await people.db.rows<{ scanned: number; found: number }>(
    `SELECT sum(seq_tup_read) AS scanned, sum(idx_tup_fetch) AS found
       FROM pg_stat_xact_user_tables WHERE relname = ANY ($1::text[])`,
    [['person', 'contract', 'staff_source_record', 'staff_birth_date']],
  );
  return { scanned: read?.scanned ?? 0, found: read?.found ?? 0 };
}

/** @returns rows that `work` has PostgreSQL read. */
async function rowsRead({ central }: TestTrust, work: () => Promise<unknown>) {
  return people.db.as(central, async () => {
    const before = await rowsSoFar();
    await work();
    const after = await rowsSoFar();
    return { scanned: after.scanned - before.scanned, found: after.found - before.found };
  });
}

const asOwner = (sql: string, values: readonly unknown[] = []) =>
  asSuperuser(people.served.database.name, (client) => client.query(sql, [...values]));

/** What a chunk of records asks of them, beside whom they may be about. */
async function chunk({ id: trustId, central }: TestTrust): Promise<void> {
  const ids = questions.map((_, place) => `r${place + 1}`);
  const same = ids.map((externalId, place) => {
    return { externalId, contentHash: `h${place + 1}`, asOf: new Date() };
  });
  const of = [trustId, 'arbor', instanceId];
  await people.db.rows(heldHashesSql, [...of, ids]);
  await people.db.rows(seeUnchangedSql, [...of, newId(), JSON.stringify(same)]);
  const held = await people.db.rows<{ id: string; personId: string }>(heldRecordsSql, [...of, ids]);
  const birthDates = held.map(({ id }) => ({ recordId: id, bornOn: day(0) }));
  await new BirthDateService(people.db).record(central, birthDates);
  const personIds = held.map(({ personId }) => personId);
  await people.db.rows(personFactsSql, [trustId, personIds, day(0)]);
}

const count = ({ id, central }: TestTrust) =>
  people.db.as(central, () => people.db.rows('SELECT count_staff_tables($1)', [id]));

let early: TestTrust;
let trust: TestTrust;
beforeAll(async () => {
  early = await people.trust('Birch');
  await asOwner(hireMany, [early.id, instanceId, 3_000]);
  await asOwner('ANALYZE');
  trust = await people.trust('Alder');
  await asOwner(hireMany, [trust.id, instanceId, many]);
});

describe.each([
  ['that their own chunk has counted', () => count(trust)],
  ['that PostgreSQL has counted', () => asOwner('ANALYZE')],
])('in a trust of 24,000 people %s', (_, prepare) => {
  it('whom 500 records may be about is looked up, and nobody else is read', async () => {
    await prepare();
    let found = 0;
    const read = await rowsRead(trust, async () => {
      const suspects = await matches().suspects(trust.central, questions);
      found = [...suspects.values()].flat().length;
    });

    expect(found).toBe(asked + asked + asked / 2);
    expect(read.scanned).toBe(0);
    expect(read.found).toBeLessThan(asked * 20);
  });

  it('a chunk reads the records that it brings, and no others', async () => {
    const read = await rowsRead(trust, () => chunk(trust));

    expect(read.scanned).toBe(0);
    expect(read.found).toBeLessThan(asked * 20);
  });
});

/** How many records of the trust PostgreSQL expects to find. */
async function expected({ id, central }: TestTrust): Promise<number> {
  const explain = `EXPLAIN (FORMAT JSON) SELECT FROM staff_source_record WHERE trust_id = '${id}'`;
  const [row] = await people.db.as(central, () =>
    people.db.rows<{ 'QUERY PLAN': { Plan: { 'Plan Rows': number } }[] }>(explain),
  );
  return row?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0;
}

describe('in a trust of 3,000 people', () => {
  it('a chunk reads the records that it brings, and no others', async () => {
    const read = await rowsRead(early, () => chunk(early));

    expect(read.scanned).toBe(0);
    expect(read.found).toBeLessThan(asked * 20);
  });
});

describe('a trust that is new beside others', () => {
  it('is known to PostgreSQL from its first chunk on', async () => {
    await asOwner('ANALYZE');
    const fresh = await people.trust('Cedar');
    const staff = Array.from({ length: 60 }, (_, place) => told(`n${place}`));
    expect(await expected(fresh)).toBe(1);

    await new TestSource(people, fresh, 'arbor', 0).send(staff);
    expect(await expected(fresh)).toBeGreaterThan(6);
  });
});
