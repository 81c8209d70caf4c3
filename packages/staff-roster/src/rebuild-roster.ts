import { readConfig, signingKey } from '@trellis/subgraph-kit/config';
import { createDataSource } from '@trellis/subgraph-kit/data-source';
import { Database } from '@trellis/subgraph-kit/database';
import { z } from 'zod';
import { RosterRebuild } from './roster-rebuild.ts';

/**
 * Command: builds the roster of opportunities or study from what people knows, with the settings of
 * that subgraph. Everything may go on running meanwhile.
 */
const shape = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  PEOPLE_URL: z.url({ protocol: /^https?$/ }),
  PEOPLE_ASSERTION_KEY: signingKey,
});

try {
  const config = readConfig(shape, process.env);
  const source = createDataSource({ entities: [], migrations: [] }, config.DATABASE_URL, 1);
  await source.initialize();
  try {
    const address = { url: config.PEOPLE_URL, key: config.PEOPLE_ASSERTION_KEY };
    let done = 0;
    const count = await new RosterRebuild(new Database(source), address).run((people) => {
      done += people;
      console.log(`${done} people …`);
    });
    console.log(`The roster is whole: ${count} people.`);
  } finally {
    await source.destroy();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : 'The roster could not be built.');
  process.exitCode = 1;
}
