import type { FetchDataRewrite } from '@apollo/query-planner';
import { isJsonObject, isList, type JsonObject } from './json.ts';
import { meetsAny, type SupergraphTypes, typesOfStep } from './supergraph-types.ts';

/** Changes JSON where it stands. */
export type Rewrite = (value: unknown) => void;

/**
 * Compiles what the plan wants changed on the way to a subgraph or back: a field that went by another
 * name there, or a `__typename` that the subgraph knows as another.
 *
 * @returns undefined when there is nothing to change.
 */
export function compileRewrites(
  rewrites: readonly FetchDataRewrite[] | undefined,
  types: SupergraphTypes,
): Rewrite | undefined {
  if (!rewrites?.length) return undefined;
  const all = rewrites.map((rewrite) => at(rewrite.path.slice(0, -1), change(rewrite), types));
  return (value) => {
    for (const rewrite of all) rewrite(value);
  };
}

function change(rewrite: FetchDataRewrite): (object: JsonObject) => void {
  const key = rewrite.path.at(-1) ?? '';
  if (rewrite.kind === 'ValueSetter') {
    const setValueTo: unknown = rewrite.setValueTo;
    return (object) => void (object[key] = setValueTo);
  }
  const { renameKeyTo } = rewrite;
  return (object) => {
    if (object[key] === undefined) return;
    object[renameKeyTo] = object[key];
    object[key] = undefined;
  };
}

/** Goes down the path, into every item of lists, and changes the objects at its end. */
function at(
  path: readonly string[],
  end: (object: JsonObject) => void,
  types: SupergraphTypes,
): Rewrite {
  const [step, ...rest] = path;
  const below = step === undefined ? undefined : at(rest, end, types);
  const conditions = step === undefined ? undefined : typesOfStep(step);
  const rewrite: Rewrite = (value) => {
    if (isList(value)) value.forEach(rewrite);
    else if (!isJsonObject(value)) return;
    else if (step === undefined || !below) end(value);
    else if (!conditions) below(value[step]);
    else if (meetsAny(value, conditions, types)) below(value);
  };
  return rewrite;
}
