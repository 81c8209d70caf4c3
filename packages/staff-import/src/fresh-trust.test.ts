import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '@trellis/embedded-postgres/port';
import { signAssertion } from '@trellis/subgraph-kit/assertion';
import { testSubgraph } from '@trellis/subgraph-kit/testing/test-subgraph';
import { z } from 'zod';
import { peopleSubgraph } from '../../../subgraphs/people/src/subgraph.ts';
import { importStaff } from './staff-import-command.ts';
import { censusTruth } from './testing/census-truth.ts';
import {
  assertionKey,
  assertionSecret,
  type FreshTrust,
  freshTrust,
  StartedGateway,
} from './testing/census-trust.ts';
import { awkwardStaff, censusXml } from './testing/fixture-census.ts';
import { HeldAnswers } from './testing/held-answer.ts';
import { type Ask, staffList } from './testing/staff-list.ts';

const people = testSubgraph(peopleSubgraph({ keyEnvironment: 'dev' }), {
  ASSERTION_KEYS: assertionKey,
});
const gateway = new StartedGateway();
const folder = mkdtempSync(join(tmpdir(), 'fresh-trust-'));
/** Three chunks, of which the first is 37 %. */
const staff = [...awkwardStaff('register', 1351)];
const nobody = { key: '', urn: '', laestab: '' };
let [here, there]: [FreshTrust, FreshTrust] = [nobody, nobody];

beforeAll(async () => {
  here = freshTrust(people.database.appUrl, 0);
  there = freshTrust(people.database.appUrl, 1);
  await gateway.start(people.url, await freePort());
}, 60_000);

afterAll(async () => {
  await gateway.stop();
  rmSync(folder, { recursive: true });
});

const summaryShape = z.looseObject({
  syncId: z.string(),
  state: z.string(),
  counts: z.looseObject({}).nullable(),
});

