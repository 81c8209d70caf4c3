import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { Counter, Histogram, type Registry } from 'prom-client';
import { isErrorCode } from './error-codes.ts';

/** Counts operations, their time and their error codes. Labels are from fixed lists, never a client's text. */
export function requestMetrics<Context extends BaseContext>(
  metrics: Registry,
): ApolloServerPlugin<Context> {
  const seconds = new Histogram({
    name: 'graphql_operation_seconds',
    help: 'Time from the parsed request to its answer, in seconds',
    labelNames: ['operation', 'outcome'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
    registers: [metrics],
  });
  const errors = new Counter({
    name: 'graphql_errors_total',
    help: 'Errors given to clients, by code',
    labelNames: ['code'],
    registers: [metrics],
  });
  return {
    requestDidStart() {
      const stop = seconds.startTimer();
      return Promise.resolve({
        willSendResponse({ operation, response: { body } }) {
          const faults = (body.kind === 'single' ? body.singleResult.errors : undefined) ?? [];
          for (const { extensions } of faults) {
            const code = extensions?.['code'];
            errors.inc({ code: isErrorCode(code) ? code : 'other' });
          }
          stop({
            operation: operation?.operation ?? 'none',
            outcome: faults.length > 0 ? 'errors' : 'ok',
          });
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
