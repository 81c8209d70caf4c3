import { unwrapResolverError } from '@apollo/server/errors';
import type { ValidationError } from 'class-validator';
import type { GraphQLFormattedError } from 'graphql';
import { ArgumentValidationError } from 'type-graphql';
import { databaseFault } from './database-fault.ts';
import { type ErrorCode, isErrorCode } from './error-codes.ts';
import { Fault } from './faults.ts';
import { withoutEcho } from './request-echo.ts';

/** Told of each error that the caller will not see, so that the log has what the answer lacks. */
export type OnDefect = (defect: unknown) => void;

/**
 * Makes what a client sees of an error: our own faults whole, faults of the request in words that do
 * not repeat the request, anything else as a fixed sentence with the id under which the log has it.
 *
 * @param formatted as Apollo Server made it; only its code, path and locations are believed.
 */
export function maskError(
  formatted: GraphQLFormattedError,
  error: unknown,
  requestId: string,
  onDefect: OnDefect,
): GraphQLFormattedError {
  const cause = unwrapResolverError(error);
  const fault = knownFault(cause) ?? requestFault(formatted, error) ?? databaseFault(cause);
  if (!fault) onDefect(cause);
  const { message, extensions } =
    fault ?? new Fault('INTERNAL_SERVER_ERROR', 'Something went wrong on our side.');
  return {
    message,
    ...(formatted.locations && { locations: formatted.locations }),
    ...(formatted.path && { path: formatted.path }),
    extensions: { ...extensions, http: undefined, requestId },
  };
}

function knownFault(error: unknown): Fault | undefined {
  if (error instanceof Fault) return error;
  return error instanceof ArgumentValidationError ? brokenLimits(error) : undefined;
}

function brokenLimits({ extensions }: ArgumentValidationError): Fault {
  return new Fault(
    'BAD_USER_INPUT',
    `${extensions.validationErrors.flatMap(sentences).join('; ')}.`,
  );
}

function sentences({ constraints, children }: ValidationError): string[] {
  return [...Object.values(constraints ?? {}), ...(children ?? []).flatMap(sentences)];
}

/** What graphql-js and Apollo Server say of a bad request; it has no path, for no field was reached. */
function requestFault(formatted: GraphQLFormattedError, error: unknown): Fault | undefined {
  const { message, path, extensions } = formatted;
  const code = renamed[String(extensions?.['code'])] ?? extensions?.['code'];
  const mayPass = path === undefined && isErrorCode(code) && requestFaults.includes(code);
  return mayPass ? new Fault(code, withoutEcho(message, error)) : undefined;
}

const renamed: Readonly<Record<string, ErrorCode>> = {
  PERSISTED_QUERY_NOT_SUPPORTED: 'BAD_REQUEST',
};

const requestFaults: readonly ErrorCode[] = [
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'MAX_RECURSIVE_SELECTIONS_EXCEEDED',
];
