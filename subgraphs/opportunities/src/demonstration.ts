import { chosenTrusts } from '@trellis/demonstration/chosen-trusts';
import { readConfig, subgraphShape } from '@trellis/subgraph-kit/config';
import { createDataSource } from '@trellis/subgraph-kit/data-source';
import { Database } from '@trellis/subgraph-kit/database';
import { z } from 'zod';
import { bringInTrust } from './demonstration-trust.ts';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import { opportunitiesDatabase } from './subgraph.ts';

/**
 * Process: writes what the demonstration trusts offered, applied for and agreed, or with `--trusts`
 * that of as many invented ones as one likes, where it is missing. Says `progress <done> <total>` in
 * trusts.
 */
const config = readConfig(
  subgraphShape.pick({ DATABASE_URL: true }).extend({ NODE_ENV: z.enum(['development', 'test']) }),
  process.env,
);

const source = createDataSource(opportunitiesDatabase, config.DATABASE_URL, 1);
await source.initialize();
try {
  const db = new Database(source);
  const { trusts, count } = chosenTrusts(londonDay(new Date()), process.argv.slice(2));
  let done = 0;
  for (const records of trusts) {
    await bringInTrust(db, records);
    done += 1;
    console.log(`progress ${done} ${count}`);
  }
} finally {
  await source.destroy();
}
