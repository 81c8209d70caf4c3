import { isJsonObject, isList, type JsonObject } from './json.ts';

/** Finds, in the answer so far, the objects that a fetch is about. */
export interface FlattenPath {
  /** For messages: response keys, and `@` for every item of a list. */
  readonly steps: readonly string[];
  /** @returns the objects at the path, none twice unless the answer holds it twice; no nulls. */
  readonly objects: (data: JsonObject) => JsonObject[];
  /** @returns the place of each of those objects, in the same order. */
  readonly places: (data: JsonObject) => (string | number)[][];
}

type Visit = (value: unknown, found: (object: JsonObject) => void) => void;

/** @param path as the plan has it. */
export function compilePath(path: readonly (string | number)[]): FlattenPath {
  const steps = path.map(String);
  const visit = visitor(steps, 0);
  return {
    steps,
    objects: (data) => {
      const objects: JsonObject[] = [];
      visit(data, (object) => objects.push(object));
      return objects;
    },
    places: (data) => {
      const places: (string | number)[][] = [];
      locate(data, steps, 0, [], places);
      return places;
    },
  };
}

function visitor(steps: readonly string[], index: number): Visit {
  const step = steps[index];
  if (step === undefined) {
    const visit: Visit = (value, found) => {
      if (isList(value)) for (const item of value) visit(item, found);
      else if (isJsonObject(value)) found(value);
    };
    return visit;
  }
  const below = visitor(steps, index + 1);
  if (step === '@') {
    return (value, found) => {
      if (isList(value)) for (const item of value) below(item, found);
    };
  }
  return (value, found) => {
    if (isJsonObject(value)) below(value[step], found);
  };
}

/** The same walk, slower: it is only gone when something went wrong. */
function locate(
  value: unknown,
  steps: readonly string[],
  index: number,
  above: readonly (string | number)[],
  places: (string | number)[][],
): void {
  const step = steps[index];
  if (isList(value) && (step === '@' || step === undefined)) {
    const next = step === undefined ? index : index + 1;
    value.forEach((item, position) => {
      locate(item, steps, next, [...above, position], places);
    });
  } else if (isJsonObject(value)) {
    if (step === undefined) places.push([...above]);
    else if (step !== '@') locate(value[step], steps, index + 1, [...above, step], places);
  }
}
