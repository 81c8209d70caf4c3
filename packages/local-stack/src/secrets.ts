import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { readPrivate, writePrivate } from './folder.ts';

export const subgraphNames = ['people', 'opportunities', 'study'] as const;
export type SubgraphName = (typeof subgraphNames)[number];

const text = z.string().min(1);
const bySubgraph = z.object({ people: text, opportunities: text, study: text });

const shape = z.object({
  /** Keys by `issuer>audience`. */
  assertionKeys: z.record(text, text),
  cursors: bySubgraph,
  ownerPasswords: bySubgraph,
  appPasswords: bySubgraph,
  jobPasswords: bySubgraph.default(each),
  /** Signs the development identity provider's tokens, PEM. */
  tokenKey: text,
  cookieKey: text,
  /** Signs events, as Standard Webhooks writes a private key. */
  eventKey: text.default(anEventKey),
  /** Under which private keys of webhooks are kept. */
  webhookSecret: text.default(random),
  /** API key of the demonstration's MIS. */
  misKey: text,
});

export type Secrets = z.infer<typeof shape>;

/** Secrets of this checkout, made at the first start so that the doors are shut from day one. */
export function loadSecrets(): Secrets {
  const kept = readPrivate('secrets.json');
  // What a checkout of an earlier version lacks is made now.
  const secrets = kept ? shape.parse(JSON.parse(kept)) : makeSecrets();
  writePrivate('secrets.json', JSON.stringify(secrets, null, 2));
  return secrets;
}

function random(): string {
  return randomBytes(32).toString('base64url');
}

/** An Ed25519 key: any 32 bytes are one. */
function anEventKey() {
  return `whsk_${randomBytes(32).toString('base64')}`;
}

function each() {
  return { people: random(), opportunities: random(), study: random() };
}

function makeSecrets(): Secrets {
  const callers = [
    ...subgraphNames.map((name) => ({ issuer: 'gateway', audience: name })),
    { issuer: 'opportunities', audience: 'people' },
    { issuer: 'study', audience: 'people' },
  ];
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    assertionKeys: Object.fromEntries(
      callers.map(({ issuer, audience }) => [
        `${issuer}>${audience}`,
        `${issuer}/${issuer}-${audience}-1:${random()}`,
      ]),
    ),
    cursors: each(),
    ownerPasswords: each(),
    appPasswords: each(),
    jobPasswords: each(),
    tokenKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    cookieKey: random(),
    eventKey: anEventKey(),
    webhookSecret: random(),
    misKey: `spk_dev_demonstrmis0_${random()}`,
  };
}

/** The key with which `issuer` signs for `audience`. */
export function assertionKey(secrets: Secrets, issuer: string, audience: SubgraphName): string {
  const key = secrets.assertionKeys[`${issuer}>${audience}`];
  if (!key) throw new Error(`no assertion key of ${issuer} for ${audience}: start with --reset`);
  return key;
}

/** Every key that the audience accepts. */
export function acceptedKeys(secrets: Secrets, audience: SubgraphName): string {
  return Object.entries(secrets.assertionKeys)
    .filter(([pair]) => pair.endsWith(`>${audience}`))
    .map(([, key]) => key)
    .join(',');
}
