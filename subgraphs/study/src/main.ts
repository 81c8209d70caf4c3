import { readConfig } from '@trellis/subgraph-kit/config';
import { OwningSubgraph } from '@trellis/subgraph-kit/known-entities';
import { runProcess } from '@trellis/subgraph-kit/main-process';
import { serve } from '@trellis/subgraph-kit/serve';
import { studyShape } from './config.ts';
import { studySubgraph } from './subgraph.ts';

await runProcess('study', process.env, (logger) => {
  const config = readConfig(studyShape, process.env);
  const people = new OwningSubgraph('people', config.PEOPLE_URL, config.PEOPLE_ASSERTION_KEY);
  return serve(studySubgraph({ people }), config, logger);
});
