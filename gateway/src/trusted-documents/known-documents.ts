import { Fault } from '@trellis/subgraph-kit/faults';
import type { OperationRequest } from '../http/operation-request.ts';
import { hashOf, type TrustedDocument } from './manifest.ts';

/** Characters of documents that clients have registered by sending them beside their hash. */
const registeredLimit = 5_000_000;

/** A document that a client means, by its text or its hash. */
export interface MeantDocument {
  readonly text: string;
  /** Of its operation, if it is one of the published ones. */
  readonly trustedName: string | undefined;
  /** Given when the client wants it remembered, once it has turned out to be good. */
  readonly hashToRegister: string | undefined;
}

/** What a caller may do beside sending trusted documents by their hash. */
export interface DocumentRights {
  readonly trustedOnly: boolean;
  /** Whether the request came by GET. */
  readonly isGet: boolean;
}

/** Finds the documents that requests mean: published ones, and automatically persisted queries. */
export class KnownDocuments {
  readonly #trusted: { get(hash: string): TrustedDocument | undefined };
  readonly #registered = new Map<string, string>();
  #registeredLength = 0;

  constructor(trusted: { get(hash: string): TrustedDocument | undefined }) {
    this.#trusted = trusted;
  }

  /**
   * @throws BAD_REQUEST, PERSISTED_QUERY_NOT_FOUND, PERSISTED_QUERY_HASH_MISMATCH or
   * TRUSTED_DOCUMENT_REQUIRED
   */
  find({ query, hash }: OperationRequest, rights: DocumentRights): MeantDocument {
    if (query === undefined) return this.#byHash(hash, rights);
    const isHashNeeded = hash !== undefined || rights.trustedOnly;
    const computed = isHashNeeded ? hashOf(query) : undefined;
    if (hash !== undefined && hash !== computed) throw mismatch;
    const trusted = computed === undefined ? undefined : this.#trusted.get(computed);
    if (rights.trustedOnly && !trusted) throw trustedOnly;
    const hashToRegister = trusted ? undefined : hash;
    return { text: query, trustedName: trusted?.name, hashToRegister };
  }

  /** Remembers a document that a client sent beside its hash; the ones unused for longest go first. */
  register(hash: string, text: string): void {
    if (this.#registered.has(hash)) return;
    this.#registered.set(hash, text);
    this.#registeredLength += text.length;
    for (const [oldest, { length }] of this.#registered) {
      if (this.#registeredLength <= registeredLimit) break;
      this.#registered.delete(oldest);
      this.#registeredLength -= length;
    }
  }

  #byHash(hash: string | undefined, { trustedOnly: only, isGet }: DocumentRights): MeantDocument {
    if (hash === undefined) throw new Fault('BAD_REQUEST', 'Send a query, or a documentId.');
    const trusted = this.#trusted.get(hash);
    if (trusted) {
      return { text: trusted.text, trustedName: trusted.name, hashToRegister: undefined };
    }
    const text = this.#registered.get(hash);
    if (only && text !== undefined) throw trustedOnly;
    if (text === undefined || isGet) throw unknown;
    this.#registered.delete(hash);
    this.#registered.set(hash, text);
    return { text, trustedName: undefined, hashToRegister: undefined };
  }
}

/** In the words that clients of automatically persisted queries look for. */
const unknown = new Fault('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');

const mismatch = new Fault(
  'PERSISTED_QUERY_HASH_MISMATCH',
  'The hash is not the SHA-256 of the query beside it.',
);

const trustedOnly = new Fault(
  'TRUSTED_DOCUMENT_REQUIRED',
  'You may send documents only that were published for your program.',
);
