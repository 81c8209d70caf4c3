import { browserAt, browserForDevelopment } from '@trellis/pdf-printer/browser';
import { Printer } from '@trellis/pdf-printer/printer';
import { secret, subgraphShape } from '@trellis/subgraph-kit/config';
import { KeySeal } from '@trellis/webhooks/sealed-key';
import { z } from 'zod';
import type { Surroundings } from './subgraph.ts';

/** What this subgraph needs to know beyond what each subgraph does. */
export const peopleShape = subgraphShape.extend({
  /** Under which the private keys of webhooks are kept; without it there are no webhooks. */
  WEBHOOK_SECRET: secret.optional(),
  /** A Chromium that makes PDF files; without it there are none in production. */
  CHROMIUM_PATH: z.string().startsWith('/').optional(),
  /** `off` where it cannot have one: as root, or where user namespaces are forbidden. */
  CHROMIUM_SANDBOX: z.enum(['on', 'off']).default('on'),
  /** Where the system’s own programs are. */
  PATH: z.string().default('/usr/local/bin:/usr/bin:/bin'),
});

type Config = z.output<typeof peopleShape>;

/** How long a PDF may take, in milliseconds; the gateway waits for five seconds. */
const patience = 3_500;

/** What the environment says of what is around the subgraph. */
export function surroundingsOf({
  NODE_ENV,
  WEBHOOK_SECRET: key,
}: Pick<Config, 'NODE_ENV' | 'WEBHOOK_SECRET'>): Surroundings {
  const rules = { allowLoopback: NODE_ENV === 'development' };
  return {
    keyEnvironment: NODE_ENV === 'production' ? 'live' : 'dev',
    webhooks: key && { seal: new KeySeal(key), rules },
  };
}

/** What makes PDF files, where there is a Chromium that can. */
export function printerOf({
  NODE_ENV,
  CHROMIUM_PATH,
  CHROMIUM_SANDBOX,
  PATH: path,
}: Config): Printer | undefined {
  const sandbox = CHROMIUM_SANDBOX === 'on';
  if (CHROMIUM_PATH !== undefined) {
    return new Printer({ findBrowser: browserAt(CHROMIUM_PATH), sandbox, patience, path });
  }
  if (NODE_ENV === 'production') return undefined;
  return new Printer({ findBrowser: browserForDevelopment(), sandbox, patience, path });
}
