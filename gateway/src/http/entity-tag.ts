import { createHash } from 'node:crypto';

/** @returns a weak entity tag (RFC 9110) of what is answered, given in parts. */
export function tagOf(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return `W/"${hash.digest('base64url').slice(0, 27)}"`;
}

/** @returns whether an `If-None-Match` names the tag. */
export function isKnownTag(header: string | undefined, tag: string): boolean {
  const bare = (text: string) => text.trim().replace(/^W\//, '');
  return header?.split(',').some((given) => bare(given) === bare(tag)) ?? false;
}
