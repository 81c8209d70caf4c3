import type { ErrorCode } from './error-codes.ts';
import { Fault } from './faults.ts';

const statusOf: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  TRUSTED_DOCUMENT_REQUIRED: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  RATE_LIMITED: 429,
  INTERNAL_SERVER_ERROR: 500,
  SUBGRAPH_UNAVAILABLE: 503,
  UNAVAILABLE: 503,
  TIMEOUT: 504,
};

/** @returns the HTTP status of an answer that holds nothing but such a refusal. */
export function statusOfCode(code: ErrorCode): number {
  return statusOf[code] ?? 400;
}

/** The HTTP answer to a request that is refused before GraphQL sees it. */
export function answerToFault(fault: Fault, requestId: string): { status: number; body: string } {
  const error = { message: fault.message, extensions: { ...fault.extensions, requestId } };
  return { status: statusOfCode(fault.code), body: JSON.stringify({ errors: [error] }) };
}
