/** An object as `JSON.parse` makes it. */
export type JsonObject = Record<string, unknown>;

export type JsonPath = readonly (string | number)[];

/** @returns whether the value has named members: neither null, nor a list, nor a scalar. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `Array.isArray` that believes nothing of the items. */
export function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}
