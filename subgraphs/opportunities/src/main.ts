import { readConfig } from '@trellis/subgraph-kit/config';
import { OwningSubgraph } from '@trellis/subgraph-kit/known-entities';
import { runProcess } from '@trellis/subgraph-kit/main-process';
import { serve } from '@trellis/subgraph-kit/serve';
import { opportunitiesShape } from './config.ts';
import { opportunitiesSubgraph } from './subgraph.ts';

await runProcess('opportunities', process.env, (logger) => {
  const config = readConfig(opportunitiesShape, process.env);
  const people = new OwningSubgraph('people', config.PEOPLE_URL, config.PEOPLE_ASSERTION_KEY);
  return serve(
    opportunitiesSubgraph(people, () => new Date()),
    config,
    logger,
  );
});
