import {
  type DocumentNode,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';
import { type ErrorCode } from '@trellis/subgraph-kit/error-codes';
import { badUserInput, Fault } from '@trellis/subgraph-kit/faults';
import type { StageTimes } from '../supergraph/stage-times.ts';
import type { CostRules } from './cost-rules.ts';
import { hashOf } from '../trusted-documents/manifest.ts';
import { amountsOf } from './document-shape.ts';
import { refuseLongText } from './document-text.ts';
import { exceededLimit, limits } from './limits.ts';
import { OperationCost } from './operation-cost.ts';

type Variables = Readonly<Record<string, unknown>>;

/** An error of a document with the code that a client is told. */
export interface DocumentError {
  readonly code: ErrorCode;
  readonly error: GraphQLError;
}

/** A document that is not executed. */
export interface RefusedDocument {
  readonly errors: readonly DocumentError[];
}

/** A document that is within the limits and valid. */
export class CheckedDocument {
  readonly errors = undefined;
  readonly text: string;
  readonly document: DocumentNode;
  /** Of its text: under it plans are kept. */
  readonly hash: string;
  readonly #schema: GraphQLSchema;
  readonly #rules: CostRules;
  readonly #costs = new Map<OperationDefinitionNode, OperationCost>();

  constructor(text: string, document: DocumentNode, schema: GraphQLSchema, rules: CostRules) {
    this.text = text;
    this.hash = hashOf(text);
    this.document = document;
    this.#schema = schema;
    this.#rules = rules;
  }

  /** @throws OPERATION_RESOLUTION_FAILURE when the name does not choose one. */
  operation(name: string | undefined): OperationDefinitionNode {
    const operation = getOperationAST(this.document, name);
    if (operation) return operation;
    throw new Fault(
      'OPERATION_RESOLUTION_FAILURE',
      'Name one operation of the document; without a name it must have just one.',
    );
  }

  /**
   * @returns the points that the operation could cost.
   * @throws COST_LIMIT, or BAD_USER_INPUT when a page has a size that no page has.
   */
  cost(operation: OperationDefinitionNode, variables: Variables): number {
    let known = this.#costs.get(operation);
    if (!known) {
      known = new OperationCost(this.#schema, this.#rules, this.document, operation);
      this.#costs.set(operation, known);
    }
    const { cost, nodes, hasWrongPage } = known.estimate(variables);
    if (hasWrongPage) throw badUserInput(`first and last are from 1 to ${limits.pageSize}.`);
    if (cost <= limits.cost && nodes <= limits.nodes) return cost;
    throw new Fault('COST_LIMIT', 'The answer could become too large: ask for smaller pages.', {
      cost,
      max: limits.cost,
      nodes,
      maxNodes: limits.nodes,
    });
  }
}

/** Checks a document from the cheapest question to the dearest; the first refusal is the answer. */
export function checkDocument(
  text: string,
  schema: GraphQLSchema,
  rules: CostRules,
  stages: StageTimes,
): CheckedDocument | RefusedDocument {
  try {
    refuseLongText(text);
    const document = stages.time('parse', () => parse(text, { maxLexicalTokens: limits.tokens }));
    const exceeded = exceededLimit(amountsOf(document));
    if (exceeded) throw exceeded;
    const options = { maxErrors: limits.errors, hideSuggestions: true };
    const errors = stages.time('validate', () => validate(schema, document, undefined, options));
    if (errors.length === 0) return new CheckedDocument(text, document, schema, rules);
    const code = 'GRAPHQL_VALIDATION_FAILED';
    return { errors: errors.slice(0, limits.errors).map((error) => ({ code, error })) };
  } catch (error) {
    if (error instanceof Fault) return { errors: [{ code: error.code, error }] };
    if (!(error instanceof GraphQLError)) throw error;
    return { errors: [{ code: 'GRAPHQL_PARSE_FAILED', error }] };
  }
}
