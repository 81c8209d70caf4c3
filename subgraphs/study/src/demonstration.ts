import { chosenTrusts } from '@trellis/demonstration/chosen-trusts';
import { readConfig, subgraphShape } from '@trellis/subgraph-kit/config';
import { createDataSource } from '@trellis/subgraph-kit/data-source';
import { Database } from '@trellis/subgraph-kit/database';
import { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { z } from 'zod';
import { AwardService } from './award/award.service.ts';
import { DemonstrationLoad } from './demonstration-trust.ts';
import { FundService } from './fund/fund.service.ts';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import { readCatalogue } from './programme/catalogue-file.ts';
import { CatalogueService } from './programme/catalogue.service.ts';
import { studyDatabase } from './subgraph.ts';

/**
 * Process: writes the demonstration trusts, or with `--trusts` as many invented ones as one likes,
 * where they are missing. Says `progress <done> <total>` in trusts.
 */
const config = readConfig(
  subgraphShape.pick({ DATABASE_URL: true }).extend({
    NODE_ENV: z.enum(['development', 'test']),
  }),
  process.env,
);

const source = createDataSource(studyDatabase, config.DATABASE_URL, 1);
await source.initialize();
try {
  const db = new Database(source);
  await new CatalogueService(db).load(readCatalogue());
  // The generated people and schools are those that people is given; nobody need be asked.
  const people = { unknownTo: () => Promise.resolve([]) };
  const clock = () => new Date();
  const awards = new AwardService(db, people, new Idempotency(db), clock);
  const load = new DemonstrationLoad(db, new FundService(db, clock), awards, clock);
  const { trusts, count } = chosenTrusts(londonDay(new Date()), process.argv.slice(2));
  let done = 0;
  for (const records of trusts) {
    await load.load(records);
    done += 1;
    console.log(`progress ${done} ${count}`);
  }
} finally {
  await source.destroy();
}
