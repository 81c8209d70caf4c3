import { demonstrationTrusts, seedTrusts } from '@trellis/demonstration/demonstration';
import { fixedId } from '@trellis/demonstration/ids';
import type { TrustRecords } from '@trellis/demonstration/records';
import { wellKnown } from '@trellis/demonstration/well-known';
import { readConfig, subgraphShape } from '@trellis/subgraph-kit/config';
import { createDataSource } from '@trellis/subgraph-kit/data-source';
import { Database } from '@trellis/subgraph-kit/database';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { peopleDatabase } from './database-shape.ts';
import { dayInLondon } from './day.ts';
import { DemonstrationLoad, type Entrance } from './demonstration-trust.ts';

/**
 * Process: writes the demonstration trusts, or with `--trusts` as many invented ones as one likes,
 * where they are missing. Says `progress <done> <total>` in people.
 */
const config = readConfig(
  subgraphShape.pick({ DATABASE_URL: true }).extend({
    NODE_ENV: z.enum(['development', 'test']),
    /** Issuer of the development identity provider for the main trust, and for the other one. */
    DEMONSTRATION_ISSUER: z.url(),
    DEMONSTRATION_OTHER_ISSUER: z.url(),
    DEMONSTRATION_AUDIENCE: z.string(),
    /** Whole API key of the main trust's management information system. */
    DEMONSTRATION_MIS_KEY: z.string(),
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

function chosenTrusts(): { trusts: Iterable<TrustRecords>; people: number } {
  const options = { seed: flags.seed, today: dayInLondon() };
  if (flags.trusts === undefined) {
    const trusts = demonstrationTrusts(options);
    return { trusts, people: trusts.reduce((sum, trust) => sum + trust.people.length, 0) };
  }
  const [trusts, schools, staff] = [flags.trusts, flags.schools, flags.staff].map(Number);
  const size = { trusts: trusts ?? 0, schools: schools ?? 0, staff: staff ?? 0 };
  return { trusts: seedTrusts({ ...options, ...size }), people: size.staff };
}

function entranceOf(trustId: string): Entrance {
  const issuers = new Map([
    [wellKnown.trustId, config.DEMONSTRATION_ISSUER],
    [wellKnown.otherTrustId, config.DEMONSTRATION_OTHER_ISSUER],
  ]);
  const issuer = issuers.get(trustId);
  const provider = issuer
    ? {
        issuer,
        audience: config.DEMONSTRATION_AUDIENCE,
        jwksUri: `${issuer}/jwks`,
        algorithms: ['ES256'],
      }
    : null;
  const isMain = trustId === wellKnown.trustId;
  return {
    provider,
    mis: isMain ? { id: fixedId('a', 1), key: config.DEMONSTRATION_MIS_KEY } : null,
  };
}

const source = createDataSource(peopleDatabase, config.DATABASE_URL, 1);
await source.initialize();
try {
  const load = new DemonstrationLoad(new Database(source));
  const { trusts, people } = chosenTrusts();
  let done = 0;
  for (const records of trusts) {
    await load.load(records, entranceOf(records.trust.id), (more) => {
      done += more;
      console.log(`progress ${done} ${people}`);
    });
  }
} finally {
  await source.destroy();
}
