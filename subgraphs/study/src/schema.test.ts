import { describe, expect, it } from '@jest/globals';
import { Cursors } from '@trellis/subgraph-kit/cursor';
import { createDataSource } from '@trellis/subgraph-kit/data-source';
import { Database } from '@trellis/subgraph-kit/database';
import { Pages } from '@trellis/subgraph-kit/page';
import { readFileSync, writeFileSync } from 'node:fs';
import { studyDatabase, studySchema } from './subgraph.ts';

const file = new URL('schema.graphql', import.meta.url);

describe('schema.graphql', () => {
  it('is what the code says; UPDATE_SCHEMA=1 writes it anew', async () => {
    const db = new Database(createDataSource(studyDatabase, 'postgres://nowhere', 1));
    const pages = new Pages(db, new Cursors(Buffer.alloc(32)));
    const people = { unknownTo: () => Promise.resolve([]) };
    const { sdl } = await studySchema(db, pages, { people });

    if (process.env['UPDATE_SCHEMA']) writeFileSync(file, sdl);

    expect(readFileSync(file, 'utf8')).toBe(sdl);
  });
});
