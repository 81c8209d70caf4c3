import type { Answer, ClientError } from './answer.ts';
import { IDENTITY } from './operation-cures.ts';

/** Whether each error about one object points at that object, as far as the objects tell their ids. */
export function rightlyPlaced({ data, errors = [] }: Answer): boolean {
  return errors.every((error) => {
    const about = entityOf(error);
    const found = about === undefined ? undefined : identityAt(data, about.path);
    return found === undefined || about === undefined || found.endsWith(`-${about.ident}`);
  });
}

/** Faults tell what they are about: `lost: subgraph Type ident`, and `field` where it is one's. */
function entityOf({ message, path }: ClientError) {
  const [, ident, field] = /^lost: \w+ [A-Z]\w+ (\d)(?: (\w+))?/.exec(message) ?? [];
  if (ident === undefined || path === undefined) return undefined;
  return { ident, path: field === undefined ? path : parentOf(path) };
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
