import { badUserInput, Fault } from '@trellis/subgraph-kit/faults';
import { refuseBrokenText } from '@trellis/subgraph-kit/text';

type Json = Readonly<Record<string, unknown>>;

/** What a client asks for, over POST or GET. */
export interface OperationRequest {
  readonly query: string | undefined;
  /** SHA-256 of a document that is to be known here, in hexadecimal. */
  readonly hash: string | undefined;
  readonly operationName: string | undefined;
  readonly variables: Json;
}

/**
 * @param body as parsed JSON.
 * @throws BAD_REQUEST when a part of it has not the form that GraphQL over HTTP gives it.
 */
export function operationInBody(body: Json): OperationRequest {
  const extensions = record(body['extensions'], 'extensions');
  return {
    query: text(body['query'], 'query'),
    hash: hashIn(text(body['documentId'], 'documentId'), extensions),
    operationName: text(body['operationName'], 'operationName'),
    variables: record(body['variables'], 'variables'),
  };
}

/**
 * @param search what follows the question mark.
 * @throws BAD_REQUEST likewise, and METHOD_NOT_ALLOWED for a document that is sent whole.
 */
export function operationInSearch(search: URLSearchParams): OperationRequest {
  const only = (name: string) => {
    const [value, second] = search.getAll(name);
    if (second !== undefined) throw wrong(`Give ${name} once.`);
    return value;
  };
  const hash = hashIn(only('documentId'), record(json(only('extensions')), 'extensions'));
  if (hash === undefined || search.has('query')) {
    throw new Fault('METHOD_NOT_ALLOWED', 'GET is for trusted documents, by documentId.');
  }
  const variables = record(json(only('variables')), 'variables');
  refuseBrokenText(variables);
  const operationName = only('operationName');
  return { query: undefined, hash, operationName, variables };
}

function hashIn(documentId: string | undefined, extensions: Json): string | undefined {
  if (documentId !== undefined) {
    const [, hash] = /^sha256:([0-9a-f]{64})$/.exec(documentId) ?? [];
    if (hash === undefined) throw wrong('documentId is sha256: and 64 hexadecimal digits.');
    return hash;
  }
  const persisted = extensions['persistedQuery'];
  if (persisted === undefined || persisted === null) return undefined;
  const { version, sha256Hash } = record(persisted, 'persistedQuery');
  if (version !== 1 || typeof sha256Hash !== 'string' || !/^[0-9a-f]{64}$/.test(sha256Hash)) {
    throw wrong('persistedQuery has version 1 and a sha256Hash of 64 hexadecimal digits.');
  }
  return sha256Hash;
}

function text(value: unknown, name: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw wrong(`${name} is text.`);
  return value;
}

function record(value: unknown, name: string): Json {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw wrong(`${name} is a JSON object.`);
  return { ...value };
}

function json(value: string | undefined): unknown {
  if (value === undefined) return undefined;
  try {
    return JSON.parse(value);
  } catch {
    throw badUserInput('variables and extensions of a GET are JSON.');
  }
}

function wrong(message: string): Fault {
  return new Fault('BAD_REQUEST', message);
}
