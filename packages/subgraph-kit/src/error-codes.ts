/**
 * Every `extensions.code` that a client can meet, with what it means. `docs/errors.md` says what to
 * do about each; a test holds the two together.
 */
export const errorCodes = {
  UNAUTHENTICATED: 'No caller could be made out: the token or key is missing, expired or not ours.',
  FORBIDDEN: 'The caller is known and lacks the permission for this field.',
  NOT_FOUND: 'There is nothing with that id that the caller may see.',
  BAD_USER_INPUT: 'An argument or variable breaks its stated limits.',
  BAD_CURSOR: 'A cursor was altered, or belongs to another list, order, filter or trust.',
  BAD_REQUEST: 'The HTTP request is not a GraphQL request as this API takes them.',
  CONFLICT: 'Somebody else changed the same thing first.',
  IDEMPOTENCY_MISMATCH: 'The idempotencyKey was used before for a request with another input.',
  BATCHING_DISABLED: 'A request carries one operation, not a list.',
  GRAPHQL_PARSE_FAILED: 'The document is not GraphQL.',
  GRAPHQL_VALIDATION_FAILED: 'The document asks for something the schema does not have.',
  OPERATION_RESOLUTION_FAILURE:
    'The document has no operation of that name, or several and no name.',
  MAX_RECURSIVE_SELECTIONS_EXCEEDED: 'The document unfolds to too many fields.',
  MAX_TOKENS_LIMIT: 'The document is too long.',
  MAX_RECURSION_LIMIT: 'Brackets of the document nest too deep.',
  MAX_DEPTH_LIMIT: 'Fields of the operation nest too deep.',
  MAX_ALIASES_LIMIT: 'The operation has too many aliases.',
  MAX_ROOT_FIELDS_LIMIT: 'The operation has too many fields at its root.',
  MAX_DIRECTIVES_LIMIT: 'The document has too many directives.',
  COST_LIMIT: 'The answer to the operation could become too large.',
  RATE_LIMITED: 'The caller has spent what an hour allows.',
  PERSISTED_QUERY_NOT_FOUND: 'No document with that hash is known here.',
  PERSISTED_QUERY_HASH_MISMATCH: 'The hash is not that of the document beside it.',
  TRUSTED_DOCUMENT_REQUIRED: 'The caller may send trusted documents only.',
  METHOD_NOT_ALLOWED: 'The HTTP method does not fit the request.',
  NOT_ACCEPTABLE: 'The caller accepts no media type that an answer can have.',
  PAYLOAD_TOO_LARGE: 'The body is larger than the limit.',
  UNSUPPORTED_MEDIA_TYPE: 'The body is not plain UTF-8 JSON.',
  SUBGRAPH_UNAVAILABLE: 'A part of the graph did not answer; the rest of the answer stands.',
  TIMEOUT: 'The operation took longer than its limit and was given up.',
  UNAVAILABLE: 'The service cannot answer now; the same request may succeed later.',
  INTERNAL_SERVER_ERROR: 'A defect of ours; the log has it under the requestId.',
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** @returns whether this is a code of ours, and so one that a client may be shown. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorCodes, code);
}
