import {
  baseType,
  type CompositeType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  type Schema,
  type Type,
} from '@apollo/federation-internals';
import type { Conditions } from './conditions.ts';
import { codeName, generate } from './generated-code.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import { leafCheck } from './leaf-values.ts';
import { type SelectedField, selectedFields, type SelectionPart } from './selected-fields.ts';

/** A subgraph answered in a form that its own schema does not allow. */
export class MisshapenAnswer extends Error {}

type Build = (input: JsonObject) => JsonObject | null;

/** How many types of object one place of an answer is prepared for; a subgraph may name any. */
const keptTypes = 1_000;

/**
 * Takes from what the subgraphs answered what the client asked for: its fields, in its order, nulls
 * carried up to where a null may stand. For each type of object that comes by, the selections are
 * resolved once to one object literal in generated code.
 */
export class ObjectShape {
  readonly #parts: readonly SelectionPart[];
  readonly #schema: Schema;
  readonly #conditions: Conditions;
  readonly #builds = new Map<string, Build>();
  /** Lists mostly hold one type of object: the last one is at hand. */
  #lastType: unknown = Symbol('none yet');
  #lastBuild: Build = () => null;

  constructor(parts: readonly SelectionPart[], schema: Schema, conditions: Conditions) {
    this.#parts = parts;
    this.#schema = schema;
    this.#conditions = conditions;
  }

  /** @returns null also when a field below promised not to be null, and is. */
  readonly complete = (value: unknown): JsonObject | null => {
    if (value === null || value === undefined) return null;
    if (!isJsonObject(value))
      throw new MisshapenAnswer('A subgraph answered no object for a type.');
    const typename = value['__typename'];
    if (typename !== this.#lastType) this.#turnTo(typename);
    return this.#lastBuild(value);
  };

  /** The same for the root, which stands on its own type whatever a subgraph calls it. */
  completeRoot(data: JsonObject): JsonObject | null {
    if (this.#lastType !== undefined) this.#turnTo(undefined);
    return this.#lastBuild(data);
  }

  #turnTo(typename: unknown): void {
    const key = typeof typename === 'string' ? typename : '';
    let build = this.#builds.get(key);
    if (!build) {
      build = this.#build(key || undefined);
      if (this.#builds.size < keptTypes) this.#builds.set(key, build);
    }
    this.#lastType = typename;
    this.#lastBuild = build;
  }

  #build(typename: string | undefined): Build {
    if (typename !== undefined) {
      const type = this.#schema.type(typename);
      if (!type || !isCompositeType(type)) return () => null;
    }
    const fields = selectedFields(this.#parts, typename, this.#schema, this.#conditions);
    const writer = new ShapeWriter(this.#schema, this.#conditions);
    return generate(writer.values, writer.body(fields, typename), isBuild);
  }
}

/** Writes the source of one `Build`. */
class ShapeWriter {
  /** What the source names. */
  readonly values: Record<string, unknown> = { misshapen };
  readonly #schema: Schema;
  readonly #conditions: Conditions;
  #count = 0;

  constructor(schema: Schema, conditions: Conditions) {
    this.#schema = schema;
    this.#conditions = conditions;
  }

  body(fields: ReadonlyMap<string, SelectedField>, typename: string | undefined): string {
    let source = '';
    const members: string[] = [];
    for (const [key, field] of fields) {
      const name = codeName(key);
      const v = this.#name('v');
      source +=
        field.name === '__typename'
          ? this.#typename(v, key, field.parent, typename)
          : `let ${v}=input[${name}];${this.#complete(v, field.type, field)}${bubble(field.type, v, 'return null;')}`;
      members.push(`${name}:${v}`);
    }
    return `${source}return {${members.join(',')}};`;
  }

  /** Statements that make of the variable what may stand in the answer: null when nothing may. */
  #complete(v: string, type: Type, field: SelectedField): string {
    const below = ofType(type);
    if (below) {
      return isListType(type) ? this.#list(v, below, field) : this.#complete(v, below, field);
    }
    if (field.parts.length > 0) {
      const shape = new ObjectShape(field.parts, this.#schema, this.#conditions);
      return `${v}=${this.#value('shape', shape.complete)}(${v});`;
    }
    const { isWrong, values } = leafCheck(baseType(type));
    Object.assign(this.values, values);
    return `if(${isWrong(v)})${v}=null;`;
  }

  #list(v: string, itemType: Type, field: SelectedField): string {
    const [list, index, item] = [this.#name('l'), this.#name('n'), this.#name('i')];
    const isLost = `{${list}=null;break;}`;
    return (
      `if(${v}===undefined||${v}===null)${v}=null;else{` +
      `if(!Array.isArray(${v}))misshapen();` +
      `let ${list}=new Array(${v}.length);` +
      `for(let ${index}=0;${index}<${v}.length;${index}++){` +
      `let ${item}=${v}[${index}];${this.#complete(item, itemType, field)}` +
      `${bubble(itemType, item, isLost)}${list}[${index}]=${item};}` +
      `${v}=${list};}`
    );
  }

  #typename(v: string, key: string, parent: CompositeType, typename: string | undefined): string {
    const own = typename === undefined ? undefined : this.#schema.type(typename);
    const fallback = own ?? parent;
    const known = isObjectType(fallback) ? codeName(fallback.name) : 'null';
    const plain = `const ${v}=${known};if(${v}===null)return null;`;
    if (key === '__typename') return plain;
    // Under an alias it was asked for by itself, and may have come from another subgraph.
    const told = this.#value('told', (value: unknown) => this.#toldType(value, parent));
    const name = codeName(key);
    return `const ${v}=input[${name}]==null?${known}:${told}(input[${name}]);if(${v}===null)return null;`;
  }

  #toldType(value: unknown, parent: CompositeType): string | null {
    const type = (typeof value === 'string' ? this.#schema.type(value) : undefined) ?? parent;
    return isObjectType(type) ? type.name : null;
  }

  #value(kind: string, value: unknown): string {
    const name = this.#name(kind);
    this.values[name] = value;
    return name;
  }

  #name(kind: string): string {
    this.#count += 1;
    return `${kind}${this.#count}`;
  }
}

/** @returns what a list or a promise not to be null is made of. */
function ofType(type: Type): Type | undefined {
  const wrapper: { ofType: Type } | undefined =
    isListType(type) || isNonNullType(type) ? type : undefined;
  return wrapper?.ofType;
}

function bubble(type: Type, v: string, otherwise: string): string {
  return isNonNullType(type) ? `if(${v}===null)${otherwise}` : '';
}

function misshapen(): never {
  throw new MisshapenAnswer('A subgraph answered no list for a list.');
}

function isBuild(value: unknown): value is Build {
  return typeof value === 'function';
}
