import type { Sort } from '@trellis/subgraph-kit/page';

/** What begins last comes first, by the columns `starts_on` and `id` of the table that goes by `alias`. */
export const latestStart = (alias: string): Sort => ({
  name: 'LATEST_START',
  keys: [
    { sql: `${alias}.starts_on`, type: 'date' },
    { sql: `${alias}.id`, type: 'uuid' },
  ],
  descending: true,
});
