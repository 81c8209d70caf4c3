import pg from 'pg';

/** A table of the staff list, and how its rows become other ones that may stand beside them. */
interface CopiedTable {
  readonly name: string;
  /** Columns that get another value, by SQL. */
  readonly instead: Readonly<Record<string, string>>;
  /** Those that came with the measured sync. */
  readonly which: string;
}

const another = (column: string) => `md5('limit' || ${column})::uuid`;
const synced = `SELECT id FROM staff_source_record WHERE source = 'bench'`;
const ofSynced = `SELECT person_id FROM staff_source_record WHERE source = 'bench'`;

const tables: readonly CopiedTable[] = [
  {
    name: 'person',
    instead: {
      id: another('id'),
      work_email: `'limit-' || work_email`,
      trn: `(trn::integer + 1000000)::text`,
    },
    which: `id IN (${ofSynced})`,
  },
  {
    name: 'staff_source_record',
    instead: { id: another('id'), person_id: another('person_id'), source: `'limit'` },
    which: `source = 'bench'`,
  },
  {
    name: 'contract',
    instead: {
      id: another('id'),
      person_id: another('person_id'),
      source_record_id: another('source_record_id'),
    },
    which: `source_record_id IN (${synced})`,
  },
  {
    name: 'assignment',
    instead: {
      id: another('id'),
      person_id: another('person_id'),
      contract_id: another('contract_id'),
    },
    which: `contract_id IN (SELECT id FROM contract WHERE source_record_id IN (${synced}))`,
  },
];

/** What PostgreSQL took for rows, in seconds. */
export interface CopyTimes {
  readonly rows: number;
  readonly first: number;
  readonly unchanged: number;
}

/**
 * The limit: rows like those of the sync into the same tables, by COPY into temporary tables and one
 * `INSERT … ON CONFLICT` each, first new and then the same again. No rules, no history, no events.
 *
 * @param url as whoever may do everything; the server's files are written and read.
 * @param folder that the server may write.
 */
export async function copyStaff(url: string, folder: string): Promise<CopyTimes> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows = 0;
    for (const table of tables) rows += await exportRows(client, table, folder);
    await client.query('CHECKPOINT'); // not on the limit's time
    return {
      rows,
      first: await importAll(client, folder),
      unchanged: await importAll(client, folder),
    };
  } finally {
    await client.end();
  }
}

async function columnsOf(client: pg.Client, name: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute
      WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
      ORDER BY attnum`,
    [name],
  );
  return rows.map((row) => row.name);
}

async function exportRows(client: pg.Client, table: CopiedTable, folder: string): Promise<number> {
  const { name, instead, which } = table;
  const columns = (await columnsOf(client, name)).map((column) => instead[column] ?? column);
  const { rowCount } = await client.query(
    `COPY (SELECT ${columns.join(', ')} FROM ${name} WHERE ${which}) TO '${folder}/${name}.copy'`,
  );
  return rowCount ?? 0;
}

/** @returns seconds. */
async function importAll(client: pg.Client, folder: string): Promise<number> {
  const began = performance.now();
  await client.query('BEGIN');
  for (const { name } of tables) {
    const columns = await columnsOf(client, name);
    const list = columns.join(', ');
    await client.query(`
      CREATE TEMP TABLE given ON COMMIT DROP AS SELECT ${list} FROM ${name} LIMIT 0;
      COPY given FROM '${folder}/${name}.copy';
      INSERT INTO ${name} (${list}) SELECT * FROM given
        ON CONFLICT (trust_id, id) DO UPDATE
        SET (${list}) = ROW (${columns.map((column) => `excluded.${column}`).join(', ')});
      DROP TABLE given`);
  }
  await client.query('COMMIT');
  return (performance.now() - began) / 1000;
}
