import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aShelf } from './example/example-rows.ts';
import { exampleSubgraph } from './example/example-subgraph.ts';
import { leakingTables } from './row-security-check.ts';
import { asSuperuser } from './test-cluster.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';
import { aViewer } from './test-viewer.ts';

const [own, other] = [aViewer(), aViewer()];
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase('example', exampleSubgraph.database);
  for (const viewer of [own, other]) {
    await aShelf(database.name, viewer, [{ label: 'one' }, { label: 'two' }]);
  }
});
afterAll(() => database.drop());

const change = (sql: string) => asSuperuser(database.name, (client) => client.query(sql));
const leaks = () => leakingTables(database.appUrl, own.trustId);

describe('row security alone, with no filter of ours', () => {
  it('holds two trusts apart', async () => {
    expect(await leaks()).toEqual([]);
  });

  it('is seen to leak where it is switched off', async () => {
    await change('ALTER TABLE jar DISABLE ROW LEVEL SECURITY');
    expect(await leaks()).toEqual([{ table: 'public.jar', foreignRows: 2 }]);
    await change('ALTER TABLE jar ENABLE ROW LEVEL SECURITY');
  });

  it('is seen to leak where one policy too many allows too much', async () => {
    await change("CREATE POLICY generous ON shelf USING (name LIKE 'shelf%')");
    expect(await leaks()).toEqual([{ table: 'public.shelf', foreignRows: 1 }]);
    await change('DROP POLICY generous ON shelf');
  });

  it('is seen to leak through a view and in a schema of another name', async () => {
    await change(`
      CREATE VIEW labels AS SELECT trust_id, label FROM jar;
      GRANT SELECT ON labels TO example_app;
      CREATE SCHEMA "Odd Name";
      GRANT USAGE ON SCHEMA "Odd Name" TO example_app;
      CREATE TABLE "Odd Name"."Note" (trust_id uuid);
      INSERT INTO "Odd Name"."Note" VALUES ('${other.trustId}');
      GRANT SELECT ON "Odd Name"."Note" TO example_app`);
    expect(await leaks()).toEqual([
      { table: '"Odd Name"."Note"', foreignRows: 1 },
      { table: 'public.labels', foreignRows: 2 },
    ]);
    await change('DROP VIEW labels; DROP SCHEMA "Odd Name" CASCADE');
  });

  it('does not trip over a table that the app role may not read', async () => {
    await change('CREATE TABLE hidden (trust_id uuid)');
    expect(await leaks()).toEqual([]);
    await change('DROP TABLE hidden');
  });
});
