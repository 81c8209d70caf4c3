import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { currentRequestId } from './current-request.ts';
import { maskError, type OnDefect } from './error-masking.ts';
import { operationTransaction, type ScopedContext } from './operation-transaction.ts';
import type { RecordOperation } from './request-metrics.ts';

/** Settings of Apollo Server that hold for the gateway and the subgraphs alike. */
export function apolloSettings(onDefect: OnDefect) {
  return {
    formatError: (formatted: GraphQLFormattedError, error: unknown) =>
      maskError(formatted, error, currentRequestId(), onDefect),
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    logger: asDefects(onDefect),
    persistedQueries: false,
    // Processes are asked for health on a port of their own.
    csrfPrevention: true,
  } as const;
}

/** Apollo Server would print whole errors, and with them what the masking keeps from the client. */
function asDefects(onDefect: OnDefect) {
  const report = () => {
    onDefect(new Error('Apollo Server reports a failure of its own or of a plugin'));
  };
  return { debug: () => undefined, info: () => undefined, warn: report, error: report };
}

/**
 * Apollo Server for a subgraph: an operation is a transaction, and errors are masked.
 *
 * @param begin counts operations.
 */
export function subgraphApollo(
  schema: GraphQLSchema,
  onDefect: OnDefect,
  begin: () => RecordOperation,
): ApolloServer<ScopedContext> {
  const settings = apolloSettings(onDefect);
  return new ApolloServer<ScopedContext>({
    ...settings,
    schema,
    introspection: false,
    plugins: [
      ApolloServerPluginCacheControlDisabled(), // it wraps every resolver: 1.1 to 3.3 times slower
      ApolloServerPluginInlineTraceDisabled(),
      operationTransaction((error) => settings.formatError({ message: '' }, error), begin),
    ],
  });
}
