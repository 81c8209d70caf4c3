import { createHash } from 'node:crypto';
import { z } from 'zod';

/** One published document. */
export interface TrustedDocument {
  /** SHA-256 of the text in hexadecimal. */
  readonly hash: string;
  /** Of its operation. */
  readonly name: string;
  readonly text: string;
}

/** The public form in which tools of frontends write their persisted queries. */
const manifestShape = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(
    z.object({
      id: z.string().regex(/^[0-9a-f]{64}$/),
      name: z.string(),
      type: z.enum(['query', 'mutation']),
      body: z.string(),
    }),
  ),
});

/** A manifest that cannot be believed. */
export class UnusableManifest extends Error {}

/** @returns the SHA-256 of a document's text, in hexadecimal. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** @throws UnusableManifest when it has another form, or a hash that is not its document's. */
export function readManifest(json: string): TrustedDocument[] {
  const { data, error } = manifestShape.safeParse(parsed(json));
  if (error) throw new UnusableManifest('It is no manifest of persisted queries, version 1.');
  return data.operations.map(({ id, name, body }) => {
    if (hashOf(body) !== id) throw new UnusableManifest(`${name} has the hash of another text.`);
    return { hash: id, name, text: body };
  });
}

/** @returns the manifest's text, one operation after the other by name. */
export function writeManifest(
  documents: readonly (TrustedDocument & { readonly type: 'query' | 'mutation' })[],
): string {
  const operations = documents
    .map(({ hash, name, type, text }) => ({ id: hash, name, type, body: text }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const manifest = { format: 'apollo-persisted-query-manifest', version: 1, operations };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
