import { afterEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { findInsecurities } from './boot-gate.ts';
import { createDataSource } from './data-source.ts';
import { exampleSubgraph } from './testing/example/example-subgraph.ts';
import { asSuperuser, serverUrl } from './testing/test-cluster.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

const { database: shape } = exampleSubgraph;
let database: TestDatabase | undefined;
let roles: string[] = [];
afterEach(async () => {
  await database?.drop();
  await asSuperuser('postgres', async (client) => {
    for (const role of roles) await client.query(`DROP ROLE ${role}`);
  });
  roles = [];
});

/** What the gate says of a sound database of its own after `sql`. */
async function findings(sql: string, url?: (made: TestDatabase) => string): Promise<string[]> {
  database = await createTestDatabase('example', shape);
  await asSuperuser(database.name, (client) => client.query(sql));
  const source = createDataSource(shape, url?.(database) ?? database.appUrl, 1);
  await source.initialize();
  return findInsecurities(source).finally(() => source.destroy());
}

/** A role that can sign in, for one test; roles are the server’s, not the database’s. */
function aRole(): { readonly name: string; readonly password: string } {
  const name = `example_${randomBytes(6).toString('hex')}`;
  roles.push(name);
  return { name, password: 'for tests only' };
}

const aTable = (name: string, columns = 'trust_id uuid NOT NULL, id uuid') => `
  CREATE TABLE ${name} (${columns});
  ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${name} FORCE ROW LEVEL SECURITY;
  CREATE POLICY same_trust ON ${name} USING (true);
  GRANT SELECT ON ${name} TO example_app;`;

describe('the gate before a subgraph serves', () => {
  it('finds nothing against a database as its migrations made it', async () => {
    expect(await findings('SELECT 1')).toEqual([]);
  });

  it('refuses a superuser', async () => {
    const found = await findings('SELECT 1', ({ name }) => serverUrl(name));
    expect(found).toContain('The role postgres is a superuser.');
  });

  it('refuses the owner of the tables', async () => {
    const found = await findings('SELECT 1', ({ ownerUrl }) => ownerUrl);
    expect(found).toContain('The role example_owner owns public.jar.');
  });

  it('refuses a role that bypasses row security', async () => {
    const role = aRole();
    const sql = `CREATE ROLE ${role.name} LOGIN BYPASSRLS PASSWORD '${role.password}'`;
    const found = await findings(sql, ({ name }) => serverUrl(name, role));
    expect(found).toEqual([`The role ${role.name} bypasses row security.`]);
  });

  it.each([
    ['a role that bypasses row security', 'BYPASSRLS'],
    ['a superuser', 'SUPERUSER'],
  ])('refuses a role that may act as %s', async (_, attribute) => {
    const [strong, role] = [aRole(), aRole()];
    const sql = `
      CREATE ROLE ${strong.name} ${attribute};
      CREATE ROLE ${role.name} LOGIN PASSWORD '${role.password}';
      GRANT ${strong.name} TO ${role.name} WITH INHERIT FALSE`;
    const found = await findings(sql, ({ name }) => serverUrl(name, role));
    expect(found).toEqual([
      `The role ${role.name} may act as ${strong.name}, which is no app role.`,
    ]);
  });

  it('refuses a role that may act as the owner', async () => {
    const role = aRole();
    const sql = `
      CREATE ROLE ${role.name} LOGIN PASSWORD '${role.password}';
      GRANT example_app TO ${role.name};
      GRANT example_owner TO ${role.name} WITH INHERIT FALSE`;
    const found = await findings(sql, ({ name }) => serverUrl(name, role));
    expect(found).toEqual([
      `The role ${role.name} may act as example_owner, which is no app role.`,
    ]);
  });

  it.each([
    [
      'without row security',
      'ALTER TABLE jar DISABLE ROW LEVEL SECURITY',
      ['public.jar has no forced row security.'],
    ],
    [
      'whose owner is exempt from row security',
      'ALTER TABLE jar NO FORCE ROW LEVEL SECURITY',
      ['public.jar has no forced row security.'],
    ],
    ['without a policy', 'DROP POLICY same_trust ON jar', ['public.jar has no policy.']],
    ['without a trust', aTable('box', 'id uuid'), ['public.box has no trust_id.']],
    [
      'in a schema of another name',
      `CREATE SCHEMA "Odd Name"; GRANT USAGE ON SCHEMA "Odd Name" TO example_app;
       CREATE TABLE "Odd Name"."Box" (trust_id uuid);
       GRANT SELECT ON "Odd Name"."Box" TO example_app`,
      ['Odd Name.Box has no forced row security.', 'Odd Name.Box has no policy.'],
    ],
    [
      'of which only a column may be read',
      'CREATE TABLE box (trust_id uuid, id uuid); GRANT SELECT (id) ON box TO example_app',
      ['public.box has no forced row security.', 'public.box has no policy.'],
    ],
    [
      'that points across trusts',
      `ALTER TABLE shelf ADD UNIQUE (id);
       ALTER TABLE jar ADD CONSTRAINT jar_on_shelf FOREIGN KEY (shelf_id) REFERENCES shelf (id)`,
      ['public.jar has the key jar_on_shelf across trusts: trust_id is not part of it.'],
    ],
    [
      'whose policy asks a function for each row',
      `DROP POLICY same_trust ON jar;
       CREATE POLICY slow ON jar USING (trust_id = app.trust())`,
      ['The policy slow of jar asks the settings for each row: write (select app.…()).'],
    ],
    [
      'whose check asks a setting for each row',
      `DROP POLICY same_trust ON jar;
       CREATE POLICY slow ON jar USING (trust_id = (select app.trust()))
         WITH CHECK (trust_id = current_setting('app.trust')::uuid)`,
      ['The policy slow of jar asks the settings for each row: write (select app.…()).'],
    ],
    [
      'that may be emptied',
      'GRANT TRUNCATE ON jar TO example_app',
      ['public.jar may be truncated by example_app.'],
    ],
  ])('refuses a table %s', async (_, sql, expected) => {
    expect(await findings(sql)).toEqual(expected);
  });

  it('takes a table that says that it is for all trusts, if it has row security', async () => {
    const comment = "COMMENT ON TABLE box IS 'for all trusts: sizes of boxes'";
    expect(await findings(`${aTable('box', 'id uuid')} ${comment}`)).toEqual([]);
    expect(
      await findings(`${aTable('box', 'id uuid')} ${comment};
        ALTER TABLE box NO FORCE ROW LEVEL SECURITY`),
    ).toEqual(['public.box has no forced row security.']);
  });

  it('refuses a view that shows what its owner may see, and takes one that does not', async () => {
    const view =
      'CREATE VIEW labels AS SELECT label FROM jar; GRANT SELECT ON labels TO example_app';
    expect(await findings(view)).toEqual([
      'public.labels shows its owner’s rows: a view needs security_invoker.',
    ]);
    const careful = `${view}; ALTER VIEW labels SET (security_invoker = true)`;
    expect(await findings(careful)).toEqual([]);
  });

  it('refuses a materialised view', async () => {
    const sql = `CREATE MATERIALIZED VIEW labels AS SELECT label FROM jar;
                 GRANT SELECT ON labels TO example_app`;
    expect(await findings(sql)).toEqual([
      'public.labels is a materialised view, which row security does not cover.',
    ]);
  });

  it('does not mind tables that the role cannot touch', async () => {
    expect(await findings('CREATE TABLE private_notes (id uuid)')).toEqual([]);
  });
});
