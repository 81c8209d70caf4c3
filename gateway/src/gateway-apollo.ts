import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLFormattedError } from 'graphql';
import type { Registry } from 'prom-client';
import type { OnDefect } from '@trellis/subgraph-kit/error-masking';
import { Fault } from '@trellis/subgraph-kit/faults';
import { requestMetrics } from '@trellis/subgraph-kit/request-metrics';
import { apolloSettings } from '@trellis/subgraph-kit/subgraph-apollo';
import type { RequestContext } from './request-context.ts';
import type { ServedGraph } from './supergraph/served-graph.ts';

/** Most fields that a document may unfold to: doubling fragments are refused in milliseconds. */
const maximumSelections = 2_000;
/** Most tokens of a document; the parser stops there. */
const maximumTokens = 5_000;
/** Most errors of one answer. */
const maximumErrors = 10;

/** Apollo Server over the served graph: the limits, and answers that say nothing of our insides. */
export function gatewayApollo(
  graph: ServedGraph,
  metrics: Registry,
  onDefect: OnDefect,
): ApolloServer<RequestContext> {
  const settings = apolloSettings(onDefect);
  return new ApolloServer<RequestContext>({
    ...settings,
    formatError: (formatted, error) =>
      settings.formatError(formatted, unfoldsTooFar(formatted) ? tooManySelections : error),
    gateway: graph,
    // Who may read the schema is a matter of the caller, so the served graph decides.
    introspection: true,
    maxRecursiveSelections: maximumSelections,
    parseOptions: { maxLexicalTokens: maximumTokens },
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      requestMetrics<RequestContext>(metrics),
      fewErrors,
    ],
  });
}

const tooManySelections = new Fault(
  'MAX_RECURSIVE_SELECTIONS_EXCEEDED',
  `A document unfolds to at most ${maximumSelections} fields.`,
);

/** Apollo Server gives this refusal the code of any other validation error, and a second one beside it. */
function unfoldsTooFar({ extensions }: GraphQLFormattedError): boolean {
  return extensions?.['validationErrorCode'] === tooManySelections.code;
}

/** An answer is `data`, a handful of `errors` and nothing else. */
const fewErrors: ApolloServerPlugin<RequestContext> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ response: { body } }) {
        if (body.kind !== 'single') throw new Error('an incremental answer was not expected');
        const { singleResult } = body;
        delete singleResult.extensions;
        if (singleResult.errors) singleResult.errors = singleResult.errors.slice(0, maximumErrors);
        return Promise.resolve();
      },
    }),
};
