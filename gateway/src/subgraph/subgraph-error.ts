import type { GraphQLFormattedError } from 'graphql';
import { type ErrorCode, errorCodes, isErrorCode } from '@trellis/subgraph-kit/error-codes';
import type { SubgraphError } from './subgraph-client.ts';

/** What a subgraph may say to a client. Its other codes are about our own calls: defects of ours. */
const passing: readonly ErrorCode[] = [
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'BAD_CURSOR',
  'IDEMPOTENCY_MISMATCH',
  'CONFLICT',
  'TIMEOUT',
  'UNAVAILABLE',
];

/** Something that a subgraph said and no client may hear. */
export class SubgraphDefect extends Error {
  /** The subgraph's code if it is one of ours, for the log. */
  readonly code: ErrorCode | 'NOT_MASKED';

  constructor(subgraph: string, code: unknown) {
    super(`${subgraph} answered with an error that is not for clients`);
    this.name = 'SubgraphDefect';
    this.code = isErrorCode(code) ? code : 'NOT_MASKED';
  }
}

/**
 * Makes what the client sees of a subgraph's error. The subgraph's own words pass only when it put
 * the id of this request beside them, as nothing but its masking does; otherwise the code alone is
 * believed, and said in our words.
 */
export function subgraphError(
  { message, path, extensions = {} }: SubgraphError,
  requestId: string,
): GraphQLFormattedError {
  const { code, requestId: under, ...details } = extensions;
  const place = path && { path };
  if (!isPassing(code)) {
    const internal = 'INTERNAL_SERVER_ERROR';
    return {
      message: 'Something went wrong on our side.',
      ...place,
      extensions: { code: internal },
    };
  }
  return under === requestId
    ? { message, ...place, extensions: { ...details, code } }
    : { message: errorCodes[code], ...place, extensions: { code } };
}

/** @returns whether the subgraph's code is one that a client can make use of. */
export function isPassing(code: unknown): code is ErrorCode {
  return isErrorCode(code) && passing.includes(code);
}
