import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Account, canEnter, canRun, chooseAccount } from './account.ts';
import { type Binaries, installedBinaries, sharedCopyOf } from './binaries.ts';

/** Who runs PostgreSQL, which programs, and where its files are. */
export interface Home {
  account: Account;
  binaries: Binaries;
  folder: string;
}

/** Root's place for what it lets another user run and keep. Nobody else can write there. */
const reachable = '/var/lib/trellis-postgresql';

/**
 * Settles who runs the PostgreSQL of `folder`, and that this account can enter all it needs.
 *
 * When root's own folders are closed to the account, the programs are copied and the database is
 * kept in `/var/lib/trellis-postgresql`; the file `elsewhere` in `folder` then says where.
 *
 * @throws EmbeddedPostgresProblem when no account or no program of PostgreSQL fits.
 */
export function settleHome(folder: string): Home {
  const pointer = join(folder, 'elsewhere');
  const known = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : folder;
  const binaries = installedBinaries();
  const account = chooseAccount(binaries.postgres, known);

  const mayRun = canRun(account, binaries.postgres);
  const mayEnter = canEnter(account, known);
  if (mayRun && mayEnter) return { account, binaries, folder: known };

  mkdirSync(reachable, { recursive: true, mode: 0o755 });
  return {
    account,
    binaries: mayRun ? binaries : sharedCopyOf(binaries, reachable),
    folder: mayEnter ? known : moveHome(pointer),
  };
}

function moveHome(pointer: string): string {
  const folder = mkdtempSync(join(reachable, 'database-'));
  chmodSync(folder, 0o711);
  writeFileSync(pointer, `${folder}\n`);
  return folder;
}
