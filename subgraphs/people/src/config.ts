import type { SubgraphConfig } from '@trellis/subgraph-kit/config';
import type { Surroundings } from './subgraph.ts';

/** What the environment says of what is around the subgraph. */
export function surroundingsOf({ NODE_ENV }: Pick<SubgraphConfig, 'NODE_ENV'>): Surroundings {
  return { keyEnvironment: NODE_ENV === 'production' ? 'live' : 'dev' };
}
