import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import { isJsonObject, isList, type JsonObject } from './json.ts';
import { merge } from './merge.ts';
import { compileRewrites } from './rewrites.ts';
import type { SupergraphTypes } from './supergraph-types.ts';

/** How a subgraph knows the entities of one type: by a key, and what `@requires` asks for. */
export interface Representation {
  /**
   * Makes the JSON text of one. Two entities with one text are one entity to that subgraph.
   *
   * @returns undefined when the answer so far does not hold all that the subgraph needs.
   */
  readonly text: (entity: JsonObject) => string | undefined;
  /** The one field that tells entities apart, where there is no more to it. */
  readonly onlyKey: string | undefined;
}

/** @returns undefined for an object without a type. */
export type RepresentationOf = (entity: JsonObject) => Representation | undefined;

interface Field {
  readonly key: string;
  readonly below: readonly QueryPlanSelectionNode[] | undefined;
}

/** What one type of entity needs: fragments are resolved, so each list of fields is all or nothing. */
type FieldSets = readonly (readonly QueryPlanSelectionNode[])[];

/** @param rewrites what changes on the way in, for instance the name of an interface's type. */
export function compileRepresentation(
  requires: readonly QueryPlanSelectionNode[],
  rewrites: readonly FetchDataRewrite[] | undefined,
  types: SupergraphTypes,
): RepresentationOf {
  const rewrite = compileRewrites(rewrites, types);
  const byType = new Map<string, Representation>();
  return (entity) => {
    const typename = entity['__typename'];
    if (typeof typename !== 'string') return undefined;
    let representation = byType.get(typename);
    if (!representation) {
      const sets = fieldSets(requires, typename, types);
      const flat = rewrite ? undefined : flatFields(sets);
      representation = flat
        ? flatRepresentation(flat, typename)
        : {
            onlyKey: undefined,
            text: (object) => {
              const picked = pick(object, requires, types);
              if (!picked?.['__typename']) return undefined;
              rewrite?.(picked);
              return JSON.stringify(picked);
            },
          };
      // Types are few, but a subgraph may send any text in their place.
      if (byType.size < 1_000) byType.set(typename, representation);
    }
    return representation;
  };
}

function fieldSets(
  requires: readonly QueryPlanSelectionNode[],
  typename: string,
  types: SupergraphTypes,
): FieldSets {
  return requires.flatMap((selection) => {
    if (selection.kind === 'Field') return [[selection]];
    const { typeCondition, selections } = selection;
    return typeCondition && types.meets(typename, typeCondition) ? [selections] : [];
  });
}

/** @returns the response keys when one fragment applies and nothing in it has fields of its own. */
function flatFields([only, ...others]: FieldSets): string[] | undefined {
  if (!only || others.length > 0) return undefined;
  const keys = only.flatMap((selection) =>
    selection.kind === 'Field' && !selection.selections ? [fieldOf(selection).key] : [],
  );
  return keys.length === only.length && keys.includes('__typename')
    ? [...new Set(keys)]
    : undefined;
}

/** All of the text is known but the values of the keys. */
function flatRepresentation(names: readonly string[], typename: string): Representation {
  const keys: string[] = [];
  const heads: string[] = [];
  let tail = '{';
  for (const [index, name] of names.entries()) {
    tail += `${index === 0 ? '' : ','}${JSON.stringify(name)}:`;
    if (name === '__typename') tail += JSON.stringify(typename);
    else {
      keys.push(name);
      heads.push(tail);
      tail = '';
    }
  }
  tail += '}';
  const text = (entity: JsonObject) => {
    let written = '';
    for (let index = 0; index < keys.length; index += 1) {
      const value = entity[keys[index] ?? ''];
      if (value === undefined) return undefined;
      written += (heads[index] ?? '') + JSON.stringify(value);
    }
    return written + tail;
  };
  return { text, onlyKey: keys.length === 1 ? keys[0] : undefined };
}

function fieldOf(selection: Extract<QueryPlanSelectionNode, { kind: 'Field' }>): Field {
  return { key: selection.alias ?? selection.name, below: selection.selections };
}

/** @returns null when a field is not there; a fragment that misses one adds nothing instead. */
function pick(
  source: JsonObject,
  selections: readonly QueryPlanSelectionNode[],
  types: SupergraphTypes,
): JsonObject | null {
  const picked: JsonObject = {};
  for (const selection of selections) {
    if (selection.kind === 'Field') {
      const { key, below } = fieldOf(selection);
      const value = source[key];
      if (value === undefined) return null;
      picked[key] = below ? pickBelow(value, below, types) : value;
      continue;
    }
    const typename = source['__typename'];
    const { typeCondition } = selection;
    if (!typeCondition || typeof typename !== 'string') continue;
    if (!types.meets(typename, typeCondition)) continue;
    const part = pick(source, selection.selections, types);
    if (part) merge(picked, part);
  }
  return picked;
}

function pickBelow(
  value: unknown,
  selections: readonly QueryPlanSelectionNode[],
  types: SupergraphTypes,
): unknown {
  if (isList(value)) return value.map((item) => pickBelow(item, selections, types));
  return isJsonObject(value) ? pick(value, selections, types) : null;
}
