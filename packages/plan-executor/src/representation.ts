import type { FetchDataRewrite } from '@apollo/query-planner';
import { isJsonObject, isList, type JsonObject } from './json.ts';
import { merge } from './merge.ts';
import type { RequiredField, RequiredSelection } from './plan.ts';
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
  /** Its name in the representation. */
  readonly key: string;
  /** Its name in the answer so far. */
  readonly source: string;
  readonly below: readonly RequiredSelection[] | undefined;
}

/** What one type of entity needs: fragments are resolved, so each list of fields is all or nothing. */
type FieldSets = readonly (readonly RequiredSelection[])[];

/** @param rewrites what changes on the way in, for instance the name of an interface's type. */
export function compileRepresentation(
  requires: readonly RequiredSelection[],
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
  requires: readonly RequiredSelection[],
  typename: string,
  types: SupergraphTypes,
): FieldSets {
  return requires.flatMap((selection) => {
    if (selection.kind === 'Field') return [[selection]];
    const { typeCondition, selections } = selection;
    return typeCondition && types.meets(typename, typeCondition) ? [selections] : [];
  });
}

/** @returns the fields when one fragment applies and nothing in it has fields of its own. */
function flatFields([only, ...others]: FieldSets): Field[] | undefined {
  if (!only || others.length > 0) return undefined;
  const fields = only.flatMap((selection) =>
    selection.kind === 'Field' && !selection.selections ? [fieldOf(selection)] : [],
  );
  const byKey = new Map(fields.map((field) => [field.key, field]));
  return fields.length === only.length && byKey.has('__typename') ? [...byKey.values()] : undefined;
}

/** All of the text is known but the values of the keys. */
function flatRepresentation(fields: readonly Field[], typename: string): Representation {
  const sources: string[] = [];
  const heads: string[] = [];
  let tail = '{';
  for (const [index, { key, source }] of fields.entries()) {
    tail += `${index === 0 ? '' : ','}${JSON.stringify(key)}:`;
    if (key === '__typename') tail += JSON.stringify(typename);
    else {
      sources.push(source);
      heads.push(tail);
      tail = '';
    }
  }
  tail += '}';
  const text = (entity: JsonObject) => {
    let written = '';
    for (let index = 0; index < sources.length; index += 1) {
      const value = entity[sources[index] ?? ''];
      if (value === undefined) return undefined;
      written += (heads[index] ?? '') + JSON.stringify(value);
    }
    return written + tail;
  };
  return { text, onlyKey: sources.length === 1 ? sources[0] : undefined };
}

function fieldOf({ name, alias = name, source = alias, selections }: RequiredField): Field {
  return { key: alias, source, below: selections };
}

/** @returns null when a field is not there; a fragment that misses one adds nothing instead. */
function pick(
  source: JsonObject,
  selections: readonly RequiredSelection[],
  types: SupergraphTypes,
): JsonObject | null {
  const picked: JsonObject = {};
  for (const selection of selections) {
    if (selection.kind === 'Field') {
      const { key, source: from, below } = fieldOf(selection);
      const value = source[from];
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
  selections: readonly RequiredSelection[],
  types: SupergraphTypes,
): unknown {
  if (isList(value)) return value.map((item) => pickBelow(item, selections, types));
  return isJsonObject(value) ? pick(value, selections, types) : null;
}
