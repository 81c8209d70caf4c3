import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import { Counter, Histogram, type Registry } from 'prom-client';
import { isErrorCode } from './error-codes.ts';

/** Told how an operation ended: its kind, and the errors that its caller is given. */
export type RecordOperation = (
  operation: string | undefined,
  errors: readonly GraphQLFormattedError[] | undefined,
) => void;

/**
 * Counts operations, their time and their error codes. Labels are from fixed lists, never a client's
 * text.
 *
 * @returns called when an operation begins, and what it returns when the operation has ended.
 */
export function operationRecorder(metrics: Registry): () => RecordOperation {
  const seconds = new Histogram({
    name: 'graphql_operation_seconds',
    help: 'Time from the parsed request to its answer, in seconds',
    labelNames: ['operation', 'outcome'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
    registers: [metrics],
  });
  const codes = new Counter({
    name: 'graphql_errors_total',
    help: 'Errors given to clients, by code',
    labelNames: ['code'],
    registers: [metrics],
  });
  return () => {
    const stop = seconds.startTimer();
    return (operation = 'none', errors = []) => {
      for (const { extensions } of errors) {
        const code = extensions?.['code'];
        codes.inc({ code: isErrorCode(code) ? code : 'other' });
      }
      stop({ operation, outcome: errors.length > 0 ? 'errors' : 'ok' });
    };
  };
}

/**
 * The same as a plugin, where nothing can happen to an answer after it is made.
 *
 * @param begin as `operationRecorder` returned it.
 */
export function requestMetrics<Context extends BaseContext>(
  begin: () => RecordOperation,
): ApolloServerPlugin<Context> {
  return {
    requestDidStart() {
      const record = begin();
      return Promise.resolve({
        willSendResponse({ operation, response: { body } }) {
          record(
            operation?.operation,
            body.kind === 'single' ? body.singleResult.errors : undefined,
          );
          return Promise.resolve();
        },
      });
    },
  };
}

/** Counts statements sent to PostgreSQL, BEGIN and COMMIT not among them. */
export function countStatements(metrics: Registry): Counter {
  return new Counter({
    name: 'sql_statements_total',
    help: 'Statements sent to PostgreSQL inside operations',
    registers: [metrics],
  });
}
