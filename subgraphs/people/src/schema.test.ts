import { describe, expect, it } from '@jest/globals';
import { Cursors } from '@trellis/subgraph-kit/cursor';
import { createDataSource } from '@trellis/subgraph-kit/data-source';
import { Database } from '@trellis/subgraph-kit/database';
import { Pages } from '@trellis/subgraph-kit/page';
import { readFileSync, writeFileSync } from 'node:fs';
import { peopleSubgraph } from './subgraph.ts';

const file = new URL('schema.graphql', import.meta.url);

/** The schema needs no row, so the database is never connected to. */
async function printedSchema(): Promise<string> {
  const { database, wire } = peopleSubgraph({ keyEnvironment: 'dev' });
  const db = new Database(createDataSource(database, 'postgres://nowhere', 1));
  const { schema } = await wire(db, new Pages(db, new Cursors(Buffer.alloc(32))));
  return schema.sdl;
}

describe('the schema of people', () => {
  it('is the one that is committed and composed', async () => {
    const sdl = await printedSchema();
    if (process.env['UPDATE_SCHEMA']) writeFileSync(file, sdl);

    expect(readFileSync(file, 'utf8')).toBe(sdl);
  });

  it('promises no time of keeping, which nothing sees to', async () => {
    expect(await printedSchema()).not.toMatch(/(months|years) after|as long as/);
  });
});
