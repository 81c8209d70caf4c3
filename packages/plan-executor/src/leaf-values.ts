import { type EnumType, isEnumType, type NamedType } from '@apollo/federation-internals';

/** Checks one scalar of an answer; in the words of generated code, the value is `v`. */
export interface LeafCheck {
  /** An expression that is true when the value may not stand in the answer. */
  readonly isWrong: (v: string) => string;
  /** What the expression names. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** Whole numbers as JSON writes them without an exponent. */
function isWhole(value: unknown): boolean {
  return Number.isInteger(value) && Math.abs(Number(value)) < 1e21;
}

const builtIn: Readonly<Record<string, LeafCheck>> = {
  String: { isWrong: (v) => `typeof ${v}!=='string'`, values: {} },
  Boolean: { isWrong: (v) => `typeof ${v}!=='boolean'`, values: {} },
  Float: { isWrong: (v) => `!Number.isFinite(${v})`, values: {} },
  Int: { isWrong: (v) => `!isWhole(${v})`, values: { isWhole } },
  ID: { isWrong: (v) => `typeof ${v}!=='string'&&!isWhole(${v})`, values: { isWhole } },
};

/** Only the subgraph that made it knows what a custom scalar may be. */
const custom: LeafCheck = { isWrong: (v) => `${v}===undefined`, values: {} };

export function leafCheck(type: NamedType): LeafCheck {
  if (isEnumType(type)) return enumCheck(type);
  return builtIn[type.name] ?? custom;
}

function enumCheck({ name, values }: EnumType): LeafCheck {
  const set = `enum${name}`;
  return {
    isWrong: (v) => `!${set}.has(${v})`,
    values: { [set]: new Set(values.map((value) => value.name)) },
  };
}
