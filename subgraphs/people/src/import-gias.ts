import { readConfig, subgraphShape } from '@trellis/subgraph-kit/config';
import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { runCommand, UsageError, withDatabase } from './command-line.ts';
import { GiasFileRefused } from './gias/gias-file.ts';
import { type GiasFiles, readRegister } from './gias/gias-register.ts';
import { giasImporter, type GiasReport, GiasService } from './gias/gias.service.ts';

const usage = `Imports trusts and schools from the downloads of Get Information About Schools.
  npm run import:gias -- --establishments edubasealldata.csv --groups allgroupsdata.csv \\
    --links alllinksdata.csv [--successions links_edubasealldata.csv] [--trust GROUP_UID]
DATABASE_URL says where to, as the app role.`;

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
  const viewer = giasImporter();
  return withDatabase(url, (db) =>
    db.as(viewer, () => new GiasService(db).record(viewer, register)),
  );
}

await runCommand(async () => {
  const { trusts, schools, changed, problems } = await importGias();
  for (const { file, row, message } of problems) console.error(`${file} row ${row}: ${message}`);
  console.log(`${trusts} trusts and ${schools} schools read, ${changed} new or changed.`);
}, [GiasFileRefused]);
