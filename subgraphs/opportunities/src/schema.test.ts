import { describe, expect, it } from '@jest/globals';
import { createDataSource } from '@trellis/subgraph-kit/data-source';
import { Database } from '@trellis/subgraph-kit/database';
import { Cursors } from '@trellis/subgraph-kit/cursor';
import { Pages } from '@trellis/subgraph-kit/page';
import { readFileSync, writeFileSync } from 'node:fs';
import { KnownToPeople } from './people.testing.ts';
import { opportunitiesSubgraph } from './subgraph.ts';

const file = new URL('schema.graphql', import.meta.url);

describe('the schema of opportunities', () => {
  it('is the one that was committed; UPDATE_SCHEMA=1 writes it anew', async () => {
    const { name, database, wire } = opportunitiesSubgraph(new KnownToPeople(), () => new Date());
    const db = new Database(createDataSource(database, `postgres://127.0.0.1/${name}`, 1));
    const { schema } = await wire(db, new Pages(db, new Cursors(Buffer.alloc(32))));
    if (process.env['UPDATE_SCHEMA']) writeFileSync(file, schema.sdl);

    expect(schema.sdl).toBe(readFileSync(file, 'utf8'));
  });
});