/** A file of this content, whose name tells what it is. */
function fileOf(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** The census of a trust's school, with what is said on the command line. */
function census({ urn, laestab }: FreshTrust): string[] {
  const file = fileOf(`census-${urn}.xml`, [...censusXml(staff, { laestab })].join(''));
  return ['census', file, '--source', 'census', '--urn', urn, '--role', 'LNT=SENC'];
}

const asOf = ['--as-of', '2026-11-05T16:00:00Z'];

/** `npm run import -- …` by way of the real gateway. */
async function run({ key }: FreshTrust, ...args: string[]) {
  let [printed, complaints] = ['', ''];
  const stderr = Object.assign(new PassThrough(), { isTTY: false });
  stderr.on('data', (text: Buffer) => (complaints += text.toString()));
  const out = { write: (text: string) => (printed += text) };
  const url = ['--url', gateway.url];
  const around = { key, complaints: stderr, firstPause: 50, out };
  const code = await importStaff([...args, ...asOf, ...url, '--json'], around);
  return { code, printed, complaints };
}

/** The same, and what it came to. */
async function summaryOf(trust: FreshTrust, ...args: string[]) {
  const { code, printed, complaints } = await run(trust, ...args);
  if (printed === '') throw new Error(complaints);
  return { code, summary: summaryShape.parse(JSON.parse(printed)) };
}

/** Asks the gateway with the key of a trust. */
async function askGateway<Data>({ key }: FreshTrust, shape: z.ZodType<Data>, query: string) {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  const body = JSON.stringify({ query });
  const response = await fetch(gateway.url, { method: 'POST', headers, body });
  return z.object({ data: shape }).parse(await response.json()).data;
}

/** Asks people as somebody of the trust who may read everything, leave included. */
async function reader(trust: FreshTrust): Promise<Ask> {
  const shape = z.object({ trust: z.object({ id: z.string() }) });
  const { id: trustId } = (await askGateway(trust, shape, '{ trust { id } }')).trust;
  const viewer = {
    ...{ trustId, personId: null, placeIds: [], allPlaces: true, purpose: null, requestId: 'r' },
    actor: { kind: 'JOB' as const, id: 'reader' },
    scopes: new Set(['staff:read', 'staff:write', 'leave:read']),
  };
  const key = { issuer: 'gateway', id: 'test', secret: assertionSecret };
  return async (query, variables) => {
    const body = JSON.stringify({ query, variables });
    const answer = await people.post(body, signAssertion(key, 'people', viewer, body));
    return z.object({ data: z.unknown() }).parse(await answer.json()).data;
  };
}

/** Kills the command when it has had the answers of so many chunks but the last. */
async function killedAtChunk(chunk: number, { key }: FreshTrust, ...args: string[]): Promise<void> {
  const answers = new HeldAnswers(gateway.url, chunk);
  const url = await answers.start();
  const command = fileURLToPath(new URL('../dist/import-staff.js', import.meta.url));
  const child = spawn(process.execPath, [command, ...args, ...asOf, '--url', url], {
    env: { TRELLIS_API_KEY: key },
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  await answers.reached;
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
  await answers.stop();
}

describe('a fresh trust', () => {
  it('goes from nothing to a complete and correct staff list from one census file', async () => {
    const { code, summary } = await summaryOf(here, ...census(here));

    expect(summary).toMatchObject({
      ...{ state: 'FINISHED', people: 1351, rejected: 0, needsReview: 0 },
      counts: { created: 1351, unchanged: 0, rejected: 0 },
    });
    expect(code).toBe(0);
    expect(await staffList(await reader(here), summary.syncId)).toEqual(
      censusTruth(staff, here.urn),
    );
  }, 60_000);

  it('has nothing to change when the same file comes again', async () => {
    const { code, summary } = await summaryOf(here, ...census(here));

    expect(summary).toMatchObject({ counts: { created: 0, updated: 0, unchanged: 1351 } });
    expect(code).toBe(0);
  }, 60_000);

  it('ends the same when the import is killed at 37 % and run again', async () => {
    await killedAtChunk(2, there, ...census(there));

    const { code, summary } = await summaryOf(there, ...census(there));

    expect([code, summary['resumed'], summary.state]).toEqual([0, true, 'FINISHED']);
    expect(summary.counts).toMatchObject({ created: 1351, unchanged: 0, rejected: 0 });
    expect(await staffList(await reader(there), summary.syncId)).toEqual(
      censusTruth(staff, there.urn),
    );
  }, 60_000);

  it('does not take the return of another school for its own', async () => {
    const [format, file = ''] = census(there);

    const { code, complaints } = await run(
      here,
      ...[format ?? '', file, '--source', 'other', '--urn', here.urn],
    );

    expect(code).toBe(3);
    expect(complaints).toContain(`but the school of --urn ${here.urn} is`);
    const shape = z.object({
      staffSyncs: z.object({
        edges: z.array(z.object({ node: z.looseObject({ state: z.string() }) })),
      }),
    });
    const query = '{ staffSyncs(source: "other") { edges { node { state } } } }';
    const said = await askGateway(here, shape, query);
    expect(said.staffSyncs.edges).toEqual([{ node: { state: 'CANCELLED' } }]);
  });
});

describe('other files', () => {
  it('come in as our template, with two posts in a contract and what is under way given up', async () => {
    const file = fileOf(
      'staff.csv',
      `Staff ID,First name,Last name,Contract start,Role codes,FTE
1,Ada,Quillmoor,01/09/2021,TCHR,0.6
1,Ada,Quillmoor,01/09/2021,TASS,0.2
2,Ben,Quillmoor,2020-09-01,HDTR,1`,
    );
    const args = ['csv', file, '--source', 'office', '--urn', here.urn] as const;
    await askGateway(
      here,
      z.object({ startStaffSync: z.object({}) }),
      `mutation { startStaffSync(input: { source: "office", urn: "${here.urn}", mode: DELTA,
         asOf: "2026-01-01T00:00:00Z" }) { __typename } }`,
    );
    expect((await run(here, ...args)).complaints).toContain('under way');

    const { code, summary } = await summaryOf(here, ...args, '--restart');

    expect([code, summary.counts]).toMatchObject([0, { created: 2 }]);
    expect(await staffList(await reader(here), summary.syncId)).toMatchObject([
      { givenName: 'Ada', contracts: [{ assignments: [{ fte: 0.2 }, { fte: 0.6 }] }] },
      { givenName: 'Ben', contracts: [{ startsOn: '2020-09-01' }] },
    ]);
  });

  it('are not taken for one that was stopped, though they have its day', async () => {
    const listOf = (name: string) =>
      fileOf('hr.csv', `Staff ID,First name,Last name\n1,${name},Elmet`);
    const args = ['csv', listOf('Una'), '--source', 'hr', '--urn', here.urn] as const;
    await killedAtChunk(1, here, ...args);
    listOf('Vera');

    const { code, complaints } = await run(here, ...args);

    expect([code, complaints]).toEqual([3, expect.stringContaining('An import of another file')]);
  });

  it('come in as OneRoster, without the pupils', async () => {
    const roster = join(folder, 'roster');
    mkdirSync(roster);
    fileOf('roster/orgs.csv', `sourcedId,name,type,identifier\no1,School,school,${here.urn}\n`);
    fileOf(
      'roster/users.csv',
      `sourcedId,orgSourcedIds,role,username,givenName,familyName
u1,o1,teacher,cara,Cara,Ostlerby
u2,o1,student,dan,Dan,Ostlerby`,
    );
    const posts = ['--mode', 'full', '--posts-from', '2026-09-01', '--fte', '0.5'];

    const { code, summary } = await summaryOf(
      here,
      ...['oneroster', roster, '--source', 'roster', ...posts],
    );

    expect([code, summary]).toMatchObject([0, { people: 1, skipped: { student: 1 } }]);
    expect(await staffList(await reader(here), summary.syncId)).toMatchObject([
      {
        givenName: 'Cara',
        contracts: [{ assignments: [{ urn: here.urn, roles: ['TCHR'], fte: 0.5 }] }],
      },
    ]);
  });
});
