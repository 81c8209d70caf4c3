import { isJsonObject, isList, type JsonObject } from './json.ts';
import type { PlanPath } from './plan.ts';
import { meetsAny, type SupergraphTypes, typesOfStep } from './supergraph-types.ts';

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
export function compilePath(path: PlanPath, types: SupergraphTypes): FlattenPath {
  const steps = path.map(String);
  const visit = visitor(steps, 0, types);
  return {
    steps: steps.filter((step) => !typesOfStep(step)),
    objects: (data) => {
      const objects: JsonObject[] = [];
      visit(data, (object) => objects.push(object));
      return objects;
    },
    places: (data) => {
      const places: (string | number)[][] = [];
      new Locator(steps, types, places).locate(data, 0, []);
      return places;
    },
  };
}

function visitor(steps: readonly string[], index: number, types: SupergraphTypes): Visit {
  const step = steps[index];
  if (step === undefined) {
    const visit: Visit = (value, found) => {
      if (isList(value)) for (const item of value) visit(item, found);
      else if (isJsonObject(value)) found(value);
    };
    return visit;
  }
  const below = visitor(steps, index + 1, types);
  if (step === '@') {
    return (value, found) => {
      if (isList(value)) for (const item of value) below(item, found);
    };
  }
  const conditions = typesOfStep(step);
  if (conditions) {
    const visit: Visit = (value, found) => {
      if (isList(value)) for (const item of value) visit(item, found);
      else if (isJsonObject(value) && meetsAny(value, conditions, types)) below(value, found);
    };
    return visit;
  }
  return (value, found) => {
    if (isJsonObject(value)) below(value[step], found);
  };
}

/** The same walk, slower: it is only gone when something went wrong. */
class Locator {
  constructor(
    private readonly steps: readonly string[],
    private readonly types: SupergraphTypes,
    private readonly places: (string | number)[][],
  ) {}

  locate(value: unknown, index: number, above: readonly (string | number)[]): void {
    const step = this.steps[index];
    const conditions = step === undefined ? undefined : typesOfStep(step);
    if (isList(value) && (step === '@' || step === undefined || conditions)) {
      const next = step === '@' ? index + 1 : index;
      value.forEach((item, position) => {
        this.locate(item, next, [...above, position]);
      });
    } else if (isJsonObject(value)) {
      if (step === undefined) this.places.push([...above]);
      else if (conditions) {
        if (meetsAny(value, conditions, this.types)) this.locate(value, index + 1, above);
      } else if (step !== '@') this.locate(value[step], index + 1, [...above, step]);
    }
  }
}
