import { errorCodeDef, ERRORS } from '@apollo/federation-internals';
import { GraphQLError } from 'graphql';
import { isJsonObject, isList, type JsonObject, type JsonPath } from './json.ts';

/** An error of a subgraph, as far as it has the form of one. */
export interface ReceivedError {
  readonly message: string;
  readonly path: JsonPath | undefined;
  readonly extensions: JsonObject;
}

/** Reads `errors` of an answer; what is no error at all still counts as one. */
export function receivedErrors(errors: unknown): ReceivedError[] {
  if (!isList(errors)) return [];
  return errors.map((error) => {
    const { message, path, extensions } = isJsonObject(error) ? error : {};
    return {
      message: typeof message === 'string' ? message : '',
      path: isPath(path) ? path : undefined,
      extensions: isJsonObject(extensions) ? extensions : {},
    };
  });
}

/** An error of a subgraph at its place in the client's answer. */
export function downstreamError(
  { message, extensions }: ReceivedError,
  subgraph: string,
  path: JsonPath | undefined,
): GraphQLError {
  const { code } = extensions;
  const known = typeof code === 'string' ? errorCodeDef(code) : undefined;
  const isCoded = Boolean(known ?? code);
  return new GraphQLError(message || `Error while fetching subquery from service "${subgraph}"`, {
    ...(path && { path }),
    extensions: {
      ...extensions,
      serviceName: subgraph,
      ...(!isCoded && { code: ERRORS.DOWNSTREAM_SERVICE_ERROR.code }),
    },
  });
}

/** What was thrown instead of an answer, as an error of the operation. */
export function thrownError(thrown: unknown): GraphQLError {
  if (thrown instanceof GraphQLError) return thrown;
  const originalError = thrown instanceof Error ? thrown : new Error(String(thrown));
  return new GraphQLError(originalError.message, { originalError });
}

function isPath(path: unknown): path is JsonPath {
  return isList(path) && path.every((step) => typeof step === 'string' || typeof step === 'number');
}
