import { readConfig } from '@trellis/subgraph-kit/config';
import { runProcess } from '@trellis/subgraph-kit/main-process';
import { serve } from '@trellis/subgraph-kit/serve';
import { peopleShape, printerOf, surroundingsOf } from './config.ts';
import { peopleSubgraph } from './subgraph.ts';

await runProcess('people', process.env, (logger) => {
  const config = readConfig(peopleShape, process.env);
  const around = { ...surroundingsOf(config), printer: printerOf(config) };
  return serve(peopleSubgraph(around), config, logger);
});
