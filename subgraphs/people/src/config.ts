import { secret, subgraphShape } from '@trellis/subgraph-kit/config';
import { KeySeal } from '@trellis/webhooks/sealed-key';
import { z } from 'zod';
import type { Surroundings } from './subgraph.ts';

/** What this subgraph needs to know beyond what each subgraph does. */
export const peopleShape = subgraphShape.extend({
  /** Under which the private keys of webhooks are kept; without it there are no webhooks. */
  WEBHOOK_SECRET: secret.optional(),
});

type Told = Pick<z.output<typeof peopleShape>, 'NODE_ENV' | 'WEBHOOK_SECRET'>;

/** What the environment says of what is around the subgraph. */
export function surroundingsOf({ NODE_ENV, WEBHOOK_SECRET: key }: Told): Surroundings {
  const rules = { allowLoopback: NODE_ENV === 'development' };
  return {
    keyEnvironment: NODE_ENV === 'production' ? 'live' : 'dev',
    webhooks: key && { seal: new KeySeal(key), rules },
  };
}
