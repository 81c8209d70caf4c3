import { readFileSync } from 'node:fs';
import { openCensus } from './census/census-source.ts';
import { FileRefused, UsageError } from './file/problem.ts';
import { type ImportOptions, importOptions } from './import-options.ts';
import { openOneRoster } from './oneroster/oneroster-source.ts';
import type { StaffSource, SyncMode } from './staff-record.ts';
import { GraphClient, GraphRefused } from './sync/graph-client.ts';
import { Progress, type ProgressStream } from './sync/progress.ts';
import { StaffImport } from './sync/staff-import.ts';
import { StaffSyncs, SyncRefused } from './sync/staff-sync.ts';
import { exitCodeOf, exitCodes, wordsOf } from './sync/summary.ts';
import { openTemplate } from './template/template-source.ts';

/** What the command is given besides its arguments. */
export interface Surroundings {
  /** The API key, when the environment has it. */
  readonly key: string | undefined;
  readonly out: { readonly write: (text: string) => unknown };
  readonly complaints: ProgressStream;
  /** Milliseconds before a request is sent again; a second when not said. */
  readonly firstPause?: number;
}

/**
 * Runs `npm run import` but for its process.
 *
 * @returns the exit code.
 */
export async function importStaff(args: readonly string[], around: Surroundings): Promise<number> {
  try {
    const options = importOptions(args);
    const key = keyOf(options, around.key);
    const source = await openSource(options);
    const asOf = options.asOf ?? source.modifiedAt.toISOString();
    const { dryRun, urn } = options;
    const mode = modeOf(options, source);
    const graph = new GraphClient({ url: options.url, key, firstPause: around.firstPause ?? 1000 });
    const choices = { ...options, identity: { source: options.source, urn, mode, asOf, dryRun } };
    const progress = new Progress(around.complaints);
    const run = new StaffImport(source, new StaffSyncs(graph), choices, progress);
    const summary = await run.run();
    const said = options.json ? JSON.stringify(summary, null, 2) : wordsOf(summary, dryRun);
    around.out.write(`${said}\n`);
    return exitCodeOf(summary);
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    around.complaints.write(`${error instanceof Error ? error.message : ''}\n`);
    return code;
  }
}

/** @returns undefined for a defect of ours. */
function codeOf(error: unknown): number | undefined {
  if (error instanceof UsageError || error instanceof FileRefused) return exitCodes.unreadable;
  if (error instanceof GraphRefused || error instanceof SyncRefused) return exitCodes.refused;
  return undefined;
}

function keyOf({ keyFile }: ImportOptions, given: string | undefined): string {
  const key = keyFile === undefined ? given : readKey(keyFile);
  if (key?.trim()) return key.trim();
  throw new UsageError('There is no API key: set TRELLIS_API_KEY, or say --key-file.');
}

function readKey(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError('The file of --key-file cannot be read.');
  }
}

function openSource(options: ImportOptions): Promise<StaffSource> {
  switch (options.format) {
    case 'census':
      return openCensus(options.path, options);
    case 'oneroster':
      return openOneRoster(options.path, options);
    case 'csv':
      return openTemplate(options.path);
  }
}

function modeOf({ format, mode }: ImportOptions, source: StaffSource): SyncMode {
  if (mode && source.mode && mode !== source.mode) {
    throw new UsageError(`manifest.csv says ${source.mode.toLowerCase()}, --mode does not.`);
  }
  const usual = { census: 'FULL', csv: 'DELTA', oneroster: undefined } as const;
  const chosen = mode ?? source.mode ?? usual[format];
  if (chosen) return chosen;
  throw new UsageError('There is no manifest.csv that says it: add --mode full or --mode delta.');
}
