import { readConfig } from '@trellis/subgraph-kit/config';
import { runProcess } from '@trellis/subgraph-kit/main-process';
import { serve } from '@trellis/subgraph-kit/serve';
import { peopleShape, surroundingsOf } from './config.ts';
import { peopleSubgraph } from './subgraph.ts';

await runProcess('people', process.env, (logger) => {
  const config = readConfig(peopleShape, process.env);
  return serve(peopleSubgraph(surroundingsOf(config)), config, logger);
});
