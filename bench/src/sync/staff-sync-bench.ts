import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wellKnown } from '@trellis/demonstration/well-known';
import { stackFolder } from '@trellis/local-stack/folder';
import { choosePorts } from '@trellis/local-stack/ports';
import { findProcesses } from '@trellis/local-stack/running-stack';
import { type Stack, startStack } from '@trellis/local-stack/stack';
import { GraphClient } from '@trellis/staff-import/sync/graph-client';
import type { StaffRecord } from '@trellis/staff-import/staff-record';
import { StaffSyncs, type SyncCounts } from '@trellis/staff-import/sync/staff-sync';
import { residentMegabytes } from '../memory.ts';
import { copyStaff } from './copied-staff.ts';
import { generatedStaff } from './generated-staff.ts';

const chunkSize = 500;
/** Chunks on their way at any time: one is read while another is written. */
const atOnce = 2;

const say = (line: string) => {
  console.log(line);
};

/**
 * `npm run bench -- sync`: a full staff list through the gateway, the first time and unchanged, beside
 * the same rows by COPY and `INSERT … ON CONFLICT` into the same tables, in one run.
 *
 * @param people in the list.
 */
export async function benchStaffSync(people: number): Promise<void> {
  const { gateway: gatewayPort } = await choosePorts(['gateway'], {});
  rmSync(stackFolder, { recursive: true, force: true }); // a new database, as on the first day
  const stack = await startStack({ gatewayPort, environment: process.env, say });
  const folder = mkdtempSync(join(tmpdir(), 'trellis-bench-'));
  chmodSync(folder, 0o777); // PostgreSQL may run as another user
  try {
    const records = generatedStaff(people);
    const before = memory();
    const first = await sendAll(stack, gatewayPort, records);
    refuse(first.counts.created !== people, 'the first list did not make everybody');
    const again = await sendAll(stack, gatewayPort, records);
    refuse(again.counts.unchanged !== people, 'the same list changed somebody');
    const after = memory();
    const limit = await copyStaff(stack.settings.postgres.adminUrl('people'), folder);
    say(`\n${people} people, ${limit.rows} rows`);
    say(`${' '.repeat(26)}rows/s  people/s    limit rows/s   share`);
    print('first time', { people, rows: limit.rows, took: first.seconds, limit: limit.first });
    print('unchanged', { people, rows: limit.rows, took: again.seconds, limit: limit.unchanged });
    say(`memory in MB before: ${before}\n             after: ${after}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await stack.stop();
  }
}

interface Sent {
  readonly seconds: number;
  readonly counts: SyncCounts;
}

async function sendAll(
  { settings }: Stack,
  port: number,
  records: readonly StaffRecord[],
): Promise<Sent> {
  const url = new URL(`http://127.0.0.1:${port}/graphql`);
  const syncs = new StaffSyncs(
    new GraphClient({ url, key: settings.secrets.misKey, firstPause: 200 }),
  );
  const began = performance.now();
  const sync = await syncs.start({
    ...{ source: 'bench', urn: wellKnown.hubSchoolUrn, mode: 'FULL', dryRun: false },
    asOf: new Date().toISOString(),
  });
  const chunks = Math.ceil(records.length / chunkSize);
  let next = 0;
  const pushNext = async (): Promise<void> => {
    while (next < chunks) {
      const place = next;
      next += 1;
      const part = records.slice(place * chunkSize, (place + 1) * chunkSize);
      await syncs.push(sync.id, { chunk: place + 1, records: part });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, pushNext));
  const finished = await syncs.finish(sync.id, chunks, undefined);
  if (!('counts' in finished)) throw new Error(finished.message);
  return { seconds: (performance.now() - began) / 1000, counts: finished.counts };
}

function refuse(isWrong: boolean, why: string): void {
  if (isWrong) throw new Error(why);
}

interface Comparison {
  readonly people: number;
  readonly rows: number;
  readonly took: number;
  readonly limit: number;
}

function print(name: string, { people, rows, took, limit }: Comparison): void {
  const columns = [rows / took, people / took, rows / limit].map((rate) => rate.toFixed(0));
  const [rowRate = '', peopleRate = '', limitRate = ''] = columns;
  say(
    `${name.padEnd(20)}${rowRate.padStart(12)}${peopleRate.padStart(10)}${limitRate.padStart(16)}${(limit / took).toFixed(3).padStart(8)}`,
  );
}

function memory(): string {
  const pids = Object.entries({ ...findProcesses(), bench: process.pid });
  return pids.map(([name, pid]) => `${name} ${residentMegabytes(pid)}`).join(', ');
}
