import { describe, expect, it } from '@jest/globals';
import { openCensus } from '../census/census-source.ts';
import { awkwardStaff, censusXml } from '../testing/fixture-census.ts';
import { TestImport } from '../testing/run-import.ts';
import { chunksOf } from './chunks.ts';

const test = new TestImport();

describe('a file without end', () => {
  it('is read no further ahead than a few people beyond the chunk', async () => {
    let made = 0;
    async function* people() {
      for (;;) {
        made += 1;
        yield await Promise.resolve({ externalId: String(made), row: made });
      }
    }

    const chunks = chunksOf(people());
    await chunks.next();

    expect(made).toBe(501);
  });

  it('is cut so that no chunk is more than the gateway takes', async () => {
    const long = { givenName: 'x'.repeat(100_000), familyName: 'Oak' };
    async function* people() {
      for (let row = 1; row <= 20; row += 1) {
        yield await Promise.resolve({ ...long, externalId: String(row), row });
      }
    }

    const sizes: number[] = [];
    for await (const { records } of chunksOf(people())) sizes.push(records.length);

    expect(sizes).toEqual([8, 8, 4]);
  });

  it('takes no more memory the longer it is', async () => {
    const path = test.file('big.xml', [...censusXml(awkwardStaff('big', 15_000))].join(''));
    const source = await openCensus(path, { urn: '145398', roles: new Map() });
    let [people, highest] = [0, 0];
    const before = process.memoryUsage().heapUsed;

    for await (const person of source.people()) {
      people += person.record ? 1 : 0;
      if (people % 1000 === 0) highest = Math.max(highest, process.memoryUsage().heapUsed);
    }

    expect(people).toBe(15_000);
    expect(highest - before).toBeLessThan(120_000_000);
  });
});
