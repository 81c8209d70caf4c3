import { signingKey, subgraphShape } from '@trellis/subgraph-kit/config';
import { z } from 'zod';

/** What this subgraph needs to know beyond what each subgraph does. */
export const studyShape = subgraphShape.extend({
  /** GraphQL endpoint of people, which is asked whether a person or school exists. */
  PEOPLE_URL: z.url({ protocol: /^https?$/ }),
  /** The one key under which people takes our questions. */
  PEOPLE_ASSERTION_KEY: signingKey,
});
