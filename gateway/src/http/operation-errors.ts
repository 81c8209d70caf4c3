import type { GraphQLFormattedError } from 'graphql';
import { type ErrorCode, isErrorCode } from '@trellis/subgraph-kit/error-codes';
import { maskError, type OnDefect } from '@trellis/subgraph-kit/error-masking';
import type { Fault } from '@trellis/subgraph-kit/faults';
import { statusOfCode } from '@trellis/subgraph-kit/http-fault';
import type { DocumentError } from '../limits/checked-document.ts';

/** Refusals of the request itself. All others are answers of GraphQL, whatever HTTP makes of them. */
const aboutRequest: ReadonlySet<ErrorCode> = new Set([
  'BAD_REQUEST',
  'UNAUTHENTICATED',
  'METHOD_NOT_ALLOWED',
  'PERSISTED_QUERY_HASH_MISMATCH',
  'TRUSTED_DOCUMENT_REQUIRED',
  'RATE_LIMITED',
  'PAYLOAD_TOO_LARGE',
  'UNAVAILABLE',
]);

/** @returns whether the refusal is GraphQL’s: with `application/json` its status is 200. */
export function isAboutOperation({ code }: Fault): boolean {
  return !aboutRequest.has(code);
}

/** Errors of a document as a client is told of them. */
export function toldErrors(
  errors: readonly DocumentError[],
  requestId: string,
  onDefect: OnDefect,
): GraphQLFormattedError[] {
  return errors.map(({ code, error }) => {
    const { message, locations } = error;
    const formatted = { message, ...(locations && { locations }), extensions: { code } };
    return maskError(formatted, error, requestId, onDefect);
  });
}

/**
 * The status of an answer for those who take it as `application/graphql-response+json`.
 *
 * @param data absent when nothing was executed.
 */
export function statusOfAnswer(
  data: unknown,
  errors: readonly GraphQLFormattedError[] | undefined,
): number {
  if (data !== undefined) return 200;
  const code = errors?.[0]?.extensions?.['code'];
  return isErrorCode(code) ? statusOfCode(code) : 500;
}
