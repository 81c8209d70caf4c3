import pg from 'pg';

/**
 * Reads each table and view whole, as the app role and for one trust, with no filter of ours in the way.
 *
 * @returns tables in which rows of another trust can be seen, and how many.
 */
export async function leakingTables(
  appUrl: string,
  trustId: string,
): Promise<{ table: string; foreignRows: number }[]> {
  const client = new pg.Client({ connectionString: appUrl });
  await client.connect();
  try {
    await client.query('BEGIN READ ONLY');
    await client.query(
      "SELECT set_config('app.trust', $1, true), set_config('app.all_places', 'true', true)",
      [trustId],
    );
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', nspname, relname) AS name
         FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
        WHERE relkind IN ('r', 'p', 'v', 'm') AND has_table_privilege(c.oid, 'SELECT')
          AND EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = c.oid AND attname = 'trust_id')
          AND nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
    );
    const leaks: { table: string; foreignRows: number }[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ foreign: number }>(
        `SELECT count(*)::integer AS foreign FROM ${name} WHERE trust_id <> $1`,
        [trustId],
      );
      const foreignRows = rows[0]?.foreign ?? 0;
      if (foreignRows > 0) leaks.push({ table: name, foreignRows });
    }
    return leaks;
  } finally {
    await client.end();
  }
}
