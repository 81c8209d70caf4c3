import { describe, expect, it } from '@jest/globals';
import { createDataSource } from '@trellis/subgraph-kit/data-source';
import { newId } from '@trellis/subgraph-kit/ids';
import { Ledger1797106000000 } from '../migrations/ledger.migration.ts';
import { studyDatabase } from '../subgraph.ts';
import { finance, testStudy } from '../testing.ts';

const study = testStudy();

/** A database as it was before the ledger, with a fund of 100 pounds and two awards of last autumn. */
async function withHistory(work: (trustId: string, fundId: string) => Promise<void>) {
  const source = createDataSource(studyDatabase, study.served.database.ownerUrl, 2);
  await source.initialize();
  try {
    const names = studyDatabase.migrations.map(({ name }) => name);
    const later = names.slice(names.indexOf(Ledger1797106000000.name));
    for (let undone = 0; undone < later.length; undone++) {
      await source.undoLastMigration({ transaction: 'each' });
    }
    const [trustId, fundId] = [newId(), newId()];
    await source.transaction(async (tx) => {
      await tx.query("SELECT set_config('app.trust', $1, true)", [trustId]);
      await tx.query(
        `INSERT INTO fund (trust_id, id, name, academic_year, amount_pence) VALUES ($1, $2, 'Old', 2026, 10000)`,
        [trustId, fundId],
      );
      await tx.query(awardsSql, [trustId, fundId]);
    });
    await source.runMigrations({ transaction: 'each' });
    await work(trustId, fundId);
  } finally {
    await source.destroy();
  }
}

const awardsSql = `
  INSERT INTO award (trust_id, id, fund_id, person_id, school_id, programme_id, programme_code,
    academic_year, amount_pence, awarded_on, awarded_by_kind, awarded_by_id, withdrawn_on,
    withdrawn_reason, withdrawn_by_kind, withdrawn_by_id)
  SELECT $1, gen_random_uuid(), $2, gen_random_uuid(), gen_random_uuid(), programme.id, code, 2026,
         pence, '2026-09-10', 'JOB', 'then', withdrawn, reason, kind, kind
    FROM (SELECT id, code FROM programme ORDER BY code LIMIT 1) AS programme,
         (VALUES (3000, NULL::date, NULL, NULL), (2500, '2026-10-02', 'Left.', 'JOB'))
           AS award (pence, withdrawn, reason, kind)`;

describe('awards from before the ledger', () => {
  it('are entered under the days on which they were made and taken back', async () => {
    await withHistory(async (trustId, fundId) => {
      const query = `query ($id: ID!, $asOf: Date) {
        fundPosition(fundId: $id, asOf: $asOf) { allocatedPence committedPence availablePence } }`;
      const on = async (asOf: string) => {
        const { data } = await study.served.ask(finance(trustId), query, { id: fundId, asOf });
        return data['fundPosition'];
      };
      const position = (committedPence: number) => ({
        ...{ allocatedPence: 10_000, committedPence, availablePence: 10_000 - committedPence },
      });

      expect(await on('2026-08-31')).toEqual({
        ...position(0),
        allocatedPence: 0,
        availablePence: 0,
      });
      expect(await on('2026-09-09')).toEqual(position(0));
      expect(await on('2026-09-10')).toEqual(position(5_500));
      expect(await on('2026-10-02')).toEqual(position(3_000));
      expect(await study.remainingPence(finance(trustId), fundId)).toBe(7_000);
    });
  });
});
