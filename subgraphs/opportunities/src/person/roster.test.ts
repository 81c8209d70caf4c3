import { TestWorker } from '@trellis/events/testing/test-worker';
import { itKeepsARoster } from '@trellis/staff-roster/testing/roster-promises';
import { testSubgraph } from '@trellis/subgraph-kit/testing/test-subgraph';
import { KnownToPeople } from '../people.testing.ts';
import { opportunitiesSubgraph } from '../subgraph.ts';

const worker = new TestWorker();
const subgraph = opportunitiesSubgraph(new KnownToPeople(), () => new Date());

itKeepsARoster('opportunities', testSubgraph(subgraph, worker.environment), worker);
