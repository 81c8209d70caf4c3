import { ConfigurationError, readConfig, subgraphShape } from '@trellis/subgraph-kit/config';
import { createDataSource } from '@trellis/subgraph-kit/data-source';
import { Database } from '@trellis/subgraph-kit/database';
import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { peopleDatabase } from './database-shape.ts';
import { GiasFileRefused } from './gias/gias-file.ts';
import { type GiasFiles, readRegister } from './gias/gias-register.ts';
import { giasImporter, type GiasReport, GiasService } from './gias/gias.service.ts';

const usage = `Imports trusts and schools from the downloads of Get Information About Schools.
  npm run import:gias -- --establishments edubasealldata.csv --groups allgroupsdata.csv \\
    --links alllinksdata.csv [--successions links_edubasealldata.csv] [--trust GROUP_UID]
DATABASE_URL says where to, as the app role.`;

/** Something that whoever typed the command can put right. */
class UsageError extends Error {}

function fileOf(name: string, path: string | undefined) {
  if (path === undefined) throw new UsageError(`--${name} is missing.\n${usage}`);
  return { name, open: () => createReadStream(path) };
}

function filesOf(paths: Readonly<Record<string, string | undefined>>): GiasFiles {
  return {
    establishments: fileOf('establishments', paths['establishments']),
    groups: fileOf('groups', paths['groups']),
    links: fileOf('links', paths['links']),
    ...(paths['successions'] && { successions: fileOf('successions', paths['successions']) }),
  };
}

async function importGias(): Promise<GiasReport> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { establishments: text, groups: text, links: text, successions: text, trust: text },
  });
  const { DATABASE_URL: url } = readConfig(subgraphShape.pick({ DATABASE_URL: true }), process.env);
  const register = await readRegister(filesOf(values), values.trust);
  const source = createDataSource(peopleDatabase, url, 1);
  await source.initialize();
  try {
    const db = new Database(source);
    const viewer = giasImporter();
    return await db.as(viewer, () => new GiasService(db).record(viewer, register));
  } finally {
    await source.destroy();
  }
}

/** What the person at the terminal can act on; anything else is a defect and shown whole. */
function isForThem(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    [UsageError, GiasFileRefused, ConfigurationError].some((kind) => error instanceof kind) ||
    'syscall' in error || // no such file, no server at the address
    code.startsWith('ERR_PARSE_ARGS')
  );
}

try {
  const { trusts, schools, changed, problems } = await importGias();
  for (const { file, row, message } of problems) console.error(`${file} row ${row}: ${message}`);
  console.log(`${trusts} trusts and ${schools} schools read, ${changed} new or changed.`);
} catch (error) {
  console.error(isForThem(error) ? error.message : error);
  process.exitCode = 1;
}
