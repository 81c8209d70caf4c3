import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { importStaff } from './staff-import-command.ts';

/** The operator's import of schools, which works on the database of people. */
const giasImport = fileURLToPath(
  new URL('../../../subgraphs/people/dist/import-gias.js', import.meta.url),
);

const [format, ...rest] = process.argv.slice(2);
if (format === 'gias') {
  const { status } = spawnSync(process.execPath, [giasImport, ...rest], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} else {
  process.exitCode = await importStaff(process.argv.slice(2), {
    key: process.env['TRELLIS_API_KEY'],
    out: process.stdout,
    complaints: process.stderr,
  });
}
