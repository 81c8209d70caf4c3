import { statSync, utimesSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { TestImport } from '../testing/run-import.ts';

const test = new TestImport();

const office = ['--source', 'office'];

/** A whole list of so many people. */
function list(count: number, from = 1): string {
  const rows = Array.from({ length: count }, (_, place) => `${from + place},Given,Family`);
  return test.file('list.csv', ['Staff ID,First name,Last name', ...rows].join('\n'));
}

/** A moment that does not move when the file is written anew. */
const asOf = ['--as-of', '2026-11-05T16:00:00Z'];

const importFull = (file: string, ...more: string[]) =>
  test.run('csv', file, ...office, ...asOf, '--mode', 'full', ...more);

describe('an import', () => {
  it('sends chunks of at most 500, each once, with a key of its own', async () => {
    const { code } = await importFull(list(1201));

    expect(code).toBe(0);
    expect([...(test.graph.syncs[0]?.chunks.values() ?? [])].map(({ length }) => length)).toEqual([
      500, 500, 201,
    ]);
    const keys = test.graph.requests.flatMap(
      ({ body }) => /idempotencyKey":"([^"]+)/.exec(body)?.[1],
    );
    const changes = test.graph.requests.filter(
      ({ name }) => name !== 'OpenSyncs' && name !== 'SyncRows',
    );
    expect(new Set(keys.filter(Boolean)).size).toBe(changes.length);
  });

  it('says who calls by the key, and prints the key nowhere', async () => {
    const { printed, complaints } = await importFull(list(1));

    expect(test.graph.requests[0]?.authorization).toBe('Bearer spk_test_abc_secret');
    expect(printed + complaints).not.toContain('secret');
  });

  it('finds nothing to change when the same file comes again', async () => {
    const file = list(30);
    await importFull(file);

    const again = await test.summary('csv', file, ...office, ...asOf, '--mode', 'full');

    expect(again).toMatchObject({
      ...{ state: 'FINISHED', people: 30, resumed: false, rejected: 0 },
      counts: { created: 0, updated: 0, unchanged: 30 },
    });
  });

  it('takes the time at which the file was last changed for the time of the list', async () => {
    const file = list(1);
    utimesSync(file, new Date(), new Date('2026-10-01T08:30:00Z'));

    await test.run('csv', file, ...office);

    expect(test.graph.syncs[0]?.about).toMatchObject({
      ...{ asOf: '2026-10-01T08:30:00.000Z', mode: 'DELTA', dryRun: false },
    });
  });

  it('tells which rows the graph did not take, and why', async () => {
    const file = test.file('list.csv', 'Staff ID,First name,Last name\n1,Ada,Oak\n2,Ben,Taken\n');

    const { code, printed } = await test.run('csv', file, ...office);

    expect(code).toBe(1);
    expect(printed).toContain('Row 3: Somebody else has this e-mail address.');
    expect(statSync(`${file}.rejected.csv`).mode & 0o777).toBe(0o600);
  });

  it('says so when it was a dry run', async () => {
    const { printed } = await importFull(list(2), '--dry-run');

    expect(printed).toContain('nothing was changed');
    expect(test.graph.syncs[0]?.about.dryRun).toBe(true);
  });
});

describe('an import that was stopped', () => {
  /** Lets the graph go silent after so many chunks, as if the machine had been switched off. */
  async function stoppedAfter(chunks: number, file: string): Promise<void> {
    test.graph.misbehaviour = (name, response) => {
      if (name !== 'PushRecords' || test.graph.count('PushRecords') <= chunks) return false;
      response.writeHead(401).end();
      return true;
    };
    expect((await importFull(file)).code).toBe(3);
    test.graph.misbehaviour = undefined;
  }

  it('goes on where it was, and ends as if it never had been', async () => {
    const file = list(4100);
    await stoppedAfter(3, file);
    const before = test.graph.count('PushRecords');

    const summary = await test.summary('csv', file, ...office, ...asOf, '--mode', 'full');

    expect(summary).toMatchObject({ state: 'FINISHED', resumed: true, counts: { created: 4100 } });
    expect(test.graph.syncs).toHaveLength(1);
    // The six that lack, and the last one that had come, to see that the file is the same.
    expect(test.graph.count('PushRecords') - before).toBe(6 + 1);
  });

  it('does not go on with another file', async () => {
    await stoppedAfter(1, list(1200));

    const { code, complaints } = await importFull(list(1200, 5000));

    expect(code).toBe(3);
    expect(complaints).toContain('An import of another file with the same day is under way');
    expect(test.graph.syncs[0]?.state).toBe('OPEN');
  });

  it('is given up when one says so', async () => {
    await stoppedAfter(1, list(1200));

    await importFull(list(700, 5000), '--restart');

    expect(test.graph.syncs.map(({ state }) => state)).toEqual(['CANCELLED', 'FINISHED']);
  });

  it('is not disturbed by one of another day', async () => {
    await stoppedAfter(1, list(1200));

    const { code, complaints } = await test.run('csv', list(3), ...office, '--mode', 'full');

    expect(code).toBe(3);
    expect(complaints).toContain('under way');
  });
});

describe('people who are missing from a whole list', () => {
  it('are told of and not ended, until somebody has looked', async () => {
    await importFull(list(30));

    const { code, printed } = await importFull(list(28));

    expect(code).toBe(1);
    expect(printed).toContain('run it again with --confirm-missing 2');
    const confirmed = await test.summary(
      ...['csv', list(28), ...office, ...asOf, '--mode', 'full', '--confirm-missing', '2'],
    );
    expect(confirmed['counts']).toMatchObject({ ended: 2, missing: 0 });
  });

  it('are named when they are so many that the list may be wrong, and the sync waits', async () => {
    await importFull(list(30));
    test.graph.mostMissing = 3;

    const { code, printed } = await importFull(list(20));

    expect(code).toBe(4);
    expect(printed).toContain('It would end 10, among them: 21, 22');
    const confirmed = await test.summary(
      ...['csv', list(20), ...office, ...asOf, '--mode', 'full', '--confirm-missing', '10'],
    );
    expect(confirmed).toMatchObject({ resumed: true, state: 'FINISHED', counts: { ended: 10 } });
  });
});

describe('a graph that does not answer well', () => {
  it.each([
    ['breaks the connection', 0, ''],
    ['is restarted', 503, 'Service unavailable'],
    ['sends a page of a proxy', 502, '<html>'],
    ['asks for patience', 429, failure('RATE_LIMITED', { retryAfter: 0 })],
    ['is full', 200, failure('UNAVAILABLE')],
  ])('is asked again when it %s', async (_, status, body) => {
    let failures = 2;
    test.graph.misbehaviour = (name, response) => {
      if (name !== 'PushRecords' || failures === 0) return false;
      failures -= 1;
      if (status === 0) response.destroy();
      else response.writeHead(status).end(body);
      return true;
    };

    expect((await importFull(list(3))).code).toBe(0);
    expect(test.graph.count('PushRecords')).toBe(3);
    const bodies = test.graph.requests.filter(({ name }) => name === 'PushRecords');
    expect(new Set(bodies.map(({ body }) => body)).size).toBe(1);
  });

  const inThreeSeconds = () => new Date(Date.now() + 3_000).toUTCString();
  it.each<[string, () => string, string]>([
    ['in seconds, as the graph says', () => '', failure('RATE_LIMITED', { retryAfter: 2 })],
    ['in seconds, as a proxy says', () => '2', ''],
    ['by a date', inThreeSeconds, ''],
  ])('is left alone for as long as it asks %s', async (_, asked, body) => {
    let askedAt = 0;
    let waited = 0;
    test.graph.misbehaviour = (name, response) => {
      if (name !== 'PushRecords') return false;
      waited = Date.now() - askedAt;
      if (askedAt > 0) return false;
      askedAt = Date.now();
      response.writeHead(429, { 'retry-after': asked() }).end(body);
      return true;
    };

    expect((await importFull(list(3))).code).toBe(0);
    expect(waited).toBeGreaterThan(1_900); // a date has no parts of seconds
  });

  it('is given up after seven times', async () => {
    test.graph.misbehaviour = (_, response) => {
      response.writeHead(503).end();
      return true;
    };

    const { code, complaints } = await importFull(list(3));

    expect(code).toBe(3);
    expect(complaints).toContain('HTTP 503');
    expect(test.graph.requests).toHaveLength(7);
  });

  it.each(['UNAUTHENTICATED', 'FORBIDDEN', 'BAD_USER_INPUT'])(
    'is believed at once when it says %s',
    async (code) => {
      test.graph.misbehaviour = (_, response) => {
        response.end(failure(code));
        return true;
      };

      const run = await importFull(list(3));

      expect(run.code).toBe(3);
      expect(run.complaints).toContain('It cannot be. (request r-9)');
      expect(test.graph.requests).toHaveLength(1);
    },
  );

  it('never gets the key sent on to another address', async () => {
    test.graph.misbehaviour = (_, response) => {
      response.writeHead(307, { location: 'http://127.0.0.1:9/graphql' }).end();
      return true;
    };

    expect((await importFull(list(3))).complaints).toContain('cannot be reached');
  });
});

describe('the command line', () => {
  it.each([
    [['csv', 'x.csv'], '--source'],
    [['csv', 'x.csv', '--source', 'Not a slug'], '--source'],
    [['pdf', 'x.csv', ...office], 'FORMAT'],
    [['csv', ...office], 'FORMAT'],
    [['csv', 'x.csv', ...office, '--urn', '12'], 'six digits'],
    [['csv', 'x.csv', ...office, '--mode', 'all'], 'full or delta'],
    [['csv', 'x.csv', ...office, '--as-of', 'today'], '--as-of'],
    [['csv', 'x.csv', ...office, '--as-of', '2026-13-40T00:00Z'], '--as-of'],
    [['csv', 'x.csv', ...office, '--role', 'TCH'], 'A=B'],
    [['csv', 'x.csv', ...office, '--fte', '2'], '--fte'],
    [['csv', 'x.csv', ...office, '--confirm-missing', 'some'], '--confirm-missing'],
    [['csv', 'x.csv', ...office, '--colour', 'red'], '--colour'],
    [['csv', 'x.csv', ...office, '--key-file', '/nowhere'], '--key-file'],
    [['csv', '/nowhere.csv', ...office], 'There is no file'],
  ])('of %j is refused in a sentence', async (args, words) => {
    const { code, complaints } = await test.run(...args);

    expect(code).toBe(2);
    expect(complaints).toContain(words);
    expect(test.graph.requests).toEqual([]);
  });

  it('sends no key over http to another machine', async () => {
    const file = list(1);
    const urls = ['http://graph.example/graphql', 'ftp://localhost/', 'graph.example'];

    for (const url of urls) {
      const { code, complaints } = await test.run('csv', file, ...office, '--url', url);
      expect([code, complaints]).toEqual([2, expect.stringContaining('https')]);
    }
  });
});

function failure(code: string, more: object = {}): string {
  const extensions = { code, requestId: 'r-9', ...more };
  return JSON.stringify({ data: null, errors: [{ message: 'It cannot be.', extensions }] });
}
