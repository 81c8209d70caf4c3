import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testSubgraph } from '@trellis/subgraph-kit/testing/test-subgraph';
import { z } from 'zod';
import { peopleSubgraph } from '../../../subgraphs/people/src/subgraph.ts';
import { importStaff } from './staff-import-command.ts';
import { assertionKey, freshTrust, StartedGateway, urn } from './testing/census-trust.ts';
import { awkwardStaff, censusXml } from './testing/fixture-census.ts';

const people = testSubgraph(peopleSubgraph({ keyEnvironment: 'dev' }), {
  ASSERTION_KEYS: assertionKey,
});
const gateway = new StartedGateway();
const folder = mkdtempSync(join(tmpdir(), 'fresh-trust-'));
const staff = [...awkwardStaff('fresh', 600)];
const file = join(folder, 'census.xml');
let key = '';

beforeAll(async () => {
  writeFileSync(file, [...censusXml(staff)].join(''));
  key = freshTrust(people.database.appUrl);
  await gateway.start(people.url, await freePort());
}, 60_000);

afterAll(async () => {
  await gateway.stop();
  rmSync(folder, { recursive: true });
});

const summaryShape = z.looseObject({ state: z.string(), counts: z.looseObject({}).nullable() });

/** `npm run import -- census …` by way of the real gateway. */
async function importCensus(source: string) {
  let [printed, complaints] = ['', ''];
  const stderr = Object.assign(new PassThrough(), { isTTY: false });
  stderr.on('data', (text: Buffer) => (complaints += text.toString()));
  const args = ['census', file, '--source', source, '--urn', urn, '--role', 'LNT=SENC', '--json'];
  const code = await importStaff(
    [...args, '--as-of', '2026-11-05T16:00:00Z', '--url', gateway.url],
    {
      ...{ key, complaints: stderr, firstPause: 50 },
      out: { write: (text) => (printed += text) },
    },
  );
  if (printed === '') throw new Error(complaints);
  return { code, summary: summaryShape.parse(JSON.parse(printed)) };
}

describe('a fresh trust', () => {
  it('goes from nothing to a complete staff list from one census file', async () => {
    const { code, summary } = await importCensus('census');

    expect(summary).toMatchObject({
      ...{ state: 'FINISHED', people: 600, rejected: 0, needsReview: 0 },
      counts: { created: 600, unchanged: 0, rejected: 0 },
    });
    expect(code).toBe(0);
  }, 60_000);

  it('has nothing to change when the same file comes again', async () => {
    const { code, summary } = await importCensus('census');

    expect(summary).toMatchObject({ counts: { created: 0, updated: 0, unchanged: 600 } });
    expect(code).toBe(0);
  }, 60_000);
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
