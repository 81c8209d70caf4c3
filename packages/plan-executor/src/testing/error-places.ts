import type { Answer, ClientError } from './answer.ts';
import { IDENTITY } from './operation-cures.ts';

/**
 * Whether each error about one object points at that object, as far as the objects tell their ids.
 *
 * @param struck places of faults, for errors that do not tell what they are about themselves.
 */
export function rightlyPlaced(
  { data, errors = [] }: Answer,
  struck: Iterable<string> = [],
): boolean {
  const nulled = [...struck].flatMap((place) => {
    const [sort, , , ident = '', field = ''] = place.split(' ');
    return sort === 'value' ? [{ ident, field }] : [];
  });
  return errors.every((error) => {
    const about = entityOf(error) ?? nulledOf(error, nulled);
    const found = about === undefined ? undefined : identityAt(data, about.path);
    if (found === undefined || about === undefined) return true;
    return about.idents.some((ident) => found.endsWith(`-${ident}`));
  });
}

/** Of a null where there may be none, graphql-js tells the field alone. */
export function isAboutNull({ message }: ClientError): boolean {
  return nullError.test(message);
}

const nullError = /^Cannot return null for non-nullable field \w+\.(\w+)\.$/;

interface NulledField {
  readonly ident: string;
  readonly field: string;
}

function nulledOf({ message, path }: ClientError, nulled: readonly NulledField[]) {
  const [, name] = nullError.exec(message) ?? [];
  const idents = nulled.filter(({ field }) => field === name).map(({ ident }) => ident);
  return path === undefined || idents.length === 0 ? undefined : { idents, path: parentOf(path) };
}

/** Faults tell what they are about: `lost: subgraph Type ident`, and `field` where it is one's. */
function entityOf({ message, path }: ClientError) {
  const [, ident, field] = /^lost: \w+ [A-Z]\w+ (\d)(?: (\w+))?/.exec(message) ?? [];
  if (ident === undefined || path === undefined) return undefined;
  return { idents: [ident], path: field === undefined ? path : parentOf(path) };
}

/** Of a field, be it at fault itself or in one of its list. */
function parentOf(path: readonly (string | number)[]): readonly (string | number)[] {
  const field = path.findLastIndex((step) => typeof step === 'string');
  return path.slice(0, field);
}

function identityAt(data: unknown, path: readonly (string | number)[]): string | undefined {
  let value = data;
  for (const step of path) {
    if (value === null || typeof value !== 'object') return undefined;
    value = Reflect.get(value, step);
  }
  if (value === null || typeof value !== 'object') return undefined;
  const identity: unknown = Reflect.get(value, IDENTITY);
  return typeof identity === 'string' ? identity : undefined;
}
