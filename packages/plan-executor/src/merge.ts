import { isJsonObject, isList, type JsonObject } from './json.ts';

/**
 * Puts what one fetch brought into what is there already. Objects grow together, lists of one length
 * item by item; anything else is replaced by what came last.
 *
 * @param source becomes part of the target: use `mergeCopy` where it serves more than one.
 */
export function merge(target: JsonObject, source: JsonObject): void {
  for (const key of Object.keys(source)) {
    const value = source[key];
    if (value === undefined) continue;
    const known = target[key];
    if (isJsonObject(known) && isJsonObject(value)) merge(known, value);
    else if (isList(known) && isList(value) && known.length === value.length) {
      mergeItems(known, value);
    } else target[key] = value;
  }
}

/** Merges a copy, so that two targets share no object that a later fetch grows in one of them. */
export function mergeCopy(target: JsonObject, source: JsonObject): void {
  const hasObjects = Object.values(source).some((value) => typeof value === 'object' && value);
  merge(target, hasObjects ? copyOfObject(source) : source);
}

/** @returns the same JSON, in objects of its own. */
export function copyOf(value: unknown): unknown {
  if (isList(value)) return value.map(copyOf);
  return isJsonObject(value) ? copyOfObject(value) : value;
}

function copyOfObject(source: JsonObject): JsonObject {
  const copy: JsonObject = {};
  for (const key of Object.keys(source)) copy[key] = copyOf(source[key]);
  return copy;
}

function mergeItems(known: unknown[], items: readonly unknown[]): void {
  items.forEach((item, index) => {
    const there = known[index];
    if (isJsonObject(there) && isJsonObject(item)) merge(there, item);
    else known[index] = item;
  });
}
