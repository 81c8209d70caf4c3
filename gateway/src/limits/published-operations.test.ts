import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Supergraph } from '@apollo/federation-internals';
import {
  type DocumentNode,
  Kind,
  Lexer,
  type OperationDefinitionNode,
  parse,
  Source,
  TokenKind,
} from 'graphql';
import { createMetrics } from '@trellis/subgraph-kit/operations-server';
import { takeSecurityLinks } from '../supergraph/security-links.ts';
import { StageTimes } from '../supergraph/stage-times.ts';
import { CheckedDocument, checkDocument } from './checked-document.ts';
import { CostRules } from './cost-rules.ts';
import { amountsOf } from './document-shape.ts';
import { limits } from './limits.ts';

const project = new URL('../../../', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, project), 'utf8');

const { plannedSdl } = takeSecurityLinks(read('gateway/supergraph.graphql'));
const schema = Supergraph.build(plannedSdl).apiSchema().toGraphQLJSSchema();
const rules = new CostRules(parse(plannedSdl));
const stages = new StageTimes(createMetrics('gateway'));

const blocks = (name: string) =>
  [...read(name).matchAll(/^```graphql\n(.*?)^```/gms)].map(([, text = '']) => text);
const examples = readdirSync(new URL('examples', project), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.graphql'))
  .map((name) => read(`examples/${name}`));
const published = [...examples, ...blocks('README.md'), ...blocks('docs/integrating.md')];

const checked = (text: string): CheckedDocument => {
  const document = checkDocument(text, schema, rules, stages);
  if (document instanceof CheckedDocument) return document;
  throw new Error(document.errors.map(({ error }) => error.message).join(' '));
};
const tokensOf = (text: string): number => {
  const lexer = new Lexer(new Source(text));
  let tokens = 0;
  while (lexer.advance().kind !== TokenKind.EOF) tokens += 1;
  return tokens;
};
const operationsOf = ({ definitions }: DocumentNode): OperationDefinitionNode[] =>
  definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);

describe('the operations that we publish', () => {
  it('are those of the examples, the README and the guide to integrations', () => {
    expect(examples.length).toBeGreaterThanOrEqual(4);
    expect(published.length).toBeGreaterThanOrEqual(examples.length + 10);
  });

  it.each(published.map((text) => [/(?:query|mutation) (\w+)/.exec(text)?.[1] ?? text, text]))(
    '%s leaves a fifth of every limit free, so that a client may add to it',
    (_, text) => {
      const document = checked(text);
      const costs = operationsOf(document.document).map((operation) =>
        document.cost(operation, {}),
      );
      const amounts = { ...amountsOf(document.document), tokens: tokensOf(text) };
      const used = { ...amounts, length: text.length, cost: Math.max(...costs) };

      const most = new Map<string, number>(Object.entries(limits));
      const shares = Object.entries(used).map(([limit, amount]) => ({
        limit,
        share: amount / (most.get(limit) ?? 0),
      }));
      expect(shares.filter(({ share }) => share > 0.8)).toEqual([]);
    },
  );
});
