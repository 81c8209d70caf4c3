import { demonstrationTrusts, seedTrusts } from '@trellis/demonstration/demonstration';
import type { TrustRecords } from '@trellis/demonstration/records';
import { readConfig, subgraphShape } from '@trellis/subgraph-kit/config';
import { createDataSource } from '@trellis/subgraph-kit/data-source';
import { Database } from '@trellis/subgraph-kit/database';
import { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { AwardService } from './award/award.service.ts';
import { DemonstrationLoad } from './demonstration-trust.ts';
import { FundService } from './fund/fund.service.ts';
import { londonDay } from './london-day.ts';
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

const { values: flags } = parseArgs({
  options: {
    trusts: { type: 'string' },
    schools: { type: 'string', default: '600' },
    staff: { type: 'string', default: '300000' },
    seed: { type: 'string', default: 'trellis' },
  },
});

function chosenTrusts(): { trusts: Iterable<TrustRecords>; total: number } {
  const options = { seed: flags.seed, today: londonDay(new Date()) };
  if (flags.trusts === undefined) {
    const trusts = demonstrationTrusts(options);
    return { trusts, total: trusts.length };
  }
  const total = Number(flags.trusts);
  const size = { trusts: total, schools: Number(flags.schools), staff: Number(flags.staff) };
  return { trusts: seedTrusts({ ...options, ...size }), total };
}

const source = createDataSource(studyDatabase, config.DATABASE_URL, 1);
await source.initialize();
try {
  const db = new Database(source);
  await new CatalogueService(db).load(readCatalogue());
  // The generated people and schools are those that people is given; nobody need be asked.
  const people = { unknownTo: () => Promise.resolve([]) };
  const awards = new AwardService(db, people, new Idempotency(db), () => new Date());
  const load = new DemonstrationLoad(db, new FundService(db), awards);
  const { trusts, total } = chosenTrusts();
  let done = 0;
  for (const records of trusts) {
    await load.load(records);
    done += 1;
    console.log(`progress ${done} ${total}`);
  }
} finally {
  await source.destroy();
}
