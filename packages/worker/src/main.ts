import { readConfig } from '@trellis/subgraph-kit/config';
import { runProcess } from '@trellis/subgraph-kit/main-process';
import { workerShape } from './config.ts';
import { startWorker } from './worker.ts';

await runProcess('worker', process.env, (logger) =>
  startWorker(readConfig(workerShape, process.env), logger),
);
