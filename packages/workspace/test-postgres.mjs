// One real PostgreSQL for the whole run, unless TEST_DATABASE_URL names another (as a superuser, for
// instance to run the suites on an older release). It writes nothing to disk that must last.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default async function startTestPostgres() {
  if (process.env.TEST_DATABASE_URL) return;
  const { startEmbeddedPostgres } = await import('@trellis/embedded-postgres/launcher');
  const folder = mkdtempSync(join(tmpdir(), 'trellis-test-'));
  const server = await startEmbeddedPostgres({
    folder,
    durable: false,
    settings: { max_connections: '300' },
  });
  process.env.TEST_DATABASE_URL = server.superuserUrl;
  globalThis.stopTestPostgres = () => server.stop().then(() => folder);
}
