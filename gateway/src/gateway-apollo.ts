import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { OnDefect } from '@trellis/subgraph-kit/error-masking';
import { type RecordOperation, requestMetrics } from '@trellis/subgraph-kit/request-metrics';
import { apolloSettings } from '@trellis/subgraph-kit/subgraph-apollo';
import { statusOfAnswer } from './http/operation-errors.ts';
import { limits } from './limits/limits.ts';
import type { RequestContext } from './request-context.ts';
import type { ServedGraph } from './supergraph/served-graph.ts';

/**
 * Apollo Server over the served graph, for operations that are within the limits: answers that say
 * nothing of our insides.
 *
 * @param begin counts operations.
 */
export function gatewayApollo(
  graph: ServedGraph,
  begin: () => RecordOperation,
  onDefect: OnDefect,
): ApolloServer<RequestContext> {
  const settings = apolloSettings(onDefect);
  return new ApolloServer<RequestContext>({
    ...settings,
    gateway: graph,
    // Who may read the schema is a matter of the caller, so the served graph decides.
    introspection: true,
    parseOptions: { maxLexicalTokens: limits.tokens },
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      requestMetrics<RequestContext>(begin),
      fewErrors,
    ],
  });
}

/** An answer is `data`, a handful of `errors` and nothing else. */
const fewErrors: ApolloServerPlugin<RequestContext> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ response: { body, http } }) {
        if (body.kind !== 'single') throw new Error('an incremental answer was not expected');
        const { singleResult } = body;
        delete singleResult.extensions;
        if (singleResult.errors) singleResult.errors = singleResult.errors.slice(0, limits.errors);
        http.status = statusOfAnswer(singleResult.data, singleResult.errors);
        return Promise.resolve();
      },
    }),
};
