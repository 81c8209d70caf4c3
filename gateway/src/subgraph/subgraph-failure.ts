import { Fault } from '@trellis/subgraph-kit/faults';

/** The ways in which a subgraph can fail to answer; also the labels of the metric. */
export type FailureKind =
  'timeout' | 'refused' | 'lost' | 'status' | 'malformed' | 'too_large' | 'rejected';

/** A subgraph gave no usable answer. What it said instead is not kept: it may hold anything. */
export class SubgraphFailure extends Error {
  readonly subgraph: string;
  readonly kind: FailureKind;

  constructor(subgraph: string, kind: FailureKind) {
    super(`${subgraph} gave no usable answer: ${kind}`);
    this.name = 'SubgraphFailure';
    this.subgraph = subgraph;
    this.kind = kind;
  }

  /** What the client is told. */
  toFault(): Fault {
    return new Fault(
      'SUBGRAPH_UNAVAILABLE',
      `The ${this.subgraph} part of the graph did not answer; the rest of the answer stands.`,
      { service: this.subgraph, retryable: true },
    );
  }
}

/** What undici, Node and the operating system call each failure. */
const kinds: Readonly<Record<string, FailureKind>> = {
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_ABORTED: 'timeout',
  TimeoutError: 'timeout',
  AbortError: 'timeout',
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'refused',
  EAI_AGAIN: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  UND_ERR_SOCKET: 'lost',
  ECONNRESET: 'lost',
  EPIPE: 'lost',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'too_large',
};

/** @returns why a call failed, by its error; anything unheard of is a malformed answer. */
export function kindOfError(error: unknown): FailureKind {
  if (!(error instanceof Error)) return 'malformed';
  const code = 'code' in error ? String(error.code) : '';
  return kinds[code] ?? kinds[error.name] ?? 'malformed';
}
