import type { Database } from '@trellis/subgraph-kit/database';
import DataLoader from 'dataloader';
import { programmesGiving } from './credential-programme.codes.ts';
import { programmesRunningOn } from './programme.queries.ts';
import type { Programme } from './programme.types.ts';

/** Programmes that give a credential and can be started on the day. */
export function programmesOfCredentials(db: Database, today: () => string) {
  return new DataLoader<string, Programme[]>(async (credentials) => {
    const giving = credentials.map((credential) => new Set(programmesGiving(credential)));
    const codes = [...new Set(giving.flatMap((some) => [...some]))];
    const found = codes.length > 0 ? await programmesRunningOn(db, codes, today()) : [];
    return giving.map((some) => found.filter(({ code }) => some.has(code)));
  });
}
