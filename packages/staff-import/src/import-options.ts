import { parseArgs } from 'node:util';
import { UsageError } from './file/problem.ts';
import type { SyncMode } from './staff-record.ts';

export const usage = `Brings a staff list into the graph.
  npm run -s import -- FORMAT FILE --source SLUG [--urn URN] [--mode full|delta] [--as-of INSTANT]
FORMAT is census (XML), oneroster (a folder or zip of CSV files) or csv (our template).
  --source SLUG          which system it comes from, such as arbor: keep it the same every time
  --urn URN              whose list it is; without it, the whole trust's
  --mode full|delta      the whole list, or only what is new (census: full, csv: delta)
  --as-of INSTANT        when it was true; without it, when the file was last changed
  --dry-run              say what would happen, and do nothing
  --confirm-missing N    end the N people who are missing from a whole list
  --restart              give up an import of this source that was not finished
  --rejected FILE        where rows that were not taken go; without it, FILE.rejected.csv
  --role CODE=ROLE       a code of the file as a role code of the census; may be repeated
  --org SOURCEDID=URN    OneRoster: an organisation's school; may be repeated
  --posts-from DAY       OneRoster: make a post from this day on where the file has no day
  --fte SHARE            OneRoster: the FTE of such posts; without it, 1
  --json                 the summary as JSON
  --url URL              without it, http://localhost:4000/graphql
  --key-file FILE        holds the API key; without it, TRELLIS_API_KEY
GIAS is an operator's import on the database: npm run import -- gias --establishments …`;

export const formats = ['census', 'oneroster', 'csv'] as const;

export type Format = (typeof formats)[number];

/** What was typed, checked. */
export interface ImportOptions {
  readonly format: Format;
  readonly path: string;
  readonly source: string;
  readonly urn: string | undefined;
  readonly mode: SyncMode | undefined;
  readonly asOf: string | undefined;
  readonly dryRun: boolean;
  readonly confirmedMissing: number | undefined;
  readonly restart: boolean;
  readonly rejectedPath: string;
  readonly roles: ReadonlyMap<string, string>;
  readonly organisations: ReadonlyMap<string, string>;
  readonly postsFrom: string | undefined;
  readonly fte: number;
  readonly json: boolean;
  readonly url: URL;
  readonly keyFile: string | undefined;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const texts = { type: 'string', multiple: true, default: [] as string[] } as const;

/** @throws UsageError naming the first thing that is not right. */
export function importOptions(args: readonly string[]): ImportOptions {
  const { values, positionals } = parsed(args);
  const [format, path, ...others] = positionals;
  const known = formats.find((name) => name === format);
  if (!known || path === undefined || others.length > 0) throw new UsageError(usage);
  const { source, urn } = values;
  if (source === undefined || !/^[a-z0-9-]{1,40}$/.test(source)) {
    throw new UsageError('--source is a short name such as arbor or census: a to z, 0 to 9 and -.');
  }
  if (urn !== undefined) matches('--urn', urn, /^\d{6}$/, 'six digits');
  return {
    ...{ format: known, path, source, urn },
    mode: modeOf(values.mode),
    asOf: instantOf(values['as-of']),
    dryRun: values['dry-run'],
    confirmedMissing: countOf(values['confirm-missing']),
    restart: values.restart,
    rejectedPath: values.rejected ?? `${path.replace(/[/\\]+$/, '')}.rejected.csv`,
    roles: pairsOf('--role', values.role),
    organisations: pairsOf('--org', values.org),
    postsFrom: dayOf(values['posts-from']),
    fte: shareOf(values.fte),
    json: values.json,
    url: urlOf(values.url),
    keyFile: values['key-file'],
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...{ source: text, urn: text, mode: text, 'as-of': text, 'confirm-missing': text },
        ...{ rejected: text, role: texts, org: texts, 'posts-from': text, fte: text },
        ...{ 'dry-run': flag, restart: flag, json: flag, url: text, 'key-file': text },
      },
    });
  } catch (error) {
    throw new UsageError(`${String(error)}\n${usage}`);
  }
}

function matches(name: string, value: string, pattern: RegExp, form: string): string {
  if (!pattern.test(value)) throw new UsageError(`${name} is ${form}.`);
  return value;
}

function modeOf(mode: string | undefined): SyncMode | undefined {
  if (mode === undefined) return undefined;
  if (mode === 'full') return 'FULL';
  if (mode === 'delta') return 'DELTA';
  throw new UsageError('--mode is full or delta.');
}

function instantOf(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  matches(
    '--as-of',
    given,
    /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:\d\d)$/,
    'as 2026-11-05T16:00:00Z',
  );
  const time = new Date(given);
  if (Number.isNaN(time.getTime())) throw new UsageError('--as-of is not a time that there is.');
  return time.toISOString();
}

function dayOf(day: string | undefined): string | undefined {
  return day && matches('--posts-from', day, /^\d{4}-\d\d-\d\d$/, 'a day as 2026-09-01');
}

function countOf(count: string | undefined): number | undefined {
  if (count === undefined) return undefined;
  return Number(matches('--confirm-missing', count, /^\d{1,7}$/, 'a number of people'));
}

function shareOf(share: string | undefined): number {
  const number = Number(share ?? 1);
  if (number > 0 && number <= 1) return number;
  throw new UsageError('--fte is more than 0 and at most 1.');
}

function pairsOf(name: string, pairs: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    pairs.map((pair) => {
      const [, from = '', to = ''] =
        /^(.+)=([^=]+)$/.exec(matches(name, pair, /^.+=[^=]+$/, 'A=B')) ?? [];
      return [from, to];
    }),
  );
}

/** The key is not sent where others on the way can read it. */
function urlOf(given: string | undefined): URL {
  const address = given ?? 'http://localhost:4000/graphql';
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url?.hostname ?? '');
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isHere)) return url;
  throw new UsageError('--url is an https address, or http on this machine.');
}
