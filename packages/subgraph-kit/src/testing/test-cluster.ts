import pg from 'pg';

/** Where the run's PostgreSQL is, as a superuser: set by whoever starts the run. */
export function testServerUrl(): string {
  const url = process.env['TEST_DATABASE_URL'];
  if (!url) throw new Error('TEST_DATABASE_URL is not set: run tests through npm');
  return url;
}

/** The same server and another database or role. */
export function serverUrl(database: string, role?: { name: string; password: string }): string {
  const url = new URL(testServerUrl());
  url.pathname = `/${database}`;
  if (role) {
    url.username = role.name;
    url.password = role.password;
  }
  return url.href;
}

/** Does `work` on one connection as superuser. */
export async function asSuperuser<T>(
  database: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: serverUrl(database) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
