import { TestWorker } from '@trellis/events/testing/test-worker';
import { itKeepsARoster } from '@trellis/staff-roster/testing/roster-promises';
import { testSubgraph } from '@trellis/subgraph-kit/testing/test-subgraph';
import { studySubgraph } from './subgraph.ts';

const worker = new TestWorker();
const subgraph = studySubgraph({ people: { unknownTo: () => Promise.resolve([]) } });

itKeepsARoster('study', testSubgraph(subgraph, worker.environment), worker);
