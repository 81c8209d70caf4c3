import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Viewer } from './viewer.ts';

/** Longest time between signing and use, in seconds. */
const lifetimeSeconds = 30;
const clockSkewSeconds = 5;

/** A key that one caller and one subgraph share, so that a fallen subgraph can forge nothing. */
export interface AssertionKey {
  /** The process that signs with it, such as `gateway`. */
  readonly issuer: string;
  readonly id: string;
  readonly secret: Buffer;
  /** Scopes that nobody may claim under it. */
  readonly refusedScopes?: readonly string[];
}

const claimsShape = z.object({
  iss: z.string(),
  aud: z.string(),
  sub: z.string(),
  act: z.enum(['PERSON', 'API_KEY', 'JOB']),
  tid: z.string(),
  places: z.array(z.string()),
  all: z.boolean(),
  scopes: z.array(z.string()),
  purpose: z.string().nullable(),
  rid: z.string(),
  iat: z.number(),
  exp: z.number(),
  bh: z.string(),
});

/**
 * Reads keys as configuration writes them: `issuer/id:secret`, several with commas between while
 * they rotate. The secret is base64url of at least 32 bytes.
 *
 * @throws Error when a key is malformed or too short; the message never holds the secret.
 */
export function readAssertionKeys(text: string): AssertionKey[] {
  return text.split(',').map((entry) => {
    const [, issuer, id, encoded] = /^([\w-]+)\/([\w-]+):([\w-]+)$/.exec(entry.trim()) ?? [];
    if (!issuer || !id || !encoded) throw new Error('an assertion key is not issuer/id:secret');
    const secret = Buffer.from(encoded, 'base64url');
    if (secret.length < 32) throw new Error(`assertion key ${issuer}/${id} is under 32 bytes`);
    return { issuer, id, secret };
  });
}

/**
 * Vouches for the viewer to one subgraph for one body: a compact JWS with HMAC-SHA256.
 *
 * @param audience the name of the subgraph that may accept it.
 * @param body the exact bytes that will be sent.
 * @returns the value of the `authorization` header.
 */
export function signAssertion(
  key: AssertionKey,
  audience: string,
  viewer: Viewer,
  body: string | Buffer,
  now = Date.now(),
): string {
  const issuedAt = Math.floor(now / 1000);
  const claims: z.infer<typeof claimsShape> = {
    iss: key.issuer,
    aud: audience,
    sub: viewer.personId ?? viewer.actor.id,
    act: viewer.actor.kind,
    tid: viewer.trustId,
    places: [...viewer.placeIds],
    all: viewer.allPlaces,
    scopes: [...viewer.scopes],
    purpose: viewer.purpose,
    rid: viewer.requestId,
    iat: issuedAt,
    exp: issuedAt + lifetimeSeconds,
    bh: hashOf(body),
  };
  const signed = `${encode({ alg: 'HS256', kid: key.id })}.${encode(claims)}`;
  return `Internal ${signed}.${macOf(key, signed)}`;
}

/**
 * Checks the signature before anything else is believed, then audience, time and body.
 *
 * @returns the viewer, or undefined when the header is not a good assertion for this body.
 */
export function verifyAssertion(
  keys: readonly AssertionKey[],
  audience: string,
  header: string | undefined,
  body: Buffer,
  now = Date.now(),
): Viewer | undefined {
  const [, head, payload, mac] =
    /^Internal ([\w-]+)\.([\w-]+)\.([\w-]{43})$/.exec(header ?? '') ?? [];
  if (!head || !payload || !mac) return undefined;
  const key = keys.find(({ id }) => encode({ alg: 'HS256', kid: id }) === head);
  if (!key) return undefined;
  const expected = macOf(key, `${head}.${payload}`);
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(mac))) return undefined;

  const claims = claimsShape.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  const seconds = now / 1000;
  const short = claims.exp - claims.iat <= lifetimeSeconds;
  const inTime = short && seconds < claims.exp && seconds > claims.iat - clockSkewSeconds;
  const ours = claims.iss === key.issuer && claims.aud === audience;
  const allowed = !claims.scopes.some((scope) => key.refusedScopes?.includes(scope));
  return inTime && ours && allowed && claims.bh === hashOf(body) ? viewerOf(claims) : undefined;
}

function viewerOf(claims: z.infer<typeof claimsShape>): Viewer {
  return {
    trustId: claims.tid,
    personId: claims.act === 'PERSON' ? claims.sub : null,
    actor: { kind: claims.act, id: claims.sub },
    placeIds: claims.places,
    allPlaces: claims.all,
    scopes: new Set(claims.scopes),
    purpose: claims.purpose,
    requestId: claims.rid,
  };
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const hashOf = (body: string | Buffer) => createHash('sha256').update(body).digest('base64url');
const macOf = (key: AssertionKey, signed: string) =>
  createHmac('sha256', key.secret).update(signed).digest('base64url');
