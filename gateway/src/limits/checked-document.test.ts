import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import { Registry } from 'prom-client';
import { StageTimes } from '../supergraph/stage-times.ts';
import { CheckedDocument, checkDocument } from './checked-document.ts';
import { CostRules } from './cost-rules.ts';

const sdl = `
  directive @cost(weight: String!) on OBJECT | FIELD_DEFINITION
  directive @listSize(assumedSize: Int, slicingArguments: [String!]) on FIELD_DEFINITION
  type Query {
    pupils(first: Int): [Pupil!] @listSize(slicingArguments: ["first"])
  }
  type Pupil @cost(weight: "0") {
    marks(first: Int): [Mark!] @listSize(slicingArguments: ["first"])
  }
  type Mark @cost(weight: "0") {
    words(first: Int): [Mark!] @listSize(slicingArguments: ["first"])
    grade: Int @cost(weight: "0")
  }`;

const schema = buildSchema(sdl);
const rules = new CostRules(parse(sdl));
const stages = new StageTimes(new Registry());

function costOf(text: string): number {
  const checked = checkDocument(text, schema, rules, stages);
  if (!(checked instanceof CheckedDocument)) throw new Error('the document is refused');
  return checked.cost(checked.operation(undefined), {});
}

describe('an operation whose objects cost nothing', () => {
  const pages = (words: number) =>
    `{ pupils(first: 100) { marks(first: 100) { words(first: ${String(words)}) { grade } } } }`;

  it('may not have more than 20,000 of them in its answer', () => {
    const few = '{ pupils(first: 100) { marks(first: 100) { grade } } }'; // 10,100
    expect(costOf(few)).toBe(1);

    expect(() => costOf(pages(1))).toThrow(
      expect.objectContaining({
        code: 'COST_LIMIT',
        extensions: expect.objectContaining({ nodes: 20_100, maxNodes: 20_000 }) as object,
      }),
    );
  });
});
