import { readConfig, subgraphShape } from '@trellis/subgraph-kit/config';
import { runProcess } from '@trellis/subgraph-kit/main-process';
import { serve } from '@trellis/subgraph-kit/serve';
import { peopleSubgraph } from './subgraph.ts';

await runProcess('people', process.env, (logger) =>
  serve(peopleSubgraph, readConfig(subgraphShape, process.env), logger),
);
