import { chosenTrusts } from '@trellis/demonstration/chosen-trusts';
import { fixedId } from '@trellis/demonstration/ids';
import { wellKnown } from '@trellis/demonstration/well-known';
import { readConfig, subgraphShape } from '@trellis/subgraph-kit/config';
import { createDataSource } from '@trellis/subgraph-kit/data-source';
import { Database } from '@trellis/subgraph-kit/database';
import { z } from 'zod';
import { peopleDatabase } from './database-shape.ts';
import { londonDay } from '@trellis/subgraph-kit/london-day';
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
  const { trusts, people } = chosenTrusts(londonDay(), process.argv.slice(2));
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
