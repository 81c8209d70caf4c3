import { TestWorker } from '@trellis/events/testing/test-worker';
import { itKeepsARoster } from '@trellis/staff-roster/testing/roster-promises';
import { testSubgraph } from '@trellis/subgraph-kit/testing/test-subgraph';
import { opportunitiesSubgraph } from '../subgraph.ts';

const worker = new TestWorker();
const nobody = { unknownTo: () => Promise.resolve([]), idsBy: () => Promise.resolve([]) };
const subgraph = opportunitiesSubgraph(nobody, () => new Date());

itKeepsARoster('opportunities', testSubgraph(subgraph, worker.environment), worker);
