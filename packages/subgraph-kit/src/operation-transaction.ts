import type { ApolloServerPlugin } from '@apollo/server';
import { type FormattedExecutionResult, OperationTypeNode } from 'graphql';
import type { RecordOperation } from './request-metrics.ts';
import type { RequestScope } from './request-scope.ts';
import { refuseBrokenLiterals } from './text.ts';
import type { SubgraphContext } from './viewer.ts';

/** A subgraph's context with the transaction that the plugin ends. */
export interface ScopedContext extends SubgraphContext {
  readonly scope: RequestScope;
}

/**
 * Ends each operation's transaction before its answer leaves: committed when all went well, rolled
 * back on any error. A mutation that was rolled back answers no data, because none of it happened.
 *
 * @param maskCommitError what the client sees when the commit itself fails.
 * @param begin counts the operation; it is told the outcome after the commit, which may change it.
 */
export function operationTransaction(
  maskCommitError: (error: unknown) => NonNullable<FormattedExecutionResult['errors']>[number],
  begin: () => RecordOperation,
): ApolloServerPlugin<ScopedContext> {
  return {
    requestDidStart: () => {
      const record = begin();
      return Promise.resolve({
        didResolveOperation({ operation, document, contextValue: { scope } }) {
          refuseBrokenLiterals(document);
          scope.readOnly = operation?.operation !== OperationTypeNode.MUTATION;
          return Promise.resolve();
        },
        async willSendResponse({ operation, response: { body }, contextValue: { scope } }) {
          if (body.kind !== 'single') throw new Error('an incremental answer was not expected');
          const result = body.singleResult;
          const isChange = operation?.operation === OperationTypeNode.MUTATION;
          if (result.errors?.length) {
            await scope.rollback();
            if (isChange && 'data' in result) result.data = null;
          } else {
            await scope.commit().catch((error: unknown) => {
              result.data = null;
              result.errors = [maskCommitError(error)];
            });
          }
          record(operation?.operation, result.errors);
        },
      });
    },
  };
}
