import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { wellKnown } from '@trellis/demonstration/well-known';
import { projectFolder } from '@trellis/local-stack/folder';
import type { Stack } from '@trellis/local-stack/stack';
import pg from 'pg';

/** One hand-written statement a database behind a bare handler: what no subject network can surpass. */
export async function startLimit({ settings }: Stack, port: number): Promise<ChildProcess> {
  const child = fork(join(projectFolder, 'bench/dist/limit-server.js'), [], {
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      TRUST_ID: wellKnown.trustId,
      PEOPLE_URL: settings.postgres.adminUrl('people'),
      OPPORTUNITIES_URL: settings.postgres.adminUrl('opportunities'),
      STUDY_URL: settings.postgres.adminUrl('study'),
    },
  });
  await once(child, 'message');
  return child;
}

/** Nobody may ask for so much in an hour: the demonstration's key is given what no client is given. */
export async function keyWithoutBudget({ settings }: Stack): Promise<string> {
  const { misKey } = settings.secrets;
  const client = new pg.Client({ connectionString: settings.postgres.adminUrl('people') });
  await client.connect();
  try {
    await client.query(
      `UPDATE api_client
          SET hourly_cost = 2000000000, all_schools = true, school_ids = '{}', scopes = $2
        WHERE key_id = $1`,
      [misKey.split('_')[2], networkScopes],
    );
  } finally {
    await client.end();
  }
  return misKey;
}

/** What the subject network needs. */
export const networkScopes = [
  'staff:read',
  'trust:read',
  'opportunity:read',
  'study:read',
  'spend:read',
  'award:read',
];
