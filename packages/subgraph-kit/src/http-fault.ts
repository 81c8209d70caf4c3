import type { ErrorCode } from './error-codes.ts';
import { Fault } from './faults.ts';

const statusOf: Partial<Record<ErrorCode, number>> = {
  BAD_REQUEST: 400,
  BAD_USER_INPUT: 400,
  BATCHING_DISABLED: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  PERSISTED_QUERY_HASH_MISMATCH: 400,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
  TIMEOUT: 504,
};

/** The HTTP answer to a request that is refused before GraphQL sees it. */
export function answerToFault(fault: Fault, requestId: string): { status: number; body: string } {
  const error = { message: fault.message, extensions: { ...fault.extensions, requestId } };
  return { status: statusOf[fault.code] ?? 500, body: JSON.stringify({ errors: [error] }) };
}
