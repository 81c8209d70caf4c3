import type { GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { SubgraphRequest } from '@trellis/plan-executor/subgraph-fetch';
import { buildSchema, type DocumentNode, execute, parse } from 'graphql';
import type { RequestContext } from '../request-context.ts';
import type { AnswerToPlan, PlanSource } from '../subgraph/plan-source.ts';
import { rateSdl } from './rate-schema.ts';

/** Documents that are kept parsed: plans ask in few ways. */
const keptDocuments = 1_000;

/** Answers plans about the caller's budget, from the request itself. */
export class RateSource implements PlanSource {
  readonly #schema = buildSchema(rateSdl, { assumeValidSDL: true });
  readonly #documents = new Map<string, DocumentNode>();

  async process(options: GraphQLDataSourceProcessOptions<RequestContext>): Promise<AnswerToPlan> {
    if (!('incomingRequestContext' in options)) {
      throw new Error('the gateway is asked for nothing but operations');
    }
    return this.#answer(options.request.query ?? '', options.request.variables, options.context);
  }

  fetch({ query, variables }: SubgraphRequest, context: RequestContext): Promise<AnswerToPlan> {
    return this.#answer(query, variables, context);
  }

  async #answer(
    query: string,
    variables: Readonly<Record<string, unknown>> | undefined,
    { standing }: RequestContext,
  ): Promise<AnswerToPlan> {
    const { cost, limit, remaining, resetAt } = standing;
    const rateLimit = { cost, limit, remaining, resetAt: new Date(resetAt).toISOString() };
    const { data } = await execute({
      schema: this.#schema,
      document: this.#documentOf(query),
      rootValue: { rateLimit },
      variableValues: variables ?? {},
    });
    return { data: data ?? null, errors: [] };
  }

  #documentOf(query: string): DocumentNode {
    const known = this.#documents.get(query);
    if (known) return known;
    const document = parse(query, { noLocation: true });
    if (this.#documents.size >= keptDocuments) this.#documents.clear();
    this.#documents.set(query, document);
    return document;
  }
}
