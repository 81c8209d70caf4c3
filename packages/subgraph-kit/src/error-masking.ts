import { unwrapResolverError } from '@apollo/server/errors';
import type { GraphQLFormattedError } from 'graphql';
import { ArgumentValidationError } from 'type-graphql';
import { type ErrorCode, isErrorCode } from './error-codes.ts';
import { Fault } from './faults.ts';

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
  const fault = knownFault(cause) ?? requestFault(formatted) ?? unavailable(cause);
  if (!fault) onDefect(cause);
  const { message, extensions } =
    fault ?? new Fault('INTERNAL_SERVER_ERROR', 'Something went wrong on our side.');
  return {
    message,
    ...(formatted.locations && { locations: formatted.locations }),
    ...(formatted.path && { path: formatted.path }),
    extensions: { ...extensions, requestId },
  };
}

function knownFault(error: unknown): Fault | undefined {
  if (error instanceof Fault) return error;
  return error instanceof ArgumentValidationError ? brokenLimits(error) : undefined;
}

/** What graphql-js and Apollo Server say of a bad request; it has no path, for no field was reached. */
function requestFault({ message, path, extensions }: GraphQLFormattedError): Fault | undefined {
  const code = extensions?.['code'];
  const mayPass = path === undefined && isErrorCode(code) && requestFaults.includes(code);
  return mayPass ? new Fault(code, withoutEcho(message)) : undefined;
}

const requestFaults: readonly ErrorCode[] = [
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'MAX_RECURSIVE_SELECTIONS_EXCEEDED',
];

/** Takes out of graphql-js's messages the value that the client sent: it may be a secret or huge. */
function withoutEcho(message: string): string {
  const variable = /^(Variable "\$\w+")[^]*?(?: at "([\w.[\]]+)")?; /.exec(message);
  if (variable && message.includes('got invalid value')) {
    return `${variable[1] ?? ''} is not valid${variable[2] ? ` at "${variable[2]}"` : ''}.`;
  }
  return message
    .replace(/, found [^]*$/, '.')
    .replace(/ value: [^]*$/, ' value.')
    .replace(/Value "[^]*?" does not exist/, 'The value does not exist')
    .slice(0, 300);
}

function brokenLimits(error: ArgumentValidationError): Fault {
  const sentences = error.extensions.validationErrors.flatMap(({ constraints }) =>
    Object.values(constraints ?? {}),
  );
  return new Fault('BAD_USER_INPUT', `${sentences.join('; ')}.`);
}

const connectionLost = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P03', '53300']);

function unavailable(error: unknown): Fault | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error ? String(error.code) : '';
  if (code === '57014') return new Fault('TIMEOUT', 'The operation took longer than its limit.');
  const lost = connectionLost.has(code) || /timeout exceeded when trying|Connection terminated/.test(error.message);
  return lost ? new Fault('UNAVAILABLE', 'The data cannot be reached now; try again.') : undefined;
}
